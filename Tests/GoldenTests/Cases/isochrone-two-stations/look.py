import json
def rings(g):
    return [g["coordinates"]] if g["type"] == "Polygon" else g["coordinates"]
def inside(p, g):
    def ring(r):
        c = False
        for a, b in zip(r, r[1:]):
            if (a[1] > p[1]) != (b[1] > p[1]) and p[0] < (b[0] - a[0]) * (p[1] - a[1]) / (b[1] - a[1]) + a[0]:
                c = not c
        return c
    return any(ring(x[0]) and not any(ring(h) for h in x[1:]) for x in rings(g))
F = json.load(open("result.geojson"))["features"]
print('sorted', F.sort(key=lambda f: (f['properties']['station'], f['properties']['minutes'])))
print('station and minutes', [(f["properties"]["station"], int(f["properties"]["minutes"])) for f in sorted(F, key=lambda f: (f["properties"]["station"], f["properties"]["minutes"]))])
print('own', inside([124.0, 44.3], F[0]["geometry"]) and inside([124.037593534, 44.299993814], F[2]["geometry"]) and inside([124.037593534, 44.299993814], F[3]["geometry"]))
print('other', inside([124.037593534, 44.299993814], F[1]["geometry"]) or inside([124.0, 44.3], F[3]["geometry"]))
