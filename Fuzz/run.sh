#!/bin/sh
# Fuzzes the GeoJSON parser for SECONDS (default 60): Fuzz/run.sh [SECONDS]
# Needs a clang with libFuzzer (CXX) and libsimdjson; findings and the grown corpus stay in .build/fuzz.
set -eu
cd "$(dirname "$0")/.."
seconds=${1:-60}
work=.build/fuzz
mkdir -p "$work/corpus" "$work/findings"
"${CXX:-clang++}" -std=c++17 -g -O1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined \
  -ISources/CSimdJSON/include Fuzz/geojson.cpp Sources/CSimdJSON/reader.cpp Sources/CSimdJSON/members.cpp -lsimdjson -o "$work/geojson"
"$work/geojson" -max_total_time="$seconds" -timeout=10 -max_len=4096 -dict=Fuzz/geojson.dict \
  -print_final_stats=1 -artifact_prefix="$work/findings/" "$work/corpus" Fuzz/seeds
