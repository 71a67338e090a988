#pragma once
#include "scan.hpp"
#include <string>
#include <string_view>

namespace geojson {

/// Numbered as Swift's ShapeKind; the last two are no geometry.
enum Kind : uint8_t {
  none, point, multi_point, line_string, multi_line_string, polygon, multi_polygon, collection,
  not_stated, feature, feature_collection, unknown
};

inline Kind kind_of(std::string_view word) {
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

enum class Member { type, geometry, properties, identifier, coordinates, other };

inline Member member_of(const byte *begin, const byte *stop, bool escaped) {
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

}  // namespace geojson
