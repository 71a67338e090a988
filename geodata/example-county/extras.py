#!/usr/bin/env python3
"""Makes further files of the fictional county town 松岭县 (虚构) from the ones already written.

Usage: python extras.py [--seed N] [--dir DIR] [--out DIR]. Standard library only; reads grids, buildings, streets and
quarters of DIR, changes none of them, and ends with 1 when a statement about what it wrote does not hold.
The same seed gives the same bytes. All data are synthetic and depict no real place.
"""

import argparse
import csv
import io
import json
import math
import random
import sys
from pathlib import Path

SEED = 20240502
NOTE = "虚构数据 synthetic"
LAT0 = 44.3
METRES_LAT = 111_132.95 - 559.85 * math.cos(2 * math.radians(LAT0)) + 1.175 * math.cos(4 * math.radians(LAT0))
METRES_LON = 111_412.88 * math.cos(math.radians(LAT0)) - 93.5 * math.cos(3 * math.radians(LAT0))
"""Metres of a degree in the middle of the town, good to 0.1 % here: it only draws things, nothing is measured by it."""

WORKING_STREETS = ("primary", "secondary", "tertiary", "pedestrian", "living_street")
SERVICES = ["饮水", "充电", "卫生间", "应急药箱", "微波炉", "休息座椅", "无线网络", "雨具"]
SHOPS = [
    # kind, share of shops having each service, opening hours
    ("便利店", [0.95, 0.9, 0.15, 0.3, 0.7, 0.5, 0.6, 0.6], ["Mo-Su 06:30-22:00", "24/7", "Mo-Su 07:00-21:30"]),
    ("药店", [0.8, 0.5, 0.1, 1.0, 0.1, 0.7, 0.3, 0.5], ["Mo-Su 08:00-20:30", "Mo-Su 07:30-21:00"]),
    ("餐馆", [1.0, 0.7, 0.6, 0.2, 0.5, 1.0, 0.6, 0.3], ["Mo-Su 10:00-14:00,16:30-21:00", "Mo-Su 06:00-20:00"]),
    ("理发店", [0.7, 0.8, 0.2, 0.1, 0.1, 1.0, 0.5, 0.4], ["Tu-Su 09:00-20:00"]),
    ("银行网点", [1.0, 0.9, 0.3, 0.8, 0.1, 1.0, 0.9, 0.9], ["Mo-Fr 08:30-16:30", "Mo-Sa 09:00-16:00"]),
]
INSPECTED = {
    # what an inspection of the stations found (items of geodata/standards/amenity-checklists.json5): share by tier
    "统一标识": {"街道": 1, "社区": 1, "网格": 0.9},
    "合理布局": {"街道": 1, "社区": 0.95, "网格": 0.85},
    "健全设施": {"街道": 1, "社区": 0.9, "网格": 0.7},
    "完善功能": {"街道": 1, "社区": 0.9, "网格": 0.65},
    "管理制度": {"街道": 1, "社区": 0.95, "网格": 0.8},
    "地图可查": {"街道": 1, "社区": 0.85, "网格": 0.6},
    "固定场所": {"街道": 1, "社区": 1, "网格": 0.9},
    "完备设施": {"街道": 1, "社区": 0.9, "网格": 0.7},
    "有标志": {"街道": 1, "社区": 1, "网格": 0.9},
    "有党旗": {"街道": 1, "社区": 1, "网格": 0.6},
    "有书报": {"街道": 1, "社区": 0.9, "网格": 0.55},
    "有制度": {"街道": 1, "社区": 0.95, "网格": 0.8},
}
STOPS = [
    # kind, services, opening hours; each line is one station
    ("公交驿站", "饮水;充电;卫生间;休息座椅;无线网络;雨具", "Mo-Su 05:40-21:20"),
    ("公交驿站", "饮水;充电;休息座椅;雨具", "Mo-Su 06:00-20:30"),
    ("公交驿站", "充电;休息座椅", "24/7"),
    ("公交驿站", "饮水;卫生间;休息座椅", "Mo-Su 06:00-18:30"),
    ("公交驿站", "饮水;充电;休息座椅;无线网络", "Mo-Su 06:00-20:30"),
    ("公交驿站", "饮水;充电;卫生间;应急药箱;休息座椅", "Apr-Oct Mo-Su 05:30-20:30; Nov-Mar Mo-Su 06:00-19:00"),
    ("公交驿站", "休息座椅;雨具", "24/7"),
    ("公交驿站", "饮水;充电;休息座椅", "Mo-Sa 06:00-19:30"),
    ("公交驿站", "饮水;卫生间;微波炉;休息座椅", "Mo-Su 05:40-21:20"),
    ("流动服务车", "饮水;应急药箱;雨具", "每月15日 09:00-11:00"),
    ("流动服务车", "饮水;应急药箱;雨具", "每月15日 13:30-15:30"),
]
FLOORS = {"平房": (1, 1), "农房": (1, 2), "多层住宅": (4, 6), "小高层住宅": (9, 11), "高层住宅": (17, 26), "职工宿舍": (3, 5)}
SIZES = {"平房": (14, 7), "农房": (13, 8), "多层住宅": (46, 12), "小高层住宅": (34, 15), "高层住宅": (28, 20), "职工宿舍": (40, 13)}
INSTITUTIONS = {"工业带": "工业园", "公园": "公园管理处"}


class Dice:
    """Draws that depend on `random()` alone, which gives the same numbers in every version of Python."""

    def __init__(self, seed):
        self._next = random.Random(seed).random

    def between(self, low, high):
        return low + (high - low) * self._next()

    def whole(self, low, high):
        """A whole number from low to high, both possible."""
        return low + int(self._next() * (high - low + 1))

    def chance(self, share):
        return self._next() < share

    def one(self, things):
        return things[self.whole(0, len(things) - 1)]

    def some(self, things, count):
        """`count` different things in a random order."""
        rest = list(things)
        return [rest.pop(self.whole(0, len(rest) - 1)) for _ in range(count)]

    def rounded(self, number):
        """A whole number whose mean is `number`."""
        return math.floor(number) + self.chance(number - math.floor(number))


class Town:
    """What is read of the town."""

    def __init__(self, folder):
        def features(name):
            return json.loads((folder / f"{name}.geojson").read_text(encoding="utf-8"))["features"]

        self.grids = features("grids")
        self.stations = features("stations")
        self.streets = [f for f in features("streets") if f["properties"]["highway"] in WORKING_STREETS]
        with open(folder / "buildings.csv", encoding="utf-8", newline="") as file:
            self.buildings = list(csv.DictReader(file))

    def grid_at(self, lon, lat):
        """Attributes of the grid that holds a place, None outside the town."""
        for grid in self.grids:
            shape = grid["geometry"]
            parts = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
            if any(inside(lon, lat, rings) for rings in parts):
                return grid["properties"]
        return None


def inside(x, y, rings):
    """Whether a place is within a polygon with holes (crossings of a ray)."""
    crossings = 0
    for ring in rings:
        for (ax, ay), (bx, by) in zip(ring, ring[1:]):
            if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
                crossings += 1
    return crossings % 2 == 1


def length(line):
    return sum(step(a, b) for a, b in zip(line, line[1:]))


def step(a, b):
    return math.hypot((b[0] - a[0]) * METRES_LON, (b[1] - a[1]) * METRES_LAT)


def along(line, metres, aside=0):
    """The place so far along a line, `aside` metres to its right."""
    for a, b in zip(line, line[1:]):
        leg = step(a, b)
        if metres <= leg and leg > 0:
            east, north = (b[0] - a[0]) * METRES_LON / leg, (b[1] - a[1]) * METRES_LAT / leg
            lon = a[0] + (b[0] - a[0]) * metres / leg + north * aside / METRES_LON
            lat = a[1] + (b[1] - a[1]) * metres / leg - east * aside / METRES_LAT
            return place(lon, lat)
        metres -= leg
    return place(*line[-1])


def place(lon, lat):
    return (round(lon, 7), round(lat, 7))


# --- the files ---


def more_grids(town, dice):
    """Grids with groups, kind of place, institutions, grid workers, complaints and visits."""
    built = [
        g["properties"]["id"] for g in town.grids
        if g["properties"]["population"] and g["properties"]["note"].startswith(("建成区", "新建小区"))
    ]
    campus, hospital = dice.some(built, 2)
    special = {campus: "松岭县第一中学（虚构）", hospital: "松岭县医院（虚构）"}
    for grid in town.grids:
        known = grid["properties"]
        ground = known["note"].split("（")[0]
        people, households, elderly = known["population"], known["households"], known["elderly"]
        own = special.get(known["id"]) or (INSTITUTIONS[ground] + "（虚构）" if ground in INSTITUTIONS else None)
        disabled = min(people, dice.rounded(people * dice.between(0.045, 0.075)))
        trouble = {"老城区": 1.6, "城中村": 2.4, "建成区": 1.0, "城郊": 0.7, "新建小区": 0.6}.get(ground, 0.5)
        asked = max(1, math.ceil(households / 20)) if people else 0
        yield {
            **{k: v for k, v in known.items() if k not in ("note", "synthetic")},
            "disabled": disabled,
            "workers": dice.rounded((people * 0.012 + (4 if people else 0)) * dice.between(0.5, 1.5)),
            "area_type": "农村" if ground == "城郊" else "城镇",
            "type": "专属网格" if own else "普通网格",
            "institution": own or "",
            "grid_workers": max(4, dice.rounded(asked * dice.between(0.8, 1.15))) if people else 0,
            "complaints": dice.rounded(people / 1000 * 9 * trouble * dice.between(0.4, 1.6)),
            "visits_daily": dice.rounded(elderly * dice.between(0.005, 0.015)),
            "visits_weekly": dice.rounded(elderly * dice.between(0.03, 0.07)),
            "visits_half_monthly": min(disabled, dice.rounded(disabled * dice.between(0.3, 0.6))),
            "visits_monthly": dice.rounded(households * dice.between(0.15, 0.3)),
            "note": known["note"],
            "synthetic": True,
        }, grid["geometry"]


def more_stations(town, dice):
    """Stations with what an inspection found."""
    for station in town.stations:
        known = station["properties"]
        found = {item: dice.chance(shares[known["tier"]]) for item, shares in INSPECTED.items()}
        yield {**{k: v for k, v in known.items() if k != "synthetic"}, **found, "synthetic": True}, station["geometry"]


def services(chosen):
    """The list and the true/false columns of the stations file."""
    return {"services": ";".join(chosen), **{name: name in chosen for name in SERVICES}}


def spots(town, dice, count, apart, aside):
    """Places beside named streets in grids with people, at least `apart` metres from each other."""
    found, lines = [], [f for f in town.streets if f["properties"].get("name")]
    for _ in range(200 * count):
        if len(found) == count:
            return found
        street = dice.one(lines)
        line = street["geometry"]["coordinates"]
        spot = along(line, dice.between(0, length(line)), dice.one((-aside, aside)))
        grid = town.grid_at(*spot)
        if grid and grid["population"] and all(step(spot, other) >= apart for other, _, _ in found):
            found.append((spot, street["properties"]["name"], grid))
    raise SystemExit(f"extras: no room for {count} places {apart} m apart")


def partner_shops(town, dice):
    for number, (spot, street, grid) in enumerate(spots(town, dice, 60, 90, 12), 1):
        kind, shares, hours = dice.one(SHOPS)
        chosen = [name for name, share in zip(SERVICES, shares) if dice.chance(share)]
        yield {
            "id": f"LM{number:03}", "name": f"{street}{kind}{number:02}（虚构）", "tier": "联盟商家", "kind": kind,
            "street": grid["street"], "community": grid["community"], "block_id": grid["id"],
            "opening_hours": dice.one(hours), **services(chosen), "area_m2": dice.whole(2, 12), "seats": dice.whole(1, 6), "synthetic": True,
        }, point(spot)


def bus_stations(town, dice):
    for number, ((kind, names, hours), found) in enumerate(zip(STOPS, spots(town, dice, len(STOPS), 450, 6)), 1):
        spot, street, grid = found
        yield {
            "id": f"GJ{number:03}", "name": f"{street}{kind}{number:02}（虚构）", "tier": kind, "kind": kind,
            "street": grid["street"], "community": grid["community"], "block_id": grid["id"],
            "opening_hours": hours, **services(names.split(";")), "area_m2": dice.whole(6, 20), "seats": dice.whole(2, 10), "synthetic": True,
        }, point(spot)


def point(spot):
    return {"type": "Point", "coordinates": list(spot)}


def couriers(town, dice):
    """Corners where couriers wait, with the usual number of them."""
    for number, (spot, street, _) in enumerate(spots(town, dice, 70, 60, 5), 1):
        people = 1 + dice.rounded(dice.between(0, 3) ** 2)
        yield {"id": f"QS{number:03}", "lon": spot[0], "lat": spot[1], "people": people, "road": street, "kind": "骑手候单点", "synthetic": "true"}


def sanitation(town, dice):
    """The middle of each stretch of 300 m that sanitation workers keep clean, one or two people each."""
    rows, rest = [], {}
    for street in town.streets:
        tags, line = street["properties"], street["geometry"]["coordinates"]
        if tags["highway"] not in ("primary", "secondary", "pedestrian") or not tags.get("name"):
            continue
        # Stretches run on over the pieces of a street.
        left, total = rest.get(tags["name"], 150.0), length(line)
        while left <= total:
            spot = along(line, left)
            if town.grid_at(*spot):
                rows.append((spot, tags["name"], 2 if tags["highway"] == "pedestrian" or dice.chance(0.25) else 1))
            left += 300
        rest[tags["name"]] = left - total
    for number, (spot, street, people) in enumerate(rows, 1):
        yield {"id": f"HW{number:03}", "lon": spot[0], "lat": spot[1], "people": people, "road": street, "kind": "环卫作业段", "synthetic": "true"}


def footprints(town, dice, most=5):
    """Up to five buildings of each grid as rectangles around their points; those with most people come first."""
    number = 0
    for grid in town.grids:
        here = [b for b in town.buildings if b["block_id"] == grid["properties"]["id"]]
        here.sort(key=lambda b: (-int(b["population"]), b["id"]))
        kept = []
        for building in here:
            kind, centre = building["kind"], (float(building["lon"]), float(building["lat"]))
            long, wide = (round(s * dice.between(0.85, 1.15), 1) for s in SIZES[kind])
            reach = math.hypot(long, wide) / 2
            if len(kept) == most or any(step(centre, c) < reach + r for c, r in kept):
                continue
            kept.append((centre, reach))
            number += 1
            floors = dice.whole(*FLOORS[kind])
            known = {"floors": floors, "height": None} if dice.chance(0.93) else {"floors": None, "height": round(floors * 3.0, 1)}
            yield {
                "id": f"LY{number:03}", "building": building["id"], "block_id": building["block_id"], "kind": kind, **known, "synthetic": True,
            }, rectangle(centre, long, wide, dice.between(-0.15, 0.15))


def rectangle(centre, long, wide, turn):
    """A rectangle in metres around a place, turned anticlockwise by an angle in radians."""
    corners = [(-long, -wide), (long, -wide), (long, wide), (-long, wide), (-long, -wide)]
    cos, sin = math.cos(turn), math.sin(turn)
    ring = [
        list(place(centre[0] + (x * cos - y * sin) / 2 / METRES_LON, centre[1] + (x * sin + y * cos) / 2 / METRES_LAT))
        for x, y in corners
    ]
    return {"type": "Polygon", "coordinates": [ring]}


def by_community(town, field, column):
    """One row a community, in the order of the grids."""
    sums = {}
    for grid in town.grids:
        known = grid["properties"]
        sums[known["community"]] = sums.get(known["community"], 0) + known[field]
    return [{"社区": name, column: total, "synthetic": "true"} for name, total in sums.items()]


# --- writing ---


def collection(name, title, rows):
    head = {"type": "FeatureCollection", "name": name, "title": f"松岭县（虚构）{title}, fictional data", "synthetic": True, "note": NOTE, "licence": "CC0-1.0"}
    lines = [
        compact({"type": "Feature", "id": tags["id"], "properties": {k: v for k, v in tags.items()}, "geometry": shape})
        for tags, shape in rows
    ]
    return compact(head)[:-1] + ',"features":[\n' + ",\n".join(lines) + "\n]}\n"


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def table(rows):
    rows, text = list(rows), io.StringIO()
    writer = csv.DictWriter(text, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def files(town, seed):
    """Texts by file name; every file has dice of its own, so that a change of one leaves the others as they are."""
    def dice(name):
        return Dice(f"{seed} {name}")

    return {
        "grids_more.geojson": collection("grids_more", "网格（更多字段）", more_grids(town, dice("grids"))),
        "stations_more.geojson": collection("stations_more", "暖心驿站（检查结果）", more_stations(town, dice("stations"))),
        "partner_shops.geojson": collection("partner_shops", "联盟商家", partner_shops(town, dice("shops"))),
        "bus_stations.geojson": collection("bus_stations", "公交驿站", bus_stations(town, dice("buses"))),
        "couriers.csv": table(couriers(town, dice("couriers"))),
        "sanitation.csv": table(sanitation(town, dice("sanitation"))),
        "footprints.geojson": collection("footprints", "建筑轮廓", footprints(town, dice("footprints"))),
        "community_people.csv": table(by_community(town, "population", "人口")),
        "community_households.csv": table(by_community(town, "households", "户数")),
    }


# --- statements about what was written ---


def findings(town, texts):
    """Pairs of a statement and whether it holds, from the written texts alone."""
    layers = {name: json.loads(text)["features"] for name, text in texts.items() if name.endswith(".geojson")}
    tables = {name: list(csv.DictReader(io.StringIO(text))) for name, text in texts.items() if name.endswith(".csv")}
    more = [f["properties"] for f in layers["grids_more.geojson"]]
    old = {g["properties"]["id"]: g for g in town.grids}
    yield "all rows are marked synthetic", all(
        f["properties"]["synthetic"] is True for rows in layers.values() for f in rows
    ) and all(r["synthetic"] == "true" for rows in tables.values() for r in rows)
    yield "all files together are smaller than 600 kB", sum(len(t.encode()) for t in texts.values()) < 600_000
    yield "ids are used once", all(len({f["id"] for f in rows}) == len(rows) for rows in layers.values())
    yield "grids_more: the grids with their shapes and all their fields", len(more) == len(old) and all(
        f["geometry"] == old[f["id"]]["geometry"] and all(f["properties"][k] == v for k, v in old[f["id"]]["properties"].items())
        for f in layers["grids_more.geojson"]
    )
    yield "grids_more: nobody is counted where nobody lives", all(
        g["population"] > 0 or not any(g[k] for k in ("disabled", "workers", "grid_workers", "complaints", "visits_daily", "visits_monthly"))
        for g in more
    )
    yield "grids_more: no group exceeds its people or households", all(
        g["disabled"] <= g["population"] and g["workers"] <= g["population"] and g["visits_daily"] + g["visits_weekly"] <= g["elderly"]
        and g["visits_half_monthly"] <= g["disabled"] and g["visits_monthly"] <= g["households"]
        for g in more
    )
    yield "grids_more: town and country, 9 institutions, 2 of them with people", (
        {g["area_type"] for g in more} == {"城镇", "农村"}
        and sum(g["type"] == "专属网格" for g in more) == 9
        and sum(g["type"] == "专属网格" and not g["note"].startswith(("工业带", "公园")) and g["population"] > 0 for g in more) == 2
    )
    stations = [f["properties"] for f in layers["stations_more.geojson"]]
    complete = [sum(all(s[item] for item in list(INSPECTED)[first:last]) for s in stations) for first, last in ((0, 6), (8, 12))]
    yield f"stations_more: the stations with all their fields; {complete[0]} and {complete[1]} of them have all of two lists", [
        {k: s[k] for k in old["properties"]} for s, old in zip(stations, town.stations, strict=True)
    ] == [old["properties"] for old in town.stations] and all(5 <= n <= 45 for n in complete)
    short = sum(g["grid_workers"] < max(4, math.ceil(g["households"] / 20)) for g in more if g["population"])
    yield f"grids_more: {short} grids have fewer workers than one for 20 households, others enough", 20 <= short <= 100
    for name in ("partner_shops.geojson", "bus_stations.geojson"):
        yield f"{name}: each stands in the grid it names", all(
            (grid := town.grid_at(*f["geometry"]["coordinates"])) is not None
            and (grid["id"], grid["community"], grid["street"]) == tuple(f["properties"][k] for k in ("block_id", "community", "street"))
            for f in layers[name]
        )
        yield f"{name}: columns of services say what the list says", all(
            set(filter(None, f["properties"]["services"].split(";"))) == {s for s in SERVICES if f["properties"][s]} for f in layers[name]
        )
    yield "bus_stations: two serve on one day of the month", sum(
        f["properties"]["opening_hours"].startswith("每月15日") for f in layers["bus_stations.geojson"]
    ) == 2
    lines = [f["geometry"]["coordinates"] for f in town.streets]
    for name in ("couriers.csv", "sanitation.csv"):
        yield f"{name}: points with people within 6 m of a street", all(
            int(r["people"]) >= 1 and any(near((float(r["lon"]), float(r["lat"])), line, 6.0) for line in lines) for r in tables[name]
        )
    yield "footprints: a few hundred, each in its grid, with floors or height", 300 <= len(layers["footprints.geojson"]) <= 700 and all(
        (f["properties"]["floors"] is None) != (f["properties"]["height"] is None)
        and town.grid_at(*middle(f["geometry"]["coordinates"][0]))["id"] == f["properties"]["block_id"]
        for f in layers["footprints.geojson"]
    )
    yield "footprints: some in every grid with people", {f["properties"]["block_id"] for f in layers["footprints.geojson"]} == {
        g["id"] for g in more if g["population"]
    }
    for name, field, column in (("community_people.csv", "population", "人口"), ("community_households.csv", "households", "户数")):
        yield f"{name}: 13 communities, sums of their grids", {r["社区"]: int(r[column]) for r in tables[name]} == {
            c: sum(g[field] for g in more if g["community"] == c) for c in {g["community"] for g in more}
        } and len(tables[name]) == 13


def middle(ring):
    return (sum(p[0] for p in ring[:4]) / 4, sum(p[1] for p in ring[:4]) / 4)


def near(spot, line, metres):
    """Whether a place is at most so far from a line."""
    for a, b in zip(line, line[1:]):
        bx, by = (b[0] - a[0]) * METRES_LON, (b[1] - a[1]) * METRES_LAT
        px, py = (spot[0] - a[0]) * METRES_LON, (spot[1] - a[1]) * METRES_LAT
        share = min(1, max(0, (px * bx + py * by) / (bx * bx + by * by))) if bx or by else 0
        if math.hypot(px - share * bx, py - share * by) <= metres:
            return True
    return False


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    here = Path(__file__).resolve().parent
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--dir", type=Path, default=here, help="where the town is")
    parser.add_argument("--out", type=Path, help="where to write (default: beside the town)")
    given = parser.parse_args()
    town = Town(given.dir)
    texts = files(town, given.seed)
    folder = given.out or given.dir
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode())
    failed = 0
    for statement, holds in findings(town, {name: (folder / name).read_text(encoding="utf-8") for name in texts}):
        print("ok  " if holds else "FAIL", statement)
        failed += not holds
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
