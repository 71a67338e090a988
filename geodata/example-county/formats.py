"""Writes files whose bytes depend on the data alone: GeoJSON, CSV, Shapefile, XLSX, GeoTIFF."""

import csv
import io
import json
import re
import struct
import zipfile
from math import cos, pi, sin, sqrt

import openpyxl
import shapely
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from pyproj import CRS, Transformer

import townplan as town

PLANE = "EPSG:4550"
NOTE = "虚构数据 synthetic"
FIXED_DATE = (2024, 5, 1, 0, 0, 0)
TO_DEGREES = Transformer.from_crs(PLANE, "EPSG:4326", always_xy=True)


def degrees_of(x, y):
    """Longitude and latitude (7 decimals) of a place in the plan."""
    lon, lat = TO_DEGREES.transform(x + town.ORIGIN[0], y + town.ORIGIN[1])
    return round(lon, 7), round(lat, 7)


def ring_of(coords, outward):
    """A closed ring in degrees without repeated vertices, counter-clockwise when `outward`."""
    ring = []
    for x, y in coords:
        p = list(degrees_of(x, y))
        if not ring or ring[-1] != p:
            ring.append(p)
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:]))
    return ring if (area > 0) == outward else ring[::-1]


def geometry_of(shape):
    """The GeoJSON geometry of a shape in the plan."""
    kind = shape.geom_type
    if kind == "Point":
        return dict(type=kind, coordinates=list(degrees_of(shape.x, shape.y)))
    if kind == "LineString":
        line = []
        for c in shape.coords:
            p = list(degrees_of(*c[:2]))
            if not line or line[-1] != p:
                line.append(p)
        return dict(type=kind, coordinates=line)
    if kind == "Polygon":
        rings = [ring_of(shape.exterior.coords, True)]
        rings += [ring_of(r.coords, False) for r in shape.interiors]
        return dict(type=kind, coordinates=rings)
    parts = [geometry_of(g)["coordinates"] for g in shape.geoms]
    return dict(type=kind, coordinates=parts)


def write_geojson(path, rows, title):
    """Writes (shape, fields) pairs, one feature a line, each marked as synthetic."""
    head = dict(
        type="FeatureCollection",
        name=path.stem,
        title=title,
        synthetic=True,
        note=NOTE,
        licence="CC0-1.0",
    )
    text = json.dumps(head, ensure_ascii=False)[:-1] + ',"features":[\n'
    lines = []
    for shape, fields in rows:
        feature = dict(
            type="Feature", properties=dict(fields, synthetic=True), geometry=geometry_of(shape)
        )
        if "id" in fields:
            feature = dict(
                type="Feature",
                id=fields["id"],
                properties=feature["properties"],
                geometry=feature["geometry"],
            )
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    path.write_bytes((text + ",\n".join(lines) + "\n]}\n").encode())


def write_csv(path, header, rows):
    """Writes a UTF-8 table with line feeds."""
    buffer = io.StringIO()
    table = csv.writer(buffer, lineterminator="\n")
    table.writerow(header)
    table.writerows(rows)
    path.write_bytes(buffer.getvalue().encode())


def write_zip(path, members):
    """Writes a stored archive with fixed dates."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as out:
        for name, data in members:
            info = zipfile.ZipInfo(name, FIXED_DATE)
            info.external_attr = 0o644 << 16
            info.create_system = 3
            out.writestr(info, data)


def write_shapefile_zip(path, stem, shapes, columns, rows):
    """Zips a polygon Shapefile with GBK attributes, language byte 0x00 and no .cpg."""
    shp, shx = shape_records(shapes)
    prj = CRS(PLANE).to_wkt("WKT1_ESRI").encode()
    members = [
        (f"{stem}.shp", shp),
        (f"{stem}.shx", shx),
        (f"{stem}.dbf", dbf(columns, rows)),
        (f"{stem}.prj", prj),
    ]
    write_zip(path, members)


def shape_records(shapes):
    """The bytes of the .shp and .shx files."""
    bodies = []
    boxes = []
    for shape in shapes:
        polygons = getattr(shape, "geoms", [shape])
        rings = []
        for p in polygons:
            p = shapely.geometry.polygon.orient(p, -1)
            rings += [p.exterior.coords] + [r.coords for r in p.interiors]
        rings = [
            [(round(x + town.ORIGIN[0], 3), round(y + town.ORIGIN[1], 3)) for x, y in r]
            for r in rings
        ]
        points = [c for r in rings for c in r]
        xs, ys = [c[0] for c in points], [c[1] for c in points]
        box = (min(xs), min(ys), max(xs), max(ys))
        boxes.append(box)
        starts = [sum(len(r) for r in rings[:i]) for i in range(len(rings))]
        body = struct.pack("<i4d2i", 5, *box, len(rings), len(points))
        body += struct.pack(f"<{len(starts)}i", *starts)
        bodies.append(body + b"".join(struct.pack("<2d", *c) for c in points))
    box = (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )

    def header(size):
        return struct.pack(">7i", 9994, 0, 0, 0, 0, 0, size // 2) + struct.pack(
            "<2i8d", 1000, 5, *box, 0, 0, 0, 0
        )

    records, index, place = [], [], 50
    for number, body in enumerate(bodies, 1):
        records.append(struct.pack(">2i", number, len(body) // 2) + body)
        index.append(struct.pack(">2i", place, len(body) // 2))
        place += 4 + len(body) // 2
    main, side = b"".join(records), b"".join(index)
    return header(100 + len(main)) + main, header(100 + len(side)) + side


def dbf(columns, rows):
    """A dBASE III table in GBK; columns are (name, kind, width)."""
    size = 1 + sum(c[2] for c in columns)
    head = struct.pack("<4BIHH20x", 3, 124, 5, 1, len(rows), 33 + 32 * len(columns), size)
    for name, kind, width in columns:
        label = name.encode("gbk")
        if len(label) > 10:
            raise ValueError(f"field name {name} exceeds 10 bytes in GBK")
        head += struct.pack("<11s1s4x2B14x", label, kind.encode(), width, 0)
    out = [head + b"\r"]
    for row in rows:
        out.append(b" ")
        for value, (name, kind, width) in zip(row, columns):
            data = str(value).encode("gbk")
            if len(data) > width:
                raise ValueError(f"{value} exceeds {width} bytes of field {name}")
            out.append(data.rjust(width) if kind == "N" else data.ljust(width))
    return b"".join(out) + b"\x1a"


def gcj02(lon, lat):
    """The public forward formula from WGS 84 to GCJ-02, degrees to degrees."""
    a, e2 = 6378245.0, 0.00669342162296594323
    x, y = lon - 105.0, lat - 35.0
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    common = (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
    north += common + (20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3
    north += (160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)) * 2 / 3
    east += common + (20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3
    east += (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    phi = lat / 180 * pi
    magic = 1 - e2 * sin(phi) ** 2
    dlat = north * 180 / (a * (1 - e2) / (magic * sqrt(magic)) * pi)
    dlon = east * 180 / (a / sqrt(magic) * cos(phi) * pi)
    return lon + dlon, lat + dlat


def write_station_workbook(path, stations, services):
    """The stations as an office keeps them: title, two-row merged header, GCJ-02, a 合计 row."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "暖心驿站（虚构数据）"
    plain = ["序号", "编号", "名称", "层级", "街道", "社区", "所在网格"]
    tail = ["开放时间", "面积(㎡)", "座位数", "工作人员", "备注"]
    width = len(plain) + 2 + len(services) + len(tail)
    sheet.append(["松岭县（虚构）暖心驿站情况汇总表 —— 虚构数据 SYNTHETIC DATA"])
    sheet.append(["填报单位：松岭县（虚构）社会工作部　坐标取自高德地图（GCJ-02）　2024年5月"])
    sheet.append(plain + ["坐标(高德)", None, "配套服务"] + [None] * (len(services) - 1) + tail)
    sheet.append([None] * len(plain) + ["经度", "纬度"] + services + [None] * len(tail))
    for number, s in enumerate(stations, 1):
        f = s.fields
        lon, lat = gcj02(*degrees_of(s.point.x, s.point.y))
        sheet.append(
            [
                number,
                f["id"],
                f["name"],
                f["tier"],
                f["street"],
                f["community"],
                f["block_id"],
                round(lon, 6),
                round(lat, 6),
            ]
            + ["√" if f[k] else None for k in services]
            + [f["opening_hours"], f["area_m2"], f["seats"], f["staff"], "虚构数据"]
        )
    sums = [sum(s.fields[k] for s in stations) for k in ("area_m2", "seats", "staff")]
    counts = [sum(s.fields[k] for s in stations) for k in services]
    sheet.append(
        ["合计", None, f"{len(stations)}个"] + [None] * 6 + counts + [None] + sums + [None]
    )
    style_workbook(sheet, width, len(plain), len(services), len(tail))
    write_book(path, book)


def style_workbook(sheet, width, plain, services, tail):
    """Merges the header cells and gives borders, widths and a frozen header."""
    for row in (1, 2):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
    singles = list(range(1, plain + 1)) + list(range(width - tail + 1, width + 1))
    for column in singles:
        sheet.merge_cells(start_row=3, start_column=column, end_row=4, end_column=column)
    sheet.merge_cells(start_row=3, start_column=plain + 1, end_row=3, end_column=plain + 2)
    sheet.merge_cells(
        start_row=3, start_column=plain + 3, end_row=3, end_column=plain + 2 + services
    )
    last = sheet.max_row
    sheet.merge_cells(start_row=last, start_column=1, end_row=last, end_column=2)
    thin = Side(style="thin", color="999999")
    for row in sheet.iter_rows(min_row=3, max_row=last):
        for cell in row:
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
            cell.alignment = Alignment(
                horizontal="center", vertical="center", wrap_text=cell.row < 5
            )
            if cell.row < 5:
                cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E8EEF5")
    sheet["A1"].font = Font(bold=True, size=15)
    sheet["A1"].alignment = Alignment(horizontal="center")
    for column, size in zip("CEFP", (30, 12, 12, 10)):
        sheet.column_dimensions[column].width = size
    sheet.column_dimensions["H"].width = sheet.column_dimensions["I"].width = 12
    sheet.column_dimensions["R"].width = 34
    sheet.freeze_panes = "D5"


def write_book(path, book):
    """Saves a workbook with fixed dates inside and out."""
    book.properties.creator = "generate.py"
    book.properties.title = NOTE
    buffer = io.BytesIO()
    book.save(buffer)
    members = []
    with zipfile.ZipFile(buffer) as source:
        for name in source.namelist():
            data = source.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2024-05-01T00:00:00Z", data)
            members.append((name, data))
    write_zip(path, members)


def write_raster(path, cells, west, north, cell):
    """A one-band float32 GeoTIFF in EPSG:4550 with 0 as a value and -1 as no data."""
    rows, columns = cells.shape
    pixels = cells.astype("<f4").tobytes()
    scale = struct.pack("<3d", cell, cell, 0)
    tie = struct.pack("<6d", 0, 0, 0, west, north, 0)
    keys = struct.pack("<16H", 1, 1, 0, 3, 1024, 0, 1, 1, 1025, 0, 1, 1, 3072, 0, 1, 4550)
    text = b"Synthetic population (people per cell), fictional data\0"
    tags = [
        (256, 4, columns),
        (257, 4, rows),
        (258, 3, 32),
        (259, 3, 1),
        (262, 3, 1),
        (270, 2, text),
        (273, 4, None),
        (277, 3, 1),
        (278, 4, rows),
        (279, 4, len(pixels)),
        (339, 3, 3),
        (33550, 12, scale),
        (33922, 12, tie),
        (34735, 3, keys),
        (42113, 2, b"-1\0"),
    ]
    size = {2: 1, 3: 2, 4: 4, 12: 8}
    place = 8 + 2 + 12 * len(tags) + 4
    extra, entries = b"", []
    for tag, kind, value in tags:
        if isinstance(value, bytes):
            count = len(value) // size[kind]
            if len(value) <= 4:
                entries.append(struct.pack("<HHI4s", tag, kind, count, value))
            else:
                extra += b"\0" * (-(place + len(extra)) % 8)
                entries.append(struct.pack("<HHII", tag, kind, count, place + len(extra)))
                extra += value
        else:
            entries.append((tag, kind, value))
    start = place + len(extra) + (-(place + len(extra)) % 8)
    extra += b"\0" * (start - place - len(extra))
    body = b""
    for e in entries:
        if isinstance(e, bytes):
            body += e
        else:
            tag, kind, value = e
            value = start if tag == 273 else value
            body += struct.pack("<HHI", tag, kind, 1) + (
                struct.pack("<HH", value, 0) if kind == 3 else struct.pack("<I", value)
            )
    path.write_bytes(
        b"II*\0"
        + struct.pack("<I", 8)
        + struct.pack("<H", len(tags))
        + body
        + b"\0\0\0\0"
        + extra
        + pixels
    )
