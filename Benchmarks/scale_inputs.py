#!/usr/bin/env python3
"""Blocks and stations of any number for workload W6, written as they are made: no size is held in memory.

A lattice of blocks 150 m apart in degrees, 5 to 9 vertices each, shared corners moved about by a hash of their place;
stations at hashed places of the same area, one to 20 blocks unless told. The same numbers give the same bytes.
Usage: scale_inputs.py BLOCKS STATIONS FOLDER
"""

import sys
from pathlib import Path

STEP_X = 0.00187
STEP_Y = 0.00135
WEST = 112.0
SOUTH = 33.0
MASK = 0xFFFFFFFF


def mixed(*numbers):
    """A 32-bit hash of some whole numbers (the finaliser of MurmurHash3, once a number)."""
    value = 0x9E3779B9
    for number in numbers:
        value = (value ^ number) & MASK
        value = ((value ^ (value >> 16)) * 0x85EBCA6B) & MASK
        value = ((value ^ (value >> 13)) * 0xC2B2AE35) & MASK
        value ^= value >> 16
    return value


def corners(row, columns):
    """Corners of the lattice along one line, as text and numbers."""
    line = []
    for column in range(columns + 1):
        noise = mixed(row, column)
        x = WEST + (column + ((noise & 0xFFFF) / 65535 - 0.5) * 0.4) * STEP_X
        y = SOUTH + (row + ((noise >> 16) / 65535 - 0.5) * 0.4) * STEP_Y
        line.append((x, y, f"[{x:.7f},{y:.7f}]"))
    return line


def middle(one, other):
    """A vertex half-way along an edge."""
    return f"[{(one[0] + other[0]) / 2:.7f},{(one[1] + other[1]) / 2:.7f}]"


def write_blocks(count, path):
    """The blocks row by row, west to east, south to north."""
    columns = max(1, int(count**0.5))
    with path.open("w") as file:
        file.write('{"type":"FeatureCollection","name":"blocks","features":[')
        below = corners(0, columns)
        row = 0
        written = 0
        while written < count:
            above = corners(row + 1, columns)
            lines = []
            for column in range(min(columns, count - written)):
                a, b, c, d = below[column], below[column + 1], above[column + 1], above[column]
                number = written + column
                ring = [a[2], b[2], c[2], d[2], a[2]]
                if number % 3 == 0:
                    ring.insert(1, middle(a, b))
                if number % 5 == 0:
                    ring.insert(-2, middle(c, d))
                people = mixed(number, 7) % 400
                lines.append(
                    f'\n{{"type":"Feature","properties":{{"id":{number},"pop":{people},'
                    f'"name":"block {number}"}},"geometry":{{"type":"Polygon","coordinates":'
                    f'[[{",".join(ring)}]]}}}}'
                )
            file.write(("," if written else "") + ",".join(lines))
            written += len(lines)
            row += 1
            below = above
        file.write("\n]}\n")
    return columns, row


def write_stations(count, columns, rows, path):
    """The stations as points."""
    with path.open("w") as file:
        file.write('{"type":"FeatureCollection","name":"stations","features":[')
        for number in range(count):
            x = WEST + mixed(number, 1) / MASK * columns * STEP_X
            y = SOUTH + mixed(number, 2) / MASK * rows * STEP_Y
            file.write(
                ("," if number else "") + f'\n{{"type":"Feature","properties":{{"id":"s{number}"}},'
                f'"geometry":{{"type":"Point","coordinates":[{x:.7f},{y:.7f}]}}}}'
            )
        file.write("\n]}\n")


def make(blocks, stations, folder):
    """Both files, unless they are there: their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = folder / f"w6_blocks_{blocks}.geojson", folder / f"w6_stations_{blocks}_{stations}.geojson"
    if not all(path.exists() for path in paths):
        parts = [path.with_suffix(".part") for path in paths]
        columns, rows = write_blocks(blocks, parts[0])
        write_stations(stations, columns, rows, parts[1])
        for part, path in zip(parts, paths):
            part.rename(path)
    return paths


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    make(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
