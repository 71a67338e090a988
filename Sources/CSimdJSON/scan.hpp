#pragma once
#include "include/CSimdJSON.h"
#include "number.hpp"
#include <simdjson.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace geojson {

/// Deepest nesting of arrays and objects that is read.
constexpr unsigned depth_limit = 512;

inline const byte *skip_space(const byte *p) {
  while (*p <= ' ' && (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t')) ++p;
  return p;
}

/// A validating scanner over one padded text; every function returns the byte behind what it read, or null.
///
/// After null, `at` is the byte that stopped it; at the text's end that means “more”, else `error` is set.
struct Scanner {
  const byte *text = nullptr;
  const byte *end = nullptr;
  const byte *at = nullptr;
  geojson_error error = GEOJSON_OK;

  const byte *fail(const byte *p, geojson_error code) {
    at = p;
    error = code;
    return nullptr;
  }

  bool ran_out() const { return at >= end; }

  /// `p` is behind the opening quote; returns the closing one. `escaped`: a backslash was seen.
  const byte *string(const byte *p, bool &escaped) {
    const byte *begin = p;
    bool foreign = false;
    while (true) {
#if defined(__SSE2__)
      // Sixteen at a time; the padding's zeros stop the loop.
      while (true) {
        __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i *>(p));
        __m128i special = _mm_or_si128(_mm_cmpeq_epi8(block, _mm_set1_epi8('"')),
                                       _mm_cmpeq_epi8(block, _mm_set1_epi8('\\')));
        special = _mm_or_si128(special, _mm_cmpeq_epi8(_mm_min_epu8(block, _mm_set1_epi8(0x1F)), block));
        unsigned stops = static_cast<unsigned>(_mm_movemask_epi8(special));
        unsigned high = static_cast<unsigned>(_mm_movemask_epi8(block));
        if (stops == 0) {
          foreign |= high != 0;
          p += 16;
          continue;
        }
        unsigned offset = static_cast<unsigned>(__builtin_ctz(stops));
        foreign |= (high & ((1u << offset) - 1)) != 0;
        p += offset;
        break;
      }
#else
      while (*p != '"' && *p != '\\' && *p >= 0x20) foreign |= *p++ >= 0x80;
#endif
      if (*p == '"') break;
      if (*p != '\\') return fail(p, GEOJSON_CONTROL_IN_STRING);
      escaped = true;
      p = escape(p);
      if (!p) return nullptr;
    }
    if (foreign && !simdjson::validate_utf8(reinterpret_cast<const char *>(begin), static_cast<size_t>(p - begin)))
      return fail(begin, GEOJSON_BAD_UTF8);
    return p;
  }

  const byte *escape(const byte *p) {
    switch (p[1]) {
      case '"': case '\\': case '/': case 'b': case 'f': case 'n': case 'r': case 't': return p + 2;
      case 'u':
        for (int index = 2; index < 6; ++index) {
          byte c = p[index];
          bool hex = is_digit(c) || static_cast<byte>((c | 0x20) - 'a') < 6;
          if (!hex) return fail(p + index >= end ? end : p, GEOJSON_BAD_ESCAPE);
        }
        return p + 6;
      default: return fail(p + 1 >= end ? end : p, GEOJSON_BAD_ESCAPE);
    }
  }

  /// Any JSON value, checked in full; `types` tells what it is.
  const byte *value(const byte *p, unsigned depth, uint32_t &types) {
    switch (*p) {
      case '"': {
        types = GEOJSON_STRING;
        bool escaped = false;
        p = string(p + 1, escaped);
        return p ? p + 1 : nullptr;
      }
      case '{': types = GEOJSON_NESTED; return object(p, depth);
      case '[': types = GEOJSON_NESTED; return array(p, depth);
      case 't': types = GEOJSON_BOOLEAN; return literal(p, "true", 4);
      case 'f': types = GEOJSON_BOOLEAN; return literal(p, "false", 5);
      case 'n': types = GEOJSON_NULL; return literal(p, "null", 4);
      default:
        if (*p == '-' || is_digit(*p)) return number(p, types);
        if (*p == '+' || *p == '.') return fail(p, GEOJSON_BAD_NUMBER);
        if (*p == 'N' || *p == 'I') return fail(p, GEOJSON_BAD_LITERAL);
        return fail(p, GEOJSON_UNEXPECTED);
    }
  }

  const byte *literal(const byte *p, const char *word, size_t length) {
    for (size_t index = 0; index < length; ++index)
      if (p[index] != static_cast<byte>(word[index]))
        return fail(p + index >= end ? end : p, GEOJSON_BAD_LITERAL);
    return p + length;
  }

  const byte *number(const byte *p, uint32_t &types) {
    const byte *begin = p;
    bool negative = *p == '-';
    p += negative;
    if (!is_digit(*p)) return fail(p >= end ? end : begin, GEOJSON_BAD_NUMBER);
    const byte *digits = p;
    while (is_digit(*p)) ++p;
    size_t count = static_cast<size_t>(p - digits);
    if (*digits == '0' && count > 1) return fail(begin, GEOJSON_BAD_NUMBER);
    bool real = false;
    if (*p == '.') {
      real = true;
      ++p;
      if (!is_digit(*p)) return fail(p >= end ? end : begin, GEOJSON_BAD_NUMBER);
      while (is_digit(*p)) ++p;
    }
    if ((*p | 0x20) == 'e') {
      real = true;
      ++p;
      if (*p == '+' || *p == '-') ++p;
      if (!is_digit(*p)) return fail(p >= end ? end : begin, GEOJSON_BAD_NUMBER);
      while (is_digit(*p)) ++p;
    }
    types = real ? GEOJSON_REAL : integer_type(digits, count, negative);
    return p;
  }

  static uint32_t integer_type(const byte *digits, size_t count, bool negative) {
    if (count < 10) return GEOJSON_INTEGER;
    if (count > 19) return GEOJSON_REAL;
    uint64_t magnitude = 0;
    for (size_t index = 0; index < count; ++index) magnitude = magnitude * 10 + (digits[index] - '0');
    if (magnitude <= 2147483647u + uint64_t(negative)) return GEOJSON_INTEGER;
    return magnitude <= 9223372036854775807u + uint64_t(negative) ? GEOJSON_INTEGER64 : GEOJSON_REAL;
  }

  const byte *array(const byte *p, unsigned depth) {
    if (depth >= depth_limit) return fail(p, GEOJSON_TOO_DEEP);
    p = skip_space(p + 1);
    if (*p == ']') return p + 1;
    while (true) {
      uint32_t types;
      p = value(p, depth + 1, types);
      if (!p) return nullptr;
      p = skip_space(p);
      if (*p == ']') return p + 1;
      if (*p != ',') return fail(p, GEOJSON_UNEXPECTED);
      p = skip_space(p + 1);
    }
  }

  const byte *object(const byte *p, unsigned depth) {
    if (depth >= depth_limit) return fail(p, GEOJSON_TOO_DEEP);
    p = skip_space(p + 1);
    if (*p == '}') return p + 1;
    while (true) {
      const byte *begin, *stop;
      bool escaped;
      p = key(p, begin, stop, escaped);
      if (!p) return nullptr;
      uint32_t types;
      p = value(p, depth + 1, types);
      if (!p) return nullptr;
      p = skip_space(p);
      if (*p == '}') return p + 1;
      if (*p != ',') return fail(p, GEOJSON_UNEXPECTED);
      p = skip_space(p + 1);
    }
  }

  /// A key with its colon; returns where the value begins.
  const byte *key(const byte *p, const byte *&begin, const byte *&stop, bool &escaped) {
    if (*p != '"') return fail(p, GEOJSON_UNEXPECTED);
    begin = p + 1;
    escaped = false;
    stop = string(begin, escaped);
    if (!stop) return nullptr;
    p = skip_space(stop + 1);
    if (*p != ':') return fail(p, GEOJSON_UNEXPECTED);
    return skip_space(p + 1);
  }
};

/// Resolves the escapes of an ASCII word such as a member name; others become a byte no name has.
inline std::string plain_word(const byte *begin, const byte *stop) {
  std::string word;
  for (const byte *p = begin; p < stop; ++p) {
    if (*p != '\\') { word.push_back(static_cast<char>(*p)); continue; }
    ++p;
    if (*p != 'u') { word.push_back(*p == '/' || *p == '"' || *p == '\\' ? static_cast<char>(*p) : '\1'); continue; }
    unsigned code = static_cast<unsigned>(std::strtoul(std::string(p + 1, p + 5).c_str(), nullptr, 16));
    word.push_back(code < 0x80 ? static_cast<char>(code) : '\1');
    p += 4;
  }
  return word;
}

}  // namespace geojson
