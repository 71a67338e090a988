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
print("features", [(f["properties"]["station"], f["properties"]["minutes"]) for f in F])
g = F[0]["geometry"]
print("parts", len(polygons(g)))
print("reached", [at(g, *p) for p in ((500, 0), (990, 0), (1000, 98), (1098, 0), (2303, 0), (2999, 0))])
print("not", [at(g, *p) for p in ((480, 0), (400, 0), (0, 0), (1000, 115), (1115, 0), (2285, 0), (1700, 0))])
