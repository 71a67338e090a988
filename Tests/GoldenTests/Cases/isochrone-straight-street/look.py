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
print('areas grow', F[0]["properties"]["area_m2"] < F[1]["properties"]["area_m2"] < F[2]["properties"]["area_m2"])
print('station inside', inside([124.0, 44.3], F[0]["geometry"]) and inside([124.0, 44.3], F[1]["geometry"]) and inside([124.0, 44.3], F[2]["geometry"]))
print('5 min at 293', inside([124.0036716355, 44.299999941], F[0]["geometry"]))
print('5 min at -293', inside([123.9963283645, 44.299999941], F[0]["geometry"]))
print('5 min at 453', inside([124.0056766242, 44.299999859], F[0]["geometry"]))
print('5 min at -453', inside([123.9943233758, 44.299999859], F[0]["geometry"]))
print('10 min at 627', inside([124.0078570494, 44.2999997298], F[1]["geometry"]))
print('10 min at -627', inside([123.9921429506, 44.2999997298], F[1]["geometry"]))
print('10 min at 787', inside([124.0098620381, 44.2999995743], F[1]["geometry"]))
print('10 min at -787', inside([123.9901379619, 44.2999995743], F[1]["geometry"]))
print('15 min at 960', inside([124.012029932, 44.2999993666], F[2]["geometry"]))
print('15 min at -960', inside([123.987970068, 44.2999993666], F[2]["geometry"]))
print('15 min at 1120', inside([124.0140349207, 44.2999991378], F[2]["geometry"]))
print('15 min at -1120', inside([123.9859650793, 44.2999991378], F[2]["geometry"]))
