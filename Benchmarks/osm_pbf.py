"""Writes OpenStreetMap extracts (.osm.pbf) node by node and way by way, with the standard library alone.

Format: https://wiki.openstreetmap.org/wiki/PBF_Format. Nodes are dense and numbered from 1 as they come; ways wait in a
temporary file, since they stand behind all nodes. Memory is bounded by one block of either.
"""

import shutil
import struct
import tempfile
import zlib
from pathlib import Path

# The format asks for blocks below 8,000 entities and 16 MiB.
NODES_A_BLOCK, WAYS_A_BLOCK = 8000, 4000


def append_varint(out: bytearray, number: int) -> None:
    """Base 128, the lowest seven bits first."""
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)


def append_signed(out: bytearray, number: int) -> None:
    """Zigzag: 0, −1, 1, −2 … are 0, 1, 2, 3 …"""
    append_varint(out, number * 2 if number >= 0 else -number * 2 - 1)


def number_field(tag: int, number: int) -> bytes:
    """A field of wire type 0."""
    out = bytearray()
    append_varint(out, tag << 3)
    append_varint(out, number)
    return bytes(out)


def bytes_field(tag: int, content: bytes) -> bytes:
    """A field of wire type 2: text, packed numbers or a message."""
    out = bytearray()
    append_varint(out, tag << 3 | 2)
    append_varint(out, len(content))
    return bytes(out) + content


def blob(kind: str, content: bytes) -> bytes:
    """One block of the file: its length, its header and the deflated message."""
    body = number_field(2, len(content)) + bytes_field(3, zlib.compress(content, 6))
    header = bytes_field(1, kind.encode()) + number_field(3, len(body))
    return struct.pack(">I", len(header)) + header + body


def extent_field(box: tuple[int, int, int, int]) -> bytes:
    """The header's box, in 1e-9 degrees."""
    west, south, east, north = box
    out = bytearray()
    for tag, value in enumerate((west, east, north, south), start=1):
        append_varint(out, tag << 3)
        append_signed(out, value * 100)
    return bytes_field(1, out)


class Strings:
    """The table of texts of one block; text 0 is empty and stands for nothing."""

    def __init__(self) -> None:
        self.places: dict[str, int] = {"": 0}

    def place(self, text: str) -> int:
        """The text's number, a new one where it is new."""
        return self.places.setdefault(text, len(self.places))

    def field(self) -> bytes:
        """As the first field of a block."""
        return bytes_field(1, b"".join(bytes_field(1, text.encode()) for text in self.places))


class ExtractWriter:
    """An extract in the making; coordinates are whole 1e-7 degrees, `box` (west, south, east, north) is its stated extent."""

    def __init__(self, path: Path, box: tuple[int, int, int, int]) -> None:
        self.file = path.open("wb")
        self.waiting = tempfile.TemporaryFile()
        self.nodes = self.ways = 0
        self._begin_nodes()
        self._begin_ways()
        header = extent_field(box)
        for name in ("OsmSchema-V0.6", "DenseNodes"):
            header += bytes_field(4, name.encode())
        self.file.write(blob("OSMHeader", header + bytes_field(5, b"Sort.Type_then_ID")))

    def _begin_nodes(self) -> None:
        self.block_ids, self.block_lats, self.block_lons = bytearray(), bytearray(), bytearray()
        self.last = (0, 0, 0)
        self.nodes_in_block = 0

    def _begin_ways(self) -> None:
        self.strings = Strings()
        self.block_ways: list[bytes] = []

    def node(self, lon: int, lat: int) -> int:
        """Adds a node and gives its id."""
        self.nodes += 1
        ident, last_lat, last_lon = self.last
        append_signed(self.block_ids, self.nodes - ident)
        append_signed(self.block_lats, lat - last_lat)
        append_signed(self.block_lons, lon - last_lon)
        self.last = (self.nodes, lat, lon)
        self.nodes_in_block += 1
        if self.nodes_in_block == NODES_A_BLOCK:
            self._end_nodes()
        return self.nodes

    def way(self, nodes: list[int], tags: dict[str, str]) -> None:
        """Adds a way along nodes that were added before."""
        self.ways += 1
        keys, values, references = bytearray(), bytearray(), bytearray()
        for key, value in tags.items():
            append_varint(keys, self.strings.place(key))
            append_varint(values, self.strings.place(value))
        last = 0
        for node in nodes:
            append_signed(references, node - last)
            last = node
        texts = bytes_field(2, keys) + bytes_field(3, values)
        way = number_field(1, self.ways) + texts + bytes_field(8, references)
        self.block_ways.append(bytes_field(3, way))
        if len(self.block_ways) == WAYS_A_BLOCK:
            self._end_ways()

    def _end_nodes(self) -> None:
        dense = bytes_field(1, self.block_ids) + bytes_field(8, self.block_lats)
        group = bytes_field(2, dense + bytes_field(9, self.block_lons))
        self.file.write(blob("OSMData", Strings().field() + bytes_field(2, group)))
        self._begin_nodes()

    def _end_ways(self) -> None:
        group = bytes_field(2, b"".join(self.block_ways))
        self.waiting.write(blob("OSMData", self.strings.field() + group))
        self._begin_ways()

    def close(self) -> None:
        """Writes what is left, the ways behind the nodes."""
        if self.nodes_in_block:
            self._end_nodes()
        if self.block_ways:
            self._end_ways()
        self.waiting.seek(0)
        shutil.copyfileobj(self.waiting, self.file)
        self.waiting.close()
        self.file.close()
