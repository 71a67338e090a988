"""Workload W4 of the benchmark: siting, beside integer programming on the same points."""

import json
import subprocess
from pathlib import Path

CRS = "+proj=tmerc +lat_0=0 +lon_0=120.25 +k=1 +x_0=0 +y_0=-4430000 +ellps=GRS80 +units=m"
# By size: radius in metres, new stations, seconds lifecircle may take.
SIZES = {"S": (900, 20, 10), "M": (1300, 100, 10), "L": (2900, 200, 60)}
# L is beyond the rivals: HiGHS has found nothing after 300 s.
RIVALS = {"S": ("pulp-cbc", "highspy"), "M": ("highspy",), "L": ()}
PARTS = ("read", "compute", "total")


class SitingBench:
    """Max-coverage and set-cover of one size."""

    def __init__(self, bench, size, data, python, note):
        self.bench, self.size, self.data = bench, size, data
        self.python, self.note = python, note
        self.folder = bench.scratch / f"siting-{size}"
        self.folder.mkdir()
        self.rows = []

    def inputs(self):
        """Makes what is missing; False, with the reason, where that is not possible."""
        if self.bench.rivals is None:
            self.note(f"W4 {self.size} skipped: no generator of inputs")
            return False
        points = self.data / f"siting_{self.size}.npz"
        if not points.exists():
            self.note(f"making siting inputs {self.size} in {self.data} …")
            self.bench.run_rival("gen_siting.py", self.size, [])
        script = Path(__file__).with_name("siting_inputs.py")
        done = subprocess.run(
            list(map(str, [self.python, script, points, SIZES[self.size][0], self.folder])), capture_output=True, text=True
        )
        if done.returncode != 0:
            raise RuntimeError(f"siting_inputs.py: {done.stderr.strip().splitlines()[-1:]}")
        return True

    def run(self):
        """Both models, lifecircle and its rivals."""
        radius, new, seconds = SIZES[self.size]
        self.own("mclp", ["--model", "max-coverage", "--new", new, "--time-limit", seconds], radius)
        if self.size == "M":
            self.own("lscp", ["--model", "set-cover", "--time-limit", 60], radius)
        for rival in RIVALS[self.size]:
            for model in ("mclp", "lscp") if self.size == "M" else ("mclp",):
                self.rival(rival, model)

    def own(self, model, options, radius):
        """One run of `lifecircle site`: a limit of time leaves nothing to take the median of."""
        summary = self.folder / "summary.json"
        arguments = ["site", *options, "--radius", radius, "--blocks", self.folder / "block.geojson"]
        # The rivals leave out of set-cover what nothing can cover.
        demand = "reachable" if model == "lscp" else "demand"
        arguments += ["--demand", self.folder / f"{demand}.csv", "--candidates", self.folder / "candidates.csv"]
        for layer in ("blocks", "demand", "candidates"):
            arguments += [f"--{layer}-crs", CRS]
        run = self.bench.run_own([*arguments, "--summary", summary])
        found = json.loads(summary.read_text())
        self.bench.add_own("W4", self.size, [run], PARTS, f"site {model}")
        self.rows.append(
            (model, "lifecircle", found["objective"], found["bound"], found["seconds"], found["status"])
        )

    def rival(self, rival, model):
        """A rival's run, with its own limit of time."""
        limit = self.bench.options.siting_limit
        options = ["--peer", rival, "--model", model, "--limit", limit, "--aggregate", "yes"]
        try:
            rows = self.bench.run_rival_measurements("peer_w4.py", self.size, options)
        except RuntimeError as error:
            self.note(f"W4 {self.size} {rival} {model} failed: {error}")
            return
        for row in rows:
            row.setdefault("runs", 1)
            self.bench.add_rival(row, row.get("rss_mb"))
            if row["part"] == "solve":
                found = row.get("objective"), row.get("bound")
                self.rows.append((model, rival, *found, row["seconds"], row.get("status") or ""))

    def table(self):
        """What each found and proved, as Markdown."""
        lines = ["| work | model | tool | objective | bound | gap | seconds | status |"]
        lines.append("|---|---|---|---:|---:|---:|---:|---|")
        for model, tool, objective, bound, seconds, status in self.rows:
            known = objective is not None and bound is not None and objective
            gap = f"{abs(bound - objective) / abs(objective):.2%}" if known else "–"
            figures = ["–" if value is None else f"{value:,.0f}" for value in (objective, bound)]
            cells = [f"W4 {self.size}", model, tool, *figures, gap, f"{seconds:.2f}", status]
            lines.append("| " + " | ".join(cells) + " |")
        return "\n".join(lines)
