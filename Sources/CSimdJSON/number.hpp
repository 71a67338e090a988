#pragma once
#include <charconv>
#include <clocale>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <locale.h>
#include <string>

namespace geojson {

using byte = uint8_t;

inline bool is_digit(byte c) { return static_cast<byte>(c - '0') < 10; }

/// Powers of ten a double holds exactly.
constexpr double exact_power[23] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
constexpr uint64_t integer_power[9] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000};

/// How many of eight characters, first in the lowest byte, are digits before the first that is not.
inline unsigned leading_digits(uint64_t word) {
  // A byte is a digit when its high half is 3 and adding 6 does not carry out of the low half.
  uint64_t other = ((word & 0xF0F0F0F0F0F0F0F0) ^ 0x3030303030303030) |
                   (((word + 0x0606060606060606) & 0xF0F0F0F0F0F0F0F0) ^ 0x3030303030303030);
  return other == 0 ? 8 : static_cast<unsigned>(__builtin_ctzll(other)) / 8;
}

/// Value of eight digits, the first in the lowest byte; zero bytes stand for leading zeros.
inline uint64_t eight_digits(uint64_t word) {
  word &= 0x0F0F0F0F0F0F0F0F;
  word = (word * 10) + (word >> 8);
  return (((word & 0x000000FF000000FF) * 0x000F424000000064) +
          (((word >> 16) & 0x000000FF000000FF) * 0x0000271000000001)) >>
         32;
}

/// The correctly rounded value of the JSON number in [begin, end); ±infinity sets `overflow`.
inline double slow_number(const byte *begin, const byte *end, bool &overflow) {
  const char *first = reinterpret_cast<const char *>(begin);
  const char *last = reinterpret_cast<const char *>(end);
  double value = 0;
  auto result = std::from_chars(first, last, value);
  if (result.ec == std::errc() && result.ptr == last) return value;
  // Too large or too small: strtod knows which. The C locale, whatever the process has set.
  static locale_t plain = newlocale(LC_ALL_MASK, "C", nullptr);
  std::string copy(first, last);
  value = plain ? strtod_l(copy.c_str(), nullptr, plain) : strtod(copy.c_str(), nullptr);
  if (value > 1.7976931348623157e308 || value < -1.7976931348623157e308) overflow = true;
  return value;
}

using wide = unsigned __int128;

/// 1 / 10^k to 64 bits, rounded down: 2^(63 + bits) / 10^k, where 10^k has `bits` bits.
struct Reciprocals {
  uint64_t value[23];
  int bits[23];

  constexpr Reciprocals() : value(), bits() {
    wide power = 1;
    for (int k = 1; k < 23; ++k) {
      power *= 10;
      int length = 0;
      while (power >> length) ++length;
      // Long division of a one with zeros behind it, bit by bit.
      wide rest = 1;
      uint64_t quotient = 0;
      for (int bit = 0; bit < 63 + length; ++bit) {
        rest <<= 1;
        quotient <<= 1;
        if (rest >= power) {
          rest -= power;
          quotient |= 1;
        }
      }
      value[k] = quotient;
      bits[k] = length;
    }
  }
};
constexpr Reciprocals reciprocals;

/// The double nearest to mantissa / 10^decimals; false where 64 bits of the quotient do not decide.
///
/// The truncated product is at most three units of its 64th bit too small, so rounding to 53 bits is safe unless
/// the eleven bits below them lie that close under one half: one number in 700 (the idea of Eisel and Lemire
/// 2021, with a plainer test).
inline bool quotient(uint64_t mantissa, size_t decimals, double &out) {
  if (mantissa == 0 || decimals == 0 || decimals > 22) return false;
  int zeros = __builtin_clzll(mantissa);
  wide product = static_cast<wide>(mantissa << zeros) * reciprocals.value[decimals];
  int shift = static_cast<int>(product >> 127) ^ 1;
  uint64_t high = static_cast<uint64_t>((product << shift) >> 64);
  uint64_t low = high & 0x7FF;
  if (low >= 0x3FD && low <= 0x400) return false;
  uint64_t significand = (high >> 11) + (low > 0x400);
  int exponent = 12 - reciprocals.bits[decimals] - zeros - shift;
  uint64_t scale_bits = static_cast<uint64_t>(exponent + 1023) << 52;
  double scale;
  std::memcpy(&scale, &scale_bits, sizeof scale);
  out = static_cast<double>(significand) * scale;
  return true;
}

/// Reads one JSON number; null when there is none at `p` or its form is wrong.
inline const byte *read_number(const byte *p, double &out, bool &overflow) {
  const byte *begin = p;
  bool negative = *p == '-';
  p += negative;
  unsigned digit = static_cast<unsigned>(*p) - '0';
  if (digit > 9) return nullptr;
  uint64_t mantissa = digit;
  ++p;
  size_t digits = 1;
  if (digit == 0) {
    if (is_digit(*p)) return nullptr;
  } else {
    const byte *first = p;
    while ((digit = static_cast<unsigned>(*p) - '0') <= 9) {
      mantissa = mantissa * 10 + digit;
      ++p;
    }
    digits += static_cast<size_t>(p - first);
  }
  size_t decimals = 0;
  if (*p == '.') {
    ++p;
    uint64_t word;
    unsigned count;
    do {
      std::memcpy(&word, p, 8);
      count = leading_digits(word);
      if (count == 8) {
        mantissa = mantissa * 100000000 + eight_digits(word);
      } else if (count > 0) {
        mantissa = mantissa * integer_power[count] + eight_digits(word << (64 - 8 * count));
      }
      p += count;
      decimals += count;
    } while (count == 8);
    if (decimals == 0) return nullptr;
  }
  if ((*p | 0x20) == 'e') {
    ++p;
    if (*p == '+' || *p == '-') ++p;
    if (!is_digit(*p)) return nullptr;
    while (is_digit(*p)) ++p;
    out = slow_number(begin, p, overflow);
    return p;
  }
  // Both operands are exact, so the one division rounds correctly (Clinger 1990).
  if (digits + decimals <= 19 && mantissa <= (uint64_t(1) << 53) && decimals <= 22) {
    double value = static_cast<double>(mantissa) / exact_power[decimals];
    out = negative ? -value : value;
    return p;
  }
  if (digits + decimals <= 19 && quotient(mantissa, decimals, out)) {
    if (negative) out = -out;
    return p;
  }
  out = slow_number(begin, p, overflow);
  return p;
}

}  // namespace geojson
