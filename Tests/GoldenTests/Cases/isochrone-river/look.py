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
print('own street', inside([124.0112780613, 44.2999994433], F[0]["geometry"]) and inside([123.9887219387, 44.2999994433], F[0]["geometry"]) and inside([124.0, 44.3], F[0]["geometry"]))
print('other bank', any([inside([123.9899748728, 44.3010794921], F[0]["geometry"]), inside([123.9962405773, 44.3010798701], F[0]["geometry"]), inside([124.0, 44.301079932], F[0]["geometry"]), inside([124.0037594227, 44.3010798701], F[0]["geometry"]), inside([124.0100251272, 44.3010794921], F[0]["geometry"])]))
print('middle of the river', any([inside([123.9962406117, 44.3005399041], F[0]["geometry"]), inside([124.0, 44.300539966], F[0]["geometry"]), inside([124.0037593883, 44.3005399041], F[0]["geometry"])]))
