#!/usr/bin/env python3
"""Stands in for `lifecircle coverage --tile - -o -` where a test needs a program that answers by a script.

A tile holds script.json: {"features": […], "ledger": […], "act": "exit 65 TEXT" | "sleep 60" | "kill" | "noise" | "garbage"}.
"""

import io
import json
import os
import sys
import time
import zipfile

with zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read())) as archive:
    tile = json.loads(archive.read("script.json"))
act, _, rest = tile.get("act", "").partition(" ")
if act == "exit":
    code, _, text = rest.partition(" ")
    print(text, file=sys.stderr)
    sys.exit(int(code))
if act == "sleep":
    time.sleep(float(rest))
if act == "kill":
    os.kill(os.getpid(), 9)
if act == "noise":
    sys.stderr.write("noise\n" * 1_000_000 + "the end of it\n")
    sys.exit(70)
if act == "garbage":
    print("no JSON")
    sys.exit(0)
totals = {"blocks": len(tile["features"]), "population": 10, "area_m2": 100.0, "underserved": 1}
totals["radii"] = {
    "500": {
        "area_share": 0.5,
        "pop_share": 0.5,
        "pop_covered": 5,
        "pop_uncovered": 5,
        "blocks_full": 0,
        "blocks_none": 0,
    }
}
manifest = {"version": "0", "ledger": tile.get("ledger", []), "totals": totals}
json.dump({"type": "FeatureCollection", "lifecircle": manifest, "features": tile["features"]}, sys.stdout)
