"""Streets and barriers of the town as OpenStreetMap nodes and ways, written as `songling.osm.pbf`."""

from dataclasses import dataclass, field

import osmium
import shapely
from shapely.geometry import LineString, Point

import formats
import streets

GENERATOR = "example-county/generate.py (synthetic data, no real place)"
MARK = dict(synthetic="yes", note="虚构数据 synthetic")
# Ids are positive and of no real object; each kind of way has a range of its own.
FIRST_ID = dict(street=1, railway=10_001, wall=20_001, fence=30_001, water=40_001)
STREET_KEYS = (
    "highway name oneway access foot bridge tunnel layer surface service bridge_name".split()
)
# Streets were snapped to 0.1 m: a gate lies at most this far from the street end that passes it.
SNAPPED_METRES = 0.3


@dataclass
class Extract:
    """Nodes and ways in the making; a node's id is its place in `places` plus one."""

    places: list = field(default_factory=list)
    node_tags: dict = field(default_factory=dict)
    ways: list = field(default_factory=list)
    junctions: dict = field(default_factory=dict)
    counts: dict = field(default_factory=dict)

    def node(self, place):
        """A node of its own, shared with nothing."""
        self.places.append(place)
        return len(self.places)

    def junction(self, place):
        """The node that all street ends at this place share."""
        if place not in self.junctions:
            self.junctions[place] = self.node(place)
        return self.junctions[place]

    def way(self, kind, nodes, tags):
        """Adds a way with the next id of its kind."""
        number = self.counts.get(kind, 0)
        self.counts[kind] = number + 1
        self.ways.append((FIRST_ID[kind] + number, nodes, dict(tags, **MARK)))


def build(town):
    """The extract of a town."""
    out = Extract()
    crossings = [g for g in town.gates if g.kind == "level_crossing"]
    at_rails = add_streets(out, town.streets, town.plan.rail, crossings)
    add_railway(out, town, at_rails)
    add_walls(out, town)
    add_fences(out, town)
    shore = places_of(LineString(river_of(town).exterior.coords))
    add_ring(out, "water", shore, dict(natural="water", water="river", name="汀水河"))
    return out


def river_of(town):
    """The river without openings, as in `water.geojson`."""
    return town.plan.river.intersection(town.plan.boundary.buffer(330))


def places_of(line):
    """Degrees of a line's vertices, as every GeoJSON file has them."""
    return [tuple(c) for c in formats.geometry_of(line)["coordinates"]]


def add_streets(out, edges, rail, crossings):
    """One way for each edge of `streets.geojson`; a vertex where the edge crosses rails on the level.

    Only ends are shared: inner vertices that happen to coincide join nothing.
    """
    at_rails = []
    for s in edges:
        places = places_of(s.line)
        nodes = [out.junction(places[0])]
        nodes += [out.node(p) for p in places[1:-1]]
        nodes.append(out.junction(places[-1]))
        on_level = not s.tags.get("bridge") and not s.tags.get("tunnel")
        if on_level and any(s.line.distance(g.point) < 1 for g in crossings):
            at_rails.append(insert_crossing(out, s.line, nodes, rail))
        tags = {k: str(s.tags[k]) for k in STREET_KEYS if s.tags.get(k) is not None}
        if "bridge_name" in tags:
            tags["bridge:name"] = tags.pop("bridge_name")
        out.way("street", nodes, tags)
    return at_rails


def insert_crossing(out, line, nodes, rail):
    """Puts a level crossing into a street's nodes and returns its node with its place on the plan."""
    point = line.intersection(rail)
    assert point.geom_type == "Point", "a street crosses the rails once"
    node = out.node(formats.degrees_of(point.x, point.y))
    out.node_tags[node] = dict(railway="level_crossing", **MARK)
    before = sum(line.project(Point(c)) < line.project(point) for c in line.coords)
    nodes.insert(before, node)
    return node, point


def with_nodes(out, line, inserted):
    """Nodes of a line with given nodes put in where they lie along it."""
    stops = [(line.project(Point(c)), None, p) for c, p in zip(line.coords, places_of(line))]
    if line.is_ring:
        stops.pop()
    stops += [(line.project(point), node, None) for node, point in inserted]
    stops.sort(key=lambda stop: stop[0])
    nodes = [out.node(place) if node is None else node for _, node, place in stops]
    return nodes + nodes[:1] if line.is_ring else nodes


def add_railway(out, town, crossings):
    """The whole railway; level crossings are nodes of it and of the street."""
    line = town.plan.rail.intersection(town.plan.boundary.buffer(330))
    nodes = with_nodes(out, line, crossings)
    out.way("railway", nodes, dict(railway="rail", name="苇松铁路"))


def add_walls(out, town):
    """The whole wall of every walled quarter; its gates are nodes of it and of the street."""
    ends = sorted({c for s in town.streets for c in (s.line.coords[0], s.line.coords[-1])})
    tree = shapely.STRtree([Point(c) for c in ends])
    for q in town.quarters:
        if not q.walled:
            continue
        ring = LineString(q.shape.exterior.coords)
        inserted = []
        for g in town.gates:
            if g.kind != "gate" or ring.distance(g.point) > 0.01:
                continue
            at = Point(ends[int(tree.nearest(g.point))])
            assert at.distance(g.point) < SNAPPED_METRES, "a street ends at every gate"
            node = out.junction(formats.degrees_of(at.x, at.y))
            out.node_tags[node] = dict(
                barrier="gate", access="no" if g.closed else "yes", **MARK
            )
            inserted.append((node, g.point))
        out.way("wall", with_nodes(out, ring, inserted), dict(barrier="wall"))


def add_fences(out, town):
    """The fences along the railway, open where streets cross."""
    for line, tags in streets.rail_fences(town.plan, town.gates):
        if "barrier" in tags:
            out.way("fence", with_nodes(out, line, []), tags)


def add_ring(out, kind, places, tags):
    """A closed way."""
    nodes = [out.node(p) for p in places[:-1]]
    out.way(kind, nodes + nodes[:1], tags)


def write(path, extract):
    """Writes the extract: no versions, times or users, and the same bytes for the same town."""
    lons, lats = zip(*extract.places)
    header = osmium.io.Header()
    header.add_box(osmium.osm.Box(min(lons), min(lats), max(lons), max(lats)))
    header.set("generator", GENERATOR)
    path.unlink(missing_ok=True)
    target = osmium.io.File(str(path), "pbf,add_metadata=none")
    with osmium.SimpleWriter(target, header=header) as writer:
        for ident, place in enumerate(extract.places, 1):
            tags = extract.node_tags.get(ident, {})
            writer.add_node(osmium.osm.mutable.Node(id=ident, location=place, tags=tags))
        for ident, nodes, tags in sorted(extract.ways, key=lambda way: way[0]):
            writer.add_way(osmium.osm.mutable.Way(id=ident, nodes=nodes, tags=tags))
