#!/usr/bin/env python3
"""Computes reference walking times from the written files with a plain Dijkstra search.

Rules: every way but a trunk road on a bridge and access=no; steps count double; one-way is ignored;
places snap to the nearest point of a walkable way in a component of at least 2,000 m, at most 200 m
away; legs are straight and cross anything; 4.0 km/h. `barriers.geojson` is not used.
Usage: python walking.py [--dir DIR]. Writes expected_walk.csv and expected_walk_buildings.csv.
"""

import argparse
import csv
import heapq
from pathlib import Path

import numpy as np
import shapely

from reference import load, local_plane, text

METRES_PER_MINUTE = 4000 / 60
SNAP_METRES = 200
USABLE_METRES = 2000


class Network:
    """Walkable ways as an undirected graph in true metres."""

    def __init__(self, folder, move):
        shapes, tags = load(folder / "streets.geojson")
        keep = [(s, t) for s, t in zip(shapes, tags) if walkable(t)]
        ends = [(s.coords[0], s.coords[-1]) for s, _ in keep]
        lines = [move(s) for s, _ in keep]
        factor = [2.0 if t["highway"] == "steps" else 1.0 for _, t in keep]
        usable = large_components(ends, [line.length for line in lines])
        self.ends = [e for e, u in zip(ends, usable) if u]
        self.lines = [line for line, u in zip(lines, usable) if u]
        self.factor = [f for f, u in zip(factor, usable) if u]
        self.tree = shapely.STRtree(self.lines)
        self.near = {}
        for (a, b), line, f in zip(self.ends, self.lines, self.factor):
            self.near.setdefault(a, []).append((b, line.length * f))
            self.near.setdefault(b, []).append((a, line.length * f))

    def snap(self, point):
        """Edge, weighted metres along it from its start, and leg of a place; None when too far."""
        edge = int(self.tree.nearest(point))
        line = self.lines[edge]
        leg = line.distance(point)
        if leg > SNAP_METRES:
            return None
        return edge, line.project(point) * self.factor[edge], leg

    def times_from(self, places):
        """Metres from every node to the nearest of the snapped places, legs included."""
        best, queue = {}, []
        for edge, along, leg in places:
            a, b = self.ends[edge]
            whole = self.lines[edge].length * self.factor[edge]
            queue += [(leg + along, a), (leg + whole - along, b)]
        heapq.heapify(queue)
        while queue:
            metres, node = heapq.heappop(queue)
            if node in best:
                continue
            best[node] = metres
            for other, length in self.near[node]:
                if other not in best:
                    heapq.heappush(queue, (metres + length, other))
        return best


FOOT_ALLOWED = ("yes", "designated", "permissive", "destination")


def walkable(tags):
    """Whether people may walk on a way of this town."""
    if tags.get("access") == "no" and tags.get("foot") not in FOOT_ALLOWED:
        return False
    return not (tags["highway"] == "trunk" and (tags.get("bridge") or tags.get("layer", 0) > 0))


def large_components(ends, lengths):
    """For each edge, whether its component has at least USABLE_METRES of ways or is the largest."""
    parent = {}

    def root(n):
        while parent.setdefault(n, n) != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for a, b in ends:
        parent[root(a)] = root(b)
    total = {}
    for (a, _), length in zip(ends, lengths):
        total[root(a)] = total.get(root(a), 0) + length
    largest = max(total.values())
    return [total[root(a)] >= min(USABLE_METRES, largest) for a, _ in ends]


def building_minutes(folder):
    """Rows of building id, grid id, people and minutes (None when not reached)."""
    shapes, _ = load(folder / "grids.geojson")
    move, _ = local_plane(shapes)
    network = Network(folder, move)
    stations = [network.snap(move(p)) for p in load(folder / "stations.geojson")[0]]
    stations = [s for s in stations if s]
    node_metres = network.times_from(stations)
    on_edge = {}
    for edge, along, leg in stations:
        on_edge.setdefault(edge, []).append((along, leg))
    rows = []
    with (folder / "buildings.csv").open(encoding="utf-8", newline="") as source:
        for row in csv.DictReader(source):
            at = network.snap(move(shapely.Point(float(row["lon"]), float(row["lat"]))))
            rows.append(
                (
                    row["id"],
                    row["block_id"],
                    int(row["population"]),
                    minutes(network, at, node_metres, on_edge),
                )
            )
    return rows


def minutes(network, at, node_metres, on_edge):
    """Walking minutes of one snapped place."""
    if at is None:
        return None
    edge, along, leg = at
    a, b = network.ends[edge]
    whole = network.lines[edge].length * network.factor[edge]
    ways = [node_metres.get(a, np.inf) + along, node_metres.get(b, np.inf) + whole - along]
    ways += [abs(along - other) + other_leg for other, other_leg in on_edge.get(edge, [])]
    metres = min(ways) + leg
    return metres / METRES_PER_MINUTE if np.isfinite(metres) else None


def by_grid(folder, rows):
    """For each grid: mean minutes of those reached, share within 15 minutes, people not reached."""
    out = []
    for f in load(folder / "grids.geojson")[1]:
        own = [r for r in rows if r[1] == f["id"]]
        people = sum(r[2] for r in own)
        if not people:
            out.append(
                dict(id=f["id"], population=0, walk_min="", pop_share_15min="", pop_unreachable=0)
            )
            continue
        reached = [r for r in own if r[3] is not None and r[2]]
        mean = sum(r[2] * r[3] for r in reached) / sum(r[2] for r in reached) if reached else ""
        inside = sum(r[2] for r in reached if r[3] <= 15)
        out.append(
            dict(
                id=f["id"],
                population=people,
                walk_min=mean,
                pop_share_15min=inside / people,
                pop_unreachable=people - sum(r[2] for r in reached),
            )
        )
    return out


def write_table(path, rows):
    """Writes dictionaries as a table."""
    names = list(rows[0])
    lines = [",".join(names)] + [",".join(text(n, r[n]) for n in names) for r in rows]
    path.write_bytes(("\n".join(lines) + "\n").encode())


def main():
    """Reads the folder and writes both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dir", type=Path, default=Path(__file__).parent)
    folder = parser.parse_args().dir
    rows = building_minutes(folder)
    write_table(folder / "expected_walk.csv", by_grid(folder, rows))
    write_table(
        folder / "expected_walk_buildings.csv",
        [dict(id=i, minutes="" if m is None else m) for i, _, _, m in rows],
    )


if __name__ == "__main__":
    main()
