#pragma once
#include "positions.hpp"
#include <vector>

namespace geojson {

/// Reads geometries: their structure behind their coordinates.
struct ShapeReader : PositionReader {
  Buffer<int32_t> ring_starts, part_starts;
  /// Issues of the feature being read, one bit each.
  uint32_t pending = 0;

  void mark(int issue) { pending |= 1u << issue; }

  const byte *read_type(const byte *p, Kind &kind) {
    uint32_t types;
    const byte *q = value(p, 3, types);
    if (!q) return nullptr;
    kind = unknown;
    if (types != GEOJSON_STRING) return q;
    std::string_view word(reinterpret_cast<const char *>(p + 1), static_cast<size_t>(q - p - 2));
    kind = kind_of(word);
    if (kind == unknown && word.find('\\') != word.npos) kind = kind_of(plain_word(p + 1, q - 1));
    return q;
  }

  const byte *read_geometry(const byte *p, Shape &shape) {
    shape = Shape();
    forget_coordinates();
    if (*p != '{') {
      uint32_t types;
      p = value(p, 3, types);
      if (p && types != GEOJSON_NULL) shape.issue = GEOJSON_NOT_GEOMETRY;
      if (p && types == GEOJSON_NULL) shape.kind = none;
      return p;
    }
    p = skip_space(p + 1);
    if (*p == '}') return p + 1;
    while (true) {
      const byte *begin, *stop;
      bool escaped;
      p = key(p, begin, stop, escaped);
      if (!p) return nullptr;
      switch (member_of(begin, stop, escaped)) {
        case Member::type: p = read_type(p, shape.kind); break;
        case Member::coordinates: p = read_coordinates(p, shape); break;
        default: {
          uint32_t types;
          p = value(p, 4, types);
        }
      }
      if (!p) return nullptr;
      p = skip_space(p);
      if (*p == '}') return p + 1;
      if (*p != ',') return fail(p, GEOJSON_UNEXPECTED);
      p = skip_space(p + 1);
    }
  }

  /// Writes the geometry's structure behind its coordinates; false takes the geometry away.
  bool place(Shape &shape) {
    if (shape.issue >= 0) return refuse(shape.issue);
    if (shape.kind == none) return true;
    if (shape.kind == collection) {
      mark(GEOJSON_HAS_COLLECTION);
      forget_coordinates();
      return true;
    }
    if (shape.kind > collection) return refuse(GEOJSON_UNKNOWN_TYPE);
    if (!shape.has_coordinates) return refuse(GEOJSON_NO_COORDINATES);
    if (shape.depth == 0) {
      shape.kind = none;
      return true;
    }
    static constexpr int depths[] = {0, 1, 2, 2, 3, 3, 4};
    if (depths[shape.kind] != shape.depth) return refuse(GEOJSON_WRONG_NESTING);
    if (shape.has_more_ordinates) mark(GEOJSON_Z_DROPPED);
    switch (shape.kind) {
      case polygon: case multi_polygon: return place_polygons();
      case multi_point: {
        int32_t stop = static_cast<int32_t>(coordinates.count / 2);
        for (int32_t end = static_cast<int32_t>(first_coordinate / 2) + 1; end <= stop; ++end) push_ring_part(end);
        return true;
      }
      default:
        if (shape.kind != point) {
          int32_t start = static_cast<int32_t>(first_coordinate / 2);
          for (size_t ring = 0; ring < ring_ends.count; ++ring) {
            if (ring_ends.data[ring] - start < 2) return refuse(GEOJSON_LINE_SHORT);
            start = ring_ends.data[ring];
          }
        }
        for (size_t ring = 0; ring < ring_ends.count; ++ring) push_ring_part(ring_ends.data[ring]);
        return true;
    }
  }

  bool refuse(int issue) {
    mark(issue);
    forget_coordinates();
    return false;
  }

  void push_ring_part(int32_t end) {
    ring_starts.push(end);
    part_starts.push(static_cast<int32_t>(ring_starts.count - 1));
  }

  bool place_polygons() {
    int32_t start = static_cast<int32_t>(first_coordinate / 2);
    bool open = false, brief = false;
    for (size_t ring = 0; ring < ring_ends.count; ++ring) {
      int32_t stop = ring_ends.data[ring];
      bool closed = is_closed(start, stop);
      open |= !closed;
      brief |= stop - start + !closed < 4;
      start = stop;
    }
    if (brief) return refuse(GEOJSON_RING_SHORT);
    if (open) close_rings();
    int32_t base = static_cast<int32_t>(ring_starts.count - 1);
    ring_starts.append(ring_ends.data, ring_ends.count);
    for (size_t part = 0; part < part_ends.count; ++part) part_starts.push(base + part_ends.data[part]);
    return true;
  }

  bool is_closed(int32_t start, int32_t stop) const {
    const double *first = coordinates.data + 2 * static_cast<size_t>(start);
    const double *last = coordinates.data + 2 * static_cast<size_t>(stop) - 2;
    return first[0] == last[0] && first[1] == last[1];
  }

  /// Repeats the first position at the end of every ring that lacks it.
  void close_rings() {
    std::vector<double> copy(coordinates.data + first_coordinate, coordinates.data + coordinates.count);
    size_t offset = first_coordinate;
    coordinates.reserve(2 * ring_ends.count);
    coordinates.count = first_coordinate;
    size_t start = first_coordinate;
    for (size_t ring = 0; ring < ring_ends.count; ++ring) {
      size_t stop = 2 * static_cast<size_t>(ring_ends.data[ring]);
      const double *from = copy.data() + (start - offset);
      const double *to = copy.data() + (stop - offset);
      coordinates.append(from, stop - start);
      if (from[0] != to[-2] || from[1] != to[-1]) coordinates.append(from, 2);
      ring_ends.data[ring] = static_cast<int32_t>(coordinates.count / 2);
      start = stop;
    }
    mark(GEOJSON_RING_CLOSED);
  }
};

}  // namespace geojson
