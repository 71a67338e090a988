"""W6: coverage of ever more blocks in bounded memory, and beside it, while it fits, the run that holds them all."""

import hashlib

import scale_inputs

COUNTS = {"10k": 10_000, "100k": 100_000, "1M": 1_000_000, "10M": 10_000_000}
# Beyond this the run that holds all blocks is left out.
HELD = 1_000_000


def numbers(size):
    """Blocks and stations of a size: a word, or both numbers with a slash."""
    if "/" in size:
        blocks, stations = size.split("/")
        return int(blocks), int(stations)
    return COUNTS[size], COUNTS[size] // 20


def digest(path):
    """SHA-256 of a file of any length."""
    value = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            value.update(block)
    return value.hexdigest()


def run(bench, size, data, note):
    """One size: bounded, held in memory, and whether both wrote the same bytes."""
    blocks, stations = numbers(size)
    note(f"W6 {size}: {blocks} blocks, {stations} stations")
    files = scale_inputs.make(blocks, stations, data)
    common = ["coverage", "--blocks", files[0], "--stations", files[1]]
    memory = bench.options.scale_memory
    ways = [(f"--memory {memory}", ["--memory", memory])]
    if blocks <= HELD:
        ways.append(("held", []))
    rows = []
    sums = set()
    for name, options in ways:
        result = bench.scratch / "scale.geojson"
        found = bench.run_own([*common, "-o", result, *options])
        bench.add_own("W6", size, [found], ("read", "compute", "write", "total"), name)
        sums.add(digest(result))
        result.unlink()
        rows.append((blocks, stations, name, found["total"], found["cpu_s"], found["rss_mb"]))
    if len(sums) > 1:
        bench.failed.append(f"W6 {size}: other bytes")
    return rows


def measure(bench, data, note):
    """All sizes; a failure is told and does not stop the others. The curve as a table."""
    lines = ["| blocks | stations | run | seconds | processor seconds | MB |", "|---:|---:|---|---:|---:|---:|"]
    for size in bench.options.scale_sizes:
        try:
            for blocks, stations, name, total, cpu, rss in run(bench, size, data, note):
                lines.append(f"| {blocks:,} | {stations:,} | {name} | {total:.1f} | {cpu:.1f} | {rss:.0f} |")
        except RuntimeError as error:
            note(f"W6 {size} failed: {error}")
            bench.failed.append(f"W6 {size}")
    return "\n".join(lines) + "\n"
