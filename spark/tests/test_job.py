"""What the job makes of a program's answers and failures; a stand-in plays the program."""

import hashlib
import io
import json
import tempfile
import unittest
import zipfile
from pathlib import Path

from comparing import features_in, session

import lifecircle_spark as job

STAND_IN = str(Path(__file__).resolve().parent / "stand_in.py")


def feature(row, failing=None, **properties):
    """A block of one square, as the program writes it."""
    ring = [[row, 0], [row + 1, 0], [row + 1, 1], [row, 1], [row, 0]]
    values = {"name": f"block {row}", **properties, "priority": None if failing is None else 1}
    return {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "properties": values,
        "lifecircle": {"row": row, "failing": failing},
    }


def packed(tile):
    """A tile of the stand-in: ids are in the member “id”, else the row says them."""
    rows = [feature["lifecircle"]["row"] + 1 for feature in tile["features"]]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("tile.json", json.dumps({"blocks": {"id_field": "id", "row": rows}}))
        archive.writestr("script.json", json.dumps(tile))
    return out.getvalue()


def write_tiles(folder, tiles, **manifest):
    """A tile set whose tiles are scripts of the stand-in."""
    folder.mkdir(parents=True)
    listed = []
    for number, tile in enumerate(tiles, start=1):
        content = packed(tile)
        (folder / f"{number:04d}.lct").write_bytes(content)
        listed.append(
            {
                "name": f"{number:04d}",
                "file": f"{number:04d}.lct",
                "bytes": len(content),
                "sha256": hashlib.sha256(content).hexdigest(),
                "blocks": len(tile["features"]),
            }
        )
    (folder / "tiles.json").write_text(
        json.dumps({"lifecircle": "tiles", "version": 1, "tiles": listed, "ledger": [], **manifest})
    )


class JobTests(unittest.TestCase):
    """One Spark for all; each test has a folder of its own."""

    @classmethod
    def setUpClass(cls):
        cls.spark = session()
        cls.spark.sparkContext.setLogLevel("OFF")

    @classmethod
    def tearDownClass(cls):
        cls.spark.stop()

    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory(prefix="lifecircle-spark-test-")
        self.addCleanup(self.scratch.cleanup)
        self.folder = Path(self.scratch.name)

    def run_job(self, tiles, *words, binary=STAND_IN, seconds="60", **manifest):
        """Exit code (or the job's error) and what was written."""
        write_tiles(self.folder / "tiles", tiles, **manifest)
        return self.rerun(*words, binary=binary, seconds=seconds)

    def rerun(self, *words, binary=STAND_IN, seconds="60"):
        """The job on the tiles that are there."""
        outputs = [f"--{name}={self.folder / name}" for name in ("parquet", "geojson", "summary")]
        line = ["coverage", "--tiles", str(self.folder / "tiles"), "--binary", binary, "--time-limit", seconds]
        options = job.checked_options(job.arguments(), [*line, *outputs, *words])
        program = job.Program(options.binary, options.time_limit, 1, job.attempts_allowed(self.spark))
        return job.run_coverage(self.spark, options, program)

    def summary(self):
        return json.loads((self.folder / "summary").read_text())

    def features(self):
        return features_in(self.folder / "geojson")

    def test_ranks_run_through_all_tiles_by_people_then_by_id(self):
        tiles = [
            {"features": [feature(0, 5, id="b"), feature(3, 7.25, id="x"), feature(4, id="none")]},
            {
                "features": [
                    feature(1, 5, id="10"),
                    feature(2, 5, id="9"),
                    feature(5, 5, id="a"),
                    feature(6, 0.5, id="é"),
                ]
            },
        ]
        self.assertEqual(self.run_job(tiles), 0)
        # Most people first; among those with 5: 9 before 10 as numbers, then text by code point.
        priorities = [f["properties"]["priority"] for f in self.features()]
        self.assertEqual(priorities, [5, 3, 2, 1, None, 4, 6])
        table = self.spark.read.parquet(str(self.folder / "parquet")).orderBy("lifecircle_row").collect()
        self.assertEqual([row.priority for row in table], priorities)
        self.assertEqual([row.lifecircle_failing for row in table], [5, 5, 5, 7.25, None, 5, 0.5])

    def test_columns_take_the_type_that_holds_all_values(self):
        tiles = [
            {"features": [feature(0, a=1, b=None, c=True, d="x", e=[1], big=2**62)]},
            {"features": [feature(1, a=2.5, b=3, c=None, d=4, e=None, big=2**70, geometry="own")]},
        ]
        self.assertEqual(self.run_job(tiles), 0)
        table = self.spark.read.parquet(str(self.folder / "parquet"))
        types = dict(table.dtypes)
        self.assertEqual([types[name] for name in "abcde"], ["double", "bigint", "boolean", "string", "string"])
        first, second = table.orderBy("lifecircle_row").collect()
        self.assertEqual((first.a, first.b, first.c, first.d, first.e), (1.0, None, True, "x", "[1]"))
        self.assertEqual((second.a, second.b, second.d, second.big), (2.5, 3, "4", str(2**70)))
        self.assertEqual(second.input_geometry, "own")
        self.assertEqual(job.decoded(bytes(second.geometry))[0], self.features()[1]["geometry"])
        self.assertNotIn("lifecircle", self.features()[0])

    def test_all_failed_tiles_are_named_with_the_programs_own_line(self):
        tiles = [
            {"features": [feature(0)]},
            {"features": [], "act": "exit 65 blocks.geojson: row 3: no polygon"},
            {"features": [], "act": "kill"},
            {"features": [], "act": "garbage"},
        ]
        with self.assertRaises(job.JobError) as caught:
            self.run_job(tiles)
        said = str(caught.exception).splitlines()
        self.assertEqual(said[0], "tile 0002: exit 65: blocks.geojson: row 3: no polygon")
        self.assertEqual(said[1], "tile 0003: killed by signal 9: nothing on standard error")
        self.assertIn("tile 0004: the program's answer is not a GeoJSON result", said[2])
        self.assertEqual([path.name for path in self.folder.iterdir()], ["tiles"])

    def test_a_tile_may_be_missing_where_that_is_allowed(self):
        tiles = [{"features": [feature(0, 1.0)]}, {"features": [feature(1)], "act": "exit 70 defect"}]
        self.assertEqual(self.run_job(tiles, "--allow-missing"), 1)
        self.assertEqual(self.summary()["missing"], ["tile 0002: exit 70: defect"])
        self.assertEqual(len(self.features()), 1)

    def test_a_flood_of_complaints_is_bounded_and_its_end_is_told(self):
        with self.assertRaisesRegex(job.JobError, "tile 0001: exit 70: the end of it$"):
            self.run_job([{"features": [], "act": "noise"}])

    def test_the_time_limit_ends_a_tile(self):
        with self.assertRaisesRegex(job.JobError, "tile 0001: stopped after the time limit of 1 s"):
            self.run_job([{"features": [], "act": "sleep 60"}], seconds="1")

    def test_a_missing_program_is_named(self):
        with self.assertRaisesRegex(job.JobError, "tile 0001: no program “/nowhere/lifecircle” on "):
            self.run_job([{"features": [feature(0)]}], binary="/nowhere/lifecircle")

    def test_a_changed_tile_is_named(self):
        write_tiles(self.folder / "tiles", [{"features": [feature(0)]}, {"features": [feature(1)]}])
        with (self.folder / "tiles" / "0002.lct").open("ab") as file:
            file.write(b" ")
        with self.assertRaisesRegex(job.JobError, "^tile 0002: damaged or of another set: SHA-256"):
            self.rerun()

    def test_an_absent_tile_is_named_before_anything_is_run(self):
        write_tiles(self.folder / "tiles", [{"features": [feature(0)]}, {"features": [feature(1)]}])
        (self.folder / "tiles" / "0001.lct").unlink()
        with self.assertRaisesRegex(job.JobError, "^tile 0001: its file is not there$"):
            self.rerun()

    def test_rows_must_be_complete_and_single(self):
        with self.assertRaisesRegex(job.JobError, r"rows that are there twice: 1 \(tile 0001\)"):
            self.run_job([{"features": [feature(0), feature(1)]}, {"features": [feature(1)]}])

    def test_rows_must_begin_at_0_and_end_at_the_last(self):
        with self.assertRaisesRegex(job.JobError, "rows 1 … 2 are there, 0 … 1 should be"):
            self.run_job([{"features": [feature(1), feature(2)]}])

    def test_ledgers_are_summed_with_the_first_examples_by_row(self):
        def entry(code, count, *rows):
            return {
                "code": code,
                "severity": "note",
                "count": count,
                "message": code,
                "examples": [{"row": r} for r in rows],
            }

        tiles = [
            {"features": [feature(1)], "ledger": [entry("x", 9, 2, 8, 9, 10, 11)]},
            {"features": [feature(0)], "ledger": [entry("y", 1, 7), entry("x", 3, 1, 3, 4)]},
        ]
        front = [
            {**entry(code, 1, 5), "stage": stage, "message": {"en": code, "zh": code}}
            for code, stage in (("last", "overlaps"), ("first", "reading"))
        ]
        self.assertEqual(self.run_job(tiles, ledger=front), 0)
        ledger = self.summary()["ledger"]
        self.assertEqual(
            [(e["code"], e["count"]) for e in ledger], [("first", 1), ("x", 12), ("y", 1), ("last", 1)]
        )
        self.assertEqual([e["row"] for e in ledger[1]["examples"]], [1, 2, 3, 4, 8])

    def test_each_tile_is_a_task_and_the_largest_begins_first(self):
        write_tiles(self.folder / "tiles", [{"features": [], "pad": "x" * size} for size in (10, 3000, 200)])
        files = job.tile_files(self.spark, str(self.folder / "tiles")).rdd
        sizes = files.glom().map(lambda part: [len(row.content) for row in part]).collect()
        self.assertEqual([len(part) for part in sizes], [1, 1, 1])
        self.assertEqual(sizes, sorted(sizes, reverse=True))


class ValueTests(unittest.TestCase):
    """What needs no Spark."""

    def test_ids_are_numbers_of_64_bits_or_text(self):
        values = {
            "7": 7,
            "-3": -3,
            "+5": 5,
            "007": 7,
            "": None,
            " 7": None,
            "7.0": None,
            "１": None,
            "9223372036854775808": None,
        }
        self.assertEqual({text: job.whole_number(text) for text in values}, values)

    def test_well_known_binary_round_trips_and_drops_z(self):
        square = [[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]]]
        for geometry in (
            {"type": "Point", "coordinates": [124.5, 44.25]},
            {"type": "Polygon", "coordinates": square},
            {"type": "MultiPolygon", "coordinates": [square, square]},
        ):
            self.assertEqual(job.decoded(job.encoded(geometry))[0], geometry)
        # POINT Z (1 2 3), as PostGIS gives it: big-endian EWKB with SRID 4326, and ISO little-endian.
        extended = bytes.fromhex("00a0000001000010e63ff000000000000040000000000000004008000000000000")
        standard = bytes.fromhex("01e9030000000000000000f03f00000000000000400000000000000840")
        for wkb in (extended, standard):
            self.assertEqual(job.decoded(wkb)[0], {"type": "Point", "coordinates": [1.0, 2.0]})

    def test_neighbours_on_the_z_curve(self):
        box = (0.0, 0.0, 1.0, 1.0)
        corners = [job.z_order(place, box) for place in ((0, 0), (1, 0), (0, 1), (1, 1))]
        self.assertEqual(corners, [0, 0x55555555, 0xAAAAAAAA, 0xFFFFFFFF])


if __name__ == "__main__":
    unittest.main(warnings="ignore")
