#include <getopt.h>

/* getopt_long keeps its place in global variables, which Swift may not read. One step returns all of them. */
typedef struct {
  int code;         /* what getopt_long returned */
  int offender;     /* optopt: the short option in error, 0 for an unknown long one */
  int next;         /* optind: the next element to look at */
  const char *value; /* optarg: inside argv, or null */
} option_step;

static inline option_step next_option(int restart, int argc, char *const *argv, const char *shorts,
                                      const struct option *longs) {
  option_step step;
  if (restart) optind = 0;
  opterr = 0;
  optarg = 0;
  optopt = 0;
  step.code = getopt_long(argc, argv, shorts, longs, 0);
  step.offender = optopt;
  step.next = optind;
  step.value = optarg;
  return step;
}
