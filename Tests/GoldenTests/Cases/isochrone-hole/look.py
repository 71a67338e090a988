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
print('far side', inside([124.0050124717, 44.29999989], F[0]["geometry"]) and inside([124.0, 44.3013499149], F[0]["geometry"]) and inside([124.0025061593, 44.2982000854], F[0]["geometry"]))
print('middle', inside([124.0025062359, 44.2999999725], F[0]["geometry"]))
