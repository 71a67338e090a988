"""The province generator: the same numbers give the same bytes, counts are as asked, no town is a copy of another."""

import hashlib
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROVINCE = Path(__file__).resolve().parents[2] / "Benchmarks" / "province.py"
ASKED = {"counties": 4, "grids": 400, "stations": 150, "nodes": 20000}


def made(folder, **more):
    """Makes a small province and gives what it says of itself."""
    words = [f"--{name}={value}" for name, value in {**ASKED, **more}.items()]
    subprocess.run([sys.executable, PROVINCE, folder, *words], check=True, stdout=subprocess.DEVNULL)
    return json.loads((folder / "province.json").read_text())


def checksums(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


class ProvinceTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory(prefix="lifecircle-province-")
        cls.addClassCleanup(cls.scratch.cleanup)
        cls.folder = Path(cls.scratch.name) / "a"
        cls.made = made(cls.folder)
        cls.grids = json.loads((cls.folder / "grids.geojson").read_text())["features"]

    def test_the_same_seed_gives_the_same_bytes_and_another_does_not(self):
        again, other = (Path(self.scratch.name) / name for name in ("b", "c"))
        made(again)
        made(other, seed=2)
        first, second, third = map(checksums, (self.folder, again, other))
        self.assertEqual(first, second)
        self.assertFalse([name for name in first if first[name] == third[name]])

    def test_counts_are_as_asked(self):
        self.assertEqual((self.made["grids"], self.made["stations"], self.made["counties"]), (400, 150, 4))
        self.assertEqual(len(self.grids), 400)
        # Blocks have a whole number of nodes; roads between towns come on top.
        self.assertLess(abs(self.made["nodes"] / ASKED["nodes"] - 1), 0.2)
        ids = [feature["properties"]["id"] for feature in self.grids]
        self.assertEqual(len(set(ids)), 400)

    def test_no_town_repeats_the_shape_or_the_people_of_another(self):
        towns = {}
        for feature in self.grids:
            ring, fields = feature["geometry"]["coordinates"][0], feature["properties"]
            # A block's outline as seen from its first corner, and its people.
            shape = tuple(round((x - ring[0][0]) * 1e6) for x, _ in ring), fields["population"]
            towns.setdefault((fields["county"], fields["town"]), set()).add(shape)
        self.assertEqual(len(towns), self.made["towns"])
        shapes = [shape for town in towns.values() for shape in town]
        self.assertEqual(len(shapes), len(set(shapes)))
        self.assertGreater(len({len(town) for town in towns.values()}), len(towns) / 3)
        self.assertGreaterEqual(sum(count > 0 for count in self.made["patterns"].values()), 3)

    def test_blocks_are_rings_that_run_counter_clockwise(self):
        for feature in self.grids:
            (ring,) = feature["geometry"]["coordinates"]
            doubled = sum(x * v - u * y for (x, y), (u, v) in zip(ring, ring[1:]))
            self.assertEqual(ring[0], ring[-1])
            self.assertGreater(doubled, 0)


if __name__ == "__main__":
    unittest.main()
