"""One town of the province: a bent lattice of blocks, its streets, its river and its people."""

from dataclasses import dataclass, field
from math import cos, exp, hypot, pi, sin, sqrt
from random import Random

from osm_pbf import ExtractWriter

METRES_PER_DEGREE = 111_132.0
# Where the sides of the lattice stand to each other (columns to a row), and how many street nodes a block gets
# compared with the province's mean.
PATTERNS = {"chequer": (1.3, 1.0), "organic": (1.1, 1.25), "ribbon": (4.0, 0.8), "ring": (4.5, 0.9)}
LANES = ("living_street", "service", "footway", "residential", "path")


@dataclass
class Town:
    """What is laid down of a town before it is drawn; `blocks` of about `size` metres."""

    county: int
    index: int
    name: str
    county_name: str
    blocks: int
    pattern: str
    size: float
    people_a_block: float
    seed: str
    stations: int = 0
    fineness: int = 2
    centre: tuple[float, float] = (0.0, 0.0)
    joined: bool = True
    rows: int = field(init=False)
    columns: int = field(init=False)

    def __post_init__(self) -> None:
        aspect = PATTERNS[self.pattern][0]
        self.rows = max(2, round(sqrt(self.blocks / aspect)))
        self.columns = -(-self.blocks // self.rows)

    @property
    def inner_radius(self) -> float:
        """Of a ring: the lake or hill the town lies around."""
        return self.columns * self.size * 0.8 / (2 * pi)

    @property
    def extent(self) -> float:
        """No two places of the town are farther apart, in metres."""
        if self.pattern == "ring":
            return 2 * (self.inner_radius + self.rows * self.size * 1.2)
        return 1.2 * self.size * hypot(self.rows + 1, self.columns + 1)

    def identifier(self, number: int) -> str:
        """The id of its block (or station) of this number from 0."""
        return f"{self.county + 1:03d}{self.index + 1:02d}{number + 1:05d}"


class Lattice:
    """Where the nodes of a town lie: `fineness` steps to a side of a block, bent as the pattern asks."""

    def __init__(self, town: Town, random: Random) -> None:
        self.town = town
        self.columns_at = self._lines(town.columns, random)
        self.rows_at = self._lines(town.rows, random)
        self.angle = random.uniform(0, pi)
        self.waves = [
            (random.uniform(0.1, 0.3) * town.size, random.uniform(0.8, 1.6), random.uniform(0, 6)) for _ in range(2)
        ]
        self.narrowing = cos(town.centre[1] * pi / 180)

    def _lines(self, count: int, random: Random) -> list[float]:
        """Distances of the lines between blocks, in metres from the middle."""
        lines = [0.0]
        for _ in range(count):
            lines.append(lines[-1] + self.town.size * random.uniform(0.75, 1.25))
        scale = count * self.town.size / lines[-1]
        return [line * scale - count * self.town.size / 2 for line in lines]

    def _along(self, lines: list[float], step: float) -> float:
        index = min(int(step // self.town.fineness), len(lines) - 2)
        share = step / self.town.fineness - index
        return lines[index] + (lines[index + 1] - lines[index]) * share

    def metres(self, row: float, column: float) -> tuple[float, float]:
        """A lattice place in metres from the town's middle."""
        town = self.town
        u, v = self._along(self.columns_at, column), self._along(self.rows_at, row)
        if town.pattern == "ring":
            radius = town.inner_radius + v + town.rows * town.size / 2
            turn = self.angle + 2 * pi * 0.94 * u / (town.columns * town.size)
            return radius * cos(turn), radius * sin(turn)
        if town.pattern == "ribbon":
            v += 0.1 * town.columns * town.size * sin(3 * u / (town.columns * town.size))
        if town.pattern == "organic":
            (high, wave, phase), (wide, other, shift) = self.waves
            u, v = u + wide * sin(other * v / town.size + shift), v + high * sin(wave * u / town.size + phase)
        return u * cos(self.angle) - v * sin(self.angle), u * sin(self.angle) + v * cos(self.angle)

    def degrees(self, row: float, column: float, east: float = 0, north: float = 0) -> tuple[int, int]:
        """A lattice place, moved by metres, as whole 1e-7 degrees."""
        x, y = self.metres(row, column)
        lon = self.town.centre[0] + (x + east) / (METRES_PER_DEGREE * self.narrowing)
        lat = self.town.centre[1] + (y + north) / METRES_PER_DEGREE
        return round(lon * 1e7), round(lat * 1e7)


class Streets:
    """Draws the streets of a town into an extract; lattice places become nodes when a street first comes by."""

    def __init__(self, lattice: Lattice, cells: set[tuple[int, int]], out: ExtractWriter, random: Random):
        town = lattice.town
        self.lattice, self.cells, self.out, self.random = lattice, cells, out, random
        self.step = town.fineness
        self.stride = town.columns * self.step + 1
        self.nodes: dict[int, int] = {}
        # The river runs between this line of the lattice and the next; bridges stand on some of the lines between blocks.
        hasRiver = town.rows >= 4 and random.random() < 0.6
        self.river = (town.rows // 2) * self.step + self.step // 2 if hasRiver else None
        self.bridges = {c * self.step for c in range(random.randrange(3), town.columns + 1, 4)}

    def node(self, row: int, column: int) -> int:
        """The node of a lattice place."""
        key = row * self.stride + column
        if key not in self.nodes:
            self.nodes[key] = self.out.node(*self.lattice.degrees(row, column))
        return self.nodes[key]

    def across(self, row: int, first: int, last: int, kind: str) -> None:
        """A street along a row."""
        self.out.way([self.node(row, c) for c in range(first, last + 1)], {"highway": kind})

    def along(self, column: int, first: int, last: int, kind: str) -> None:
        """A street along a column, broken at the river or led over it."""
        isCrossing = self.river is not None and first <= self.river < last
        if not isCrossing:
            self.out.way([self.node(r, column) for r in range(first, last + 1)], {"highway": kind})
            return
        stretches = [(first, self.river, {}), (self.river + 1, last, {})]
        if column in self.bridges:
            stretches.append((self.river, self.river + 1, {"bridge": "yes", "layer": "1"}))
        for begin, end, tags in stretches:
            if end > begin:
                nodes = [self.node(r, column) for r in range(begin, end + 1)]
                self.out.way(nodes, {"highway": kind, **tags})

    def draw(self) -> None:
        """All streets and the river."""
        for row, column in sorted(self.cells):
            self._border(row, column)
            self._lanes(row, column)
        if self.river is not None:
            self._river()

    def _border(self, row: int, column: int) -> None:
        """The streets around a block: each is drawn by one of its two blocks."""
        step = self.step
        top, left = row * step, column * step
        kind = "secondary" if row % 4 == 0 else "residential"
        self.across(top, left, left + step, kind)
        self.along(left, top, top + step, "tertiary" if column % 4 == 0 else "residential")
        if (row + 1, column) not in self.cells:
            self.across(top + step, left, left + step, "residential")
        if (row, column + 1) not in self.cells:
            self.along(left + step, top, top + step, "residential")

    def _lanes(self, row: int, column: int) -> None:
        """Lanes through a block and into it; one block in 250 is a yard whose lanes join no street."""
        step, random = self.step, self.random
        top, left = row * step, column * step
        isYard = step > 2 and random.random() < 0.004
        for offset in range(1, step):
            ends = random.random()
            first = left + (1 if isYard or ends < 0.25 else 0)
            last = left + step - (1 if isYard or ends > 0.75 else 0)
            if last > first:
                self.across(top + offset, first, last, LANES[random.randrange(len(LANES))])
        if isYard:
            self.along(left + 1, top + 1, top + step - 1, "service")
        elif random.random() < 0.4 and step > 1:
            self.along(left + random.randrange(1, step), top, top + step, "living_street")

    def _river(self) -> None:
        row = self.river // self.step
        columns = [c for r, c in self.cells if r == row]
        span = range(min(columns) * self.step, (max(columns) + 1) * self.step + 1)
        middle = [self.out.node(*self.lattice.degrees(self.river + 0.5, c)) for c in span]
        self.out.way(middle, {"waterway": "river"})


def chosen_cells(town: Town, random: Random) -> list[tuple[int, int]]:
    """The cells of the lattice the town is built on, from its middle outwards with a frayed rim, in rows."""
    middle = ((town.rows - 1) / 2, (town.columns - 1) / 2)

    def remoteness(cell: tuple[int, int]) -> float:
        return hypot((cell[0] - middle[0]) / town.rows, (cell[1] - middle[1]) / town.columns) + random.uniform(
            0, 0.06
        )

    cells = [(row, column) for row in range(town.rows) for column in range(town.columns)]
    return sorted(sorted(cells, key=remoteness)[: town.blocks])


def people_of(town: Town, cells: list[tuple[int, int]], random: Random) -> list[int | None]:
    """People by block: fewer towards the rim, none in parks and works; one block in a thousand has no figure."""
    found: list[int | None] = []
    for row, column in cells:
        away = hypot(row / town.rows - 0.5, column / town.columns - 0.5)
        draw = random.random()
        people = round(town.people_a_block * 1.6 * exp(-2 * away) * random.lognormvariate(-0.1, 0.5))
        found.append(None if draw < 0.001 else 0 if draw < 0.04 else people)
    return found
