"""Reads what the job wrote, without Spark for GeoJSON and with it for Parquet."""

import json

from pyspark.sql import SparkSession


def features_in(folder):
    """The Features of all part files, in their order."""
    files = sorted(folder.glob("part-*"))
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]


def rows_in(folder):
    """The rows of the Parquet result as dictionaries, in the order of its files."""
    builder = SparkSession.builder.master("local[2,2]").config("spark.ui.enabled", "false")
    spark = (
        builder.config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.caseSensitive", "true")
        .getOrCreate()
    )
    return [row.asDict() for row in spark.read.parquet(str(folder)).orderBy("lifecircle_row").collect()]
