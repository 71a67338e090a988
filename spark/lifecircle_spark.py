#!/usr/bin/env python3
"""Coverage of a country on Apache Spark: each task pipes one tile through the lifecircle program.

  lifecircle tile --blocks grids.gpkg --stations stations.csv --streets province.lcg --tile-blocks 2000 -o tiles
  python lifecircle_spark.py coverage --tiles tiles --parquet out.parquet --geojson out.geojsonl --summary out.json

The same file runs under spark-submit. Without tiles, --blocks and --stations name Parquet or GeoParquet (WKB, WGS 84): blocks are
put together by place, and each task cuts its own tile. `site` makes the trade-off curve of each region and divides one budget.
Standard library and PySpark alone.

Results are written in two steps. Tasks write rows as the program gives them into a staging folder: Spark's commit protocol keeps
exactly one attempt of each task, so that repeated, speculative and lost ones leave nothing. Then it is checked that each tile is
there once and rows 0 … N − 1 are there once, blocks are ranked across all tiles, and only then the results are written.

Exit codes: 0 done, 1 done without some tiles (--allow-missing), 64 usage, 65 tiles failed or are incomplete, 66 a path cannot
be opened, 74 Spark gave up.
"""

import argparse
import hashlib
import io
import json
import os
import re
import resource
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from py4j.protocol import Py4JJavaError
from pyspark import RDD, SparkFiles, StorageLevel, TaskContext
from pyspark.errors import AnalysisException
from pyspark.sql import DataFrame, Row, SparkSession
from pyspark.sql import functions as F
from pyspark.sql import types as T

# What is kept of a program's standard error: its last line is what is told.
STDERR_KEPT = 8192
LEDGER_EXAMPLES = 5
# When a whole run remarks what the manifest of its tiles holds: before what the tiles say of their blocks.
BEFORE_BLOCKS = ("reading", "stations", "walks")
STAGED = T.StructType(
    [
        T.StructField("tile", T.StringType(), False),
        T.StructField("row", T.LongType()),
        T.StructField("id", T.StringType()),
        T.StructField("number", T.LongType()),
        T.StructField("failing", T.DoubleType()),
        T.StructField("feature", T.StringType()),
        T.StructField("record", T.StringType()),
    ]
)
# Columns of the Parquet result besides the block's own and the computed ones.
OWN_COLUMNS = ("lifecircle_row", "lifecircle_tile", "lifecircle_failing", "geometry")
KINDS = {"bool": T.BooleanType(), "long": T.LongType(), "double": T.DoubleType(), "text": T.StringType()}


class TileError(Exception):
    """What went wrong with one tile: the tile's name, then the cause."""


class JobError(Exception):
    """Ends the job with exit code 65 and this line."""


# --- the program, on an executor ---


@dataclass(frozen=True)
class Program:
    """How the program is run on every machine."""

    binary: str
    seconds: float
    threads: int
    attempts: int

    def path(self) -> str:
        """The binary under its own path, in PATH, or as a file that Spark has brought along."""
        brought = os.path.join(SparkFiles.getRootDirectory(), os.path.basename(self.binary))
        for place in (self.binary, shutil.which(self.binary), brought):
            if place and os.path.isfile(place):
                return os.path.abspath(place)
        raise TileError(
            f"no program “{self.binary}” on {socket.gethostname()}: install it there, or give --ship-binary"
        )

    def run(self, words: list[str], content: bytes = b"") -> bytes:
        """Standard output of one run; throws its last line of standard error with the exit code."""
        try:
            process = subprocess.Popen(
                [self.path(), *words, "--quiet", "--lang", "en", "--threads", str(self.threads)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        except OSError as error:
            raise TileError(f"{self.binary} does not start on {socket.gethostname()}: {error.strerror}") from error
        return conversation(process, content, self.seconds)


def conversation(process: subprocess.Popen, content: bytes, seconds: float) -> bytes:
    """Feeds a program, keeps the end of what it complains of, and gives what it answers."""
    complaint = bytearray()
    overtime = threading.Event()

    def feed() -> None:
        try:
            process.stdin.write(content)
            process.stdin.close()
        except BrokenPipeError:
            pass  # It ended early: its exit code tells why.

    def listen() -> None:
        for piece in iter(lambda: process.stderr.read1(4096), b""):
            complaint.extend(piece)
            del complaint[:-STDERR_KEPT]

    def stop() -> None:
        overtime.set()
        os.killpg(process.pid, signal.SIGKILL)

    timer = threading.Timer(seconds, stop)
    threads = [threading.Thread(target=feed), threading.Thread(target=listen)]
    timer.start()
    try:
        for thread in threads:
            thread.start()
        answer = process.stdout.read()
        code = process.wait()
    finally:
        timer.cancel()
    for thread in threads:
        thread.join()
    if overtime.is_set():
        raise TileError(f"stopped after the time limit of {seconds:g} s")
    if code != 0:
        lines = complaint.decode("utf-8", "replace").strip().splitlines()
        how = f"exit {code}" if code > 0 else f"killed by signal {-code}"
        raise TileError(f"{how}: {lines[-1] if lines else 'nothing on standard error'}")
    return answer


# --- one tile, on an executor ---


def staged(tile: str, **values: object) -> tuple:
    """A row of the staging table; what is not given is null."""
    return tuple({"tile": tile, **values}.get(name) for name in STAGED.names)


@dataclass(frozen=True)
class Excerpt:
    """Where the blocks of a tile come from that a task has cut itself: rows of a table, and what was remarked when cutting."""

    table: str
    rows: list[int]
    remarks: list[dict]

    def placed(self, entry: dict) -> dict:
        """A ledger entry with the table's name and rows instead of the excerpt's."""
        examples = [
            {**example, "file": self.table, "row": self.rows[example["row"] - 1] + 1}
            if is_of_block(example)
            else example
            for example in entry["examples"]
        ]
        return {**entry, "examples": examples}


def is_of_block(example: dict) -> bool:
    """Whether a ledger example of an excerpt is one of its blocks."""
    return "row" in example and example.get("file") == "blocks.geojson"


def measured(program: Program, tile: str, content: bytes, excerpt: Excerpt | None = None) -> Iterator[tuple]:
    """The rows of one tile's blocks, then the tile's record."""
    begin, processor = time.monotonic(), processor_seconds()
    answer = program.run(["coverage", "--tile", "-", "-o", "-"], content)
    seconds, processor = time.monotonic() - begin, processor_seconds() - processor
    try:
        collection = json.loads(answer)
        features = collection["features"]
        manifest = collection["lifecircle"]
    except (ValueError, KeyError, TypeError) as error:
        raise TileError(f"the program's answer is not a GeoJSON result: {error}") from error
    kinds: dict[str, str | None] = {}
    for feature, ident in zip(features, block_ids(content, features), strict=True):
        own = feature.pop("lifecircle")
        row = excerpt.rows[own["row"]] if excerpt else own["row"]
        note_kinds(kinds, feature["properties"])
        yield staged(
            tile,
            row=row,
            id=ident,
            number=whole_number(ident),
            failing=double(own["failing"]),
            feature=json.dumps(feature, ensure_ascii=False, separators=(",", ":")),
        )
    ledger = manifest.get("ledger", [])
    record = {
        "tile": tile,
        "blocks": len(features),
        "seconds": round(seconds, 3),
        "bytes": len(content),
        "cpu_seconds": round(processor, 3),
        "ledger": [excerpt.placed(entry) for entry in [*excerpt.remarks, *ledger]] if excerpt else ledger,
        "totals": manifest.get("totals", {}),
        "kinds": kinds,
        "version": manifest.get("version"),
    }
    yield staged(tile, record=json.dumps({**record, "attempt": attempt_number()}))


def processor_seconds() -> float:
    """Processor time of all programs this worker has run so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def double(value: float | None) -> float | None:
    """A JSON number for a column of doubles; Spark would take a whole one for null."""
    return None if value is None else float(value)


def attempt_number() -> int:
    """How many attempts of this task came before this one."""
    context = TaskContext.get()
    return context.attemptNumber() if context else 0


def attempted(
    program: Program, tile: str, rows: Callable[..., Iterable[tuple]], *arguments: object
) -> Iterator[tuple]:
    """A tile's rows, all or none. Failures go to Spark, which tries again, elsewhere if it can; the last one becomes the
    tile's record, so that all failed tiles are named and not just the first."""
    try:
        yield from list(rows(*arguments))
    except Exception as error:  # Whatever it is, it has a tile.
        line = f"tile {tile}: {error}" if isinstance(error, TileError) else f"tile {tile}: {error!r}"
        if attempt_number() + 1 < program.attempts:
            raise TileError(line) from error
        yield staged(tile, record=json.dumps({"tile": tile, "error": line, "attempt": attempt_number()}))


def block_ids(content: bytes, features: list[dict]) -> Iterator[str]:
    """The texts blocks are named and ranked by: the id field's, else the Feature's id, else the row."""
    with zipfile.ZipFile(io.BytesIO(content)) as tile:
        blocks = json.loads(tile.read("tile.json"))["blocks"]
    for feature, row in zip(features, blocks["row"], strict=True):
        value = feature["properties"].get(blocks["id_field"])
        value = feature.get("id", row) if value is None else value
        yield value if isinstance(value, str) else json.dumps(value)


def whole_number(text: str) -> int | None:
    """The number an id is ordered by: 64 bits, or none."""
    if not re.fullmatch(r"[+-]?[0-9]{1,30}", text, re.ASCII):
        return None
    number = int(text)
    return number if -(2**63) <= number < 2**63 else None


def kind_of(value: object) -> str | None:
    """A JSON value's column type; none says nothing."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int):
        return "long" if -(2**63) <= value < 2**63 else "text"
    return "double" if isinstance(value, float) else "text"


def wider(first: str | None, second: str | None) -> str | None:
    """The type that holds both; numbers are numbers, all else is text."""
    if first is None or second is None or first == second:
        return first or second
    return "double" if {first, second} == {"long", "double"} else "text"


def note_kinds(kinds: dict[str, str | None], properties: dict) -> None:
    """Widens the column types by one block."""
    for name, value in properties.items():
        kinds[name] = wider(kinds.get(name), kind_of(value))


# --- tiles that were cut before ---


def read_text(spark: SparkSession, path: str) -> str:
    """A whole text file from wherever Spark reads."""
    return spark.read.text(path, wholetext=True).first().value


@dataclass
class TileSet:
    """What is measured: the staging table in the making, and what must come out."""

    run: Callable[[], RDD]
    blocks: dict[str, int]
    front: list[dict] = field(default_factory=list)
    behind: list[dict] = field(default_factory=list)
    told: dict = field(default_factory=dict)
    absent: list[str] = field(default_factory=list)


def read_manifest(spark: SparkSession, folder: str) -> dict:
    """tiles.json of a folder."""
    manifest = json.loads(read_text(spark, f"{folder.rstrip('/')}/tiles.json"))
    if manifest.get("lifecircle") != "tiles" or manifest.get("version") != 1:
        raise JobError(f"{folder}/tiles.json is no manifest of lifecircle tile, version 1")
    return manifest


def read_tile_set(spark: SparkSession, folder: str, program: Program) -> TileSet:
    """The manifest of `lifecircle tile` and the tiles beside it."""
    manifest = read_manifest(spark, folder)
    tiles = manifest["tiles"]
    there = {os.path.basename(row.path) for row in tile_files(spark, folder).select("path").collect()}
    return TileSet(
        run=lambda: tile_rows(
            spark, folder, tiles, program, lambda name, content: measured(program, name, content)
        ),
        blocks={tile["name"]: tile["blocks"] for tile in tiles},
        front=told_ledger(manifest["ledger"], BEFORE_BLOCKS),
        behind=told_ledger(manifest["ledger"], ("overlaps",)),
        told={key: manifest.get(key) for key in ("product", "parameters", "inputs", "stations")},
        absent=[tile["name"] for tile in tiles if tile["file"] not in there],
    )


def tile_files(spark: SparkSession, folder: str) -> DataFrame:
    """The tiles' bytes. Spark packs files by falling size until a partition is full; here each fills one, so that every tile is
    a task and the longest ones begin first."""
    spark.conf.set("spark.sql.files.maxPartitionBytes", "1")
    spark.conf.set("spark.sql.files.openCostInBytes", "0")
    return spark.read.format("binaryFile").option("pathGlobFilter", "*.lct").load(folder)


def tile_rows(
    spark: SparkSession,
    folder: str,
    tiles: list[dict],
    program: Program,
    answer: Callable[[str, bytes], Iterable[tuple]],
) -> RDD:
    """Rows of the staging table for these tiles of a folder, a tile a task: what `answer` makes of its name and bytes."""
    wanted = {tile["file"]: tile for tile in tiles}

    def checked(tile: dict, content: bytes) -> Iterable[tuple]:
        check_sum(content, tile["sha256"])
        return answer(tile["name"], content)

    def rows(files: Iterable[Row]) -> Iterator[tuple]:
        for file in files:
            tile = wanted.get(os.path.basename(file.path))
            if tile is not None:
                yield from attempted(program, tile["name"], checked, tile, bytes(file.content))

    return tile_files(spark, folder).rdd.mapPartitions(rows)


def check_sum(content: bytes, checksum: str) -> None:
    """Throws unless the bytes are those of the manifest."""
    seen = hashlib.sha256(content).hexdigest()
    if seen != checksum:
        raise TileError(f"damaged or of another set: SHA-256 {seen[:12]}…, tiles.json says {checksum[:12]}…")


# --- Parquet of blocks and stations: each task cuts its own tile ---


def decoded(wkb: bytes, at: int = 0) -> tuple[dict, int]:
    """A WKB point, polygon or multi-polygon (ISO or EWKB; Z and M are dropped) as GeoJSON, and where it ends."""
    order = "<" if wkb[at] == 1 else ">"
    (code,) = struct.unpack_from(f"{order}I", wkb, at + 1)
    at += 9 if code & 0x20000000 else 5
    extra = bool(code & 0x80000000) + bool(code & 0x40000000)
    kind, dimension = code & 0xFFFF, (code & 0xFFFF) // 1000
    kind, width = kind % 1000, 2 + extra + (0, 1, 1, 2)[dimension]

    def positions(count: int) -> list[list[float]]:
        nonlocal at
        numbers = struct.unpack_from(f"{order}{count * width}d", wkb, at)
        at += 8 * count * width
        return [list(numbers[i : i + 2]) for i in range(0, len(numbers), width)]

    def number() -> int:
        nonlocal at
        at += 4
        return struct.unpack_from(f"{order}I", wkb, at - 4)[0]

    if kind == 1:
        return {"type": "Point", "coordinates": positions(1)[0]}, at
    if kind == 3:
        return {"type": "Polygon", "coordinates": [positions(number()) for _ in range(number())]}, at
    if kind == 6:
        parts = []
        for _ in range(number()):
            part, at = decoded(wkb, at)
            parts.append(part["coordinates"])
        return {"type": "MultiPolygon", "coordinates": parts}, at
    raise JobError(f"WKB of type {kind}: only points, polygons and multi-polygons are read")


def encoded(geometry: dict | None) -> bytes | None:
    """A GeoJSON geometry as WKB, little-endian."""
    if geometry is None:
        return None
    coordinates = geometry["coordinates"]
    kind = {"Point": 1, "Polygon": 3, "MultiPolygon": 6}[geometry["type"]]
    out = struct.pack("<BI", 1, kind)
    if kind == 1:
        return out + struct.pack("<2d", *coordinates)
    if kind == 6:
        parts = (encoded({"type": "Polygon", "coordinates": part}) for part in coordinates)
        return out + struct.pack("<I", len(coordinates)) + b"".join(parts)
    out += struct.pack("<I", len(coordinates))
    for ring in coordinates:
        numbers = [number for position in ring for number in position]
        out += struct.pack(f"<I{len(numbers)}d", len(ring), *numbers)
    return out


def features_of(spark: SparkSession, path: str, column: str) -> RDD:
    """(row, Feature) of a Parquet file, in the order of its rows."""
    table = spark.read.parquet(path)
    if column not in table.columns:
        raise JobError(
            f"{path} has no column “{column}”; it has {', '.join(table.columns)}; name one by --geometry-column"
        )

    def feature(row: Row) -> dict:
        properties = row.asDict(recursive=True)
        wkb = properties.pop(column)
        geometry = decoded(bytes(wkb))[0] if wkb is not None else None
        return {"type": "Feature", "geometry": geometry, "properties": properties}

    return table.rdd.map(feature).zipWithIndex().map(lambda pair: (pair[1], pair[0]))


def middle(feature: dict) -> tuple[float, float]:
    """The middle of a feature's box, the origin where it has no place."""
    rings = (feature["geometry"] or {"coordinates": [[[0.0, 0.0]]]})["coordinates"]
    while isinstance(rings[0][0], list):
        rings = [inner for outer in rings for inner in outer]
    xs, ys = zip(*rings)
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def z_order(place: tuple[float, float], box: tuple[float, float, float, float]) -> int:
    """Places near each other mostly get numbers near each other (Morton 1966), 16 bits an axis."""
    code = 0
    for axis in (0, 1):
        span = box[axis + 2] - box[axis] or 1.0
        step = int((place[axis] - box[axis]) / span * 65535)
        for bit in range(16):
            code |= (step >> bit & 1) << (2 * bit + axis)
    return code


def box_of(places: RDD) -> tuple[float, float, float, float]:
    """The least box around all places."""
    return places.map(lambda p: (p[0], p[1], p[0], p[1])).reduce(
        lambda a, b: (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))
    )


def collection(features: Iterable[dict]) -> str:
    """A GeoJSON file's text."""
    lines = (json.dumps(feature, ensure_ascii=False, default=str) for feature in features)
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"


def read_tables(spark: SparkSession, options: argparse.Namespace, program: Program, scratch: Path) -> TileSet:
    """Blocks by place, `--tile-blocks` together; every task has all stations, which executors fetch from the folder
    `scratch`, and cuts its tile itself."""
    blocks = features_of(spark, options.blocks, options.geometry_column).persist(StorageLevel.DISK_ONLY)
    size = options.tile_blocks
    count = blocks.count()
    if count == 0:
        raise JobError(f"{options.blocks} has no rows")
    stations = [feature for _, feature in features_of(spark, options.stations, options.geometry_column).collect()]
    (scratch / "stations.geojson").write_text(collection(stations), encoding="utf-8")
    spark.sparkContext.addFile(str(scratch / "stations.geojson"))
    box = box_of(blocks.map(lambda block: middle(block[1])))
    tiles = -(-count // size)
    words, table = options.measures, os.path.basename(options.blocks.rstrip("/"))

    def cut(numbered: tuple[int, Iterable[tuple[int, dict]]]) -> Iterator[tuple]:
        number, members = numbered
        name = f"{number + 1:04d}"
        ordered = sorted(members, key=lambda member: member[0])
        return attempted(program, name, cut_and_measured, program, name, ordered, words, table)

    ordered = blocks.map(lambda block: ((z_order(middle(block[1]), box), block[0]), block)).sortByKey()
    grouped = (
        ordered.values().zipWithIndex().map(lambda p: (p[1] // size, p[0])).groupByKey(tiles, lambda number: number)
    )
    return TileSet(
        run=lambda: grouped.flatMap(cut),
        blocks={f"{n + 1:04d}": min(size, count - n * size) for n in range(tiles)},
        told={
            "inputs": [
                {"role": "blocks", "file": table, "features": count},
                {"role": "stations", "file": options.stations, "features": len(stations)},
            ],
            "parameters": {"measures": words},
        },
    )


def cut_and_measured(
    program: Program, name: str, members: list[tuple[int, dict]], words: list[str], table: str
) -> Iterator[tuple]:
    """Rows of some blocks: they are written as a file, cut as one tile with its halo, and measured."""
    root = SparkFiles.getRootDirectory()
    with tempfile.TemporaryDirectory(prefix="lifecircle-spark-") as folder:
        file = Path(folder) / "blocks.geojson"
        file.write_text(collection(feature for _, feature in members), encoding="utf-8")
        inputs = ["--blocks", str(file), "--stations", f"{root}/stations.geojson"]
        program.run(
            [
                "tile",
                *inputs,
                *(word.replace("{files}", root) for word in words),
                "--tile-blocks",
                str(len(members)),
                "-o",
                f"{folder}/tiles",
            ]
        )
        manifest = json.loads(Path(folder, "tiles", "tiles.json").read_text(encoding="utf-8"))
        (tile,) = manifest["tiles"]
        content = Path(folder, "tiles", tile["file"]).read_bytes()
    # What is said of stations and streets is the same each time: the first tile's word stands. Which stations are outside
    # every block, no tile can know.
    remarks = [
        entry
        for entry in told_ledger(manifest["ledger"], (*BEFORE_BLOCKS, "overlaps"))
        if all(map(is_of_block, entry["examples"]))
        or (name == "0001" and entry["code"] != "station_outside_blocks")
    ]
    return measured(program, name, content, Excerpt(table, [row for row, _ in members], remarks))


# --- staging, completeness, ranks ---


@dataclass(frozen=True)
class TileCount:
    """What the staging table holds of a tile."""

    records: list[dict]
    rows: int
    least: int | None
    most: int | None


def counted(table: DataFrame) -> dict[str, TileCount]:
    """Records and rows by tile."""
    found = (
        table.groupBy("tile").agg(F.collect_list("record"), F.count("row"), F.min("row"), F.max("row")).collect()
    )
    return {name: TileCount([json.loads(text) for text in texts], *rest) for name, texts, *rest in sorted(found)}


def some(names: list[str]) -> str:
    """The first ten names."""
    return ", ".join(names[:10]) + (f" and {len(names) - 10} more" if len(names) > 10 else "")


def verified(table: DataFrame, tiles: TileSet, isMissingAllowed: bool) -> tuple[list[dict], list[str]]:
    """The records of measured tiles and one line for each that failed; throws unless each tile is there once with all its
    blocks, and all rows 0 … N − 1 are there once."""
    counts = counted(table)
    doubled = [name for name, count in counts.items() if len(count.records) > 1]
    if doubled:
        raise JobError(f"tiles staged more than once: {some(doubled)}")
    records = {name: count.records[0] for name, count in counts.items() if count.records}
    failed = [record["error"] for record in records.values() if "error" in record]
    failed += [f"tile {name}: its file is not there" for name in tiles.absent]
    failed += [
        f"tile {name}: no result" for name in tiles.blocks if name not in records and name not in tiles.absent
    ]
    if failed and not isMissingAllowed:
        raise JobError("\n".join(failed))
    measured_ones = {name: counts[name] for name, record in records.items() if "error" not in record}
    check_rows(table, tiles, measured_ones, isWhole=not failed)
    return [records[name] for name in measured_ones], failed


def check_rows(table: DataFrame, tiles: TileSet, counts: dict[str, TileCount], isWhole: bool) -> None:
    """Every measured tile has as many rows as the manifest says, and no row is there twice."""
    wrong = [
        f"{name} ({count.rows} of {tiles.blocks.get(name)})"
        for name, count in counts.items()
        if count.rows != tiles.blocks.get(name)
    ]
    if wrong:
        raise JobError(f"tiles with another number of blocks than the manifest says: {some(wrong)}")
    rows = (
        table.where("row is not null").groupBy("row").agg(F.count("*").alias("times"), F.min("tile").alias("tile"))
    )
    twice = rows.where("times > 1").orderBy("row").take(10)
    if twice:
        raise JobError("rows that are there twice: " + some([f"{row.row} (tile {row.tile})" for row in twice]))
    filled = [count for count in counts.values() if count.rows]
    if isWhole and filled:
        least, most = min(count.least for count in filled), max(count.most for count in filled)
        total = sum(tiles.blocks.values())
        if (least, most) != (0, total - 1):
            raise JobError(f"rows {least} … {most} are there, 0 … {total - 1} should be")


def ranked(table: DataFrame) -> DataFrame:
    """Row and rank of flagged blocks: most people failing first, ties by id, numbers before other text."""
    flagged = table.where("failing is not null").select("row", "id", "number", "failing")
    text = F.when(F.col("number").isNull(), F.col("id"))
    order = flagged.orderBy(
        F.col("failing").desc(), F.col("number").asc_nulls_last(), text.asc(), F.col("row").asc()
    )
    numbered = order.select("row").rdd.map(lambda row: row.row).zipWithIndex()
    schema = T.StructType([T.StructField("row", T.LongType()), T.StructField("priority", T.LongType())])
    return table.sparkSession.createDataFrame(numbered.map(lambda pair: (pair[0], pair[1] + 1)), schema)


# --- results ---


def result_schema(records: list[dict]) -> tuple[T.StructType, dict[str, str]]:
    """Columns of the Parquet result in the order of the blocks' members, and the kind of each."""
    kinds: dict[str, str | None] = {}
    for record in records:
        for name, kind in record["kinds"].items():
            kinds[name] = wider(kinds.get(name), kind)
    known = {name: kind or "text" for name, kind in kinds.items()}
    known["priority"] = "long"
    fields = [
        T.StructField("lifecircle_row", T.LongType(), False),
        T.StructField("lifecircle_tile", T.StringType(), False),
    ]
    fields += [T.StructField(column_name(name), KINDS[kind]) for name, kind in known.items()]
    fields += [T.StructField("lifecircle_failing", T.DoubleType()), T.StructField("geometry", T.BinaryType())]
    return T.StructType([*fields, T.StructField("feature", T.StringType())]), known


def column_name(name: str) -> str:
    """A block's own member named as one of ours is called as in other results."""
    return f"input_{name}" if name in (*OWN_COLUMNS, "feature") else name


def cell(value: object, kind: str) -> object:
    """A JSON value in a column of this kind."""
    if value is None:
        return None
    if kind == "text":
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return double(value) if kind == "double" else value


def results(table: DataFrame, records: list[dict]) -> DataFrame:
    """One row a block in input order: its columns, its geometry, and the Feature as text."""
    schema, kinds = result_schema(records)

    def filled(row: Row) -> tuple:
        feature = json.loads(row.feature)
        properties = feature["properties"]
        if "priority" in properties:
            properties["priority"] = row.priority
        values = [cell(properties.get(name), kind) for name, kind in kinds.items()]
        text = json.dumps(feature, ensure_ascii=False, separators=(",", ":"))
        return (row.row, row.tile, *values, row.failing, encoded(feature["geometry"]), text)

    rows = table.where("row is not null").select("row", "tile", "failing", "feature")
    joined = rows.join(ranked(table), "row", "left").orderBy("row")
    return table.sparkSession.createDataFrame(joined.rdd.map(filled), schema, verifySchema=False)


def summed(ledgers: list[list[dict]]) -> list[dict]:
    """Ledgers by code in order of first appearance: counts summed, the first five examples by row."""
    found: dict[str, dict] = {}
    for entry in (entry for ledger in ledgers for entry in ledger):
        whole = found.setdefault(entry["code"], {**entry, "count": 0, "examples": []})
        whole["count"] += entry["count"]
        whole["examples"] = whole["examples"] + entry["examples"]
    for whole in found.values():
        whole["examples"] = sorted(whole["examples"], key=lambda example: example.get("row", 0))[:LEDGER_EXAMPLES]
    return list(found.values())


def told_ledger(entries: list[dict], stages: tuple[str, ...]) -> list[dict]:
    """Entries of a manifest's ledger as a result has them: one language, nothing that is null."""
    return [
        {
            "code": entry["code"],
            "severity": entry["severity"],
            "count": entry["count"],
            "message": entry["message"]["en"],
            "examples": [
                {key: value for key, value in example.items() if key != "detail_zh" and value not in (None, "")}
                for example in entry["examples"]
            ],
        }
        for entry in entries
        if entry["stage"] in stages
    ]


def totals_of(records: list[dict]) -> dict:
    """The tiles' totals added up; shares of area are weighted by area and as exact as their six decimals."""
    parts = [record["totals"] for record in records]
    whole: dict = {
        key: sum(part.get(key) or 0 for part in parts)
        for key in ("blocks", "population", "area_m2", "underserved", "pop_unreachable")
    }
    for family in ("radii", "minutes"):
        keys = list(dict.fromkeys(key for part in parts for key in part.get(family, {})))
        whole[family] = {
            key: measure_total(
                [(part[family][key], part["area_m2"]) for part in parts if key in part.get(family, {})]
            )
            for key in keys
        }
    return whole


def measure_total(parts: list[tuple[dict, float]]) -> dict:
    """One radius or time over all tiles."""
    total = {
        key: sum(part.get(key) or 0 for part, _ in parts)
        for key in ("pop_covered", "pop_uncovered", "blocks_full", "blocks_none")
    }
    area = sum(weight for part, weight in parts if part.get("area_share") is not None)
    covered = sum(part["area_share"] * weight for part, weight in parts if part.get("area_share") is not None)
    people = total["pop_covered"] + total["pop_uncovered"]
    shares = {
        "area_share": round(covered / area, 6) if area else None,
        "pop_share": round(total["pop_covered"] / people, 6) if people else None,
    }
    return {**shares, **{key: round(value, 2) for key, value in total.items()}}


# --- files, wherever Spark writes ---


def hadoop_path(spark: SparkSession, path: str) -> tuple[object, object]:
    """A path and its file system."""
    place = spark._jvm.org.apache.hadoop.fs.Path(path)
    return place, place.getFileSystem(spark._jsc.hadoopConfiguration())


def remove(spark: SparkSession, path: str) -> None:
    """Removes a file or folder, if it is there."""
    place, system = hadoop_path(spark, path)
    system.delete(place, True)


def write_text(spark: SparkSession, path: str, text: str) -> None:
    """Writes a small file; it appears complete."""
    place, system = hadoop_path(spark, path)
    pending, _ = hadoop_path(spark, path + ".pending")
    system.setWriteChecksum(False)
    stream = system.create(pending, True)
    stream.write(text.encode("utf-8"))
    stream.close()
    system.delete(place, False)
    if not system.rename(pending, place):
        raise JobError(f"{path} cannot be written")


# --- the job ---


def attempts_allowed(spark: SparkSession) -> int:
    """How often Spark tries a task."""
    local = re.fullmatch(r"local(?:\[[^,\]]*(?:,\s*(\d+))?\])?", spark.sparkContext.master)
    if local:
        return int(local.group(1) or 1)
    return int(spark.sparkContext.getConf().get("spark.task.maxFailures", "4"))


def staging_table(spark: SparkSession, rows: RDD, folder: str) -> DataFrame:
    """Runs the tasks and keeps what they give in a folder, from which all else is read."""
    spark.createDataFrame(rows, STAGED, verifySchema=False).write.mode("overwrite").parquet(folder)
    for key in ("spark.sql.files.maxPartitionBytes", "spark.sql.files.openCostInBytes"):
        spark.conf.unset(key)
    return spark.read.schema(STAGED).parquet(folder)


def run_coverage(spark: SparkSession, options: argparse.Namespace, program: Program) -> int:
    """Measures all tiles and writes the results."""
    begin = time.monotonic()
    staging = f"{options.parquet or options.geojson or options.summary}.staging"
    with tempfile.TemporaryDirectory(prefix="lifecircle-spark-") as scratch:
        try:
            if options.tiles:
                tiles = read_tile_set(spark, options.tiles, program)
            else:
                tiles = read_tables(spark, options, program, Path(scratch))
            if tiles.absent and not options.allow_missing:
                raise JobError("\n".join(f"tile {name}: its file is not there" for name in tiles.absent))
            table = staging_table(spark, tiles.run(), staging)
            records, failed = verified(table, tiles, options.allow_missing)
            if options.parquet or options.geojson:
                write_results(results(table, records), options)
        finally:
            remove(spark, staging)
    summary = summary_of(tiles, records, failed, time.monotonic() - begin)
    if options.summary:
        write_text(spark, options.summary, json.dumps(summary, ensure_ascii=False, indent=2) + "\n")
    tell(summary)
    return 1 if failed else 0


def summary_of(tiles: TileSet, records: list[dict], failed: list[str], seconds: float) -> dict:
    """Totals, the ledger, and what the run took."""
    return {
        "command": "coverage",
        **tiles.told,
        "tiles": len(tiles.blocks),
        "missing": failed,
        **totals_of(records),
        "ledger": summed([tiles.front, *(record["ledger"] for record in records), tiles.behind]),
        "run": counters(records, seconds),
    }


def write_results(table: DataFrame, options: argparse.Namespace) -> None:
    """Parquet, and GeoJSON as one Feature a line; both from one computation, in input order."""
    table.persist(StorageLevel.DISK_ONLY)
    if options.parquet:
        table.drop("feature").write.mode("overwrite").parquet(options.parquet)
    if options.geojson:
        table.select("feature").write.mode("overwrite").text(options.geojson)
    table.unpersist()


def counters(records: list[dict], seconds: float) -> dict:
    """What the run took, from the attempts whose rows were kept: nothing counts twice."""
    longest = max(records, key=lambda record: record["seconds"], default=None)
    return {
        "seconds": round(seconds, 1),
        "program_seconds": round(sum(record["seconds"] for record in records), 1),
        "program_cpu_seconds": round(sum(record["cpu_seconds"] for record in records), 1),
        "longest_tile": longest and {key: longest[key] for key in ("tile", "blocks", "bytes", "seconds")},
        "bytes": sum(record["bytes"] for record in records),
        "repeated_tiles": sum(record["attempt"] > 0 for record in records),
    }


def tell(summary: dict) -> None:
    """A few lines on standard error."""
    run = summary["run"]
    say(
        f"{summary['blocks']} blocks of {summary['tiles']} tiles in {run['seconds']} s ({run['program_seconds']} s in the program)"
    )
    if longest := run["longest_tile"]:
        say(f"longest tile: {longest['tile']}, {longest['blocks']} blocks, {longest['seconds']} s")
    for line in summary["missing"]:
        say(line)


def say(text: str) -> None:
    """One line on standard error."""
    print(f"lifecircle_spark: {text}", file=sys.stderr)


# --- siting across regions ---

# Members of a tile that lifecircle site takes as inputs.
SITE_INPUTS = {
    "--blocks": "blocks.geojson",
    "--stations": "stations.geojson",
    "--demand": "demand.geojson",
    "--streets": "streets.lcg",
}


def sited(program: Program, content: bytes, words: list[str]) -> dict:
    """What `lifecircle site` says for one tile: its blocks and people, and the stations around it that exist."""
    with (
        tempfile.TemporaryDirectory(prefix="lifecircle-spark-") as folder,
        zipfile.ZipFile(io.BytesIO(content)) as tile,
    ):
        inputs = []
        for option, name in SITE_INPUTS.items():
            if name in tile.namelist():
                inputs += [option, tile.extract(name, folder)]
        forget_blocks(Path(folder, "demand.geojson"))
        chosen, summary = Path(folder, "sites.geojson"), Path(folder, "summary.json")
        program.run(
            ["site", "--model", "max-coverage", *inputs, *words, "-o", str(chosen), "--summary", str(summary)]
        )
        sites = json.loads(chosen.read_text(encoding="utf-8"))["features"]
        return {"summary": json.loads(summary.read_text(encoding="utf-8")), "sites": sites}


def forget_blocks(demand: Path) -> None:
    """A tile's demand points name their block by its place in the tile; to site, their own place tells."""
    if demand.exists():
        points = json.loads(demand.read_text(encoding="utf-8"))["features"]
        for point in points:
            del point["properties"]["block"]
        demand.write_text(collection(points), encoding="utf-8")


@dataclass(frozen=True)
class Regions:
    """The tiles of a set, each a region, and what is asked of all of them."""

    spark: SparkSession
    folder: str
    tiles: dict[str, dict]
    program: Program
    words: list[str]

    def name(self, tile: str) -> str:
        """What the region is called: the value the set was cut by."""
        return self.tiles[tile]["value"] or tile

    def sited(self, limits: dict[str, list[str]]) -> dict[str, dict]:
        """Runs `lifecircle site` on the tiles that limits are given for; all must succeed."""
        words, program = self.words, self.program
        names = {tile: self.name(tile) for tile in limits}

        def answered(tile: str, content: bytes) -> Iterator[tuple]:
            root = SparkFiles.getRootDirectory()
            own = [word.replace("{files}", root).replace("{value}", names[tile]) for word in words]
            yield staged(tile, record=json.dumps({"tile": tile, **sited(program, content, own + limits[tile])}))

        rows = tile_rows(self.spark, self.folder, [self.tiles[tile] for tile in limits], program, answered)
        found = rows.map(lambda values: json.loads(values[-1])).collect()
        answers = {record["tile"]: record for record in found}
        failed = [record["error"] for record in found if "error" in record]
        failed += [f"tile {tile}: no result" for tile in limits if tile not in answers]
        if failed:
            raise JobError("\n".join(sorted(failed)))
        return answers


def divided(program: Program, answers: dict[str, dict], limit: list[str]) -> dict:
    """What `lifecircle merge --curves` gives each region of a common number or budget."""
    with tempfile.TemporaryDirectory(prefix="lifecircle-spark-") as folder:
        files = []
        for name, answer in sorted(answers.items()):
            files.append(f"{folder}/{name}.json")
            Path(files[-1]).write_text(json.dumps(answer["summary"]), encoding="utf-8")
        summary = Path(folder, "division.json")
        program.run(
            ["merge", "--curves", *files, *limit, "-o", f"{folder}/division.csv", "--summary", str(summary)]
        )
        return json.loads(summary.read_text(encoding="utf-8"))


def run_site(spark: SparkSession, options: argparse.Namespace, program: Program) -> int:
    """The curve of each region, the division of the common limit, and then each region's sites for its part."""
    begin = time.monotonic()
    tiles = {tile["name"]: tile for tile in read_manifest(spark, options.tiles)["tiles"]}
    regions = Regions(spark, options.tiles, tiles, program, options.measures)
    limit = ["--new", str(options.new)] if options.new else ["--budget", str(options.budget)]
    steps = options.steps or options.new or 10
    curves = regions.sited({tile: [*limit, "--trade-off", str(steps)] for tile in tiles})
    division = divided(program, curves, limit)
    parts = [part for part in division["regions"] if part["new"] > 0]
    key = "new" if options.new else "cost"
    final = regions.sited({part["region"]: [limit[0], str(part[key])] for part in parts})
    if options.geojson:
        write_sites(regions, options.geojson, final)
    for part in division["regions"]:
        part["value"] = regions.name(part["region"])
    summary = {"command": "site", **division, "run": {"seconds": round(time.monotonic() - begin, 1)}}
    if options.summary:
        write_text(spark, options.summary, json.dumps(summary, ensure_ascii=False, indent=2) + "\n")
    say(f"{division['new']} new stations in {len(parts)} of {len(tiles)} regions")
    say(f"{division['people_covered']} people covered; no division covers more than {division['bound']}")
    return 0


def write_sites(regions: Regions, folder: str, answers: dict[str, dict]) -> None:
    """The chosen sites of all regions, one Feature a line, with the region's name."""
    lines = []
    for tile, answer in sorted(answers.items()):
        for site in answer["sites"]:
            site["properties"] = {"region": regions.name(tile), **site["properties"]}
            lines.append((json.dumps(site, ensure_ascii=False, separators=(",", ":")),))
    schema = T.StructType([T.StructField("feature", T.StringType())])
    spark = regions.spark
    spark.createDataFrame(spark.sparkContext.parallelize(lines, 1), schema).write.mode("overwrite").text(folder)


class Arguments(argparse.ArgumentParser):
    """Wrong use ends with 64, as in the program."""

    def error(self, message: str) -> None:
        say(f"{message}; see --help")
        sys.exit(64)


def arguments() -> argparse.ArgumentParser:
    """The options."""
    parser = Arguments(
        prog="lifecircle_spark.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    coverage = commands.add_parser("coverage", help="who is covered, block by block")
    coverage.add_argument("--tiles", help="folder of lifecircle tile")
    coverage.add_argument("--blocks", help="Parquet or GeoParquet of blocks, instead of --tiles")
    coverage.add_argument("--stations", help="the same of stations")
    coverage.add_argument("--geometry-column", default="geometry", help="WKB column (geometry)")
    coverage.add_argument("--tile-blocks", type=int, default=2000, help="blocks a task, with --blocks (2000)")
    coverage.add_argument("--parquet", help="folder of the result as Parquet")
    coverage.add_argument("--geojson", help="folder of the result as GeoJSON, one Feature a line")
    coverage.add_argument("--summary", help="JSON file of totals, ledger and counters")
    coverage.add_argument(
        "--allow-missing", action="store_true", help="go on without tiles that fail, name them, and exit with 1"
    )
    coverage.add_argument(
        "measures",
        nargs="*",
        help="after --: options of lifecircle tile, with --blocks; {files} is where Spark puts files",
    )
    site = commands.add_parser("site", help="trade-off curve of each region, and a common limit divided among them")
    site.add_argument("--tiles", required=True, help="folder of lifecircle tile --by FIELD: each tile is a region")
    site.add_argument("--new", type=int, help="new stations in all")
    site.add_argument("--budget", type=float, help="what they may cost in all; candidates need costs")
    site.add_argument("--steps", type=int, help="points of each curve (all of --new, or 10 parts of the budget)")
    site.add_argument("--geojson", help="folder of the chosen sites, one Feature a line")
    site.add_argument("--summary", help="JSON file of the division")
    site.add_argument(
        "measures",
        nargs="*",
        help="after --: options of lifecircle site; {files} is where Spark puts files, {value} the region",
    )
    for command in (coverage, site):
        command.add_argument(
            "--binary", default="lifecircle", help="the program on every machine: a path, or a name in PATH"
        )
        command.add_argument(
            "--ship-binary", action="store_true", help="send the program from here to the executors"
        )
        command.add_argument(
            "--ship", action="append", default=[], metavar="FILE", help="send a file along, as {files}/NAME"
        )
        command.add_argument(
            "--threads", type=int, default=1, help="threads of one run; as many as spark.task.cpus (1)"
        )
        command.add_argument("--time-limit", type=float, default=3600, help="seconds a tile may take (3600)")
        command.add_argument("--master", help="where not started by spark-submit (local[*,4])")
    return parser


def checked_options(parser: argparse.ArgumentParser, words: list[str]) -> argparse.Namespace:
    """The command line, if its options go together."""
    options = parser.parse_args(words)
    if options.command == "site":
        if bool(options.new) == bool(options.budget):
            parser.error("give --new or --budget")
        return options
    if bool(options.tiles) == bool(options.blocks and options.stations):
        parser.error("give --tiles, or --blocks and --stations")
    if not (options.parquet or options.geojson or options.summary):
        parser.error("give --parquet, --geojson or --summary")
    if options.measures and options.tiles:
        parser.error("tiles were cut with their options: none can be given after --")
    return options


def session(options: argparse.Namespace) -> SparkSession:
    """Spark: what spark-submit set up, or all cores of this machine with four attempts a task."""
    builder = SparkSession.builder.appName(f"lifecircle {options.command}").config(
        "spark.sql.caseSensitive", "true"
    )
    builder = builder.config("spark.ui.showConsoleProgress", "false")
    if "PYSPARK_GATEWAY_PORT" not in os.environ:
        builder = builder.master(options.master or "local[*,4]").config("spark.ui.enabled", "false")
    return builder.getOrCreate()


def main() -> int:
    """Runs one command; a failure is told in lines and an exit code."""
    options = checked_options(arguments(), sys.argv[1:])
    spark = session(options)
    try:
        for file in [*options.ship, *([options.binary] if options.ship_binary else [])]:
            spark.sparkContext.addFile(file)
        program = Program(options.binary, options.time_limit, options.threads, attempts_allowed(spark))
        return (run_site if options.command == "site" else run_coverage)(spark, options, program)
    except JobError as error:
        for line in str(error).splitlines():
            say(line)
        return 65
    except AnalysisException as error:
        say(str(error).splitlines()[0])
        return 66
    except Py4JJavaError as error:
        say(str(error.java_exception).splitlines()[0])
        return 74
    finally:
        spark.stop()


if __name__ == "__main__":
    sys.exit(main())
