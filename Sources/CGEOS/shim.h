// Only the reentrant ("_r") half of GEOS's C API is visible: the other half keeps one global
// context and is not safe on several threads.
#define GEOS_USE_ONLY_R_API
#include <geos_c.h>
