import sqlite3
NAMES = "walk_min walk_min_p90 walk_station pop_unreachable detour_ratio stations_15min area_share_15min pop_share_15min pop_uncovered_15min walk_method borderline reasons".split()
c = sqlite3.connect("result.gpkg")
table = c.execute("select table_name from gpkg_contents where data_type = 'features'").fetchone()[0]
declared = {r[1]: r[2] for r in c.execute(f'pragma table_info("{table}")')}
for name in NAMES:
    kind = "INTEGER" if declared[name] in ("INTEGER", "MEDIUMINT", "INT") else declared[name]
    print(name, kind, *sorted({r[0] for r in c.execute(f'select typeof("{name}") from "{table}"')} - {"null"}))
