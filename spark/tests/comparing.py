"""Reads what the job wrote and writes tables for it."""

import json
import os
import sys
from pathlib import Path

JOB_FOLDER = str(Path(__file__).resolve().parent.parent)
sys.path.insert(0, JOB_FOLDER)
# Workers have the Python of the tests, and unpickle the job's functions from its module.
os.environ.update(PYSPARK_PYTHON=sys.executable, PYTHONPATH=JOB_FOLDER)

from lifecircle_spark import encoded  # noqa: E402
from pyspark.sql import SparkSession  # noqa: E402


def features_in(folder):
    """The Features of all part files, in their order."""
    files = sorted(folder.glob("part-*"))
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]


def session():
    """A Spark of this process, for Parquet."""
    builder = SparkSession.builder.master("local[2,2]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.ui.showConsoleProgress", "false").config("spark.sql.shuffle.partitions", "2")
    return builder.config("spark.sql.caseSensitive", "true").getOrCreate()


def rows_in(folder):
    """The rows of the Parquet result as dictionaries, in the order of its files."""
    return [row.asDict() for row in session().read.parquet(str(folder)).orderBy("lifecircle_row").collect()]


def write_parquet(features, path):
    """Features as Parquet with a WKB column, in their order."""
    names = list(features[0]["properties"])
    kinds = {"population": "bigint"}
    schema = ", ".join(f"{name} {kinds.get(name, 'string')}" for name in names) + ", geometry binary"
    rows = [(*feature["properties"].values(), bytearray(encoded(feature["geometry"]))) for feature in features]
    session().createDataFrame(rows, schema).coalesce(1).write.parquet(str(path))
