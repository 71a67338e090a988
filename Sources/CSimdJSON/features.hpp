#pragma once
#include "shape.hpp"
#include <string>
#include <unordered_map>
#include <vector>

namespace geojson {

struct Field {
  std::string key;
  uint32_t types;
};

/// Reads features into columns, piece by piece.
struct FeatureReader : ShapeReader {
  Buffer<int32_t> feature_starts;
  Buffer<uint8_t> kinds, attributes, identifiers;
  Buffer<int64_t> attribute_starts, identifier_starts;
  geojson_issue_count issues[GEOJSON_ISSUE_COUNT];
  std::vector<Field> fields;
  std::unordered_map<std::string, size_t> field_index;
  /// The elements stand in a FeatureCollection, where only features belong.
  bool in_collection = false;

  FeatureReader() { reset(); }

  void reset() {
    coordinates.count = 0;
    ring_starts.count = part_starts.count = feature_starts.count = 0;
    kinds.count = attributes.count = identifiers.count = 0;
    attribute_starts.count = identifier_starts.count = 0;
    ring_starts.push(0);
    part_starts.push(0);
    feature_starts.push(0);
    attribute_starts.push(0);
    identifier_starts.push(0);
    std::memset(issues, 0, sizeof issues);
    fields.clear();
    field_index.clear();
  }

  // MARK: properties

  const byte *read_properties(const byte *p, size_t mark_begin) {
    attributes.count = mark_begin;
    if (*p != '{') {
      uint32_t types;
      p = value(p, 3, types);
      if (p && types != GEOJSON_NULL) mark(GEOJSON_PROPERTIES_NOT_OBJECT);
      return p;
    }
    const byte *first = skip_space(p + 1);
    if (*first == '}') return first + 1;
    p = first;
    size_t place = 0;
    while (true) {
      const byte *begin, *stop;
      bool escaped;
      p = key(p, begin, stop, escaped);
      if (!p) return nullptr;
      uint32_t types;
      p = value(p, 4, types);
      if (!p) return nullptr;
      const byte *last = p;
      p = skip_space(p);
      if (*p != '}' && *p != ',') return fail(p, GEOJSON_UNEXPECTED);
      note_field(begin, static_cast<size_t>(stop - begin), types, place++);
      if (*p == '}') {
        keep_members(first, last);
        return p + 1;
      }
      p = skip_space(p + 1);
    }
  }

  /// Features mostly repeat the layout of the one before, so the key in the same place is tried first.
  void note_field(const byte *begin, size_t length, uint32_t types, size_t place) {
    if (place < fields.size() && fields[place].key.size() == length &&
        std::memcmp(fields[place].key.data(), begin, length) == 0) {
      fields[place].types |= types;
      return;
    }
    std::string key(reinterpret_cast<const char *>(begin), length);
    auto found = field_index.try_emplace(key, fields.size());
    if (found.second) fields.push_back(Field{std::move(key), types});
    else fields[found.first->second].types |= types;
  }

  /// Keeps the members' text, on one line.
  void keep_members(const byte *begin, const byte *stop) {
    size_t length = static_cast<size_t>(stop - begin);
    if (!std::memchr(begin, '\n', length) && !std::memchr(begin, '\r', length)) {
      attributes.append(begin, length);
      return;
    }
    attributes.reserve(length);
    bool quoted = false;
    for (const byte *p = begin; p < stop; ++p) {
      if (quoted && *p == '\\') {
        attributes.push(*p++);
      } else if (*p == '"') {
        quoted = !quoted;
      } else if (!quoted && *p <= ' ') {
        continue;
      }
      attributes.push(*p);
    }
  }

  // MARK: features

  /// One Feature or bare geometry, from its `{`.
  const byte *read_feature(const byte *p) {
    if (*p != '{') return fail(p, p >= end ? GEOJSON_UNEXPECTED : GEOJSON_NOT_AN_OBJECT);
    const byte *begin_feature = p;
    size_t first_attribute = attributes.count, first_identifier = identifiers.count;
    pending = 0;
    first_coordinate = coordinates.count;
    forget_coordinates();
    Kind kind = not_stated;
    bool has_geometry = false;
    Shape own, shape;
    p = skip_space(p + 1);
    while (*p != '}') {
      const byte *begin, *stop;
      bool escaped;
      p = key(p, begin, stop, escaped);
      if (!p) return nullptr;
      uint32_t types;
      switch (member_of(begin, stop, escaped)) {
        case Member::type: p = read_type(p, kind); break;
        case Member::geometry: {
          has_geometry = true;
          own = Shape();
          p = read_geometry(p, shape);
          break;
        }
        case Member::properties: p = read_properties(p, first_attribute); break;
        case Member::coordinates:
          if (!has_geometry) p = read_coordinates(p, own);
          else p = value(p, 3, types);
          break;
        case Member::identifier: {
          const byte *start = p;
          p = value(p, 3, types);
          identifiers.count = first_identifier;
          if (p && types >= GEOJSON_INTEGER && types <= GEOJSON_STRING)
            identifiers.append(start, static_cast<size_t>(p - start));
          break;
        }
        default: p = value(p, 3, types);
      }
      if (!p) return nullptr;
      p = skip_space(p);
      if (*p == '}') break;
      if (*p != ',') return fail(p, GEOJSON_UNEXPECTED);
      p = skip_space(p + 1);
      if (*p != '"') return fail(p, GEOJSON_UNEXPECTED);
    }
    if (kind == feature_collection) return fail(begin_feature, GEOJSON_NESTED_LIST);
    bool bare = kind >= point && kind <= collection;
    if (bare) {
      // A foreign member `geometry` took the place of the coordinates: reported as lacking them.
      if (has_geometry) forget_coordinates();
      if (in_collection) mark(GEOJSON_BARE_GEOMETRY);
      own.kind = kind;
      shape = own;
    } else if (kind == unknown) {
      shape.issue = GEOJSON_UNKNOWN_TYPE;
    } else {
      if (kind == not_stated) mark(GEOJSON_TYPE_MISSING);
      if (!has_geometry) {
        // Coordinates straight in a feature are of no known type.
        if (own.has_coordinates) shape.issue = GEOJSON_NOT_GEOMETRY;
        forget_coordinates();
        shape.kind = none;
      }
    }
    if (!place(shape)) shape.kind = none;
    kinds.push(shape.kind);
    feature_starts.push(static_cast<int32_t>(part_starts.count - 1));
    attribute_starts.push(static_cast<int64_t>(attributes.count));
    identifier_starts.push(static_cast<int64_t>(identifiers.count));
    return p + 1;
  }

  struct Mark {
    size_t coordinates, rings, parts, features, attributes, identifiers;
  };

  Mark here() const {
    return {coordinates.count, ring_starts.count, part_starts.count, kinds.count, attributes.count, identifiers.count};
  }

  void go_back(const Mark &mark) {
    coordinates.count = mark.coordinates;
    ring_starts.count = mark.rings;
    part_starts.count = mark.parts;
    kinds.count = mark.features;
    feature_starts.count = attribute_starts.count = identifier_starts.count = mark.features + 1;
    attributes.count = mark.attributes;
    identifiers.count = mark.identifiers;
  }

  void commit() {
    for (uint32_t bits = pending; bits; bits &= bits - 1) {
      geojson_issue_count &entry = issues[__builtin_ctz(bits)];
      if (entry.count < GEOJSON_EXAMPLES) entry.examples[entry.count] = static_cast<int32_t>(kinds.count - 1);
      ++entry.count;
    }
  }

  geojson_status parse(geojson_mode mode, size_t stop, bool final, size_t &position, bool first) {
    const byte *p = text + position;
    const byte *limit = text + stop;
    in_collection = mode == GEOJSON_COLLECTION;
    if (mode == GEOJSON_COLLECTION && *p == ']' && first) {
      position = static_cast<size_t>(p + 1 - text);
      return GEOJSON_ENDED;
    }
    while (true) {
      if (p >= limit) {
        position = static_cast<size_t>(p - text);
        return GEOJSON_STOPPED;
      }
      position = static_cast<size_t>(p - text);
      Mark mark = here();
      const byte *q = read_feature(p);
      if (q) {
        if (mode == GEOJSON_COLLECTION) {
          q = skip_space(q);
          if (*q == ']') {
            commit();
            position = static_cast<size_t>(q + 1 - text);
            return GEOJSON_ENDED;
          }
          if (*q != ',') {
            q = fail(q, GEOJSON_UNEXPECTED);
          } else {
            q = skip_space(q + 1);
            if (*q != '{') q = fail(q, *q == ']' || q >= end ? GEOJSON_UNEXPECTED : GEOJSON_NOT_AN_OBJECT);
          }
        } else {
          const byte *behind = q;
          while (*q == 0x1E || *q == ' ' || *q == '\n' || *q == '\r' || *q == '\t') ++q;
          if (q >= end) {
            if (final) {
              commit();
              position = static_cast<size_t>(end - text);
              return GEOJSON_ENDED;
            }
            q = fail(end, GEOJSON_UNEXPECTED);
          } else if (*q != '{') {
            q = fail(q, GEOJSON_UNEXPECTED);
          } else if (q == behind) {
            q = fail(q, GEOJSON_NO_SEPARATOR);
          }
        }
      }
      if (!q) {
        go_back(mark);
        if (ran_out()) return GEOJSON_MORE;
        position = static_cast<size_t>(at - text);
        return GEOJSON_ERROR;
      }
      commit();
      p = q;
    }
  }
};

}  // namespace geojson

struct geojson_parser : geojson::FeatureReader {};
