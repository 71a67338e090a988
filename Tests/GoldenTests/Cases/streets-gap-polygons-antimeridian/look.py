import json, math
LAT, LON = 44.3, 180
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
F = json.load(open("gaps.geojson"))["features"]
F = [f for f in F if f["properties"]["measure"] == "9min"]
print("blocks", sorted(f["properties"]["block"] for f in F))
print("within ±180", all(-180 <= p[0] <= 180 for f in F for x in polygons(f["geometry"]) for r in x for p in r))
print("narrow", all(max(p[0] for p in x[0]) - min(p[0] for p in x[0]) < 0.02 for f in F for x in polygons(f["geometry"])))
def area(r):
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip([(p[0] * EAST, (p[1] - LAT) * NORTH) for p in r], [(p[0] * EAST, (p[1] - LAT) * NORTH) for p in r][1:]))) / 2
G = {f["properties"]["block"]: f["geometry"] for f in F}
print("areas", [abs(sum(area(x[0]) - sum(map(area, x[1:])) for x in polygons(G[k])) / v - 1) < 0.01 for k, v in (("A", 180000), ("B", 80000))])
def gap(k, x, y):
    p = degrees(x, y)
    return any(holds(G[k], (p[0] + t, p[1])) for t in (0, -360))
print("gap", [gap("A", *p) for p in ((-990, 0), (-870, 90), (350, 0), (250, 90), (990, -90))], gap("B", 600, 300))
print("reached", [gap("A", *p) for p in ((-850, 0), (-300, 90), (-1, 0), (1, 0), (1, 90), (280, 0))])
