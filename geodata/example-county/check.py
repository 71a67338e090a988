#!/usr/bin/env python3
"""Checks the written town: tiling, sums, block ids, openings in barriers. Exit 1 when one fails.

Usage: python check.py [--dir DIR]
"""

import argparse
import csv
import sys
from pathlib import Path

import osmium
import shapely

import extract_walking
from reference import load
from walking import by_grid

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
    yield from extract(folder, data)
    yield from walking_times(folder)


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


def extract(folder, data):
    """The OSM extract holds the streets edge by edge, and shares nodes only where streets meet."""
    nodes, tags_of, ways = {}, {}, []
    for thing in osmium.FileProcessor(str(folder / "songling.osm.pbf")):
        if thing.is_node():
            nodes[thing.id] = (thing.location.lon, thing.location.lat)
            tags_of[thing.id] = dict(thing.tags)
        else:
            ways.append((thing.id, [n.ref for n in thing.nodes], dict(thing.tags)))
    yield (
        f"songling.osm.pbf: {len(nodes)} nodes, {len(ways)} ways, ids positive and ascending",
        min(nodes) > 0 and all(a[0] < b[0] for a, b in zip(ways, ways[1:])),
    )
    yield "all its ways are marked synthetic", all(t["synthetic"] == "yes" for _, _, t in ways)
    size = (folder / "songling.osm.pbf").stat().st_size
    yield f"it is small: {size:,} bytes", size < 300_000
    streets = [w for w in ways if "highway" in w[2]]
    yield "one way for each street edge, with its tags", same_tags(streets, data["streets"][1])
    crossing = {i for i, t in tags_of.items() if t.get("railway") == "level_crossing"}
    lines = [[nodes[n] for n in way[1] if n not in crossing] for way in streets]
    yield (
        "its streets lie vertex by vertex on the street edges",
        lines == [list(s.coords) for s in data["streets"][0]],
    )
    yield from openings(data, nodes, tags_of, ways, crossing)


def same_tags(ways, edges):
    """Whether ways and edges agree in tags, one by one."""
    skip = {"id", "synthetic"}
    wanted = [
        {k.replace("bridge_name", "bridge:name"): str(v) for k, v in t.items() if k not in skip}
        for t in edges
    ]
    seen = [{k: v for k, v in w[2].items() if k not in ("synthetic", "note")} for w in ways]
    return wanted == seen


def openings(data, nodes, tags_of, ways, crossing):
    """Gates and crossings are nodes of a barrier and of a street; other nodes join streets alone."""
    used = {}
    for _, refs, tags in ways:
        for n in set(refs):
            used.setdefault(n, set()).add("street" if "highway" in tags else "barrier")
    gates = {i for i, t in tags_of.items() if t.get("barrier") == "gate"}
    wanted = [t for t in data["gates"][1] if t["kind"] == "gate"]
    yield (
        f"{len(gates)} gate nodes, as many closed as in gates.geojson",
        len(gates) == len(wanted)
        and sum(tags_of[i]["access"] == "no" for i in gates)
        == sum(t["access"] == "no" for t in wanted),
    )
    shared = {i for i, kinds in used.items() if len(kinds) == 2}
    yield "streets share nodes with barriers at gates and level crossings", shared == gates | crossing
    yield "every node belongs to a way", set(used) == set(nodes)
    streets = [w[1] for w in ways if "highway" in w[2]]
    inner = [n for refs in streets for n in refs[1:-1] if n not in crossing]
    ends = {n for refs in streets for n in (refs[0], refs[-1])}
    yield (
        "streets meet at their ends alone",
        len(inner) == len(set(inner)) and not ends & set(inner),
    )


def walking_times(folder):
    """The extract gives the walking times of the street layer; barriers only change legs."""

    def table(name):
        with (folder / name).open(encoding="utf-8", newline="") as source:
            return {r["id"]: r for r in csv.DictReader(source)}

    def furthest(name, rows, key):
        old = table(name)
        pairs = [(old[r["id"]][key], r[key]) for r in rows]
        if any((a == "") != (b in ("", None)) for a, b in pairs):
            return float("inf")
        return max(abs(float(a) - b) for a, b in pairs if a != "")

    plain, barriers = extract_walking.both(folder)
    for name, rows in (("expected_walk", plain), ("expected_walk_barriers", barriers)):
        gap = furthest(f"{name}.csv", by_grid(folder, [r[:4] for r in rows]), "walk_min")
        yield f"{name}.csv is met by the extract within {gap:.4f} min per grid", gap <= 0.01
        buildings = [dict(id=r[0], minutes=r[3]) for r in rows]
        gap = furthest(f"{name}_buildings.csv", buildings, "minutes")
        yield f"{name}_buildings.csv is met within {gap:.4f} min per building", gap <= 0.01
    moved = sum(a[3:] != b[3:] for a, b in zip(plain, barriers))
    yield f"barriers change the legs of {moved} buildings", moved > 0


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
