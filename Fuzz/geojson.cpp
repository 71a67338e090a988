// Feeds arbitrary bytes to the GeoJSON parser under libFuzzer and AddressSanitizer, and checks that the way a
// text is cut never changes what is read from it.
#include "CSimdJSON.h"
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

namespace {

/// A text in a block of exactly its size and the padding, so that any read beyond is seen.
struct Text {
  std::unique_ptr<uint8_t[]> bytes;
  size_t length;
  Text(const uint8_t *data, size_t size) : bytes(new uint8_t[size + GEOJSON_PADDING]), length(size) {
    if (size) std::memcpy(bytes.get(), data, size);
    std::memset(bytes.get() + size, 0, GEOJSON_PADDING);
  }
};

struct Outcome {
  geojson_status status;
  geojson_error error;
  size_t position;
  std::vector<double> coordinates;
  std::vector<uint8_t> kinds, attributes, identifiers;
  std::vector<int32_t> rings, parts, features;
  std::vector<size_t> issues;

  bool operator==(const Outcome &other) const {
    return status == other.status && error == other.error && position == other.position &&
           coordinates == other.coordinates && kinds == other.kinds && attributes == other.attributes &&
           identifiers == other.identifiers && rings == other.rings && parts == other.parts &&
           features == other.features && issues == other.issues;
  }
};

void require(bool holds, const char *what) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", what);
  std::abort();
}

void take(geojson_parser *parser, Outcome &out) {
  geojson_columns columns = geojson_parser_columns(parser);
  out.coordinates.assign(columns.coordinates, columns.coordinates + 2 * columns.positions);
  for (double value : out.coordinates) require(std::isfinite(value), "a coordinate is not finite");
  out.kinds.assign(columns.kinds, columns.kinds + columns.features);
  out.attributes.assign(columns.attributes, columns.attributes + columns.attribute_bytes);
  out.identifiers.assign(columns.identifiers, columns.identifiers + columns.identifier_bytes);
  out.rings.assign(columns.ring_starts, columns.ring_starts + columns.rings + 1);
  out.parts.assign(columns.part_starts, columns.part_starts + columns.parts + 1);
  out.features.assign(columns.feature_starts, columns.feature_starts + columns.features + 1);
  for (int issue = 0; issue < GEOJSON_ISSUE_COUNT; ++issue) out.issues.push_back(columns.issues[issue].count);
  require(size_t(out.rings.back()) == columns.positions, "rings do not cover the positions");
  require(size_t(out.parts.back()) == columns.rings, "parts do not cover the rings");
  require(size_t(out.features.back()) == columns.parts, "features do not cover the parts");
}

/// Parses the list from `start`, loading `step` more bytes each time the parser asks for more.
Outcome run(const uint8_t *data, size_t size, geojson_mode mode, size_t start, size_t step) {
  geojson_parser *parser = geojson_parser_make();
  Outcome out;
  size_t base = start, loaded = std::min(size - start, step);
  while (true) {
    Text text(data + base, loaded);
    bool final = base + loaded == size;
    size_t local = 0;
    out.status = geojson_parse(
      parser, text.bytes.get(), text.length, mode, size - base + 1, final, &local, &out.error);
    out.position = base + local;
    if (out.status != GEOJSON_MORE || final) break;
    loaded = std::min(size - (base + local), local > 0 ? step : loaded + step);
    base += local;
  }
  take(parser, out);
  geojson_parser_free(parser);
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size < 2) return 0;
  size_t step = 1 + data[0] % 97;
  ++data;
  --size;
  geojson_parser *parser = geojson_parser_make();
  geojson_members members;
  std::memset(&members, 0, sizeof members);
  Text text(data, size);
  size_t position = 0;
  geojson_error error;
  geojson_status status = geojson_read_members(parser, text.bytes.get(), size, 0, &position, &members, &error);
  require(position <= size, "a position behind the text");
  geojson_mode mode = status == GEOJSON_STOPPED ? GEOJSON_COLLECTION : GEOJSON_SEQUENCE;
  size_t start = status == GEOJSON_STOPPED ? position : 0;
  Outcome whole = run(data, size, mode, start, size);
  require(whole.position <= size, "a position behind the text");
  require(whole == run(data, size, mode, start, step), "a cut changed the result");
  if (mode == GEOJSON_COLLECTION && whole.status == GEOJSON_ENDED) {
    position = whole.position;
    members.type = 1;
    geojson_read_members(parser, text.bytes.get(), size, 1, &position, &members, &error);
    require(position <= size, "a position behind the text");
  }
  geojson_parser_free(parser);
  double value;
  int overflow;
  size_t length = geojson_number(text.bytes.get(), &value, &overflow);
  if (length > 0) {
    std::string copy(data, data + length);
    double expected = std::strtod(copy.c_str(), nullptr);
    require(std::memcmp(&value, &expected, sizeof value) == 0, "a number differs from strtod");
  }
  return 0;
}
