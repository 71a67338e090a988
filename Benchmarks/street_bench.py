"""Workloads W2 (streets) and W3 (isochrones) of the benchmark, beside the rivals on the same extract."""

import json
import os
import subprocess
import tempfile
from pathlib import Path

VALHALLA = Path(os.environ.get("VALHALLA", Path(tempfile.gettempdir()) / "vh" / "x"))
# pandana prepares a million nodes in more than 10 minutes.
PANDANA_SIZES = ("poa", "100k")
GRAPH_RIVALS = ("scipy", "igraph", "pandana", "c-dial")
# Walking rules of poa's rivals differ (they leave out trunk roads and private ways), so there it is only told.
AGREEMENT = 1e-3
MINUTES, SPEED = "15", "5"


class StreetBench:
    """W2 and W3 for one extract."""

    def __init__(self, bench, size, data, shared, python, note):
        self.bench, self.size, self.data, self.shared = bench, size, data, shared
        self.python, self.note = python, note
        self.folder = bench.scratch / f"streets-{size}"
        self.folder.mkdir()
        self.extract = data / (
            "r5r/poa_osm.pbf" if size == "poa" else f"streets_{size}.osm.pbf"
        )
        self.graph = data / f"streets_{size}.npz"
        self.prepared = self.folder / "streets.lcg"

    def inputs(self):
        """Makes what is missing; False, with the reason, where that is not possible."""
        if self.bench.rivals is None:
            self.note(f"W2, W3 {self.size} skipped: no generator of inputs")
            return False
        if self.size == "poa" and not self.extract.exists():
            command = ["bash", self.bench.rivals / "get_data.sh", self.shared.parent / "geodata"]
            environment = {**os.environ, "PEERDATA": str(self.data)}
            subprocess.run(list(map(str, command)), env=environment, stdout=subprocess.DEVNULL)
        if self.size == "poa" and not self.extract.exists():
            self.note(f"W2, W3 poa skipped: no {self.extract}")
            return False
        if not (self.graph.exists() and self.extract.exists()):
            self.note(f"making street inputs {self.size} in {self.data} …")
            self.bench.run_rival("gen_streets.py", self.size, ["--pbf", "yes"])
        script = Path(__file__).with_name("street_inputs.py")
        degrees = "yes" if self.size == "poa" else "no"
        command = [self.python, script, self.graph, degrees, self.folder]
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"street_inputs.py: {done.stderr.strip().splitlines()[-1:]}")
        return True

    def knows(self, command):
        """Whether this build of lifecircle has a command; says so where not."""
        done = subprocess.run([str(self.bench.options.bin), command, "--help"], capture_output=True)
        if done.returncode != 0:
            self.note(f"lifecircle {command} skipped: this build has no such command")
        return done.returncode == 0

    # --- W2 ---

    def streets(self):
        """W2: extract to graph, then the nearest station of every node and block shares."""
        if self.knows("network"):
            self.own_graph()
            self.own_search()
            self.agreement()
        for peer in ("osmium-tool", "pyosmium"):
            self.rival("peer_w2_parse.py", ["--peer", peer])
        for peer in GRAPH_RIVALS:
            if peer != "pandana" or self.size in PANDANA_SIZES:
                self.rival("peer_w2.py", ["--peer", peer])

    def own_graph(self):
        """Measures `network build`."""
        arguments = ["network", "build", self.extract, "-o", self.prepared]
        runs = self.own_runs(arguments)
        # What a rival without a file of its own does: all but writing.
        for run in runs:
            run["graph"] = run["total"] - run.get("write", 0)
        self.add("W2", runs, ("read", "project", "compute", "write", "total", "graph"), "network build")
        nodes = json.loads((self.folder / "reference.json").read_text())["nodes"]
        size = self.prepared.stat().st_size
        self.note(f"W2 {self.size}: prepared graph {size:,} bytes, {size / nodes:.0f} a node of the extract")

    def own_search(self):
        """Measures the nearest-station search and block shares on the prepared graph."""
        arguments = self.coverage("blocks", []) + ["--minutes", MINUTES]
        parts = ("read", "project", "compute", "write", "total", "streets", "search")
        self.add("W2", self.own_runs(arguments), parts, "coverage --streets X.lcg")

    def coverage(self, blocks, more):
        """A coverage command line over the prepared graph."""
        common = ["coverage", "--blocks", self.folder / f"{blocks}.geojson"]
        common += ["--stations", self.folder / "stations.geojson", "--streets", self.prepared]
        common += ["--speed", SPEED, "-o", self.folder / "result.geojson"]
        crs = ["--blocks-crs", "EPSG:4326", "--stations-crs", "EPSG:4326"]
        return common + crs + more

    def agreement(self):
        """Compares walking minutes of random nodes with scipy's on the same edges."""
        reference = json.loads((self.folder / "reference.json").read_text())["minutes"]
        self.bench.run_own(
            self.coverage("cells", ["--demand", self.folder / "points.geojson", "--max-minutes", "1440"])
        )
        features = json.loads((self.folder / "result.geojson").read_text())["features"]
        seen = {f["properties"]["id"]: f["properties"]["walk_min"] for f in features}
        off = [
            i
            for i, m in reference.items()
            if m < 1440 and (seen[i] is None or abs(seen[i] - m) > max(AGREEMENT * m, 0.02))
        ]
        counts = f"{len(reference) - len(off)} of {len(reference)} places"
        strict = self.size != "poa"
        self.note(f"W2 {self.size} minutes: {counts} as scipy's, within {AGREEMENT:g} or 0.02 min")
        if off and strict:
            self.bench.failed.append(f"W2 {self.size} minutes")

    # --- W3 ---

    def isochrones(self):
        """W3: 15-minute polygons of 500 stations."""
        if self.knows("isochrone") and self.knows("network"):
            if not self.prepared.exists():
                self.bench.run_own(["network", "build", self.extract, "-o", self.prepared])
            arguments = ["isochrone", "--stations", self.folder / "starts.geojson"]
            arguments += ["--streets", self.prepared, "--minutes", MINUTES, "--speed", SPEED]
            arguments += ["-o", self.folder / "isochrones.geojson"]
            runs = self.own_runs(arguments)
            # What the rivals time: their graph, tiles or index is there before.
            for run in runs:
                run["isochrones"] = run["compute"] - run["streets"]
            parts = ("read", "project", "compute", "write", "total", "streets", "isochrones")
            self.add("W3", runs, parts, "isochrone --streets X.lcg")
        self.rival("peer_w3_hull.py", ["--peer", "scipy"])
        if (VALHALLA / "valhalla" / "bin" / "valhalla_service").exists():
            self.rival("peer_w3_valhalla.py", ["--vdir", VALHALLA])
        else:
            self.note(f"Valhalla skipped: no {VALHALLA} (set up by bench/setup_valhalla.sh)")

    # --- shared ---

    def own_runs(self, arguments):
        """Timings of as many runs of lifecircle as asked for."""
        return [self.bench.run_own(arguments) for _ in range(self.bench.options.runs)]

    def add(self, workload, runs, parts, options):
        """Adds the parts that the timings hold; extra keys come and go with versions."""
        held = [part for part in parts if all(part in run for run in runs)]
        self.bench.add_own(workload, self.size, runs, held, options)

    def rival(self, script, extra):
        """Adds a rival's measurements; one that fails is told and does not stop the others."""
        try:
            rows = self.bench.run_rival_measurements(script, self.size, extra)
        except RuntimeError as error:
            self.note(f"{script} {' '.join(map(str, extra))} {self.size} failed: {error}")
            return
        for row in rows:
            # Fewer than 500 starts are left where two fell on one node.
            if row.get("ms_each"):
                row["part"], row["seconds"] = "500 isochrones", row["ms_each"] / 2
            row.setdefault("threads", 1)
            self.bench.add_rival(row, row.get("rss_mb"), threads=row["threads"], cpu_s=row.get("cpu_s"))


def ratios(results, size):
    """Rows of the closing table: what, part, lifecircle's seconds, rival, its seconds."""

    def own(workload, parts, options):
        for part in parts:
            seconds = results.seconds(workload, size, "lifecircle", part, options)
            if seconds is not None:
                return seconds
        return None

    rows = [
        ("W2", "extract → graph", own("W2", ["graph"], "network build"), "parse"),
        ("W2", "nearest station", own("W2", ["search"], "coverage --streets X.lcg"), "query"),
        ("W3", "500 isochrones", own("W3", ["isochrones"], "isochrone --streets X.lcg"), "500 isochrones"),
        # Ours with the index of streets and the lattice, made anew by every run; the rivals' still without theirs.
        ("W3", "index + lattice + 500", own("W3", ["compute"], "isochrone --streets X.lcg"), "500 isochrones"),
    ]
    for workload, name, seconds, part in rows:
        for row in results.rows:
            if row["tool"] == "lifecircle" or (row["workload"], row["size"]) != (workload, size):
                continue
            if row["part"] == part:
                rival = f"{row['tool']}, threads: {row['threads']}" if workload == "W3" else row["tool"]
                yield f"{workload} {size}", name, seconds, rival, row["seconds"]
