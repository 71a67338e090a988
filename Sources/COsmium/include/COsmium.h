#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Tag set of an object without any of the wanted keys.
#define OSM_NO_TAGS 0u
/// Tag set of a way that a history file marks as deleted.
#define OSM_DELETED UINT32_MAX
/// Longitude of a node without a place on Earth, or deleted.
#define OSM_NO_PLACE INT32_MAX

typedef enum { OSM_NODES = 1, OSM_WAYS = 2, OSM_RELATIONS = 4 } osm_kinds;

typedef enum {
  OSM_CHUNK = 0,  ///< a chunk was read
  OSM_END = 1,    ///< the file is complete
  OSM_FAILED = 2  ///< see osm_reader_message
} osm_status;

/// Some objects of a file in file order; pointers hold until the next call.
typedef struct {
  size_t nodes;
  const int64_t *node_ids;
  const int32_t *node_places;  ///< longitude, latitude pairs, 1e-7 degrees
  const uint32_t *node_sets;   ///< nil when no node has a wanted tag
  size_t ways;
  const int64_t *way_ids;
  const uint32_t *way_sets;
  const uint32_t *way_starts;  ///< ways + 1
  const int64_t *way_nodes;
  size_t relations;            ///< only those with a wanted tag
  const uint32_t *relation_sets;
  const uint32_t *relation_starts;  ///< relations + 1
  const int64_t *relation_ways;     ///< members that are ways
} osm_chunk;

typedef struct osm_reader osm_reader;

/// A reader for the kinds of objects asked for. `format` as libosmium names it ("pbf", "osm.gz"); `keys` are the
/// tag keys that matter. Nil when memory is exhausted; other failures are told by the first call of next.
osm_reader *osm_reader_make(
  const char *path, const char *format, unsigned kinds, int threads, const char *const *keys, size_t key_count);
void osm_reader_free(osm_reader *reader);

osm_status osm_reader_next(osm_reader *reader, osm_chunk *chunk);

/// The library's message of the last failure.
const char *osm_reader_message(const osm_reader *reader);

/// 1 and the joined bounding boxes of the header (degrees: west, south, east, north), or 0. After the first next.
int osm_reader_frame(const osm_reader *reader, double box[4]);

/// Distinct combinations of wanted tags seen until now, with the empty one.
size_t osm_reader_set_count(const osm_reader *reader);
/// One of them: `key NUL value NUL` for each tag.
const char *osm_reader_set(const osm_reader *reader, size_t index, size_t *length);

#ifdef __cplusplus
}
#endif
