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
print("minutes", [f["properties"]["minutes"] for f in F])
small, large = F[0]["geometry"], F[1]["geometry"]
print("station", at(small, 3, 0), at(large, 3, 0))
print("small", at(small, 3.6, 0), at(small, 3 + 12, 0), F[0]["properties"]["area_m2"] < 300)
print("large", at(large, -1999, 0), at(large, 3999, 0), at(large, 1000, 190), at(large, 1000, 212), at(large, 4212, 0))
print("area", abs(F[1]["properties"]["area_m2"] / 2525664 - 1) < 0.005)
print("nested", all(holds(large, p) for x in polygons(small) for p in x[0]))
