#include "scan.hpp"
#include <cmath>
#include <new>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

using namespace geojson;

namespace {

/// A growing array of plain values that is not cleared when it grows.
template <class T>
struct Buffer {
  T *data = nullptr;
  size_t count = 0;
  size_t capacity = 0;

  Buffer() = default;
  Buffer(const Buffer &) = delete;
  Buffer &operator=(const Buffer &) = delete;
  ~Buffer() { std::free(data); }

  void reserve(size_t extra) {
    if (__builtin_expect(count + extra <= capacity, 1)) return;
    size_t wanted = (count + extra) * 2 + 64;
    T *moved = static_cast<T *>(std::realloc(data, wanted * sizeof(T)));
    if (!moved) throw std::bad_alloc();
    data = moved;
    capacity = wanted;
  }
  void push(T item) {
    reserve(1);
    data[count++] = item;
  }
  void append(const T *items, size_t number) {
    reserve(number);
    std::memcpy(data + count, items, number * sizeof(T));
    count += number;
  }
};

struct Field {
  std::string key;
  uint32_t types;
};

/// Numbered as Swift's ShapeKind; the last two are no geometry.
enum Kind : uint8_t {
  none, point, multi_point, line_string, multi_line_string, polygon, multi_polygon, collection,
  not_stated, feature, feature_collection, unknown
};

Kind kind_of(std::string_view word) {
  switch (word.size()) {
    case 5: return word == "Point" ? point : unknown;
    case 7: return word == "Polygon" ? polygon : word == "Feature" ? feature : unknown;
    case 10: return word == "LineString" ? line_string : word == "MultiPoint" ? multi_point : unknown;
    case 12: return word == "MultiPolygon" ? multi_polygon : unknown;
    case 15: return word == "MultiLineString" ? multi_line_string : unknown;
    case 17: return word == "FeatureCollection" ? feature_collection : unknown;
    case 18: return word == "GeometryCollection" ? collection : unknown;
    default: return unknown;
  }
}

/// One geometry object while it is read. Its coordinates already lie at the end of the output.
struct Shape {
  Kind kind = not_stated;
  bool has_coordinates = false;
  /// How deep the positions are nested: 1 a position, 4 a list of polygons; 0 an empty array.
  int depth = 0;
  int issue = -1;
  bool has_more_ordinates = false;
};

enum class Member { type, geometry, properties, identifier, coordinates, other };

Member member_of(const byte *begin, const byte *stop, bool escaped) {
  std::string resolved;
  std::string_view word(reinterpret_cast<const char *>(begin), static_cast<size_t>(stop - begin));
  if (__builtin_expect(escaped, 0)) {
    resolved = plain_word(begin, stop);
    word = resolved;
  }
  switch (word.size()) {
    case 2: return word == "id" ? Member::identifier : Member::other;
    case 4: return word == "type" ? Member::type : Member::other;
    case 8: return word == "geometry" ? Member::geometry : Member::other;
    case 10: return word == "properties" ? Member::properties : Member::other;
    case 11: return word == "coordinates" ? Member::coordinates : Member::other;
    default: return Member::other;
  }
}

}  // namespace

struct geojson_parser : Scanner {
  Buffer<double> coordinates;
  Buffer<int32_t> ring_starts, part_starts, feature_starts;
  Buffer<uint8_t> kinds, attributes, identifiers;
  Buffer<int64_t> attribute_starts, identifier_starts;
  geojson_issue_count issues[GEOJSON_ISSUE_COUNT];
  std::vector<Field> fields;
  std::unordered_map<std::string, size_t> field_index;
  /// Ends of the rings (in positions) and parts (in rings) of the geometry being read.
  Buffer<int32_t> ring_ends, part_ends;
  /// Issues of the feature being read, one bit each.
  uint32_t pending = 0;
  /// The elements stand in a FeatureCollection, where only features belong.
  bool in_collection = false;
  /// Where the feature's geometry began in the output.
  size_t first_coordinate = 0;

  geojson_parser() { reset(); }

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

  void mark(int issue) { pending |= 1u << issue; }

  // MARK: coordinates

  /// A list of positions, from its `[`; null where it is not one (the caller looks closer).
  const byte *positions(const byte *p, Shape &shape) {
    p = skip_space(p + 1);
    while (true) {
      if (*p != '[') return odd(p, is_digit(*p) || *p == '-' ? GEOJSON_WRONG_NESTING : GEOJSON_NOT_A_NUMBER, shape);
      p = position(p, shape);
      if (!p) return nullptr;
      p = skip_space(p);
      if (*p == ',') {
        p = skip_space(p + 1);
        continue;
      }
      if (*p == ']') return p + 1;
      return odd(p, GEOJSON_WRONG_NESTING, shape);
    }
  }

  inline const byte *position(const byte *p, Shape &shape) {
    coordinates.reserve(2);
    double *out = coordinates.data + coordinates.count;
    bool overflow = false;
    p = skip_space(p + 1);
    const byte *q = read_number(p, out[0], overflow);
    if (__builtin_expect(!q, 0)) return odd(p, *p == '[' ? GEOJSON_WRONG_NESTING : *p == ']' ? GEOJSON_POSITION_SHORT : GEOJSON_NOT_A_NUMBER, shape);
    p = skip_space(q);
    if (__builtin_expect(*p != ',', 0)) return odd(p, GEOJSON_POSITION_SHORT, shape);
    p = skip_space(p + 1);
    q = read_number(p, out[1], overflow);
    if (__builtin_expect(!q, 0)) return odd(p, *p == '[' ? GEOJSON_WRONG_NESTING : GEOJSON_NOT_A_NUMBER, shape);
    p = skip_space(q);
    while (*p == ',') {
      shape.has_more_ordinates = true;
      double dropped;
      bool ignored = false;
      p = skip_space(p + 1);
      q = read_number(p, dropped, ignored);
      if (!q) {
        // A null or a string for a height harms nothing that is kept.
        uint32_t types;
        q = value(p, 8, types);
        if (!q) return nullptr;
      }
      p = skip_space(q);
    }
    if (__builtin_expect(*p != ']', 0)) return odd(p, GEOJSON_NOT_A_NUMBER, shape);
    if (__builtin_expect(overflow, 0)) shape.issue = GEOJSON_NUMBER_TOO_LARGE;
    coordinates.count += 2;
    return p + 1;
  }

  /// Notes why the coordinates are not what was expected; whether it is JSON at all is decided later.
  const byte *odd(const byte *p, int issue, Shape &shape) {
    if (shape.issue < 0) shape.issue = issue;
    at = p;
    error = GEOJSON_OK;
    return nullptr;
  }

  const byte *rings(const byte *p, Shape &shape) {
    p = skip_space(p + 1);
    while (true) {
      if (*p != '[') return odd(p, GEOJSON_WRONG_NESTING, shape);
      p = positions(p, shape);
      if (!p) return nullptr;
      ring_ends.push(static_cast<int32_t>(coordinates.count / 2));
      p = skip_space(p);
      if (*p == ',') {
        p = skip_space(p + 1);
        continue;
      }
      if (*p == ']') return p + 1;
      return odd(p, GEOJSON_WRONG_NESTING, shape);
    }
  }

  const byte *polygons(const byte *p, Shape &shape) {
    p = skip_space(p + 1);
    while (true) {
      if (*p != '[') return odd(p, GEOJSON_WRONG_NESTING, shape);
      p = rings(p, shape);
      if (!p) return nullptr;
      part_ends.push(static_cast<int32_t>(ring_ends.count));
      p = skip_space(p);
      if (*p == ',') {
        p = skip_space(p + 1);
        continue;
      }
      if (*p == ']') return p + 1;
      return odd(p, GEOJSON_WRONG_NESTING, shape);
    }
  }

  void forget_coordinates() {
    coordinates.count = first_coordinate;
    ring_ends.count = part_ends.count = 0;
  }

  /// The value of `coordinates`, whatever it turns out to be.
  const byte *read_coordinates(const byte *begin, Shape &shape) {
    Kind kind = shape.kind;
    shape = Shape();
    shape.kind = kind;
    shape.has_coordinates = true;
    forget_coordinates();
    const byte *inner = begin;
    int depth = 0;
    while (*inner == '[' && depth < 6) {
      ++depth;
      inner = skip_space(inner + 1);
    }
    const byte *p = nullptr;
    if (depth > 0 && (*inner == '-' || is_digit(*inner))) {
      shape.depth = depth;
      switch (depth) {
        case 1: p = position(begin, shape); break;
        case 2: p = positions(begin, shape); break;
        case 3: p = rings(begin, shape); break;
        case 4: p = polygons(begin, shape); break;
        default: shape.issue = GEOJSON_WRONG_NESTING;
      }
      if (p) {
        if (depth <= 2) ring_ends.push(static_cast<int32_t>(coordinates.count / 2));
        if (depth <= 3) part_ends.push(static_cast<int32_t>(ring_ends.count));
        return p;
      }
    }
    // Not plain positions: it still has to be JSON.
    forget_coordinates();
    uint32_t types;
    p = value(begin, 4, types);
    if (!p || shape.issue >= 0) return p;
    if (types == GEOJSON_NULL) {
      shape.has_coordinates = false;
    } else if (types != GEOJSON_NESTED || *begin != '[') {
      shape.issue = GEOJSON_NOT_A_NUMBER;
    } else {
      for (const byte *c = begin; c < p; ++c)
        if (*c != '[' && *c != ']' && *c != ',' && *c > ' ') {
          shape.issue = *inner == ']' ? GEOJSON_WRONG_NESTING : GEOJSON_NOT_A_NUMBER;
          break;
        }
      shape.depth = 0;
    }
    return p;
  }

  // MARK: geometry

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

extern "C" {

geojson_parser *geojson_parser_make(void) {
  try {
    return new geojson_parser();
  } catch (...) {
    return nullptr;
  }
}

void geojson_parser_free(geojson_parser *parser) { delete parser; }

void geojson_parser_reset(geojson_parser *parser) { parser->reset(); }

geojson_status geojson_parse(
  geojson_parser *parser, const uint8_t *text, size_t length, geojson_mode mode, size_t stop, int final,
  size_t *position, geojson_error *error) {
  try {
    parser->text = text;
    parser->end = text + length;
    parser->error = GEOJSON_OK;
    geojson_status status = parser->parse(mode, stop, final != 0, *position, true);
    *error = status == GEOJSON_ERROR ? parser->error : GEOJSON_OK;
    return status;
  } catch (...) {
    *error = GEOJSON_OUT_OF_MEMORY;
    return GEOJSON_ERROR;
  }
}

geojson_columns geojson_parser_columns(const geojson_parser *parser) {
  geojson_columns out;
  out.features = parser->kinds.count;
  out.kinds = parser->kinds.data;
  out.coordinates = parser->coordinates.data;
  out.positions = parser->coordinates.count / 2;
  out.ring_starts = parser->ring_starts.data;
  out.rings = parser->ring_starts.count - 1;
  out.part_starts = parser->part_starts.data;
  out.parts = parser->part_starts.count - 1;
  out.feature_starts = parser->feature_starts.data;
  out.attributes = parser->attributes.data;
  out.attribute_bytes = parser->attributes.count;
  out.attribute_starts = parser->attribute_starts.data;
  out.identifiers = parser->identifiers.data;
  out.identifier_bytes = parser->identifiers.count;
  out.identifier_starts = parser->identifier_starts.data;
  out.issues = parser->issues;
  double low[2] = {INFINITY, INFINITY}, high[2] = {-INFINITY, -INFINITY};
  const double *data = parser->coordinates.data;
  for (size_t index = 0; index < parser->coordinates.count; index += 2)
    for (size_t axis = 0; axis < 2; ++axis) {
      double value = data[index + axis];
      low[axis] = value < low[axis] ? value : low[axis];
      high[axis] = value > high[axis] ? value : high[axis];
    }
  out.min_x = low[0];
  out.min_y = low[1];
  out.max_x = high[0];
  out.max_y = high[1];
  return out;
}

size_t geojson_parser_field_count(const geojson_parser *parser) { return parser->fields.size(); }

geojson_field geojson_parser_field(const geojson_parser *parser, size_t index) {
  const Field &field = parser->fields[index];
  return {reinterpret_cast<const uint8_t *>(field.key.data()), field.key.size(), field.types};
}

geojson_status geojson_read_members(
  geojson_parser *parser, const uint8_t *text, size_t length, int tail, size_t *position,
  geojson_members *members, geojson_error *error) {
  Scanner scan;
  (void)parser;
  scan.text = text;
  scan.end = text + length;
  *error = GEOJSON_OK;
  auto failed = [&](const byte *, const byte *at, geojson_error code) {
    if (at >= scan.end) return GEOJSON_MORE;
    *position = static_cast<size_t>(at - text);
    *error = code;
    return GEOJSON_ERROR;
  };
  try {
    const byte *p = text + *position;
    if (tail) {
      p = skip_space(p);
    } else {
      if (*p != '{') return failed(p, p, GEOJSON_UNEXPECTED);
      p = skip_space(p + 1);
      if (*p == '}') {
        *position = static_cast<size_t>(p + 1 - text);
        return GEOJSON_ENDED;
      }
    }
    bool after_value = tail != 0;
    while (true) {
      if (after_value) {
        if (*p == '}') {
          *position = static_cast<size_t>(p + 1 - text);
          return GEOJSON_ENDED;
        }
        if (*p != ',') return failed(p, p, GEOJSON_UNEXPECTED);
        p = skip_space(p + 1);
      }
      const byte *begin, *stop;
      bool escaped;
      const byte *start = p;
      const byte *value = scan.key(p, begin, stop, escaped);
      if (!value) return failed(p, scan.at, scan.error);
      std::string word = escaped ? plain_word(begin, stop) : std::string(begin, stop);
      bool may_be_list = members->type <= 1 && word == "features";
      if (may_be_list && *value == '[') {
        if (members->has_list) return failed(start, start, GEOJSON_SECOND_LIST);
        members->has_list = 1;
        p = skip_space(value + 1);
        if (p >= scan.end) return GEOJSON_MORE;
        members->list = static_cast<size_t>(p - text);
        *position = members->list;
        return GEOJSON_STOPPED;
      }
      uint32_t types;
      p = scan.value(value, 1, types);
      if (!p) return failed(value, scan.at, scan.error);
      size_t from = static_cast<size_t>(value - text), to = static_cast<size_t>(p - text);
      if (word == "type") {
        std::string_view name(reinterpret_cast<const char *>(value), to - from);
        Kind kind = unknown;
        if (types == GEOJSON_STRING) kind = kind_of(plain_word(value + 1, p - 1));
        members->type = kind == feature_collection ? 1 : kind == unknown ? 3 : 2;
        members->type_begin = from;
        members->type_end = to;
      } else if (word == "crs") {
        members->crs_begin = from;
        members->crs_end = to;
      } else if (word == "name") {
        members->name_begin = from;
        members->name_end = to;
      }
      p = skip_space(p);
      after_value = true;
    }
  } catch (...) {
    *error = GEOJSON_OUT_OF_MEMORY;
    return GEOJSON_ERROR;
  }
}

size_t geojson_number(const uint8_t *text, double *value, int *overflow) {
  try {
    bool large = false;
    const byte *behind = read_number(text, *value, large);
    *overflow = large;
    return behind ? static_cast<size_t>(behind - text) : 0;
  } catch (...) {
    return 0;
  }
}
}
