#pragma once
#include "buffer.hpp"
#include "words.hpp"

namespace geojson {

/// One geometry object while it is read. Its coordinates already lie at the end of the output.
struct Shape {
  Kind kind = not_stated;
  bool has_coordinates = false;
  /// How deep the positions are nested: 1 a position, 4 a list of polygons; 0 an empty array.
  int depth = 0;
  int issue = -1;
  bool has_more_ordinates = false;
};

/// Reads `coordinates` members and lays the numbers behind those of the features before.
struct PositionReader : Scanner {
  Buffer<double> coordinates;
  /// Ends of the rings (in positions) and parts (in rings) of the geometry being read.
  Buffer<int32_t> ring_ends, part_ends;
  /// Where the feature's geometry began in the output.
  size_t first_coordinate = 0;

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
};

}  // namespace geojson
