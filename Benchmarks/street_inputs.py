#!/usr/bin/env python3
"""Stations, blocks and reference minutes for the street workloads, out of the rivals' graph (numpy, scipy, pyproj).

Usage: street_inputs.py GRAPH.npz DEGREES OUT. DEGREES is yes where the graph is in degrees (poa); else its metres
are brought to degrees as the generator of the extract does. Writes into OUT:
stations.geojson (those of the graph), blocks.geojson (squares of 500 m around random nodes), starts.geojson (500 nodes,
those of the rivals' isochrones), and points.geojson, cells.geojson, reference.json (places whose walking minutes at 5 km/h
scipy's Dijkstra gives on the geodesic lengths of the same edges).
"""

import json
import sys
from pathlib import Path

import numpy as np
from pyproj import Geod
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components, dijkstra

METRES_PER_MINUTE = 5000 / 60
BLOCKS, PLACES, STARTS = 2000, 400, 500
METRES_PER_DEGREE = 111_100.0


def write(path, features):
    """Writes (id, geometry, fields) as GeoJSON."""
    rows = [
        json.dumps(
            {"type": "Feature", "properties": {"id": ident, **fields}, "geometry": geometry}
        )
        for ident, geometry, fields in features
    ]
    path.write_text('{"type":"FeatureCollection","features":[\n' + ",\n".join(rows) + "\n]}\n")


def point(lon, lat):
    """A GeoJSON point with the 7 decimals of an extract."""
    return {"type": "Point", "coordinates": [round(float(lon), 7), round(float(lat), 7)]}


def square(lon, lat, half):
    """A square of 2 × `half` metres around a place."""
    dy = half / METRES_PER_DEGREE
    dx = dy / np.cos(np.radians(lat))
    corners = ((1, -1), (1, 1), (-1, 1), (-1, -1), (1, -1))
    ring = [[round(float(lon + a * dx), 7), round(float(lat + b * dy), 7)] for a, b in corners]
    return {"type": "Polygon", "coordinates": [ring]}


def minutes_to_nearest(lon, lat, u, v, stations):
    """Walking minutes of every node to the nearest station, and its component."""
    count = len(lon)
    length = Geod(ellps="WGS84").inv(lon[u], lat[u], lon[v], lat[v])[2]
    tail, head, cost = np.concatenate([u, v]), np.concatenate([v, u]), np.tile(length, 2)
    order = np.lexsort((cost, head, tail))
    tail, head, cost = tail[order], head[order], cost[order]
    first = np.ones(len(tail), bool)
    first[1:] = (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
    pick = (np.maximum(cost[first], 1e-9), (tail[first], head[first]))
    graph = coo_array(pick, shape=(count, count)).tocsr()
    metres = dijkstra(graph, indices=stations, min_only=True)
    return metres / METRES_PER_MINUTE, connected_components(graph, directed=False)[1]


def main():
    """Reads the graph and writes every file."""
    graph, degrees, out = sys.argv[1:]
    out = Path(out)
    z = np.load(graph)
    lon, lat = z["x"], z["y"]
    if degrees != "yes":
        lon = np.round(125.3 + (lon - lon.mean()) / 80_240.0, 7)
        lat = np.round(43.9 + (lat - lat.mean()) / METRES_PER_DEGREE, 7)
    u, v, stations = z["u"], z["v"], z["st"]
    minutes, component = minutes_to_nearest(lon, lat, u, v, stations)
    # Those in the largest component: other tools may leave out what nobody can use.
    main_one = np.flatnonzero(component == np.bincount(component).argmax())
    rng = np.random.default_rng(3)
    places = rng.choice(main_one, PLACES, replace=False)
    stations = np.intersect1d(stations, main_one)
    blocks = rng.choice(main_one, min(BLOCKS, len(main_one)), replace=False)
    starts = np.random.default_rng(7).choice(len(lon), STARTS)

    def points(nodes, **fields):
        return [(f"n{i}", point(lon[i], lat[i]), fields) for i in map(int, nodes)]

    def squares(nodes, half):
        return [(f"n{i}", square(lon[i], lat[i], half), {}) for i in map(int, nodes)]

    write(out / "stations.geojson", points(stations))
    # All 500, though some fall on one node.
    write(
        out / "starts.geojson",
        [(f"s{k}", point(lon[i], lat[i]), {}) for k, i in enumerate(starts)],
    )
    write(out / "blocks.geojson", squares(blocks, 250))
    write(out / "cells.geojson", squares(places, 5))
    write(
        out / "points.geojson",
        [(i, g, {"block_id": i, "population": 1}) for i, g, _ in points(places)],
    )
    reference = {f"n{i}": round(float(minutes[i]), 4) for i in places}
    found = {"nodes": len(lon), "minutes": reference}
    (out / "reference.json").write_text(json.dumps(found))


if __name__ == "__main__":
    main()
