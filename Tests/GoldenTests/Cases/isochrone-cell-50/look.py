import json, math
LAT, LON = 44.3, 124
A, E2 = 6378137.0, 0.00669437999014
W = 1 - E2 * math.sin(math.radians(LAT)) ** 2
EAST = math.radians(1) * A / math.sqrt(W) * math.cos(math.radians(LAT))
NORTH = math.radians(1) * A * (1 - E2) / W ** 1.5
def degrees(x, y):
    # Good to 1 m within 3 km.
    return LON + x / (EAST * (1 - math.tan(math.radians(LAT)) * math.radians(y / NORTH))), LAT + y / NORTH
def polygons(g):
    return [g["coordinates"]] if g["type"] == "Polygon" else g["coordinates"]
def ring_holds(r, p):
    c = False
    for a, b in zip(r, r[1:]):
        if (a[1] > p[1]) != (b[1] > p[1]) and p[0] < (b[0] - a[0]) * (p[1] - a[1]) / (b[1] - a[1]) + a[0]:
            c = not c
    return c
def holds(g, p):
    return any(ring_holds(x[0], p) and not any(ring_holds(h, p) for h in x[1:]) for x in polygons(g))
def at(g, x, y):
    return holds(g, degrees(x, y))
F = json.load(open("result.geojson"))["features"]
G = {int(f["properties"]["minutes"]): f["geometry"] for f in F}
for minutes, reach in ((9, 600), (15, 1000)):
    print(minutes, "reached", at(G[minutes], 3 + reach - 0.5, 0), at(G[minutes], 3 - reach + 0.5, 0), "station", at(G[minutes], 3, 0))
    print(minutes, "beyond", at(G[minutes], 3 + reach + 55, 0), at(G[minutes], 3 - reach - 55, 0))
area = {int(f["properties"]["minutes"]): f["properties"]["area_m2"] for f in F}
print("areas", abs(area[9] / 400000 - 1) < 0.06, abs(area[15] / 720000 - 1) < 0.06)
# Where legs end, at |y| = 200, both have the same outline.
print("nested", all(holds(G[15], p) for x in polygons(G[9]) for p in x[0] if abs(p[1] - LAT) * NORTH < 195))
