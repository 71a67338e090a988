#!/usr/bin/env python3
"""Computes walking times from `songling.osm.pbf` with scipy: without barriers, and with legs that respect them.

Rules of `walking.py`, but for the legs of the second reference: they may not cross water, railway, walls
or fences of the extract, except within 6 m of an open gate, a level crossing or the place where a walkable
bridge or tunnel passes the barrier. A place goes to the nearest street point whose straight leg is free; that
point need not be the nearest point of its street.
Usage: python extract_walking.py [--dir DIR]. Writes expected_walk_barriers.csv and
expected_walk_barriers_buildings.csv.
"""

import argparse
import csv
from pathlib import Path

import numpy as np
import osmium
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components, dijkstra

from reference import load, local_plane, text

METRES_PER_MINUTE = 4000 / 60
SNAP_METRES, USABLE_METRES, OPENING_METRES = 200, 2000, 6
# Shadows of neighbouring pieces of one wall meet up to rounding, so each is widened by this share of the street.
TOUCHING = 1e-7


class Extract:
    """Nodes and ways of the file, nodes in true metres."""

    def __init__(self, folder):
        move, _ = local_plane(load(folder / "grids.geojson")[0])
        ids, places, self.node_tags, self.ways = [], [], {}, []
        for thing in osmium.FileProcessor(str(folder / "songling.osm.pbf")):
            if thing.is_node():
                ids.append(thing.id)
                places.append((thing.location.lon, thing.location.lat))
                if len(thing.tags):
                    self.node_tags[thing.id] = dict(thing.tags)
            elif thing.is_way():
                self.ways.append((thing.id, [n.ref for n in thing.nodes], dict(thing.tags)))
        self.at = dict(zip(ids, shapely.get_coordinates(move(shapely.points(places)))))

    def line(self, way):
        """The line of a way."""
        return shapely.LineString([self.at[n] for n in way[1]])


def walkable(tags):
    """Whether people may walk on a way of this town."""
    if "highway" not in tags or tags.get("access") == "no":
        return False
    raised = tags.get("bridge") or float(tags.get("layer", 0)) > 0
    return not (tags["highway"] == "trunk" and raised)


class Streets:
    """Straight street pieces between neighbouring nodes, those of usable components alone."""

    def __init__(self, extract):
        ways = [w for w in extract.ways if walkable(w[2])]
        pieces = [
            (a, b, 2.0 if w[2]["highway"] == "steps" else 1.0)
            for w in ways
            for a, b in zip(w[1], w[1][1:])
        ]
        names = sorted({n for a, b, _ in pieces for n in (a, b)})
        place = {n: i for i, n in enumerate(names)}
        self.xy = np.array([extract.at[n] for n in names])
        u, v = (np.array([place[p[k]] for p in pieces]) for k in (0, 1))
        factor = np.array([p[2] for p in pieces])
        length = np.hypot(*(self.xy[u] - self.xy[v]).T)
        usable = usable_pieces(len(names), u, v, length)
        self.u, self.v, self.factor = u[usable], v[usable], factor[usable]
        self.metres = length[usable] * self.factor
        ends = np.stack([self.xy[self.u], self.xy[self.v]], axis=1)
        self.tree = shapely.STRtree(shapely.linestrings(ends))

    def metres_from(self, snapped):
        """Metres to every node from the nearest of some snapped places, legs included."""
        count = len(self.xy)
        source = np.full(len(snapped) * 2, count)
        ends, costs = [], []
        for piece, share, leg in snapped:
            ends += [self.u[piece], self.v[piece]]
            costs += [leg + share * self.metres[piece], leg + (1 - share) * self.metres[piece]]
        tail = np.concatenate([self.u, self.v, source])
        head = np.concatenate([self.v, self.u, np.array(ends)])
        cost = np.concatenate([self.metres, self.metres, np.array(costs)])
        best = least_of_parallel(count + 1, tail, head, cost)
        return dijkstra(best, indices=count)[:count]


def usable_pieces(count, u, v, length):
    """Whether each piece lies in a component of at least USABLE_METRES, or in the longest."""
    graph = coo_array((np.ones(len(u)), (u, v)), shape=(count, count))
    component = connected_components(graph, directed=False)[1][u]
    total = np.bincount(component, weights=length)
    return (total >= min(USABLE_METRES, total.max()))[component]


def least_of_parallel(count, tail, head, cost):
    """A matrix with the least cost of parallel pieces (a sparse matrix would add them)."""
    order = np.lexsort((cost, head, tail))
    tail, head, cost = tail[order], head[order], cost[order]
    first = np.ones(len(tail), bool)
    first[1:] = (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
    pick = (cost[first], (tail[first], head[first]))
    return coo_array(pick, shape=(count, count)).tocsr()


def barrier_segments(extract):
    """Straight pieces of everything a leg may not cross, without the parts near openings."""
    lines, openings = [], []
    for way in extract.ways:
        tags = way[2]
        if tags.get("barrier") in ("wall", "fence") or "railway" in tags or "natural" in tags:
            lines.append(extract.line(way))
    for node, tags in extract.node_tags.items():
        gate = tags.get("barrier") == "gate" and tags.get("access") != "no"
        if gate or tags.get("railway") == "level_crossing":
            openings.append(shapely.Point(extract.at[node]))
    whole = shapely.union_all(lines)
    for way in extract.ways:
        if walkable(way[2]) and ("bridge" in way[2] or "tunnel" in way[2]):
            met = extract.line(way).intersection(whole)
            openings += [shapely.Point(c) for c in shapely.get_coordinates(met)]
    holes = shapely.union_all(shapely.buffer(openings, OPENING_METRES, quad_segs=64))
    parts = shapely.get_parts(whole.difference(holes))
    ends = [np.stack([c[:-1], c[1:]], axis=1) for c in map(shapely.get_coordinates, parts)]
    return shapely.linestrings(np.concatenate(ends))


class Snapping:
    """Finds for places the nearest street point, with legs that are free when there are barriers."""

    def __init__(self, streets, barriers=None):
        self.streets, self.barriers = streets, barriers
        self.obstacles = None if barriers is None else shapely.STRtree(barriers)

    def snap(self, point):
        """Piece, share of it from its start, and leg; or why there is none."""
        streets = self.streets
        near = streets.tree.query(point, predicate="dwithin", distance=SNAP_METRES)
        if not len(near):
            return "no_street_nearby"
        lines = streets.tree.geometries[near]
        order = np.argsort(shapely.distance(lines, point), kind="stable")
        best = None
        for k in order:
            if best and best[2] <= lines[k].distance(point):
                break
            found = self.free_point(point, lines[k])
            if found and found[1] <= SNAP_METRES and (best is None or found[1] < best[2]):
                best = (int(near[k]), *found)
        return best or "barrier"

    def free_point(self, point, line):
        """Share along a straight line and distance of its nearest point with a free leg; or None."""
        (ax, ay), (bx, by) = line.coords
        a, along, p = np.array((ax, ay)), np.array((bx - ax, by - ay)), np.array(point.coords[0])
        foot = float(np.clip(np.dot(p - a, along) / np.dot(along, along), 0, 1))
        choices = [foot]
        if self.obstacles is not None:
            choices = visible(foot, self.shadows(p, a, along))
        if not choices:
            return None
        share = min(choices, key=lambda s: abs(s - foot))
        return share, float(np.hypot(*(a + share * along - p)))

    def shadows(self, p, a, along):
        """Intervals of the line that barriers hide from a place."""
        sight = shapely.Polygon([p, a, a + along])
        if sight.area < 1e-6:
            hit = self.obstacles.query(shapely.LineString([p, a + along]), predicate="intersects")
            return [(0.0, 1.0)] if len(hit) else []
        out = []
        for k in self.obstacles.query(sight, predicate="intersects"):
            seen = shapely.get_coordinates(self.barriers[k].intersection(sight))
            shares = [share_through(p, c, a, along) for c in seen if np.hypot(*(c - p)) > 1e-9]
            if shares:
                out.append((min(shares) - TOUCHING, max(shares) + TOUCHING))
        return out


def share_through(p, c, a, along):
    """Where the ray from a place through a point meets the line, as a share of it."""
    d = c - p
    across = along[0] * d[1] - along[1] * d[0]
    if abs(across) < 1e-12:
        return 0.0
    return float(np.clip(((p - a)[0] * d[1] - (p - a)[1] * d[0]) / across, 0, 1))


def visible(foot, shadows):
    """The foot itself when it is in no shadow, else the ends of the free intervals."""
    if not any(low <= foot <= high for low, high in shadows):
        return [foot]
    free, reach = [], 0.0
    for low, high in sorted(shadows):
        if low > reach:
            free += [reach, low]
        reach = max(reach, high)
    return free + [reach, 1.0] if reach < 1 else free


def building_rows(folder, streets, snapping):
    """Rows of building id, grid id, people, minutes (None when not reached) and reason."""
    move, _ = local_plane(load(folder / "grids.geojson")[0])
    stations = [snapping.snap(move(p)) for p in load(folder / "stations.geojson")[0]]
    stations = [s for s in stations if not isinstance(s, str)]
    metres = streets.metres_from(stations)
    rows = []
    with (folder / "buildings.csv").open(encoding="utf-8", newline="") as source:
        for row in csv.DictReader(source):
            at = snapping.snap(move(shapely.Point(float(row["lon"]), float(row["lat"]))))
            best = None if isinstance(at, str) else minutes(streets, at, metres, stations)
            reason = at if isinstance(at, str) else "" if best is not None else "cut_off"
            rows.append((row["id"], row["block_id"], int(row["population"]), best, reason))
    return rows


def minutes(streets, at, metres, stations):
    """Walking minutes of one snapped place."""
    piece, share, leg = at
    whole = streets.metres[piece]
    ways = [
        metres[streets.u[piece]] + share * whole,
        metres[streets.v[piece]] + (1 - share) * whole,
    ]
    ways += [abs(share - s) * whole + other for k, s, other in stations if k == piece]
    best = min(ways) + leg
    return best / METRES_PER_MINUTE if np.isfinite(best) else None


def both(folder):
    """Rows of all buildings without barriers, and with them."""
    extract = Extract(folder)
    streets = Streets(extract)
    barriers = barrier_segments(extract)
    plain = building_rows(folder, streets, Snapping(streets))
    return plain, building_rows(folder, streets, Snapping(streets, barriers))


def main():
    """Reads the folder and writes both tables."""
    from walking import by_grid, write_table

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dir", type=Path, default=Path(__file__).parent)
    folder = parser.parse_args().dir
    _, rows = both(folder)
    write_table(folder / "expected_walk_barriers.csv", by_grid(folder, [r[:4] for r in rows]))
    write_table(
        folder / "expected_walk_barriers_buildings.csv",
        [dict(id=r[0], minutes="" if r[3] is None else r[3], reason=r[4]) for r in rows],
    )


if __name__ == "__main__":
    main()
