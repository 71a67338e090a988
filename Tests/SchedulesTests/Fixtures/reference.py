#!/usr/bin/env python3
"""Writes reference.tsv: when places are open in one week, by the package opening-hours-py 2.1.4 (Rémi Dupré).

    python3 -m venv venv && venv/bin/pip install opening-hours-py==2.1.4
    venv/bin/python reference.py COUNTY/stations.geojson > reference.tsv

A line: the text, the Monday of the week, and for each of seven days the minutes at which it opens, closes, opens …
from closed at midnight. First every text of the example county, in a winter and a summer week, then 200 drawn ones.

Two things are not drawn, because the package departs from the suite of opening_hours.js in them: hours past midnight
in a rule that is not the first (it drops them where an earlier rule holds on the next day), and an nth weekday after a
list of months (it takes the first month as a whole).
"""

import datetime
import json
import random
import sys

from opening_hours import OpeningHours

DAYS = "Mo Tu We Th Fr Sa Su".split()
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
# An ordinary week, New Year, the end of February, a leap day, two months.
WEEKS = ["2026-11-16", "2026-12-28", "2027-02-22", "2028-02-28", "2026-06-29"]


def days(draw):
    kind = draw.random()
    if kind < 0.35:
        return f"{draw.choice(DAYS)}-{draw.choice(DAYS)}"
    if kind < 0.5:
        return draw.choice(DAYS)
    if kind < 0.65:
        return ",".join(sorted(draw.sample(DAYS, draw.randint(2, 3)), key=DAYS.index))
    if kind < 0.75:
        return f"{draw.choice(DAYS)}[{draw.choice(['1', '2', '-1', '1,3', '1-2', '4', '5'])}]"
    if kind < 0.83:
        return draw.choice(["PH", "PH,Mo-Fr", "Sa,PH", "PH,SH"])
    return f"Mo-Fr,{draw.choice(['Su', 'Sa'])}" if kind < 0.9 else ""


def dates(draw):
    kind = draw.random()
    first, last = draw.randrange(12), draw.randrange(12)
    if kind < 0.65:
        return ""
    if kind < 0.78:
        return f"{MONTHS[first]}-{MONTHS[last]}"
    if kind < 0.84:
        return MONTHS[first]
    if kind < 0.88:
        return ",".join(MONTHS[i] for i in sorted({first, last}))
    day = draw.randint(1, LENGTHS[first])
    if kind < 0.93:
        return f"{MONTHS[first]} {day:02d}"
    if kind < 0.97 and first != last:
        return f"{MONTHS[first]} {day:02d}-{MONTHS[last]} {draw.randint(1, LENGTHS[last]):02d}"
    day = draw.randint(1, 20)
    return f"{MONTHS[first]} {day:02d}-{day + 5:02d}"


def span(draw, past_midnight):
    start, kind = draw.choice(range(0, 1440, 15)), draw.random()
    if kind < 0.7 or not past_midnight:
        end = min(1440, start + draw.choice(range(15, 720, 15)))
    elif kind < 0.85:
        end = draw.choice(range(0, 1441, 15))
    else:
        end = min(1440 + draw.choice(range(15, 600, 15)), start + 1440)
    return f"{start // 60:02d}:{start % 60:02d}-{end // 60:02d}:{end % 60:02d}"


def rule(draw, is_first):
    if draw.random() < 0.05:
        return "24/7" if is_first else "Su off"
    months, weekdays = dates(draw), days(draw)
    if "," in months and "[" in weekdays:
        months = ""
    selector = " ".join(part for part in (months, weekdays) if part)
    times = ",".join(span(draw, is_first) for _ in range(draw.choice([1, 1, 1, 2, 2, 3])))
    kind = draw.random() if selector else 1
    if kind < 0.12:
        return f"{selector} {draw.choice(['off', 'closed'])}"
    if kind < 0.2:
        return f"{selector} {times} off"
    return selector if kind < 0.25 else f"{selector} {times}".strip()


def text(draw):
    result = rule(draw, True)
    for _ in range(draw.choice([1, 1, 2, 2, 2, 3, 3, 4]) - 1):
        following = rule(draw, False)
        adds = draw.random() < 0.25 and following[0].isalpha() and result[-1].isdigit()
        result += (", " if adds else "; ") + following
    return result


def line(hours, monday):
    known = OpeningHours(hours)
    columns = []
    for day in range(7):
        start = datetime.datetime.fromisoformat(monday) + datetime.timedelta(days=day)
        states = [known.is_open(start + datetime.timedelta(minutes=m)) for m in range(1440)]
        changes = [m for m in range(1440) if states[m] != (m > 0 and states[m - 1])]
        columns.append(" ".join(map(str, changes)))
    return "\t".join([hours, monday, *columns])


def main():
    with open(sys.argv[1], encoding="utf-8") as source:
        stations = json.load(source)["features"]
    print("# when places are open in one week, by opening-hours-py 2.1.4; made by reference.py")
    for hours in sorted({s["properties"]["opening_hours"] for s in stations}):
        for monday in (WEEKS[0], WEEKS[4]):
            print(line(hours, monday))
    draw = random.Random(20261121)
    for _ in range(200):
        print(line(text(draw), draw.choice(WEEKS)))


main()
