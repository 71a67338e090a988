"""The job with lifecircle itself (LIFECIRCLE names it): a toy province gives row for row what one run gives."""

import collections
import hashlib
import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from comparing import features_in, rows_in, write_parquet
from test_clusters import JOB, confs

HERE = Path(__file__).resolve().parent
PROVINCE = HERE.parents[1] / "Benchmarks" / "province.py"
PROGRAM = os.path.abspath(os.environ["LIFECIRCLE"]) if "LIFECIRCLE" in os.environ else None
SIZE = {"counties": 3, "grids": 360, "stations": 120, "nodes": 14000, "seed": 7}


@unittest.skipUnless(PROGRAM, "LIFECIRCLE names no program")
class ProgramTests(unittest.TestCase):
    """One province, one single run and one set of tiles for all."""

    @classmethod
    def setUpClass(cls):
        scratch = tempfile.TemporaryDirectory(prefix="lifecircle-spark-test-", ignore_cleanup_errors=True)
        cls.addClassCleanup(scratch.cleanup)
        cls.province = Path(scratch.name)
        words = [f"--{name}={value}" for name, value in SIZE.items()]
        subprocess.run([sys.executable, PROVINCE, cls.province, *words], check=True, stdout=subprocess.DEVNULL)
        files = {name: cls.province / f"{name}.geojson" for name in ("grids", "stations")}
        cls.inputs = [
            "--blocks",
            files["grids"],
            "--stations",
            files["stations"],
            "--streets",
            cls.province / "streets.osm.pbf",
            "--radius",
            "300,500",
            "--minutes",
            "10,15",
        ]
        cls.lifecircle(
            "coverage", *cls.inputs, "-o", cls.province / "whole.geojson", "--summary", cls.province / "whole.json"
        )
        cls.lifecircle("tile", *cls.inputs, "--tile-blocks", 40, "-o", cls.province / "tiles")
        cls.whole = json.loads((cls.province / "whole.geojson").read_text(encoding="utf-8"))["features"]
        cls.whole_summary = json.loads((cls.province / "whole.json").read_text(encoding="utf-8"))
        cls.tiles = json.loads((cls.province / "tiles" / "tiles.json").read_text(encoding="utf-8"))["tiles"]

    @staticmethod
    def lifecircle(*words):
        subprocess.run([PROGRAM, *map(str, words), "--quiet", "--lang", "en"], check=True)

    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="lifecircle-spark-test-", ignore_cleanup_errors=True)
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name)

    def run_job(self, *words, master="local[2,4]", binary=PROGRAM, command="coverage", **more):
        """The job as a user starts it; exit code and standard error."""
        settings = {"spark.executorEnv.DISTURBED": str(self.folder), **more}
        environment = dict(os.environ, PYSPARK_PYTHON=sys.executable)
        environment["PYSPARK_SUBMIT_ARGS"] = " ".join([*confs(**settings), "pyspark-shell"])
        line = [sys.executable, JOB, command, "--master", master, "--binary", binary, *words]
        done = subprocess.run(list(map(str, line)), env=environment, capture_output=True, text=True)
        return done.returncode, done.stderr

    def outputs(self):
        return [f"--{name}={self.folder / name}" for name in ("parquet", "geojson", "summary")]

    def assert_equal_to_the_single_run(self):
        """Every Feature with its id, geometry and columns, in order; the Parquet columns; totals; the ledger."""
        found = features_in(self.folder / "geojson")
        self.assertEqual(len(found), len(self.whole))
        for feature, whole in zip(found, self.whole):
            self.assertEqual(feature, whole)
        self.assertGreater(sum(feature["properties"]["priority"] is not None for feature in found), 20)
        names = list(self.whole[0]["properties"])
        rows = rows_in(self.folder / "parquet")
        self.assertEqual(
            [[row[name] for name in names] for row in rows],
            [[f["properties"][name] for name in names] for f in self.whole],
        )
        summary = json.loads((self.folder / "summary").read_text(encoding="utf-8"))
        for key in ("blocks", "population", "underserved"):
            self.assertEqual(summary[key], self.whole_summary[key], key)
        for family in ("radii", "minutes"):
            for key, total in self.whole_summary[family].items():
                for name, value in total.items():
                    # Sums of numbers with two decimals, and shares made of them.
                    self.assertAlmostEqual(
                        summary[family][key][name], value, delta=0.01 * len(self.tiles) if "pop_" in name else 2e-6
                    )
        self.assertEqual(summary["ledger"], self.whole_summary["ledger"])

    def test_a_province_equals_the_single_run_row_for_row(self):
        code, said = self.run_job("--tiles", self.province / "tiles", *self.outputs())
        self.assertEqual(code, 0, said)
        self.assert_equal_to_the_single_run()

    def test_it_does_with_an_executor_killed_half_way(self):
        shutil.copy(HERE / "disturbed.py", self.folder / "program")
        # A tile of the middle of the run: the largest begin first.
        tile = sorted(self.tiles, key=lambda tile: -tile["bytes"])[len(self.tiles) // 2]
        (self.folder / "plan.json").write_text(json.dumps({"program": PROGRAM, "kill": tile["sha256"]}))
        code, said = self.run_job(
            "--tiles",
            self.province / "tiles",
            *self.outputs(),
            master="local-cluster[2,1,1024]",
            binary=self.folder / "program",
        )
        self.assertEqual(code, 0, said)
        self.assertIn("Command exited with code 137", said)
        self.assertEqual(len(list(self.folder.glob(f"run-{tile['sha256']}-*"))), 2)
        self.assert_equal_to_the_single_run()

    def test_a_damaged_tile_is_named_with_the_programs_own_line(self):
        tiles = self.folder / "tiles"
        shutil.copytree(self.province / "tiles", tiles)
        manifest = json.loads((tiles / "tiles.json").read_text(encoding="utf-8"))
        # Damaged before its checksum was taken: only the program can tell.
        spoilt = tiles / manifest["tiles"][2]["file"]
        content = spoilt.read_bytes().replace(b'"Polygon"', b'"Polygxn"', 1)
        spoilt.write_bytes(content)
        manifest["tiles"][2]["sha256"] = hashlib.sha256(content).hexdigest()
        (tiles / "tiles.json").write_text(json.dumps(manifest))
        code, said = self.run_job("--tiles", tiles, *self.outputs())
        self.assertEqual(code, 65, said)
        self.assertRegex(said, "lifecircle_spark: tile 0003: exit 65: lifecircle: -: unusable tile: its blocks.geojson is damaged")
        self.assertFalse((self.folder / "parquet").exists())

    def test_tables_of_blocks_and_stations_give_the_same_rows(self):
        for name in ("grids", "stations"):
            features = json.loads((self.province / f"{name}.geojson").read_text(encoding="utf-8"))["features"]
            write_parquet(features, self.folder / f"{name}.parquet")
        self.lifecircle("network", "build", self.province / "streets.osm.pbf", "-o", self.folder / "streets.lcg")
        tables = ["--blocks", self.folder / "grids.parquet", "--stations", self.folder / "stations.parquet"]
        measures = ["--", "--streets", "{files}/streets.lcg", "--radius", "300,500", "--minutes", "10,15"]
        words = [*tables, "--tile-blocks", 100, "--ship", self.folder / "streets.lcg", *self.outputs(), *measures]
        code, said = self.run_job(*words)
        self.assertEqual(code, 0, said)
        found = features_in(self.folder / "geojson")
        self.assertEqual([f["properties"] for f in found], [f["properties"] for f in self.whole])
        self.assertEqual([f["geometry"] for f in found], [f["geometry"] for f in self.whole])
        ledger = json.loads((self.folder / "summary").read_text(encoding="utf-8"))["ledger"]
        counts = {entry["code"]: entry["count"] for entry in ledger}
        whole = {entry["code"]: entry["count"] for entry in self.whole_summary["ledger"]}
        # Only a run that sees all blocks can know it.
        whole.pop("station_outside_blocks", None)
        self.assertEqual(counts, whole)

    def test_a_common_number_is_divided_as_well_as_any_division(self):
        regions = self.folder / "regions"
        words = ["--blocks", self.province / "grids.geojson", "--stations", self.province / "stations.geojson"]
        self.lifecircle("tile", *words, "--minutes", "none", "--by", "county", "-o", regions)
        code, said = self.run_job("--tiles", regions, "--new", 6, *self.outputs()[1:], command="site")
        self.assertEqual(code, 0, said)
        summary = json.loads((self.folder / "summary").read_text(encoding="utf-8"))
        curves = [self.curve(region["value"], words) for region in summary["regions"]]
        best = max(
            # A curve ends where another station would bring nobody.
            sum(curve[min(part, len(curve) - 1)] for curve, part in zip(curves, parts))
            for parts in itertools.product(range(7), repeat=len(curves))
            if sum(parts) <= 6
        )
        self.assertAlmostEqual(summary["people_covered"], best, delta=0.001)
        sites = features_in(self.folder / "geojson")
        self.assertEqual(len(sites), summary["new"])
        counts = {region["value"]: region["new"] for region in summary["regions"] if region["new"]}
        self.assertEqual(collections.Counter(site["properties"]["region"] for site in sites), counts)

    def curve(self, county, words):
        """People covered by 0 … 6 new stations in a county, by a run of its own on the whole files."""
        path = self.folder / "curve.json"
        own = [
            "--blocks-where",
            f"county = '{county}'",
            "--new",
            6,
            "--trade-off",
            6,
            "-o",
            self.folder / "curve.geojson",
        ]
        self.lifecircle("site", "--model", "max-coverage", *words, *own, "--summary", path)
        summary = json.loads(path.read_text(encoding="utf-8"))
        return [summary["people_covered_before"], *(point["people"] for point in summary["trade_off"])]


if __name__ == "__main__":
    unittest.main(warnings="ignore")
