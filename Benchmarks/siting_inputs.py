#!/usr/bin/env python3
"""Demand, candidates and one block for the siting workload, out of the rivals' points (numpy, scipy).

Usage: siting_inputs.py SITING.npz RADIUS OUT. Writes demand.csv (id, x, y, people), reachable.csv (the same without what no candidate
is near), candidates.csv (id, x, y) and block.geojson into OUT, in metres around the middle of the points; at 60 km from there the plane of `siting_bench.CRS` is 44 ppm wide.
"""

import json
import sys
from pathlib import Path

import numpy as np
from scipy.spatial import cKDTree


def write(path, header, columns):
    """Writes rows of text under a header."""
    rows = ["%s,%.4f,%.4f%s" % row for row in zip(*columns)]
    path.write_text(header + "\n" + "\n".join(rows) + "\n")


def main():
    points = np.load(sys.argv[1])
    radius, out = float(sys.argv[2]), Path(sys.argv[3])
    x, y = points["x"], points["y"]
    middle = (x.min() + x.max()) / 2, (y.min() + y.max()) / 2
    people = [",%d" % weight for weight in points["w"]]
    candidates = cKDTree(np.column_stack([points["cx"], points["cy"]]))
    # A metre less: planes differ by that much at the rim.
    near = candidates.query(np.column_stack([x, y]))[0] <= radius - 1
    rows = list(zip([f"d{index}" for index in range(len(x))], x - middle[0], y - middle[1], people))
    write(out / "demand.csv", "id,x,y,people", zip(*rows))
    write(out / "reachable.csv", "id,x,y,people", zip(*[row for row, is_near in zip(rows, near) if is_near]))
    x, y = points["cx"], points["cy"]
    names = [f"c{index}" for index in range(len(x))]
    write(out / "candidates.csv", "id,x,y", (names, x - middle[0], y - middle[1], [""] * len(x)))
    reach = 1.01 * max(np.abs(x - middle[0]).max(), np.abs(y - middle[1]).max()) + 1000
    corners = [[-reach, -reach], [reach, -reach], [reach, reach], [-reach, reach], [-reach, -reach]]
    block = {"type": "Polygon", "coordinates": [corners]}
    feature = {"type": "Feature", "properties": {"id": "all"}, "geometry": block}
    (out / "block.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))


main()
