#!/usr/bin/env python3
"""Makes the data files of the fictional county town 松岭县 (虚构).

Usage: python generate.py [--seed N] [--out DIR]. The same seed gives the same bytes.
All data are synthetic and depict no real place.
"""

import argparse
from math import ceil, floor
from pathlib import Path

import numpy as np
import shapely

import extract
import formats
import people
import services
import streets
import townplan as town
from names import COMMUNITIES, STREETS, Names

SEED = 20240501
GROUND = dict(
    core="老城区",
    mid="建成区",
    new="新建小区",
    village="城中村",
    industry="工业带",
    fringe="城郊",
    park="公园",
)
CLUSTERS = "甲乙丙丁戊"


class Town:
    """The town in memory, made from one seed."""

    def __init__(self, seed):
        rng, names = np.random.default_rng(seed), Names()
        self.plan, _ = town.lay_out(rng, names)
        self.quarters = streets.choose_quarters(self.plan, rng, names)
        self.streets, self.walls, self.gates = streets.build_network(
            self.plan, self.quarters, rng, names
        )
        self.buildings = people.raise_buildings(self.quarters, self.plan.grids, rng)
        raw = np.zeros(len(self.plan.grids))
        for b in self.buildings:
            raw[b.grid] += b.weight
        self.community_of, self.street_of = people.form_communities(self.plan.grids, raw)
        self.in_reading_order()
        people.settle(self.buildings, [self.street_of[c] for c in self.community_of], rng)
        spots = services.frontages(self.quarters, self.gates, self.plan.grids, rng)
        placed = (self.community_of, self.street_of, rng)
        self.stations = services.make_stations(spots, self.buildings, *placed)
        self.candidates = services.make_candidates(spots, self.stations, *placed)

    def in_reading_order(self):
        """Numbers the grids community by community, north to south."""
        shapes = self.plan.grids
        order = sorted(
            range(len(shapes)),
            key=lambda i: (
                self.street_of[self.community_of[i]],
                self.community_of[i],
                -round(shapes[i].centroid.y),
                round(shapes[i].centroid.x),
            ),
        )
        place = {old: new for new, old in enumerate(order)}
        self.plan.grids = [shapes[i] for i in order]
        self.community_of = [int(self.community_of[i]) for i in order]
        for thing in self.plan.faces + self.quarters + self.buildings:
            thing.grid = place[thing.grid]
        self.cluster_of = clusters(self.plan.grids, self.community_of, self.street_of)


def clusters(grids, community_of, street_of):
    """Five clusters (连片) of neighbouring communities within one sub-district."""
    centre = {}
    for c in range(13):
        own = [grids[i].centroid for i in range(len(grids)) if community_of[i] == c]
        centre[c] = (sum(p.x for p in own) / len(own), sum(p.y for p in own) / len(own))
    out, label = {}, 0
    for s, parts in ((0, 2), (1, 3)):
        own = sorted(
            (c for c in range(13) if street_of[c] == s),
            key=lambda c: -centre[c][1] + 0.2 * centre[c][0],
        )
        for chunk in np.array_split(own, parts):
            out.update({int(c): f"{CLUSTERS[label]}片区" for c in chunk})
            label += 1
    return out


def grid_rows(t):
    """The fields of every grid, with its people summed over its buildings."""
    rows = []
    turn = {}
    for i, shape in enumerate(t.plan.grids):
        own = [b for b in t.buildings if b.grid == i]
        c = t.community_of[i]
        turn[c] = turn.get(c, 0) + 1
        name = COMMUNITIES[c] + "社区"
        rows.append(
            (
                shape,
                dict(
                    id=f"WG{i + 1:03d}",
                    name=f"{name}第{turn[c]}网格",
                    community=name,
                    street=STREETS[t.street_of[c]],
                    cluster=t.cluster_of[c],
                    population=sum(b.people for b in own),
                    households=sum(b.households for b in own),
                    elderly=sum(b.elderly for b in own),
                    children=sum(b.children for b in own),
                    note=ground(t, i),
                ),
            )
        )
    return rows


def ground(t, grid):
    """What most of a grid is, as a note that says the data are fictional."""
    area = {}
    for f in t.plan.faces:
        if f.grid == grid:
            area[f.zone] = area.get(f.zone, 0) + f.shape.area
    return GROUND[max(area, key=area.get)] + "（虚构）"


def community_rows(grids):
    """Communities as exact unions of their grids."""
    rows = []
    for number, c in enumerate(COMMUNITIES, 1):
        own = [(s, f) for s, f in grids if f["community"] == c + "社区"]
        shape = shapely.coverage_union_all([s for s, _ in own])
        total = {
            k: sum(f[k] for _, f in own)
            for k in ("population", "households", "elderly", "children")
        }
        rows.append(
            (
                shape,
                dict(
                    id=f"SQ{number:02d}",
                    name=c + "社区",
                    street=own[0][1]["street"],
                    cluster=own[0][1]["cluster"],
                    grids=len(own),
                    **total,
                ),
            )
        )
    return rows


def quarter_rows(t):
    """Residential quarters, the mask of where people live."""
    people_of = {}
    for b in t.buildings:
        people_of[b.quarter.ident] = people_of.get(b.quarter.ident, 0) + b.people
    rows = []
    for q in t.quarters:
        if q.residential:
            rows.append(
                (
                    q.shape,
                    dict(
                        id=q.ident,
                        name=q.name,
                        block_id=f"WG{q.grid + 1:03d}",
                        walled=q.walled,
                        population=people_of.get(q.ident, 0),
                    ),
                )
            )
    return rows


def building_rows(t):
    """Demand points: one row a residential building."""
    rows = []
    for number, b in enumerate(t.buildings, 1):
        lon, lat = formats.degrees_of(b.point.x, b.point.y)
        rows.append(
            [
                f"JZ{number:04d}",
                f"{lon:.7f}",
                f"{lat:.7f}",
                b.people,
                b.households,
                b.elderly,
                b.children,
                f"WG{b.grid + 1:03d}",
                b.quarter.name,
                b.kind,
                "true",
            ]
        )
    return rows


def barrier_rows(t):
    """River, railway, fences and walls, open where a street may pass."""
    river, pieces = streets.open_water(t.plan, t.streets)
    rows = [(p, dict(kind="river", natural="water", name="汀水河")) for p in pieces]
    for line, tags in streets.rail_fences(t.plan, t.gates):
        rows.append((line, dict(kind="railway" if "railway" in tags else "fence", **tags)))
    for line, q in t.walls:
        rows.append((line, dict(kind="wall", barrier="wall", quarter=q.ident or q.use)))
    water = [(river, dict(id="HL01", natural="water", water="river", name="汀水河"))]
    return [(s, dict(id=f"ZA{i:04d}", **f)) for i, (s, f) in enumerate(rows, 1)], water


def gate_rows(t):
    """Openings: gates of compounds and railway crossings."""
    rows = []
    for number, g in enumerate(t.gates, 1):
        fields = dict(
            id=f"DM{number:03d}",
            kind=g.kind,
            quarter=g.quarter or None,
            access="no" if g.closed else "yes",
        )
        rows.append((g.point, fields))
    return rows


def street_rows(t):
    """Street edges with their OSM-like tags."""
    return [(s.line, dict(id=f"JD{i:04d}", **s.tags)) for i, s in enumerate(t.streets, 1)]


def raster(t, cell=100):
    """People counted into square cells whose edges are multiples of `cell`."""
    ox, oy = town.ORIGIN
    x0, y0, x1, y1 = t.plan.boundary.bounds
    west, north = floor((x0 + ox) / cell) * cell, ceil((y1 + oy) / cell) * cell
    columns, rows = ceil((x1 + ox - west) / cell), ceil((north - y0 - oy) / cell)
    cells = np.zeros((rows, columns))
    for b in t.buildings:
        cells[int((north - b.point.y - oy) // cell), int((b.point.x + ox - west) // cell)] += (
            b.people
        )
    return cells, west, north, cell


def write_all(t, out):
    """Writes every file."""
    grids = grid_rows(t)
    title = "松岭县（虚构）{}, fictional data"

    def put(name, rows, words):
        formats.write_geojson(out / name, rows, title.format(words))

    put("grids.geojson", grids, "网格")
    put("communities.geojson", community_rows(grids), "社区")
    put("quarters.geojson", quarter_rows(t), "小区")
    put("stations.geojson", [(s.point, s.fields) for s in t.stations], "暖心驿站")
    put("candidates.geojson", [(s.point, s.fields) for s in t.candidates], "备选用房")
    put("streets.geojson", street_rows(t), "道路")
    barriers, water = barrier_rows(t)
    put("barriers.geojson", barriers, "阻隔")
    put("water.geojson", water, "水面")
    put("gates.geojson", gate_rows(t), "出入口")
    formats.write_csv(
        out / "buildings.csv",
        "id lon lat population households elderly children block_id quarter kind synthetic".split(),
        building_rows(t),
    )
    columns = [
        ("编号", "C", 10),
        ("名称", "C", 40),
        ("社区", "C", 20),
        ("街道", "C", 20),
        ("人口", "N", 10),
        ("备注", "C", 20),
    ]
    table = [
        [f["id"], f["name"], f["community"], f["street"], f["population"], "虚构数据"]
        for _, f in grids
    ]
    formats.write_shapefile_zip(
        out / "grids_gbk.zip", "grids_synthetic", [s for s, _ in grids], columns, table
    )
    formats.write_station_workbook(out / "stations_gcj02.xlsx", t.stations, services.SERVICES)
    formats.write_raster(out / "population.tif", *raster(t))
    extract.write(out / "songling.osm.pbf", extract.build(t))


def main():
    """Reads the command line and writes the town."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    write_all(Town(options.seed), options.out)


if __name__ == "__main__":
    main()
