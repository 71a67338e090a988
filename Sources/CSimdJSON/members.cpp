#include "words.hpp"

using namespace geojson;

extern "C" {

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
