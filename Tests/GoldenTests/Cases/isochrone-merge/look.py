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
g = F[0]["geometry"]
print("reached", [at(g, *p) for p in ((500, 0), (10, 0), (0, 98), (2303, 0), (2999, 0))])
print("not", [at(g, *p) for p in ((520, 0), (600, 0), (1000, 0), (0, 115), (2285, 0))])
