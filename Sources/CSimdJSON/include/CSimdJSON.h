#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Bytes that must be readable, and zero, behind every text handed in.
#define GEOJSON_PADDING 64

/// How the elements of a text follow each other.
typedef enum {
  GEOJSON_COLLECTION = 0,  ///< separated by commas, ended by `]`
  GEOJSON_SEQUENCE = 1     ///< separated by white space or U+001E, ended by the end of the text
} geojson_mode;

typedef enum {
  GEOJSON_STOPPED = 0,  ///< the next element begins at or behind the stop
  GEOJSON_ENDED = 1,    ///< the list is complete
  GEOJSON_MORE = 2,     ///< the text ends inside an element
  GEOJSON_ERROR = 3
} geojson_status;

typedef enum {
  GEOJSON_OK = 0,
  GEOJSON_UNEXPECTED,       ///< a character that cannot stand here
  GEOJSON_BAD_NUMBER,
  GEOJSON_BAD_LITERAL,
  GEOJSON_BAD_ESCAPE,
  GEOJSON_CONTROL_IN_STRING,
  GEOJSON_BAD_UTF8,
  GEOJSON_TOO_DEEP,
  GEOJSON_NOT_AN_OBJECT,    ///< an element that is not an object
  GEOJSON_NESTED_LIST,      ///< a FeatureCollection where a feature should stand
  GEOJSON_NO_SEPARATOR,     ///< two values of a sequence touch
  GEOJSON_SECOND_LIST,      ///< a second `features` member
  GEOJSON_OUT_OF_MEMORY
} geojson_error;

/// What was repaired, dropped or unusable in a feature.
typedef enum {
  GEOJSON_Z_DROPPED = 0,
  GEOJSON_RING_CLOSED,
  GEOJSON_HAS_COLLECTION,
  GEOJSON_PROPERTIES_NOT_OBJECT,
  GEOJSON_TYPE_MISSING,
  GEOJSON_BARE_GEOMETRY,
  // From here on the feature has lost its geometry.
  GEOJSON_RING_SHORT,
  GEOJSON_LINE_SHORT,
  GEOJSON_POSITION_SHORT,
  GEOJSON_NOT_A_NUMBER,
  GEOJSON_NUMBER_TOO_LARGE,
  GEOJSON_WRONG_NESTING,
  GEOJSON_UNKNOWN_TYPE,
  GEOJSON_NO_COORDINATES,
  GEOJSON_NOT_GEOMETRY,
  GEOJSON_ISSUE_COUNT
} geojson_issue;

#define GEOJSON_EXAMPLES 5

typedef struct {
  size_t count;
  int32_t examples[GEOJSON_EXAMPLES];  ///< offsets of the first features concerned
} geojson_issue_count;

enum {
  GEOJSON_NULL = 1,
  GEOJSON_BOOLEAN = 2,
  GEOJSON_INTEGER = 4,
  GEOJSON_INTEGER64 = 8,
  GEOJSON_REAL = 16,
  GEOJSON_STRING = 32,
  GEOJSON_NESTED = 64
};

typedef struct {
  const uint8_t *key;  ///< as in the text, without quotes, escapes not resolved
  size_t length;
  uint32_t types;
} geojson_field;

/// The features parsed since the last reset; pointers hold until the next call.
typedef struct {
  size_t features;
  const uint8_t *kinds;  ///< numbered as Swift's ShapeKind
  const double *coordinates;
  size_t positions;
  const int32_t *ring_starts;
  size_t rings;
  const int32_t *part_starts;
  size_t parts;
  const int32_t *feature_starts;
  const uint8_t *attributes;
  size_t attribute_bytes;
  const int64_t *attribute_starts;
  const uint8_t *identifiers;
  size_t identifier_bytes;
  const int64_t *identifier_starts;
  const geojson_issue_count *issues;
  double min_x, min_y, max_x, max_y;
} geojson_columns;

typedef struct geojson_parser geojson_parser;

/// Nil when memory is exhausted.
geojson_parser *geojson_parser_make(void);
void geojson_parser_free(geojson_parser *parser);
void geojson_parser_reset(geojson_parser *parser);

/// Parses elements from `*position` (the start of an element, or the end of the list) on.
///
/// Afterwards `*position` is where the next element begins (STOPPED, MORE), the byte behind the list (ENDED) or
/// the offending byte (ERROR). `final`: nothing follows the text.
geojson_status geojson_parse(
  geojson_parser *parser, const uint8_t *text, size_t length, geojson_mode mode, size_t stop, int final,
  size_t *position, geojson_error *error);

geojson_columns geojson_parser_columns(const geojson_parser *parser);
size_t geojson_parser_field_count(const geojson_parser *parser);
geojson_field geojson_parser_field(const geojson_parser *parser, size_t index);

/// The members of the outermost object around its `features`.
typedef struct {
  int has_list;         ///< `features` is an array; `list` is the byte behind its `[`
  size_t list;
  int type;             ///< 0 none, 1 FeatureCollection, 2 Feature or a geometry, 3 something else
  size_t type_begin, type_end;
  size_t crs_begin, crs_end;    ///< equal: none
  size_t name_begin, name_end;  ///< raw JSON; equal: none
} geojson_members;

/// Reads members from `*position` — the `{`, or with `tail` the byte behind the `]` of `features` — up to
/// `features` or the end of the object. STOPPED: at the list. ENDED: behind the `}`.
geojson_status geojson_read_members(
  geojson_parser *parser, const uint8_t *text, size_t length, int tail, size_t *position,
  geojson_members *members, geojson_error *error);

/// Exactly what `strtod` makes of a JSON number; the byte behind it, or 0 when there is none.
size_t geojson_number(const uint8_t *text, double *value, int *overflow);

#ifdef __cplusplus
}
#endif
