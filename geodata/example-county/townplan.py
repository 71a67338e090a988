"""Plans the ground of the fictional town: river, railway, streets, blocks and land use.

Everything is in metres in the plane of EPSG:4550 shifted by ORIGIN. The grids are the faces of one
noded arrangement of lines, so neighbours share their edges vertex by vertex.
"""

from dataclasses import dataclass, field
from math import atan2, cos, exp, hypot, pi, radians, sin

import numpy as np
import shapely
from shapely.geometry import LineString, MultiPolygon, Polygon
from shapely.ops import polygonize, split, unary_union

ORIGIN = (579_800.0, 4_907_450.0)
"""Easting and northing (EPSG:4550) of the plan's (0, 0): about 124.0 E, 44.3 N."""

SNAP = 0.1
"""Metres: the size of the lattice every junction is rounded to."""

GRID_COUNT = 126
RIVER_HALF_WIDTH, EMBANKMENT = 24.0, 39.0
RAIL_CLEARANCE, FENCE = 20.0, 11.0

# Lattice positions of the main streets before warping, with class and name.
NORTH_SOUTH = {
    -2000: ("tertiary", "苇荡路"),
    -1250: ("secondary", "云杉大街"),
    -620: ("tertiary", "丹枫路"),
    -80: ("primary", "松岭大街"),
    480: ("secondary", "白桦路"),
    1500: ("secondary", "新汀大街"),
    2150: ("tertiary", "鹭鸣路"),
}
EAST_WEST = {
    -1700: ("trunk", "松岭南绕城公路"),
    -1050: ("secondary", "金穗路"),
    -480: ("tertiary", "棠梨街"),
    0: ("primary", "望岭路"),
    520: ("secondary", "椿晖街"),
    1000: ("tertiary", "站前街"),
    1800: ("tertiary", "北圃路"),
}
BRIDGES = {-1050: "金穗桥", 0: "望岭桥", 520: "椿晖桥"}
CROSSINGS = {-1250: "level_crossing", -80: "underpass", 1500: "level_crossing"}

SPLIT_WEIGHT = dict(core=6.6, mid=3.4, new=2.0, village=1.6, industry=0.6, fringe=0.5, park=0.3)
FACE_HECTARES = dict(core=1.7, mid=2.7, new=4.6, village=99, industry=10, fringe=16, park=99)


@dataclass
class Street:
    """A line with its OSM-like tags; `mode` says how river and railway are treated."""

    line: LineString
    tags: dict
    mode: str = "ground"


@dataclass
class Face:
    """The ground between streets: part of one grid, with one kind of land use."""

    shape: Polygon
    grid: int
    zone: str


@dataclass
class Plan:
    """All the ground, ready for people and services."""

    boundary: Polygon
    river: Polygon
    rail: LineString
    grids: list = field(default_factory=list)
    faces: list = field(default_factory=list)
    streets: list = field(default_factory=list)


def river_x(y):
    """Easting of the river's middle at a northing."""
    return 1050 + 175 * sin(y / 560 + 0.5) - 0.10 * y + 62 * sin(y / 247 + 0.8)


def rail_y(x):
    """Northing of the railway at an easting."""
    return 1340 + 0.09 * x + 60 * sin(x / 1500 + 0.4)


def warp(x, y):
    """Bends the lattice: a turned old core, and slow waves everywhere."""
    dx, dy = x + 150, y - 100
    turn = radians(11) * exp(-(dx * dx + dy * dy) / 900.0**2)
    x, y = x + dx * (cos(turn) - 1) - dy * sin(turn), y + dx * sin(turn) + dy * (cos(turn) - 1)
    wx = 58 * sin(y / 390 + 0.7) + 34 * sin(x / 260 + y / 520 + 2.1) + 12 * sin(y / 95 + x / 310)
    wy = 52 * sin(x / 430 + 1.9) + 30 * sin(y / 280 - x / 450 + 0.3) + 11 * sin(x / 88 - y / 270)
    return x + wx, y + wy


def warped(a, b, step=45.0):
    """The street between two lattice points, with a vertex about every `step` metres."""
    count = max(2, int(hypot(b[0] - a[0], b[1] - a[1]) / step))
    t = np.linspace(0, 1, count + 1)
    return LineString([warp(a[0] + (b[0] - a[0]) * s, a[1] + (b[1] - a[1]) * s) for s in t])


def zone_at(x, y):
    """The character of the ground at a point."""
    if y > rail_y(x):
        return "industry" if y < rail_y(x) + 470 and x < 1000 else "fringe"
    if ((x - 770) / 250) ** 2 + ((y - 330) / 210) ** 2 < 1:
        return "park"
    if x > river_x(y):
        return "new" if x < 2150 and -1150 < y < 1050 else "fringe"
    if ((x + 1720) / 520) ** 2 + ((y + 830) / 430) ** 2 < 1:
        return "village"
    reach = hypot(x + 150, (y - 100) * 1.05)
    if reach < 760:
        return "core"
    if reach < 1420:
        return "mid"
    return "new" if reach < 1980 and y < 900 else "fringe"


def town_boundary():
    """The outline of the built-up area: an ellipse with bays and spurs."""
    ring = []
    for theta in np.linspace(0, 2 * pi, 181)[:-1]:
        bump = (
            0.05 * sin(2 * theta + 0.6)
            + 0.05 * sin(3 * theta + 2)
            + 0.035 * sin(7 * theta)
            + 0.022 * sin(13 * theta + 1)
        )
        ring.append((2620 * cos(theta) * (1 + bump), 2130 * sin(theta) * (1 + bump) + 60))
    return Polygon(ring)


def main_streets():
    """The streets of the lattice and the old diagonal road."""
    out = []
    for x, (kind, name) in NORTH_SOUTH.items():
        mode = CROSSINGS.get(x, "ground")
        out.append(Street(warped((x, -2700), (x, 2700)), dict(highway=kind, name=name), mode))
    for y, (kind, name) in EAST_WEST.items():
        mode = "bridge" if y in BRIDGES or kind == "trunk" else "ground"
        out.append(Street(warped((-3200, y), (3200, y)), dict(highway=kind, name=name), mode))
    old = warped((-1250, -1700), (480, 520))
    out.append(Street(old, dict(highway="tertiary", name="老驿道")))
    return out


def cut_in_two(shape, rng, jitter=0.13):
    """Splits a polygon across its longer side along a slightly bent line."""
    box = shapely.minimum_rotated_rectangle(shape)
    corners = list(box.exterior.coords)
    sides = [(corners[i], corners[i + 1]) for i in range(2)]
    sides.sort(key=lambda s: -hypot(s[1][0] - s[0][0], s[1][1] - s[0][1]))
    (x0, y0), (x1, y1) = sides[0]
    angle = atan2(y1 - y0, x1 - x0) + pi / 2 + rng.normal(0, radians(4))
    middle = shape.centroid
    offset = rng.uniform(-jitter, jitter) * hypot(x1 - x0, y1 - y0)
    mx = middle.x + offset * cos(angle - pi / 2)
    my = middle.y + offset * sin(angle - pi / 2)
    bend = rng.normal(0, 9)
    knots = [(-3000, 0), (-70, 0), (0, bend), (70, 0), (3000, 0)]
    line = LineString(
        [
            (mx + u * cos(angle) - v * sin(angle), my + u * sin(angle) + v * cos(angle))
            for u, v in knots
        ]
    )
    parts = [p for p in split(shape, line).geoms if p.area > 1]
    parts.sort(key=lambda p: (-p.area, p.centroid.x))
    if len(parts) > 2:
        parts = join_small(parts, max(p.area for p in parts) * 0.2)
    cuts = line.intersection(shape)
    return [p for p in parts if isinstance(p, Polygon)], cuts


def join_small(parts, least):
    """Merges pieces below an area into the neighbour with the longest common edge."""
    parts = list(parts)
    while True:
        small = min(range(len(parts)), key=lambda i: parts[i].area)
        if parts[small].area >= least or len(parts) == 1:
            return parts
        piece = parts.pop(small)
        edges = [piece.boundary.intersection(p.boundary).length for p in parts]
        best = int(np.argmax(edges))
        joined = unary_union([piece, parts[best]])
        if isinstance(joined, MultiPolygon):
            joined = unary_union([piece.buffer(0.01), parts[best]])
        parts[best] = joined


def zone_of(shape):
    """The zone at a polygon's middle."""
    p = shape.centroid if shape.contains(shape.centroid) else shape.representative_point()
    return zone_at(p.x, p.y)


def split_until(shapes, count, rng):
    """Splits the heaviest polygon again and again until there are `count`; returns cuts too."""
    shapes, cuts = list(shapes), []
    while len(shapes) < count:
        weights = [s.area * SPLIT_WEIGHT[zone_of(s)] for s in shapes]
        heavy = int(np.argmax(weights))
        parts, cut = cut_in_two(shapes[heavy], rng)
        room = count - len(shapes) + 1
        if len(parts) > room:
            parts = join_small(parts, sorted(p.area for p in parts)[-room] - 1e-6)
        shapes[heavy : heavy + 1] = parts
        cuts.append(cut)
    return shapes, cuts


def split_to_area(shape, rng):
    """Splits one grid into faces of the size usual in its zone; returns faces and cuts."""
    todo, done, cuts = [shape], [], []
    while todo:
        part = todo.pop()
        limit = FACE_HECTARES[zone_of(part)] * 1e4 * rng.uniform(0.8, 1.35)
        if part.area < limit * 1.25:
            done.append(part)
            continue
        parts, cut = cut_in_two(part, rng)
        if len(parts) < 2:
            done.append(part)
            continue
        todo.extend(parts)
        cuts.append(cut)
    return done, cuts


def as_lines(geometry):
    """The LineStrings inside any geometry."""
    if geometry.is_empty:
        return []
    if isinstance(geometry, LineString):
        return [geometry]
    return [g for part in getattr(geometry, "geoms", []) for g in as_lines(part)]


def lay_out(rng, names):
    """Builds grids, faces and the raw street lines of the town."""
    boundary = town_boundary()
    ys = np.linspace(-3000, 3000, 121)
    river_line = LineString([(river_x(y), y) for y in ys])
    rail_line = LineString([(x, rail_y(x)) for x in np.linspace(-3300, 3300, 111)])
    mains = main_streets()
    lines = [boundary.boundary, river_line, rail_line] + [s.line for s in mains]
    clipped = [g.intersection(boundary) for g in lines[1:]]
    net = shapely.union_all([boundary.boundary] + clipped, grid_size=SNAP)
    blocks = [p for p in polygonize(net) if boundary.buffer(1).contains(p)]
    blocks.sort(key=lambda p: (round(p.centroid.x), round(p.centroid.y)))
    blocks = join_within_sides(blocks, 24_000, rail_line, river_line)
    grids, cuts = split_until(blocks, GRID_COUNT, rng)
    plan = Plan(boundary, river_line.buffer(RIVER_HALF_WIDTH), rail_line)
    plan.streets = list(mains)
    for cut in cuts:
        tags = dict(
            highway="tertiary" if rng.random() < 0.2 else "residential", name=names.street()
        )
        plan.streets += [Street(g, tags) for g in as_lines(cut)]
    rough = []
    for index, grid in enumerate(grids):
        faces, cuts = split_to_area(grid, rng)
        rough += [(index, f) for f in faces]
        for cut in cuts:
            plan.streets += [Street(g, face_street(g, rng, names)) for g in as_lines(cut)]
    node_faces(plan, grids, rough)
    return plan, river_line


def face_street(line, rng, names):
    """Tags of a street inside a grid, after the zone it lies in."""
    p = line.interpolate(0.5, normalized=True)
    zone = zone_at(p.x, p.y)
    if zone == "core":
        kind = rng.choice(["residential", "living_street", "pedestrian", "residential"])
    elif zone in ("fringe", "village"):
        kind = rng.choice(["unclassified", "track"])
    else:
        kind = "unclassified" if zone == "industry" else "residential"
    tags = dict(highway=str(kind), name=names.street())
    if zone == "core" and kind == "residential" and rng.random() < 0.25:
        tags["oneway"] = "yes"
    return tags


def join_within_sides(blocks, least, rail, river):
    """Joins slivers, but never across the river or the railway."""

    def side(p):
        q = p.representative_point()
        return (q.y > rail_y(q.x), q.x > river_x(q.y))

    out = []
    for key in [(False, False), (False, True), (True, False), (True, True)]:
        group = [b for b in blocks if side(b) == key]
        if group:
            out += join_small(group, least)
    return out


def node_faces(plan, grids, rough):
    """Rounds and nodes all edges at once, so that neighbouring grids share every vertex."""
    edges = [f.boundary for _, f in rough] + [g.boundary for g in grids]
    net = shapely.union_all(edges, grid_size=SNAP)
    tree = shapely.STRtree([f for _, f in rough])
    for shape in sorted(polygonize(net), key=lambda p: (round(p.centroid.x), round(p.centroid.y))):
        owners = tree.query(shape, predicate="intersects")
        shares = [(shape.intersection(rough[i][1]).area, -int(i)) for i in sorted(owners)]
        if not shares:
            continue
        index = rough[-max(shares)[1]][0]
        plan.faces.append(Face(shape, index, zone_of(shape)))
    for index in range(len(grids)):
        own = [f.shape for f in plan.faces if f.grid == index]
        plan.grids.append(shapely.coverage_union_all(own))
    plan.grids = [
        g.geoms[0] if g.geom_type == "MultiPolygon" and len(g.geoms) == 1 else g for g in plan.grids
    ]
    plan.faces = [f for f in plan.faces if f.shape.area > 400]
