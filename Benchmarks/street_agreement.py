"""Compares walking lengths of lifecircle with those of independent graphs of the same extracts.

Usage: street_agreement.py [--bin .build/release/lifecircle] [--peers contract,osmnx] [EXTRACT …]

For each extract and peer, 15 junctions are stations and up to 1,000 others are demand points, all drawn with a fixed
seed from the peer's usable streets. The peer's shortest lengths to the nearest station (scipy's Dijkstra) are held against
lifecircle's `walk_min`, walked at 1 km/h so that two decimals of a minute mean 8 cm.

| peer | rules | lengths |
|---|---|---|
| `contract` | SPEC §4 written once more in this file, ends at no gate; read by pyosmium | geodesic (pyproj), steps double |
| `pandana` | the same network as `contract` | pandana's contraction hierarchies instead of scipy's Dijkstra |
| `osmnx` | those of `network_type="walk"`, both ways; read by OSMnx | geodesic, steps as long as they are |
| `osmnx-rules` | the same, and lifecircle walks by them too (`--walk-rules`) | as before |

OSMnx measures on a sphere, which differs by 0.15 % in the median (0.42 % at most); its edges are measured anew, so that
what is left are rules and topology.

Prints one line each: extract, peer, places, the median, 99th percentile and largest relative difference, and how many lie
within 0.1 % (or 0.2 m), are longer, are shorter, or are unreachable in one of the two.
"""

import argparse
import json
import os
import random
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components, dijkstra

SPEED = 1
USABLE_METRES = 2000
NO_WAY = set(
    "motorway motorway_link construction proposed abandoned disused razed platform raceway "
    "bus_guideway busway escape".split()
)
ALLOWED = {"yes", "designated", "permissive", "destination"}
SIDEWALKS = {"yes", "both", "left", "right"}
# network_type="walk" of OSMnx 2.1 as rows of --walk-rules; its patterns match parts of words ("motor", "no").
OSMNX_OUT = "abandoned|bus_guideway|construction|cycleway|motor|no|planned|platform|proposed|raceway|razed|rest_area|services"
OSMNX_RULES = """{ base: "none", rules: [
  { match: { highway: "*" }, walkable: true },
  { match: { highway: "abandoned|bus_guideway|construction|cycleway|motorway|motorway_link|no|planned|platform|proposed|raceway|razed|rest_area|services" }, walkable: false },
  { match: { area: "yes" }, walkable: false }, { match: { foot: "no" }, walkable: false },
  { match: { service: "private" }, walkable: false }, { match: { access: "private" }, walkable: false } ] }"""
SHARED = Path(os.environ.get("LIFECIRCLE_SHARED", Path(__file__).resolve().parents[2] / "shared"))
PLACES = [
    "porto-alegre/poa_osm.pbf",
    "helsinki/helsinki_centre.osm.pbf",
    "osm-extracts/munich_centre.osm.pbf",
    "osm-extracts/london_city.osm.pbf",
    "osm-extracts/monaco.osm.pbf",
    "osm-extracts/liechtenstein.osm.pbf",
    "osm-extracts/krems.osm.gz",
    "routing-reference/andorra.osm.gz",
    "routing-reference/map-sidewalk-no.osm.gz",
    "beijing-xueyuanlu/map.osm",
    "shenzhen-longgang/map.osm",
    "porto/porto_portugal.osm.pbf",
]


def is_walkable(tags):
    """The contract's rules (SPEC §4)."""
    kind, foot = tags.get("highway"), tags.get("foot")
    if kind is None or kind in NO_WAY or foot in ("no", "use_sidepath"):
        return False
    if foot in ALLOWED:
        return True
    if tags.get("access") == "no":
        return False
    sidewalk = [tags.get(k) for k in ("sidewalk", "sidewalk:both", "sidewalk:left", "sidewalk:right")]
    if sidewalk[0] in SIDEWALKS or "yes" in sidewalk[1:]:
        return True
    if "yes" in (tags.get("motorroad"), tags.get("expressway")):
        return False
    if kind in ("trunk", "trunk_link"):
        try:
            high = float(tags.get("layer", 0)) > 0
        except ValueError:
            high = False
        return not (high or tags.get("bridge", "no") != "no")
    return True


class Network:
    """Nodes with places, and directed lengths between them."""

    def __init__(self, ids, lon, lat, tails, heads, metres):
        self.ids, self.lon, self.lat = np.asarray(ids), np.asarray(lon), np.asarray(lat)
        size = (len(self.ids),) * 2
        order = np.argsort(metres)[::-1]  # of parallel edges the shortest comes last
        pairs = np.stack([np.asarray(tails)[order], np.asarray(heads)[order]])
        key = pairs[0].astype(np.int64) * size[0] + pairs[1]
        last = len(key) - 1 - np.unique(key[::-1], return_index=True)[1]
        self.metres = np.asarray(metres)[order][last]
        self.pairs = pairs[:, last]
        self.matrix = coo_matrix((np.maximum(self.metres, 1e-9), self.pairs), shape=size).tocsr()

    def usable(self):
        """Whether a node belongs to the largest component or one long enough."""
        count, label = connected_components(self.matrix, directed=False)
        length = np.bincount(label[self.pairs[0]], self.metres, minlength=count) / 2
        return ((length >= USABLE_METRES) | (length == length.max()))[label]


def contract(path):
    """The network by the contract's rules."""
    import osmium
    import pyproj

    places, ways, permitted = {}, [], []
    for item in osmium.FileProcessor(str(path)):
        if item.is_node():
            if item.location.valid():
                places[item.id] = (item.location.lon, item.location.lat)
        elif item.is_way():
            tags = dict(item.tags)
            if is_walkable(tags):
                ways.append((tags, [n.ref for n in item.nodes]))
    number, tails, heads, factors = {}, [], [], []
    for tags, nodes in ways:
        factor = 2 if tags["highway"] == "steps" else 1
        forward = tags.get("oneway:foot") not in ("-1", "reverse") and tags.get("foot:forward") != "no"
        backward = tags.get("oneway:foot") not in ("yes", "1", "true") and tags.get("foot:backward") != "no"
        for a, b in zip(nodes, nodes[1:]):
            if a == b or a not in places or b not in places:
                continue
            x, y = (number.setdefault(n, len(number)) for n in (a, b))
            for allowed, pair in ((forward, (x, y)), (backward, (y, x))):
                if allowed:
                    tails.append(pair[0]), heads.append(pair[1]), factors.append(factor)
    lon, lat = np.array([places[n] for n in number]).T
    tails, heads = np.array(tails), np.array(heads)
    metres = pyproj.Geod(ellps="WGS84").inv(lon[tails], lat[tails], lon[heads], lat[heads])[2]
    return Network(list(number), lon, lat, tails, heads, metres * np.array(factors))


def osmnx(path):
    """OSMnx's walking network of an extract (as XML)."""
    import osmnx as ox
    import pyproj

    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.osm"
        subprocess.run(["osmium", "cat", str(path), "-o", str(plain)], check=True, capture_output=True)
        ox.settings.use_cache = False
        ox.settings.useful_tags_way = [*ox.settings.useful_tags_way, "foot"]
        graph = ox.graph_from_xml(plain, bidirectional=True, simplify=False, retain_all=True)
    # graph_from_xml applies no filter: OSMnx's own for walking (osmnx/_overpass.py), in its words.
    keep = []
    for a, b, key, data in graph.edges(keys=True, data=True):
        kind = data.get("highway")
        kinds = set(kind) if isinstance(kind, list) else {kind}
        if kinds == {None} or any(word in str(k) for k in kinds for word in OSMNX_OUT.split("|")):
            continue
        if data.get("area") == "yes" or data.get("foot") == "no" or data.get("service") == "private":
            continue
        if data.get("access") == "private":
            continue
        keep.append((a, b))
    ids = sorted({n for a, b in keep for n in (a, b)})
    number = {n: i for i, n in enumerate(ids)}
    lon = [graph.nodes[n]["x"] for n in ids]
    lat = [graph.nodes[n]["y"] for n in ids]
    tails = [number[a] for a, _ in keep] + [number[b] for _, b in keep]
    heads = [number[b] for _, b in keep] + [number[a] for a, _ in keep]
    lon, lat = np.array(lon), np.array(lat)
    metres = pyproj.Geod(ellps="WGS84").inv(lon[tails], lat[tails], lon[heads], lat[heads])[2]
    return Network(ids, lon, lat, tails, heads, metres)


def pandana_metres(network, stations, demand):
    """Lengths of the demand nodes to their nearest station by pandana, which counts in whole millimetres."""
    import warnings

    import pandana
    import pandas

    warnings.simplefilter("ignore")  # each place out of reach is told
    columns = [pandas.Series(c) for c in (network.lon, network.lat, *network.pairs)]
    router = pandana.Network(*columns, pandas.DataFrame({"metres": network.metres}), twoway=False)
    nearest = np.full(len(demand), np.inf)
    for station in stations:
        found = router.shortest_path_lengths(list(demand), [station] * len(demand), imp_name="metres")
        nearest = np.minimum(nearest, found)
    # It says 2^32 - 1 mm for unreachable.
    return np.where(nearest > 4.29e6, np.inf, nearest)


def collection(features):
    """GeoJSON text of features."""
    return json.dumps({"type": "FeatureCollection", "features": features})


def feature(kind, coordinates, **properties):
    """One GeoJSON feature."""
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def own_metres(binary, path, network, stations, demand, folder, rules):
    """lifecircle's walking lengths of the demand nodes to their nearest station; None where unreachable."""
    lon, lat, side = network.lon, network.lat, 2e-5
    points = [feature("Point", [lon[n], lat[n]], id=f"s{n}") for n in map(int, stations)]
    (folder / "stations.geojson").write_text(collection(points))
    cells, people = [], []
    for n in map(int, demand):
        ring = [[lon[n] + x * side, lat[n] + y * side] for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))]
        cells.append(feature("Polygon", [ring], id=str(n)))
        people.append(feature("Point", [lon[n], lat[n]], block_id=str(n), people=1))
    (folder / "cells.geojson").write_text(collection(cells))
    (folder / "people.geojson").write_text(collection(people))
    command = [binary, "coverage", "--blocks", folder / "cells.geojson", "--stations", folder / "stations.geojson"]
    command += ["--demand", folder / "people.geojson", "--streets", path, "-o", folder / "out.geojson", "--lang", "en"]
    command += ["--speed", SPEED, "--max-minutes", 1440, "--minutes", 15, "--leg-barriers", "none", "--quiet"]
    if rules:
        command += ["--walk-rules", rules]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{path}: {done.stderr.strip()}")
    features = json.loads((folder / "out.geojson").read_text())["features"]
    minutes = [f["properties"]["walk_min"] for f in features]
    return [None if m is None else m * SPEED * 1000 / 60 for m in minutes]


def compare(binary, path, peer):
    """Prints the comparison for one extract and one peer, and gives its row."""
    network = contract(path) if peer in ("contract", "pandana") else osmnx(path)
    draw = random.Random(20260)
    degree = np.diff(network.matrix.indptr)
    places = np.flatnonzero(network.usable() & (degree > 0))
    picked = draw.sample(list(places), min(1015, len(places)))
    stations, demand = np.array(picked[:15]), np.array(picked[15:])
    if peer == "pandana":
        reference = pandana_metres(network, stations, demand)
    else:
        # People walk to the station, so lengths run against the arcs.
        reference = dijkstra(network.matrix.T, indices=stations, min_only=True)[demand]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rules = None
        if peer.startswith("osmnx"):
            rules = folder / "rules.json5"
            level = '{ rules: [ { match: { highway: "steps" }, factor: 1 } ] }'
            rules.write_text(level if peer == "osmnx" else OSMNX_RULES)
        own = own_metres(binary, path, network, stations, demand, folder, rules)
    lost = sum((o is None) != bool(np.isinf(r)) for o, r in zip(own, reference))
    both = [(o, r, n) for o, r, n in zip(own, reference, demand) if o is not None and not np.isinf(r)]
    off = np.array([(o - r) / max(r, 100) for o, r, _ in both])
    same = np.array([abs(o - r) <= max(1e-3 * r, 0.2) for o, r, _ in both])
    row = {
        "place": Path(path).parent.name + "/" + Path(path).name, "peer": peer, "places": len(own),
        "median": float(np.median(abs(off))), "p99": float(np.quantile(abs(off), 0.99)),
        "largest": float(abs(off).max()), "same": int(same.sum()),
        "longer": int(((off > 0) & ~same).sum()), "shorter": int(((off < 0) & ~same).sum()), "lost": int(lost),
    }
    print(json.dumps(row), flush=True)
    worst = sorted(zip(abs(off), both), key=lambda pair: -pair[0])[:3]
    for part, (o, r, n) in worst:
        if part > 1e-3:
            print(f"    node {network.ids[n]}: lifecircle {o:.1f} m, {peer} {r:.1f} m", flush=True)
    return row


def main():
    """Runs the places and peers asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", default=".build/release/lifecircle")
    parser.add_argument("--peers", default="contract,pandana,osmnx,osmnx-rules")
    parser.add_argument("extracts", nargs="*")
    options = parser.parse_args()
    for path in options.extracts or [SHARED / "geodata" / place for place in PLACES]:
        if not Path(path).exists():
            print(f"{path} skipped: absent")
            continue
        for peer in options.peers.split(","):
            try:
                compare(options.bin, path, peer)
            except ValueError as error:
                print(f"{path} {peer}: refused by the peer: {error}", flush=True)


if __name__ == "__main__":
    main()
