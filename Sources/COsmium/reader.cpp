#include "COsmium.h"
#include "tags.hpp"
#include <osmium/io/bzip2_compression.hpp>
#include <osmium/io/gzip_compression.hpp>
#include <osmium/io/pbf_input.hpp>
#include <osmium/io/reader.hpp>
#include <osmium/io/xml_input.hpp>
#include <osmium/osm.hpp>
#include <osmium/thread/pool.hpp>
#include <malloc.h>
#include <memory>

struct osm_reader {
  std::string path, format, message;
  osmium::osm_entity_bits::type kinds = osmium::osm_entity_bits::nothing;
  TagSets tags;
  // The reader uses the pool until it is destroyed, so it stands below it.
  osmium::thread::Pool pool;
  std::unique_ptr<osmium::io::Reader> reader;
  osmium::Box box;

  std::vector<int64_t> node_ids, way_ids, way_nodes, relation_ways;
  std::vector<int32_t> node_places;
  std::vector<uint32_t> node_sets, way_sets, way_starts, relation_sets, relation_starts;
  bool has_node_tags = false;

  osm_reader(
    const char *path, const char *format, unsigned wanted, int threads, const char *const *keys,
    size_t key_count)
      : path(path), format(format), tags(keys, key_count), pool(threads < 1 ? 1 : threads) {
    if (wanted & OSM_NODES) kinds |= osmium::osm_entity_bits::node;
    if (wanted & OSM_WAYS) kinds |= osmium::osm_entity_bits::way;
    if (wanted & OSM_RELATIONS) kinds |= osmium::osm_entity_bits::relation;
  }

  /// Versions and visibility are decoded for history files only: in others they cost time and say nothing.
  void open() {
    const osmium::io::File file{path, format};
    bool has_history = false;
    {
      osmium::io::Reader first{file, osmium::osm_entity_bits::nothing, pool};
      const osmium::io::Header header = first.header();
      has_history = header.has_multiple_object_versions();
      box = header.joined_boxes();
      first.close();
    }
    reader = std::make_unique<osmium::io::Reader>(
      file, kinds, pool, has_history ? osmium::io::read_meta::yes : osmium::io::read_meta::no);
  }

  void clear() {
    node_ids.clear();
    node_places.clear();
    node_sets.clear();
    has_node_tags = false;
    way_ids.clear();
    way_sets.clear();
    way_nodes.clear();
    way_starts.assign(1, 0);
    relation_sets.clear();
    relation_ways.clear();
    relation_starts.assign(1, 0);
  }

  void place(int64_t id, osmium::Location location, bool is_visible) {
    node_ids.push_back(id);
    const bool is_known = is_visible && location.valid();
    node_places.push_back(is_known ? location.x() : OSM_NO_PLACE);
    node_places.push_back(is_known ? location.y() : OSM_NO_PLACE);
  }

  void add(const osmium::Node &node) {
    place(node.id(), node.location(), node.visible());
    const uint32_t set = node.tags().empty() ? OSM_NO_TAGS : tags.number(node.tags());
    if (set != OSM_NO_TAGS) has_node_tags = true;
    node_sets.push_back(set);
  }

  void add(const osmium::Way &way) {
    way_ids.push_back(way.id());
    way_sets.push_back(way.visible() ? tags.number(way.tags()) : OSM_DELETED);
    for (const osmium::NodeRef &node : way.nodes()) {
      way_nodes.push_back(node.ref());
      // Some files carry the places in the ways instead of nodes.
      if (node.location().valid()) {
        place(node.ref(), node.location(), true);
        node_sets.push_back(OSM_NO_TAGS);
      }
    }
    way_starts.push_back(static_cast<uint32_t>(way_nodes.size()));
  }

  void add(const osmium::Relation &relation) {
    const uint32_t set = relation.visible() ? tags.number(relation.tags()) : OSM_NO_TAGS;
    if (set == OSM_NO_TAGS) return;
    relation_sets.push_back(set);
    for (const osmium::RelationMember &member : relation.members())
      if (member.type() == osmium::item_type::way) relation_ways.push_back(member.ref());
    relation_starts.push_back(static_cast<uint32_t>(relation_ways.size()));
  }

  bool read() {
    if (!reader) open();
    clear();
    const osmium::memory::Buffer buffer = reader->read();
    if (!buffer) {
      reader->close();
      return false;
    }
    for (const auto &item : buffer) {
      switch (item.type()) {
      case osmium::item_type::node: add(static_cast<const osmium::Node &>(item)); break;
      case osmium::item_type::way: add(static_cast<const osmium::Way &>(item)); break;
      case osmium::item_type::relation: add(static_cast<const osmium::Relation &>(item)); break;
      default: break;
      }
    }
    return true;
  }

  osm_chunk chunk() const {
    osm_chunk out;
    out.nodes = node_ids.size();
    out.node_ids = node_ids.data();
    out.node_places = node_places.data();
    out.node_sets = has_node_tags ? node_sets.data() : nullptr;
    out.ways = way_ids.size();
    out.way_ids = way_ids.data();
    out.way_sets = way_sets.data();
    out.way_starts = way_starts.data();
    out.way_nodes = way_nodes.data();
    out.relations = relation_sets.size();
    out.relation_sets = relation_sets.data();
    out.relation_starts = relation_starts.data();
    out.relation_ways = relation_ways.data();
    return out;
  }
};

/// Keeps what is freed for what comes next: buffers of a megabyte come and go by the hundred, and each would be cleared
/// by the system anew. These are the limits that glibc comes to by itself once a block of 32 MB has been freed.
static void keep_freed_memory() {
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 64 << 20);
}

extern "C" {

osm_reader *osm_reader_make(
  const char *path, const char *format, unsigned kinds, int threads, const char *const *keys,
  size_t key_count) {
  try {
    keep_freed_memory();
    return new osm_reader(path, format, kinds, threads, keys, key_count);
  } catch (...) {
    return nullptr;
  }
}

void osm_reader_free(osm_reader *reader) { delete reader; }

osm_status osm_reader_next(osm_reader *reader, osm_chunk *chunk) {
  try {
    if (!reader->read()) return OSM_END;
    *chunk = reader->chunk();
    return OSM_CHUNK;
  } catch (const std::exception &failure) {
    try {
      reader->message = failure.what();
    } catch (...) {
    }
  } catch (...) {
  }
  return OSM_FAILED;
}

const char *osm_reader_message(const osm_reader *reader) { return reader->message.c_str(); }

int osm_reader_frame(const osm_reader *reader, double box[4]) {
  if (!reader->box.valid()) return 0;
  box[0] = reader->box.bottom_left().lon_without_check();
  box[1] = reader->box.bottom_left().lat_without_check();
  box[2] = reader->box.top_right().lon_without_check();
  box[3] = reader->box.top_right().lat_without_check();
  return 1;
}

size_t osm_reader_set_count(const osm_reader *reader) { return reader->tags.count(); }

const char *osm_reader_set(const osm_reader *reader, size_t index, size_t *length) {
  const std::string &text = reader->tags.at(index);
  *length = text.size();
  return text.data();
}
}
