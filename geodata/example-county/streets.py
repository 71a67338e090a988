"""Turns raw street lines into a noded network with bridges, crossings, walls, gates and paths."""

from dataclasses import dataclass
from math import atan2, cos, pi, sin

import numpy as np
import shapely
from shapely.geometry import LineString, Point, Polygon
from shapely.ops import nearest_points, substring, unary_union

import townplan as town
from townplan import Street, as_lines


@dataclass
class Quarter:
    """One piece of built ground: a 小区, or (not `residential`) a works, school or market."""

    shape: object
    grid: int
    zone: str
    residential: bool
    walled: bool
    name: str = ""
    ident: str = ""
    use: str = ""


@dataclass
class Gate:
    """An opening in a wall, fence or embankment."""

    point: Point
    kind: str
    quarter: str = ""
    closed: bool = False


def choose_quarters(plan, rng, names, wanted=260):
    """Insets every face from its streets and calls `wanted` of them residential."""
    quarters = []
    for face in plan.faces:
        inset = 5.5 if face.zone == "core" else 9.0
        shape = face.shape.buffer(-inset, join_style="mitre", mitre_limit=2)
        shape = shape.difference(plan.river.buffer(32)).difference(plan.rail.buffer(26))
        shape = shape.simplify(0.5)
        if shape.geom_type != "Polygon":
            shape = max(getattr(shape, "geoms", [shape]), key=lambda g: g.area)
        if shape.is_empty or shape.area < 1500:
            continue
        quarters.append(Quarter(shape, face.grid, face.zone, False, False))
    rank = []
    for index, q in enumerate(quarters):
        base = dict(core=0.75, mid=0.8, new=0.76, village=9, fringe=0.76, industry=0.62, park=-9)
        if q.zone == "industry" and q.shape.area > 190_000:
            continue
        rank.append((base[q.zone] + rng.normal(0, 0.16), index))
    for _, index in sorted(rank, reverse=True)[:wanted]:
        quarters[index].residential = True
    dress_quarters(quarters, rng, names)
    return quarters


def dress_quarters(quarters, rng, names):
    """Gives names, ids, uses and walls."""
    walls = dict(core=0.06, mid=0.5, new=0.93, industry=1.0)
    uses = dict(
        core=["商业", "学校", "医院", "机关"],
        mid=["学校", "商业", "机关", "市场"],
        new=["学校", "待建地", "商业"],
        industry=["厂区", "仓储"],
        fringe=["农田", "林地"],
        park=["公园"],
        village=["农田"],
    )
    number = 0
    for q in quarters:
        chance = rng.random()
        if q.residential:
            number += 1
            q.ident, q.name, q.use = f"XQ{number:03d}", names.quarter(q.zone), "居住"
            q.walled = chance < walls.get(q.zone, 0)
            if q.zone == "fringe":
                q.shape = shrink(q.shape, rng.uniform(0.18, 0.4), rng)
            if q.zone == "industry":
                q.shape = shrink(q.shape, 0.3, rng)
        else:
            q.use = str(rng.choice(uses[q.zone]))
            q.walled = q.use in ("学校", "厂区", "仓储", "医院")


def shrink(shape, share, rng):
    """A hamlet's ground: the ragged part of a large field near its corner towards the town."""
    corner = min(shape.exterior.coords, key=lambda c: c[0] ** 2 + c[1] ** 2)
    turns = np.linspace(0, 2 * pi, 19)[:-1]
    ragged = rng.uniform(0.72, 1.18, len(turns))
    low, high = 0.0, 3000.0
    for _ in range(40):
        reach = (low + high) / 2
        blob = Polygon(
            [
                (corner[0] + reach * r * cos(t), corner[1] + reach * r * sin(t))
                for r, t in zip(ragged, turns)
            ]
        )
        part = shape.intersection(blob)
        low, high = (reach, high) if part.area < share * shape.area else (low, reach)
    return part if part.geom_type == "Polygon" else max(part.geoms, key=lambda g: g.area)


def cut_by_barriers(plan):
    """Ends streets at river and railway, but where a bridge, crossing or underpass carries them."""
    bank = plan.river.buffer(town.EMBANKMENT - town.RIVER_HALF_WIDTH)
    rail = plan.rail.buffer(town.RAIL_CLEARANCE)
    water = plan.river.buffer(5)
    zone = plan.boundary.buffer(330)
    ground, spans, gates = [], [], []
    for s in plan.streets:
        line = s.line.intersection(
            zone if s.tags["highway"] in ("trunk", "primary") else plan.boundary
        )
        if s.mode == "bridge":
            spans += bridge(line.intersection(water), s)
            line = line.difference(water).difference(rail)
        elif s.mode in ("level_crossing", "underpass"):
            line = cross_rail(plan, line.difference(bank), s, spans, gates)
        else:
            line = line.difference(bank).difference(rail)
        ground += [Street(g, s.tags) for g in as_lines(line) if g.length > 14]
    return ground, spans, gates


def bridge(part, street):
    """The tagged span of one street over the river."""
    tags = dict(street.tags, bridge="yes", layer=1)
    if street.tags["highway"] != "trunk":
        y = min(town.BRIDGES, key=lambda v: abs(part.centroid.y - v))
        tags["bridge_name"] = town.BRIDGES[y]
    return [Street(g, tags) for g in as_lines(part)]


def cross_rail(plan, line, street, spans, gates):
    """Carries one street over or under the railway."""
    strip = plan.rail.buffer(16)
    for g in as_lines(line.intersection(strip)):
        tags = dict(street.tags)
        if street.mode == "underpass":
            tags.update(tunnel="yes", layer=-1)
        spans.append(Street(g, tags))
        point = g.intersection(plan.rail)
        gates.append(Gate(point if point.geom_type == "Point" else g.centroid, street.mode))
    return line.difference(strip)


def side_streets(plan, names):
    """Embankment roads, the road along the station, and steps down to the water."""
    out = []
    for line in as_lines(plan.river.buffer(town.EMBANKMENT - town.RIVER_HALF_WIDTH).boundary):
        west = line.intersection(shapely.box(-5000, -1540, 5000, 1330))
        for g in as_lines(west):
            middle = g.interpolate(0.5, normalized=True)
            if middle.x < town.river_x(middle.y):
                out.append(Street(g, dict(highway="residential", name="滨河西路")))
            else:
                part = g.intersection(shapely.box(-5000, -760, 5000, 900))
                out += [
                    Street(p, dict(highway="footway", name="滨河东步道")) for p in as_lines(part)
                ]
    offset = plan.rail.parallel_offset(34, "right")
    part = offset.intersection(shapely.box(-1010, 0, 480, 3000))
    out += [Street(g, dict(highway="residential", name="铁道南路")) for g in as_lines(part)]
    return out


def alleys(plan, rng, names):
    """Footways through the old core, lanes in the village and the park, field tracks outside."""
    out = []
    for face in plan.faces:
        if face.zone == "core" and face.shape.area > 9000 and rng.random() < 0.62:
            parts, cut = town.cut_in_two(face.shape, rng, 0.2)
            kind = "footway" if rng.random() < 0.7 else "living_street"
            out += [Street(g, dict(highway=kind, name=names.street())) for g in as_lines(cut)]
            if parts and rng.random() < 0.35:
                _, cut = town.cut_in_two(parts[0], rng, 0.2)
                out += [Street(g, dict(highway="footway")) for g in as_lines(cut)]
        elif face.zone == "village":
            _, cut = town.cut_in_two(face.shape, rng, 0.1)
            for g in as_lines(cut):
                keep = substring(g, 0, rng.uniform(0.55, 0.85), normalized=True)
                out.append(Street(keep, dict(highway="track", surface="unpaved")))
        elif face.zone == "park":
            out += park_paths(face.shape, rng)
    return out


def park_paths(shape, rng):
    """A ring path in the park with spokes to its edge, one of them by steps."""
    ring = shape.buffer(-75).buffer(25)
    out = [Street(LineString(ring.exterior.coords), dict(highway="footway", name="苇荡公园环路"))]
    for k in range(6):
        p = ring.exterior.interpolate(k / 6, normalized=True)
        q = nearest_points(shape.exterior, p)[0]
        kind = "steps" if k == 2 else "footway"
        out.append(Street(LineString([p, q]), dict(highway=kind)))
    across = LineString(
        [(shape.bounds[0], shape.centroid.y), (shape.bounds[2], shape.centroid.y + 60)]
    )
    out += [Street(g, dict(highway="path")) for g in as_lines(across.intersection(ring))]
    return out


def compound(q, streets, tree, rng, obstacles):
    """Gates of one walled quarter, its inner loop, and the wall with openings at the gates."""
    ring = LineString(q.shape.exterior.coords)
    inner = q.shape.buffer(-16, join_style="mitre")
    if inner.geom_type != "Polygon" or inner.is_empty:
        return [ring], [], []
    loop = LineString(inner.simplify(2).exterior.coords)
    count = 1 if q.zone in ("mid", "core", "industry") or not q.residential else 2
    if q.residential and rng.random() < 0.25:
        count += 1
    spots = []
    for s in np.arange(12, ring.length - 12, 11.0):
        p = ring.interpolate(s)
        near = streets[int(tree.nearest(p))]
        target = nearest_points(near, p)[0]
        path = LineString([p, target])
        if path.length < 45 and not path.crosses(q.shape) and not path.intersects(obstacles):
            spots.append((path.length + rng.uniform(0, 14), s, p, target))
    chosen = []
    for spot in sorted(spots, key=lambda v: v[0]):
        if all(spot[2].distance(c[2]) > ring.length * 0.2 for c in chosen):
            chosen.append(spot)
        if len(chosen) == count:
            break
    return open_gates(q, ring, loop, inner, chosen, rng)


def open_gates(q, ring, loop, inner, chosen, rng):
    """Draws connectors through the chosen gates and cuts the wall there."""
    gates, paths, holes = [], [], []
    tags = inner_tags(q, rng)
    for number, (_, _, p, target) in enumerate(chosen):
        inside = nearest_points(loop, p)[0]
        closed = number > 0 and rng.random() < 0.16
        gates.append(Gate(p, "gate", q.ident, closed))
        if not closed:
            holes.append(p.buffer(4))
        link = tags
        if closed:
            # A closed gate is closed to everybody: no permission on foot is left.
            link = {key: value for key, value in tags.items() if key != "foot"} | {"access": "no"}
        paths += [Street(LineString([target, p]), link), Street(LineString([p, inside]), link)]
    if chosen:
        paths.append(Street(loop, tags))
        x0, y0, x1, y1 = inner.bounds
        across = LineString([(x0 - 9, inner.centroid.y), (x1 + 9, inner.centroid.y)])
        paths += [
            Street(g, dict(highway="footway")) for g in as_lines(across.intersection(Polygon(loop)))
        ]
    wall = ring.difference(unary_union(holes)) if holes else ring
    return as_lines(wall), gates, paths


def inner_tags(q, rng):
    """Tags of the ways inside a compound."""
    if not q.residential:
        return dict(highway="service", access="private")
    tags = dict(highway="service", service="driveway")
    if q.zone == "new":
        tags["access"] = "private"
        if rng.random() < 0.5:
            tags["foot"] = "permissive"
    return tags


def build_network(plan, quarters, rng, names):
    """The whole network: noded street edges, barrier lines and gates."""
    ground, spans, gates = cut_by_barriers(plan)
    ground += side_streets(plan, names)
    open_where_crossed(quarters, ground)
    closed = unary_union([q.shape for q in quarters if q.walled])
    for raw in alleys(plan, rng, names):
        if not raw.line.intersects(closed):
            ground += trimmed(raw, plan)
    ground = [Street(extend(s.line, 0.6), s.tags) for s in ground]
    lines = [s.line for s in ground if s.tags["highway"] != "trunk"]
    tree = shapely.STRtree(lines)
    obstacles = unary_union([plan.river.buffer(1), plan.rail.buffer(town.FENCE)])
    walls = []
    for q in quarters:
        if not q.walled:
            continue
        wall, openings, paths = compound(q, lines, tree, rng, obstacles)
        if not openings:
            q.walled = False
            continue
        walls += [(w, q) for w in wall]
        gates += openings
        ground += paths
    return node(ground + spans), walls, gates


def open_where_crossed(quarters, ground):
    """Takes the wall from quarters that a street runs through."""
    tree = shapely.STRtree([s.line for s in ground])
    for q in quarters:
        if q.walled and len(tree.query(q.shape, predicate="intersects")):
            q.walled = False


def trimmed(street, plan):
    """The parts of a small street clear of river and railway."""
    keep = street.line.difference(plan.river.buffer(15)).difference(plan.rail.buffer(20))
    return [Street(g, street.tags) for g in as_lines(keep) if g.length > 5]


def node(ground):
    """Nodes all lines together (no span crosses a street) and returns the tags to the pieces."""
    lines = [s.line for s in ground]
    net = shapely.union_all(lines, grid_size=town.SNAP)
    pieces = as_lines(net)
    tree = shapely.STRtree(lines)
    out = []
    for piece in pieces:
        middle = piece.interpolate(0.5, normalized=True)
        near = tree.query(middle.buffer(0.6))
        owner = min(near, key=lambda i: (round(lines[i].distance(middle), 1), int(i)))
        out.append(Street(piece, ground[owner].tags))
    out = without_stubs(out)
    out.sort(key=place_of)
    return out


def place_of(street):
    """A key that orders edges by where they lie."""
    ends = street.line.coords[0] + street.line.coords[-1]
    return tuple(round(v, 1) for v in ends) + (round(street.line.length, 1),)


def without_stubs(edges):
    """Drops the overshoots of line ends: pieces below 1.5 m that end freely."""
    degree = {}
    for s in edges:
        for c in (s.line.coords[0], s.line.coords[-1]):
            degree[c] = degree.get(c, 0) + 1
    return [
        s
        for s in edges
        if s.line.length > 1.5 or min(degree[s.line.coords[0]], degree[s.line.coords[-1]]) > 1
    ]


def rail_fences(plan, gates):
    """Railway and the fences on both sides, open where streets cross."""
    holes = unary_union(
        [g.point.buffer(15) for g in gates if g.kind in ("level_crossing", "underpass")]
    )
    reach = plan.boundary.buffer(330)
    out = []
    for side in ("left", "right"):
        fence = plan.rail.parallel_offset(town.FENCE, side).intersection(reach)
        fence = fence.difference(plan.river.buffer(20)).difference(holes)
        out += [(g, dict(barrier="fence", name="铁路护栏")) for g in as_lines(fence)]
    track = plan.rail.intersection(reach).difference(holes)
    out += [(g, dict(railway="rail", name="苇松铁路")) for g in as_lines(track)]
    return out


def open_water(plan, spans):
    """The river in pieces, open along the bridges, so that it can serve as a barrier layer."""
    river = plan.river.intersection(plan.boundary.buffer(330))
    walkable = [s.line for s in spans if s.tags.get("bridge") and s.tags["highway"] != "trunk"]
    holes = unary_union(
        [g.buffer(7, cap_style="flat") for g in [extend(line, 12) for line in walkable]]
    )
    pieces = river.difference(holes)
    return river, sorted(getattr(pieces, "geoms", [pieces]), key=lambda g: -g.centroid.y)


def extend(line, more):
    """The line lengthened straight on at both ends; closed lines stay as they are."""
    c = list(line.coords)
    if c[0] == c[-1]:
        return line

    def beyond(a, b):
        angle = atan2(b[1] - a[1], b[0] - a[0])
        return (b[0] + more * cos(angle), b[1] + more * sin(angle))

    return LineString([beyond(c[1], c[0])] + c + [beyond(c[-2], c[-1])])
