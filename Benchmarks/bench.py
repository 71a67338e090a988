#!/usr/bin/env python3
"""Measures lifecircle and its strongest rivals on the same seeded inputs, in one run.

Standard output: one JSON object a measurement. Standard error: progress, agreement of results, ratios.
Usage: bench.py [--bin PROGRAM] [--sizes S,M] [--street-sizes poa,100k] [--runs 3] [--threads N]
                [--workloads W1,W2,W3,W5] [--scale-sizes 10k,100k] [--markdown FILE]
Environment: SIZES, STREET_SIZES, SCALE_SIZES, SCALE_MEMORY, RUNS, THREADS, WORKLOADS as the options; PEERDATA (inputs), VENV (Python of the
rivals), VALHALLA (its unpacked programs), LIFECIRCLE_SHARED (the folder that holds bench/, with the input generator and
the rivals).
"""

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.dont_write_bytecode = True
import scale_bench  # noqa: E402
import siting_bench  # noqa: E402
import street_bench  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
SCRATCH = Path(tempfile.gettempdir())
SHARED = Path(os.environ.get("LIFECIRCLE_SHARED", ROOT.parent / "shared")) / "bench"
DATA = Path(os.environ.get("PEERDATA", SCRATCH / "peerdata"))
PYTHON = Path(os.environ.get("VENV", SCRATCH / "venv-peers")) / "bin" / "python"
PARTS = ("read", "project", "compute", "write", "total")
RIVAL = "shapely-handwritten+orjson"
# The rival measures 64-sided discs (0.16 % too small) on a plane whose scale is off by up to 0.02 %, from a point
# on the surface instead of the centroid: relative differences up to these are agreement.
TOLERANCES = {"covered_share": 2e-3, "reach_sum": 2e-3, "nearest_sum": 2e-2}


def note(text):
    """A line for people."""
    print(text, file=sys.stderr, flush=True)


class Results:
    """Measurements so far; each is printed when it is added."""

    def __init__(self):
        self.rows = []

    def add(self, workload, size, tool, part, seconds, rss_mb, threads, **more):
        """Prints one measurement: the median of several runs."""
        row = {
            "workload": workload,
            "size": size,
            "tool": tool,
            "part": part,
            "seconds": round(seconds, 4),
            "rss_mb": None if rss_mb is None else round(rss_mb, 1),
            "threads": threads,
            **more,
        }
        self.rows.append(row)
        print(json.dumps(row, ensure_ascii=False), flush=True)

    def seconds(self, workload, size, tool, part, options=None):
        """The median seconds of a measurement; None when there is none."""
        for row in self.rows:
            key = (row["workload"], row["size"], row["tool"], row["part"])
            if key == (workload, size, tool, part) and row.get("options") == options:
                return row["seconds"]
        return None


class Bench:
    """One benchmark run: where things are and what was measured."""

    def __init__(self, options, scratch):
        self.options = options
        self.scratch = scratch
        self.results = Results()
        self.failed = []
        self.rivals = None
        if not SHARED.is_dir():
            note(f"rivals skipped: no folder {SHARED} (LIFECIRCLE_SHARED names another)")
        elif not PYTHON.exists():
            note(f"rivals skipped: no {PYTHON} (set up by bench/setup.sh; VENV names another)")
        else:
            # A copy: running scripts leaves caches beside them.
            self.rivals = scratch / "bench"
            shutil.copytree(SHARED, self.rivals)

    def inputs(self, size):
        """Blocks and stations in degrees, made when they are missing; None where that is not possible."""
        names = [f"{n}_{size}{s}.geojson" for n in ("blocks", "stations") for s in ("_ll", "")]
        if not all((DATA / name).exists() for name in names):
            if self.rivals is None:
                note(f"{size} skipped: no inputs in {DATA} and no generator to make them")
                return None
            note(f"making inputs {size} in {DATA} …")
            self.run_rival("gen_blocks.py", size, ["--formats", "geojson,ll"])
        return DATA / f"blocks_{size}_ll.geojson", DATA / f"stations_{size}_ll.geojson"

    def run_rival(self, script, size, extra):
        """Standard output of one of the shared scripts."""
        command = [PYTHON, self.rivals / script, "--size", size, "--data", DATA, *extra]
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"{script}: {done.stderr.strip().splitlines()[-1:]}")
        return done.stdout

    def run_rival_measurements(self, script, size, extra):
        """The JSON lines of a shared script, with its MiB turned into MB."""
        options = ["--runs", self.options.runs, "--threads", self.options.threads, *extra]
        lines = self.run_rival(script, size, options).splitlines()
        rows = [json.loads(line) for line in lines if line.startswith("{")]
        for row in rows:
            if row.get("rss_mb") is not None:
                row["rss_mb"] *= 1.048576
        return rows

    def run_own(self, arguments):
        """Timings of one run of lifecircle; seen from outside where it writes none."""
        timings = self.scratch / "timings.json"
        timings.unlink(missing_ok=True)
        command = [self.options.bin, *arguments, "--timings", timings, "--quiet"]
        command += ["--threads", self.options.threads]
        start = time.perf_counter()
        errors = (self.scratch / "stderr").open("w+b")
        process = subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - start
        if process.returncode != 0:
            errors.seek(0)
            text = errors.read().decode("utf-8", "replace").strip()
            raise RuntimeError(f"{arguments[0]}: exit {process.returncode}: {text}")
        found = {"total": seconds, "rss_mb": usage.ru_maxrss * 1024 / 1e6}
        if timings.exists():
            found = json.loads(timings.read_text())
        return {**found, "cpu_s": usage.ru_utime + usage.ru_stime}

    def add_own(self, workload, size, runs, parts, options):
        """Adds the medians of several runs' timings."""
        rss = max(run["rss_mb"] for run in runs)
        for part in parts:
            values = [run[part] for run in runs]
            cpu = {"cpu_s": round(statistics.median(run["cpu_s"] for run in runs), 3)}
            self.results.add(
                workload,
                size,
                "lifecircle",
                part,
                statistics.median(values),
                rss,
                self.options.threads,
                options=options,
                runs=len(values),
                **(cpu if part == "total" else {}),
            )

    # --- W1: straight coverage ---

    def coverage(self, size, blocks, stations):
        """W1: the rival's work, then the default measures, then the rival."""
        result = self.scratch / "coverage.geojson"
        summary = self.scratch / "summary.json"
        common = ["coverage", "--blocks", blocks, "--stations", stations]
        common += ["--blocks-crs", "EPSG:4326", "--stations-crs", "EPSG:4326"]
        common += ["-o", result, "--summary", summary]
        for options in ("--minutes none", ""):
            runs = []
            for _ in range(self.options.runs):
                # A new file each time: replacing one of 900 MB costs the file system 0.4 s.
                result.unlink(missing_ok=True)
                runs.append(self.run_own(common + options.split()))
            self.add_own("W1", size, runs, PARTS, options or "defaults")
            if options:
                own = self.checksums(result, summary)
        result.unlink()
        if self.rivals is None:
            return
        rows = self.run_rival_measurements(
            "peer_w1_shapely.py", size, ["--io", "orjson", "--fmt", "geojson"]
        )
        rss = next((row["rss_mb"] for row in rows if row["part"] == "total"), None)
        for row in rows:
            self.add_rival(row, rss)
            if row["part"] == "total":
                self.compare(size, own, row)

    def add_rival(self, row, rss, threads=None, cpu_s=None):
        """Adds one of a shared script's measurements."""
        cpu = row["cpu_s"] if row["part"] == "total" else cpu_s
        self.results.add(
            row["workload"],
            row["size"],
            row["peer"],
            row["part"],
            row["seconds"],
            rss,
            threads or self.options.threads,
            version=row["version"],
            runs=row["runs"],
            **({} if cpu is None else {"cpu_s": cpu}),
        )

    @staticmethod
    def checksums(result, summary):
        """What must agree with the rival: share of the area, discs touching blocks, distances."""
        reach, nearest = 0, 0.0
        with result.open("rb") as lines:
            for line in lines:
                found = re.search(rb'"stations_500m":(\d+)', line)
                if found:
                    reach += int(found[1])
                    nearest += float(re.search(rb'"nearest_m":([\d.eE+-]+)', line)[1])
        share = json.loads(summary.read_text())["radii"]["500"]["area_share"]
        return {"covered_share": share, "reach_sum": reach, "nearest_sum": nearest}

    def compare(self, size, own, rival):
        """Reports whether both tools found the same."""
        for key, tolerance in TOLERANCES.items():
            difference = own[key] / rival[key] - 1
            agrees = abs(difference) <= tolerance
            note(
                f"W1 {size} {key}: lifecircle {own[key]:.6g}, rival {rival[key]:.6g}, "
                f"{difference:+.2e} ({'agrees' if agrees else 'DIFFERS'}, tolerance {tolerance:g})"
            )
            if not agrees:
                self.failed.append(f"W1 {size} {key}")

    # --- W5: GeoJSON in and out ---

    def files(self, size, blocks, stations):
        """W5: reading and writing the blocks, as stages of a coverage run, and a whole conversion."""
        result = self.scratch / "result.geojson"
        arguments = ["coverage", "--blocks", blocks, "--stations", stations, "--minutes", "none"]
        runs = [self.run_own([*arguments, "-o", result]) for _ in range(self.options.runs)]
        self.add_own("W5", size, runs, ("read", "write"), "stages of coverage")
        arguments = ["convert", blocks, result, "--from", "EPSG:4326", "--to", "EPSG:4326"]
        runs = [self.run_own(arguments) for _ in range(self.options.runs)]
        self.add_own("W5", size, runs, ("total",), "convert")
        result.unlink()
        if self.rivals is None:
            return
        for peer, part in (("orjson", "read"), ("orjson-write", "write")):
            for row in self.run_rival_measurements("peer_w5.py", size, ["--peer", peer]):
                self.add_rival({**row, "peer": "orjson", "part": part}, row["rss_mb"])

    # --- summary ---

    def ratios(self):
        """Rows of the closing table: what, lifecircle's seconds, the rival's, how many times faster."""
        for size in self.options.sizes:
            for part in PARTS:
                own = self.results.seconds("W1", size, "lifecircle", part, "--minutes none")
                rival = self.results.seconds("W1", size, RIVAL, part)
                if part == "compute" and own is not None:
                    own += self.results.seconds("W1", size, "lifecircle", "project", "--minutes none")
                if own is not None and rival is not None:
                    name = "project + compute" if part == "compute" else part
                    yield f"W1 {size}", name, own, RIVAL, rival
            for part in ("read", "write"):
                own = self.results.seconds("W5", size, "lifecircle", part, "stages of coverage")
                rival = self.results.seconds("W5", size, "orjson", part)
                if own is not None and rival is not None:
                    yield f"W5 {size}", part, own, "orjson", rival
        for size in self.options.street_sizes:
            yield from street_bench.ratios(self.results, size)

    def table(self):
        """The closing table as Markdown."""
        lines = ["| work | part | lifecircle, s | rival | its seconds | times faster |"]
        lines.append("|---|---|---:|---|---:|---:|")
        for work, part, own, name, rival in self.ratios():
            # A rival is shown beside nothing where this build has no such command or part.
            factor = "–" if own is None else f"{rival / own:.1f}" if own > 0 else "∞"
            seconds = "–" if own is None else f"{own:.4f}"
            lines.append(f"| {work} | {part} | {seconds} | {name} | {rival:.4f} | {factor} |")
        return "\n".join(lines)


def parse():
    """The command line; the environment gives its defaults."""
    cores = len(os.sched_getaffinity(0))
    env = os.environ.get
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", type=Path, default=ROOT / ".build" / "release" / "lifecircle")
    parser.add_argument("--sizes", default=env("SIZES", "S,M"), help="of S, M, L")
    sizes = env("STREET_SIZES", "poa,100k")
    parser.add_argument("--street-sizes", default=sizes, help="of poa, 10k, 100k, 1M, 10M")
    sizes = env("SITING_SIZES", "S,M")
    parser.add_argument("--siting-sizes", default=sizes, help="of S, M, L")
    limit = int(env("SITING_LIMIT", "60"))
    parser.add_argument("--siting-limit", type=int, default=limit, help="seconds for each rival of W4")
    sizes = env("SCALE_SIZES", "10k,100k")
    parser.add_argument("--scale-sizes", default=sizes, help="of W6: 10k, 100k, 1M, 10M, or BLOCKS/STATIONS")
    memory = env("SCALE_MEMORY", "4G")
    parser.add_argument("--scale-memory", default=memory, help="--memory of W6's bounded runs")
    parser.add_argument("--runs", type=int, default=int(env("RUNS", "3")))
    parser.add_argument("--threads", type=int, default=int(env("THREADS", str(cores))))
    parser.add_argument("--workloads", default=env("WORKLOADS", "W1,W2,W3,W4,W5,W6"))
    parser.add_argument("--markdown", type=Path, help="also write the closing table here")
    options = parser.parse_args()
    options.sizes = re.split(r"[,\s]+", options.sizes.strip())
    options.street_sizes = re.split(r"[,\s]+", options.street_sizes.strip())
    options.scale_sizes = re.split(r"[,\s]+", options.scale_sizes.strip())
    options.siting_sizes = re.split(r"[,\s]+", options.siting_sizes.strip())
    options.workloads = re.split(r"[,\s]+", options.workloads.strip())
    options.bin = options.bin.resolve()
    return options


def measure_streets(bench, size):
    """W2 and W3 on one extract; a failure is told and does not stop the others."""
    streets = street_bench.StreetBench(bench, size, DATA, SHARED, PYTHON, note)
    try:
        if not streets.inputs():
            return
    except RuntimeError as error:
        note(f"W2, W3 {size} failed: {error}")
        bench.failed.append(f"inputs {size}")
        return
    for workload, work in (("W2", streets.streets), ("W3", streets.isochrones)):
        if workload not in bench.options.workloads:
            continue
        try:
            work()
        except RuntimeError as error:
            note(f"{workload} {size} failed: {error}")
            bench.failed.append(f"{workload} {size}")


def measure_siting(bench, size):
    """W4 of one size; a failure is told and does not stop the others. The table of what was found."""
    siting = siting_bench.SitingBench(bench, size, DATA, PYTHON, note)
    try:
        if siting.inputs():
            siting.run()
    except RuntimeError as error:
        note(f"W4 {size} failed: {error}")
        bench.failed.append(f"W4 {size}")
    return siting.table() + "\n" if siting.rows else ""


def main():
    """Measures what was asked for; exit code 1 when a measurement fails or results disagree."""
    options = parse()
    known = {"W1", "W2", "W3", "W4", "W5", "W6"}
    for workload in options.workloads:
        if workload not in known:
            note(f"{workload} skipped: this version has no such command")
    with tempfile.TemporaryDirectory(prefix="lifecircle-bench-") as scratch:
        bench = Bench(options, Path(scratch))
        for size in options.sizes if {"W1", "W5"} & set(options.workloads) else []:
            files = bench.inputs(size)
            for workload, work in (("W1", bench.coverage), ("W5", bench.files)):
                if not files or workload not in options.workloads:
                    continue
                try:
                    work(size, *files)
                except RuntimeError as error:
                    note(f"{workload} {size} failed: {error}")
                    bench.failed.append(f"{workload} {size}")
        for size in options.street_sizes if {"W2", "W3"} & set(options.workloads) else []:
            measure_streets(bench, size)
        found = ""
        for size in options.siting_sizes if "W4" in options.workloads else []:
            found += "\n" + measure_siting(bench, size)
        if "W6" in options.workloads:
            found += "\n" + scale_bench.measure(bench, DATA, note)
        table = bench.table() + found
        note("\n" + table)
        if options.markdown:
            options.markdown.write_text(table + "\n")
        if bench.failed:
            sys.exit("failed or different: " + ", ".join(bench.failed))


if __name__ == "__main__":
    main()
