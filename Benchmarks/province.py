#!/usr/bin/env python3
"""Makes a province: towns of different size, density and street pattern, none of them a copy of another.

Usage: province.py OUT [--counties 9] [--grids 9000] [--stations 4500] [--nodes 900000] [--seed 1]
Writes OUT/grids.geojson, stations.geojson, streets.osm.pbf and province.json (what was made). The same numbers give the
same bytes; memory is bounded by one town; all data are invented. Standard library alone.
"""

import argparse
import json
from collections.abc import Iterator
from math import ceil, cos, pi, sqrt
from pathlib import Path
from random import Random

from osm_pbf import ExtractWriter
from province_town import METRES_PER_DEGREE, PATTERNS, Lattice, Streets, Town, chosen_cells, people_of

# The province's south-western corner, where degrees behave as they do in the north-east of China.
WEST, SOUTH = 122.0, 42.0
FIRST, SECOND = "松柳桦榆枫槐梅兰竹菊云青白金银东西南北安", "岭河江湖泉山原川溪湾台城关桥林塘阳宁平和"
STATION_TIERS = ("街道", "社区", "网格")
# A road between towns has a node this often, in metres.
ROAD_STEP = 500.0


def shared_out(total: int, weights: list[float], least: int) -> list[int]:
    """A whole number split by weights, nobody below `least`: largest remainders (Hamilton)."""
    rest = total - least * len(weights)
    if rest < 0:
        raise SystemExit(f"province: {total} is too few for {len(weights)} places of {least} each")
    exact = [rest * weight / sum(weights) for weight in weights]
    shares = [int(share) for share in exact]
    order = sorted(range(len(weights)), key=lambda i: (shares[i] - exact[i], i))
    for index in order[: rest - sum(shares)]:
        shares[index] += 1
    return [share + least for share in shares]


def place_name(number: int) -> str:
    """Two characters; a number behind them once all pairs are used."""
    pair = FIRST[number % 20] + SECOND[(number // 20 + number * 7) % 20]
    return pair if number < 400 else f"{pair}{number // 400 + 1}"


def towns_of(county: int, grids: int, options: argparse.Namespace) -> list[Town]:
    """A county's towns: the seat first, then up to eight townships."""
    random = Random(f"{options.seed}/county/{county}")
    count = max(1, min(random.randint(4, 9), grids // 12))
    weights = [random.uniform(2, 6)] + [random.lognormvariate(0, 0.6) for _ in range(count - 1)]
    name = place_name(county) + "县"
    towns = []
    for index, blocks in enumerate(shared_out(grids, weights, 6)):
        # Long towns only where they are small: a county is as wide as its longest town.
        patterns = list(PATTERNS) if blocks <= 150 else ["chequer", "organic", "ring"]
        towns.append(
            Town(
                county,
                index,
                place_name(county * 13 + index * 29 + 5) + ("街道" if index == 0 else "镇"),
                name,
                blocks,
                random.choice(patterns),
                random.uniform(170, 400),
                random.uniform(150, 850),
                f"{options.seed}/{county}/{index}",
                joined=random.random() > 0.06,
            )
        )
    return towns


def lay_out(options: argparse.Namespace) -> list[Town]:
    """All towns with their places, stations and the fineness of their streets."""
    random = Random(f"{options.seed}/province")
    weights = [random.lognormvariate(0, 0.7) for _ in range(options.counties)]
    grids = shared_out(options.grids, weights, 6)
    towns = [town for county in range(options.counties) for town in towns_of(county, grids[county], options)]
    supply = [town.blocks * random.uniform(0.4, 1.6) for town in towns]
    for town, stations in zip(towns, shared_out(options.stations, supply, 1)):
        town.stations = stations
    choose_fineness(towns, options.nodes)
    place(towns, options.counties, random)
    return towns


def choose_fineness(towns: list[Town], nodes: int) -> None:
    """Steps to a side of a block; what one town rounds away the next ones make up for."""
    blocks = sum(town.blocks for town in towns)
    for town in towns:
        wanted = max(4.0, nodes / blocks) * PATTERNS[town.pattern][1]
        town.fineness = max(2, round(sqrt(wanted)))
        nodes -= town.blocks * town.fineness**2
        blocks -= town.blocks


def place(towns: list[Town], counties: int, random: Random) -> None:
    """Counties in rows that turn at their ends, so that each lies beside the one before; towns on nine places of each."""
    pitch = 1.1 * max(town.extent for town in towns) + 1500
    across = ceil(sqrt(counties))
    north = SOUTH + 3 * pitch * ceil(counties / across) / METRES_PER_DEGREE
    narrowing = cos(north * pi / 180)
    for county in range(counties):
        row, column = divmod(county, across)
        column = column if row % 2 == 0 else across - 1 - column
        places = [spot for spot in range(9) if spot != 4]
        random.shuffle(places)
        own = [town for town in towns if town.county == county]
        for town, spot in zip(own, [4, *places]):
            slack = (pitch - town.extent) / 2
            x = (3 * column + spot % 3 + 0.5) * pitch + random.uniform(-slack, slack)
            y = (3 * row + spot // 3 + 0.5) * pitch + random.uniform(-slack, slack)
            town.centre = (WEST + x / (METRES_PER_DEGREE * narrowing), SOUTH + y / METRES_PER_DEGREE)


class FeatureFile:
    """A GeoJSON file written feature by feature, one a line."""

    def __init__(self, path: Path) -> None:
        self.file = path.open("w", encoding="utf-8")
        self.file.write('{"type":"FeatureCollection","features":[')
        self.count = 0

    def add(self, kind: str, coordinates: str, properties: dict) -> None:
        """One feature; the coordinates are JSON already."""
        fields = json.dumps(properties, ensure_ascii=False, separators=(",", ":"))
        geometry = f'{{"type":"{kind}","coordinates":{coordinates}}}'
        separator = ",\n" if self.count else "\n"
        self.file.write(f'{separator}{{"type":"Feature","geometry":{geometry},"properties":{fields}}}')
        self.count += 1

    def close(self) -> None:
        """Ends the collection."""
        self.file.write("\n]}\n")
        self.file.close()


def position(place: tuple[int, int]) -> str:
    """Whole 1e-7 degrees as a GeoJSON position."""
    return f"[{place[0] / 1e7:.7f},{place[1] / 1e7:.7f}]"


def ring(lattice: Lattice, row: int, column: int) -> str:
    """A block's outline, counter-clockwise on the lattice; neighbours share their vertices."""
    step = lattice.town.fineness
    top, left, half = row * step, column * step, step // 2
    sides = [(top, left), (top, left + half), (top, left + step), (top + half, left + step)]
    sides += [(top + step, left + step), (top + step, left + half), (top + step, left), (top + half, left)]
    if lattice.town.pattern == "ring":
        sides.reverse()
    outline = [lattice.degrees(r, c) for r, c in sides]
    return "[[" + ",".join(map(position, [*outline, outline[0]])) + "]]"


def station_cells(town: Town, people: list[int | None], random: Random) -> Iterator[tuple[str, int]]:
    """Tier and block of each station: one in the middle, one to a community, the rest where people are, or not quite."""
    middle = town.blocks // 2
    yield STATION_TIERS[0], middle
    communities = list(range(0, town.blocks, 10))
    random.shuffle(communities)
    inCommunities = communities[: min(len(communities), town.stations // 3)]
    for block in inCommunities:
        yield STATION_TIERS[1], min(block + random.randrange(10), town.blocks - 1)
    # Most towns serve their middle first: the weight of people differs.
    bent = random.uniform(0.2, 1.4)
    weights = [(1 + (value or 0)) ** bent for value in people]
    rest = town.stations - 1 - len(inCommunities)
    for block in random.choices(range(town.blocks), weights, k=max(0, rest)):
        yield STATION_TIERS[2], block


def extent(towns: list[Town]) -> tuple[int, int, int, int]:
    """A box around all towns in 1e-7 degrees; roads run inside it."""
    lons, lats = ([town.centre[axis] * 1e7 for town in towns] for axis in (0, 1))
    margin = round(max(town.extent for town in towns) / METRES_PER_DEGREE * 1e7)
    return (
        round(min(lons)) - 2 * margin,
        round(min(lats)) - margin,
        round(max(lons)) + 2 * margin,
        round(max(lats)) + margin,
    )


class Province:
    """The files in the making."""

    def __init__(self, out: Path, box: tuple[int, int, int, int]) -> None:
        out.mkdir(parents=True, exist_ok=True)
        self.grids = FeatureFile(out / "grids.geojson")
        self.stations = FeatureFile(out / "stations.geojson")
        self.extract = ExtractWriter(out / "streets.osm.pbf", box)
        self.seats: dict[int, tuple[int, tuple[int, int]]] = {}

    def build(self, town: Town) -> None:
        """One town: streets, blocks, stations, and the road to its seat or, from a seat, to the county before."""
        random = Random(town.seed)
        lattice = Lattice(town, random)
        cells = chosen_cells(town, random)
        streets = Streets(lattice, set(cells), self.extract, random)
        streets.draw()
        people = people_of(town, cells, random)
        for number, (cell, value) in enumerate(zip(cells, people)):
            self.grids.add("Polygon", ring(lattice, *cell), self._block_fields(town, number, value))
        for number, (tier, block) in enumerate(station_cells(town, people, random)):
            self._station(town, lattice, cells[block], tier, number, random)
        row, column = (town.fineness * step for step in cells[town.blocks // 2])
        seat = (streets.node(row, column), lattice.degrees(row, column))
        if town.index == 0:
            self.seats[town.county] = seat
        target = self.seats.get(town.county if town.index else town.county - 1)
        if target and town.joined:
            self._road(seat, target, random)

    def _block_fields(self, town: Town, number: int, people: int | None) -> dict:
        return {
            "id": f"WG{town.identifier(number)}",
            "name": f"{town.name}第{number + 1}网格",
            "county": town.county_name,
            "town": town.name,
            "community": f"{town.name}第{number // 10 + 1}社区",
            "population": people,
        }

    def _station(
        self, town: Town, lattice: Lattice, cell: tuple[int, int], tier: str, number: int, random: Random
    ) -> None:
        """A station a few metres off a street of the block."""
        row, column = (town.fineness * step + random.randrange(town.fineness) for step in cell)
        place = lattice.degrees(row, column, random.uniform(-9, 9), random.uniform(-9, 9))
        fields = {"id": f"YZ{town.identifier(number)}", "name": f"{town.name}第{number + 1}驿站", "tier": tier}
        self.stations.add("Point", position(place), {**fields, "county": town.county_name, "town": town.name})

    def _road(self, begin: tuple[int, tuple[int, int]], end: tuple[int, tuple[int, int]], random: Random) -> None:
        """A road across the fields; it joins nothing on its way."""
        (first, (x, y)), (last, (to_x, to_y)) = begin, end
        metres = sqrt(((to_x - x) * cos(y / 1e7 * pi / 180)) ** 2 + (to_y - y) ** 2) * METRES_PER_DEGREE / 1e7
        steps = max(2, round(metres / ROAD_STEP))
        nodes = [first]
        for step in range(1, steps):
            lon = x + (to_x - x) * step // steps + random.randint(-4000, 4000)
            nodes.append(self.extract.node(lon, y + (to_y - y) * step // steps + random.randint(-4000, 4000)))
        self.extract.way([*nodes, last], {"highway": "secondary"})

    def close(self) -> None:
        """Ends all files."""
        for file in (self.grids, self.stations, self.extract):
            file.close()


def main() -> None:
    """Reads the numbers and writes the files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    for name, default in (("counties", 9), ("grids", 9000), ("stations", 4500), ("nodes", 900_000), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    options = parser.parse_args()
    towns = lay_out(options)
    province = Province(options.out, extent(towns))
    for town in towns:
        province.build(town)
    province.close()
    made = {
        "synthetic": True,
        "seed": options.seed,
        "counties": options.counties,
        "towns": len(towns),
        "grids": province.grids.count,
        "stations": province.stations.count,
        "nodes": province.extract.nodes,
        "ways": province.extract.ways,
        "patterns": {pattern: sum(town.pattern == pattern for town in towns) for pattern in PATTERNS},
    }
    (options.out / "province.json").write_text(json.dumps(made, indent=2) + "\n")
    print(json.dumps(made))


if __name__ == "__main__":
    main()
