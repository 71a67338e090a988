"""Peoples the town: buildings with residents, communities and sub-districts."""

from dataclasses import dataclass
from math import atan2, degrees

import numpy as np
import shapely
from shapely.affinity import rotate
from shapely.geometry import Point

import townplan as town

STREET_PEOPLE = [43_172, 44_828]
"""Residents of the two sub-districts: the town's 88,000 people."""

SPACING = dict(
    core=(24, 20), mid=(43, 30), new=(57, 43), village=(34, 30), fringe=(40, 38), industry=(60, 30)
)


@dataclass
class Building:
    """One residential building, at the point people leave it from."""

    point: Point
    grid: int
    quarter: object
    kind: str
    weight: float
    people: int = 0
    households: int = 0
    elderly: int = 0
    children: int = 0


def turn_of(shape):
    """The direction (degrees) nearest to east-west of a quarter's bounding rectangle."""
    c = list(shapely.minimum_rotated_rectangle(shape).exterior.coords)
    angle = degrees(atan2(c[1][1] - c[0][1], c[1][0] - c[0][0])) % 90
    return angle if angle <= 45 else angle - 90


def kind_and_weight(zone, rng):
    """The kind of building usual in a zone and its expected residents."""
    if zone == "core":
        if rng.random() < 0.72:
            return "平房", rng.uniform(3, 9)
        return "多层住宅", rng.uniform(25, 55)
    if zone == "mid":
        if rng.random() < 0.14:
            return "平房", rng.uniform(3, 8)
        return "多层住宅", rng.uniform(24, 58)
    if zone == "new":
        if rng.random() < 0.35:
            return "高层住宅", rng.uniform(70, 150) * 0.62
        return "小高层住宅", rng.uniform(40, 80) * 0.62
    if zone == "industry":
        return "职工宿舍", rng.uniform(15, 40)
    return "农房", rng.uniform(1.5, 4.5)


def raise_buildings(quarters, grids, rng):
    """Rows of buildings in every residential quarter."""
    out = []
    for q in quarters:
        if not q.residential:
            continue
        dx, dy = SPACING[q.zone]
        angle = turn_of(q.shape)
        ground = q.shape.buffer(-7)
        if ground.is_empty:
            continue
        centre = q.shape.centroid
        flat = rotate(ground, -angle, origin=centre)
        x0, y0, x1, y1 = flat.bounds
        keep = dict(core=0.86, mid=0.92, new=0.88, village=0.62, fringe=0.4, industry=0.35)[q.zone]
        for y in np.arange(y0 + dy * 0.4, y1, dy):
            shift = rng.uniform(0, dx)
            for x in np.arange(x0 + shift - dx, x1, dx):
                jitter = 0.16 if q.zone in ("mid", "new") else 0.4
                p = Point(
                    x + rng.normal(0, jitter * dx * 0.5), y + rng.normal(0, jitter * dy * 0.4)
                )
                if rng.random() > keep or not flat.contains(p):
                    continue
                kind, weight = kind_and_weight(q.zone, rng)
                out.append(Building(rotate(p, angle, origin=centre), q.grid, q, kind, weight))
    return out


def apportion(weights, total):
    """Whole numbers in proportion to weights with an exact total (largest remainders)."""
    weights = np.asarray(weights, dtype=float)
    exact = weights * (total / weights.sum())
    whole = np.floor(exact).astype(int)
    order = np.argsort(-(exact - whole), kind="stable")
    whole[order[: total - int(whole.sum())]] += 1
    return whole


def settle(buildings, street_of_grid, rng):
    """Gives every building its residents, so that each sub-district has its stated number."""
    for street, total in enumerate(STREET_PEOPLE):
        own = [b for b in buildings if street_of_grid[b.grid] == street]
        people = np.maximum(apportion([b.weight for b in own], total), 0)
        for b, n in zip(own, people):
            b.people = int(n)
            size = {"平房": 2.3, "农房": 2.6, "职工宿舍": 1.4}.get(b.kind, 2.45)
            b.households = min(b.people, max(1, round(b.people / size))) if b.people else 0
            old = dict(core=0.27, mid=0.21, new=0.12, village=0.29, fringe=0.31, industry=0.04)
            young = dict(core=0.09, mid=0.12, new=0.17, village=0.09, fringe=0.08, industry=0.02)
            b.elderly = int(rng.binomial(b.people, old[b.quarter.zone]))
            b.children = int(rng.binomial(b.people - b.elderly, young[b.quarter.zone]))


def neighbours(grids):
    """For each grid the grids it shares an edge with, and the length of that edge."""
    tree = shapely.STRtree(grids)
    out = [dict() for _ in grids]
    for i, g in enumerate(grids):
        for j in sorted(int(j) for j in tree.query(g, predicate="intersects")):
            if j > i:
                edge = g.boundary.intersection(grids[j].boundary).length
                if edge > 1:
                    out[i][j] = out[j][i] = edge
    return out


def side_of(grid):
    """Which side of river and railway a grid lies on."""
    p = grid.representative_point()
    if p.y > town.rail_y(p.x):
        return "north"
    return "east" if p.x > town.river_x(p.y) else "main"


def bisect(members, parts, centres, weights):
    """Cuts a set of grids into parts of similar weight along its longer axis, again and again."""
    if parts == 1:
        return [members]
    xy = centres[members]
    w = weights[members]
    mean = np.average(xy, axis=0, weights=w)
    spread = (xy - mean) * np.sqrt(w)[:, None]
    values, vectors = np.linalg.eigh(spread.T @ spread)
    axis = vectors[:, -1]
    axis = axis * (
        1
        if abs(axis[0]) > abs(axis[1])
        and axis[0] > 0
        or abs(axis[1]) >= abs(axis[0])
        and axis[1] > 0
        else -1
    )
    order = np.lexsort((np.arange(len(members)), np.round(xy @ axis, 3)))
    share = (parts // 2) / parts
    place = int(np.searchsorted(np.cumsum(w[order]) / w.sum(), share)) + 1
    first = [members[i] for i in order[:place]]
    second = [members[i] for i in order[place:]]
    return bisect(first, parts // 2, centres, weights) + bisect(
        second, parts - parts // 2, centres, weights
    )


def form_communities(grids, raw_people):
    """Assigns every grid a community (0…12) and every community a sub-district (0, 1)."""
    centres = np.array([(g.centroid.x, g.centroid.y) for g in grids])
    weights = raw_people + raw_people.mean() * 0.55
    sides = [side_of(g) for g in grids]
    groups = {s: [i for i, v in enumerate(sides) if v == s] for s in ("main", "east", "north")}
    main = bisect(groups["main"], 9, centres, weights)
    parts = (
        main
        + bisect(groups["east"], 3, centres, weights)
        + bisect(groups["north"], 1, centres, weights)
    )
    of_grid = np.zeros(len(grids), dtype=int)
    for number, members in enumerate(parts):
        of_grid[members] = number
    mend(of_grid, grids)
    west = sorted(
        range(9), key=lambda c: np.mean([centres[i][0] for i in np.flatnonzero(of_grid == c)])
    )
    street = [1] * 13
    for c in west[:5] + [12]:
        street[c] = 0
    return of_grid, street


def mend(of_grid, grids):
    """Gives parts cut off from their community to the neighbouring one."""
    near = neighbours(grids)
    for c in range(int(of_grid.max()) + 1):
        left = {int(i) for i in np.flatnonzero(of_grid == c)}
        pieces = []
        while left:
            piece, todo = set(), [min(left)]
            while todo:
                i = todo.pop()
                if i in left:
                    left.remove(i)
                    piece.add(i)
                    todo += [j for j in near[i] if j in left]
            pieces.append(sorted(piece))
        pieces.sort(key=lambda p: (-len(p), p))
        for piece in pieces[1:]:
            for i in piece:
                edges = {}
                for j, length in near[i].items():
                    if of_grid[j] != c:
                        edges[int(of_grid[j])] = edges.get(int(of_grid[j]), 0) + length
                if edges:
                    of_grid[i] = max(edges, key=lambda k: (edges[k], -k))
