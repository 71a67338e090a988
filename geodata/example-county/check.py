#!/usr/bin/env python3
"""Checks the written town: tiling, sums, block ids, openings in barriers. Exit 1 when one fails.

Usage: python check.py [--dir DIR]
"""

import argparse
import csv
import sys
from pathlib import Path

import shapely

from reference import load

LAYERS = "grids communities quarters stations candidates streets barriers water gates".split()


def findings(folder):
    """Pairs of a statement and whether it holds."""
    data = {name: load(folder / f"{name}.geojson") for name in LAYERS}
    grids, fields = data["grids"]
    communities, groups = data["communities"]
    for name, (shapes, tags) in data.items():
        yield (
            f"{name}: {len(shapes)} valid features, all marked synthetic",
            all(s.is_valid for s in shapes) and all(t["synthetic"] is True for t in tags),
        )
    yield (
        "126 grids, 13 communities, 2 sub-districts, 260 quarters, 50 stations, 40 candidates",
        (
            len(grids),
            len(communities),
            len({f["street"] for f in fields}),
            len(data["quarters"][0]),
            len(data["stations"][0]),
            len(data["candidates"][0]),
        )
        == (126, 13, 2, 260, 50, 40),
    )
    yield "grids share edges vertex by vertex", bool(shapely.coverage_is_valid(grids))
    yield "communities share edges vertex by vertex", bool(shapely.coverage_is_valid(communities))
    whole = shapely.coverage_union_all(grids)
    yield "grids leave no hole", whole.geom_type == "Polygon" and not whole.interiors
    yield (
        "communities cover what grids cover",
        whole.equals(shapely.coverage_union_all(communities)),
    )
    tiers = [t["tier"] for t in data["stations"][1]]
    yield "stations are 2+13+35", [tiers.count(t) for t in ("街道", "社区", "网格")] == [2, 13, 35]
    yield from people(folder, fields, groups)
    yield from places(folder, grids, fields, data)
    yield from crossings(data)


def people(folder, fields, groups):
    """Sums of people over buildings, grids and communities."""
    with (folder / "buildings.csv").open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    for key in ("population", "households", "elderly", "children"):
        total = {}
        for r in rows:
            total[r["block_id"]] = total.get(r["block_id"], 0) + int(r[key])
        yield (
            f"{key} of each grid is the sum over its buildings",
            all(f[key] == total.get(f["id"], 0) for f in fields),
        )
        yield (
            f"{key} of each community is the sum over its grids",
            all(
                g[key] == sum(f[key] for f in fields if f["community"] == g["name"]) for g in groups
            ),
        )
    by_street = [
        sum(f["population"] for f in fields if f["street"] == s) for s in ("云杉街道", "白桦街道")
    ]
    yield "43,172 and 44,828 people", by_street == [43_172, 44_828]


def places(folder, grids, fields, data):
    """Points lie inside the grid they name."""
    tree = shapely.STRtree(grids)
    ids = [f["id"] for f in fields]

    def inside(point, ident):
        return [ids[i] for i in tree.query(point, predicate="within")] == [ident]

    for name in ("stations", "candidates"):
        yield (
            f"{name} lie in their block_id",
            all(inside(p, t["block_id"]) for p, t in zip(*data[name], strict=True)),
        )
    with (folder / "buildings.csv").open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    yield (
        f"{len(rows)} buildings lie in their block_id",
        all(inside(shapely.Point(float(r["lon"]), float(r["lat"])), r["block_id"]) for r in rows),
    )


def crossings(data):
    """Streets cross barriers at the trunk road's bridge alone, and water on bridges alone."""
    streets, tags = data["streets"]
    tree = shapely.STRtree(streets)
    hits = {int(i) for b in data["barriers"][0] for i in tree.query(b, predicate="crosses")}
    odd = [tags[i] for i in sorted(hits) if tags[i].get("access") != "no"]
    yield (
        "only the trunk bridge and ways through closed gates cross a barrier",
        [(t["highway"], t.get("bridge")) for t in odd] == [("trunk", "yes")],
    )
    wet = tree.query(data["water"][0][0], predicate="intersects")
    yield (
        "4 streets cross the water, all tagged bridge=yes",
        len(wet) == 4 and all(tags[i].get("bridge") == "yes" for i in wet),
    )


def main():
    """Prints every statement and fails when one does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dir", type=Path, default=Path(__file__).parent)
    failed = 0
    for words, holds in findings(parser.parse_args().dir):
        print("ok  " if holds else "FAIL", words)
        failed += not holds
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
