#!/usr/bin/env python3
"""Computes reference coverage figures from the written files, with shapely, pyproj and numpy alone.

Straight-line measures in a transverse Mercator plane through the town's middle (true metres to
well below 1 ppm). Discs are regular polygons of SEGMENTS sides, enlarged so that each has
the area of the true circle. Shares at buildings compare distances with 500 m directly (≤).
Usage: python reference.py [--dir DIR]. Writes expected_coverage.csv and expected.json.
"""

import argparse
import csv
import json
from math import pi, sin, sqrt
from pathlib import Path

import numpy as np
import shapely
from pyproj import CRS, Transformer

RADII = (300, 500)
SEGMENTS = 8192


def load(path):
    """Shapes and properties of a GeoJSON file, in file order."""
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    shapes = [shapely.from_geojson(json.dumps(f["geometry"])) for f in features]
    return shapes, [f["properties"] for f in features]


def local_plane(shapes):
    """WGS 84 degrees to true metres around the middle of some shapes."""
    x0, y0, x1, y1 = shapely.total_bounds(np.array(shapes))
    lon, lat = round((x0 + x1) / 2, 2), round((y0 + y1) / 2, 2)
    plane = CRS.from_proj4(f"+proj=tmerc +lat_0={lat} +lon_0={lon} +k=1 +ellps=WGS84 +units=m")
    to = Transformer.from_crs("EPSG:4326", plane, always_xy=True)

    def move(shape):
        return shapely.transform(shape, lambda c: np.column_stack(to.transform(c[:, 0], c[:, 1])))

    return move, f"{lon:.2f} E, {lat:.2f} N"


def disc(centre, radius):
    """A polygon of SEGMENTS sides with the area of the circle."""
    grown = radius / sqrt(sin(2 * pi / SEGMENTS) / (2 * pi / SEGMENTS))
    return centre.buffer(grown, quad_segs=SEGMENTS // 4)


def figures(folder):
    """One row for each grid, in file order."""
    shapes, fields = load(folder / "grids.geojson")
    move, middle = local_plane(shapes)
    grids = [move(s) for s in shapes]
    points, stations = load(folder / "stations.geojson")
    at = np.array([(p.x, p.y) for p in map(move, points)])
    people = read_buildings(folder / "buildings.csv", move)
    covers = {r: shapely.union_all([disc(shapely.Point(p), r) for p in at]) for r in RADII}
    rows = []
    for shape, f in zip(grids, fields):
        rows.append(grid_row(shape, f, people.get(f["id"], np.zeros((0, 3))), at, stations, covers))
    return rows, middle


def read_buildings(path, move):
    """For each grid id an array of x, y, people."""
    out = {}
    with path.open(encoding="utf-8", newline="") as source:
        for row in csv.DictReader(source):
            p = move(shapely.Point(float(row["lon"]), float(row["lat"])))
            out.setdefault(row["block_id"], []).append((p.x, p.y, float(row["population"])))
    return {k: np.array(v) for k, v in out.items()}


def grid_row(shape, fields, people, at, stations, covers):
    """The figures of one grid."""
    row = dict(id=fields["id"], area_m2=shape.area, population=fields["population"])
    parts = {r: shape.intersection(cover).area / shape.area for r, cover in covers.items()}
    measured = len(people) and people[:, 2].sum() > 0
    row["pop_method"] = "points" if measured else "area"
    if measured:
        gaps = np.hypot(people[:, None, 0] - at[None, :, 0], people[:, None, 1] - at[None, :, 1])
        shortest = gaps.min(axis=1)
        row["nearest_m"] = float(np.average(shortest, weights=people[:, 2]))
    else:
        inside = shape.centroid if shape.contains(shape.centroid) else shape.representative_point()
        row["nearest_m"] = float(np.hypot(at[:, 0] - inside.x, at[:, 1] - inside.y).min())
    for r in RADII:
        row[f"area_share_{r}m"] = parts[r]
        share = float(people[shortest <= r, 2].sum() / people[:, 2].sum()) if measured else parts[r]
        row[f"pop_share_{r}m"] = share
        row[f"pop_uncovered_{r}m"] = (1 - share) * fields["population"]
        row[f"stations_{r}m"] = int(sum(shape.distance(shapely.Point(p)) <= r for p in at))
    row["underserved_500m"] = row["pop_share_500m"] < 0.5
    return row


def totals(rows, middle):
    """Sums over all grids."""
    people = sum(r["population"] for r in rows)
    area = sum(r["area_m2"] for r in rows)
    out = dict(
        synthetic=True,
        note="虚构数据",
        plane=f"transverse Mercator at {middle}, k = 1, WGS 84",
        disc_segments=SEGMENTS,
        blocks=len(rows),
        population=people,
        area_m2=round(area, 2),
        underserved_500m=[r["id"] for r in rows if r["underserved_500m"]],
        radii={},
    )
    for r in RADII:
        missing = sum(row[f"pop_uncovered_{r}m"] for row in rows)
        covered = sum(row["area_m2"] * row[f"area_share_{r}m"] for row in rows)
        out["radii"][str(r)] = dict(
            area_share=round(covered / area, 8),
            pop_share=round(1 - missing / people, 8),
            pop_covered=round(people - missing, 4),
            pop_uncovered=round(missing, 4),
            blocks_full=sum(row[f"pop_share_{r}m"] >= 1 - 1e-12 for row in rows),
            blocks_none=sum(row[f"pop_share_{r}m"] <= 0 for row in rows),
        )
    return out


def text(name, value):
    """Fixed decimals: 3 for metres, square metres and people, 8 for shares."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.8f}" if "share" in name else f"{value:.3f}"
    return str(value)


def main():
    """Reads the folder and writes both files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dir", type=Path, default=Path(__file__).parent)
    folder = parser.parse_args().dir
    rows, middle = figures(folder)
    names = list(rows[0])
    lines = [",".join(names)] + [",".join(text(n, r[n]) for n in names) for r in rows]
    (folder / "expected_coverage.csv").write_bytes(("\n".join(lines) + "\n").encode())
    report = json.dumps(totals(rows, middle), ensure_ascii=False, indent=2)
    (folder / "expected.json").write_bytes((report + "\n").encode())


if __name__ == "__main__":
    main()
