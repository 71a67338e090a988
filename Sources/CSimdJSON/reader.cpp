#include "features.hpp"
#include <cmath>

using namespace geojson;

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
}
