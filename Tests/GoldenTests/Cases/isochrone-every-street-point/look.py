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
import heapq, os, xml.etree.ElementTree as X
T = X.parse(os.path.join(os.path.dirname(os.path.abspath(__file__)), "streets.osm")).getroot()
P = {n.get("id"): (float(n.get("lon")), float(n.get("lat"))) for n in T.iter("node")}
def metres(p):
    y = (p[1] - LAT) * NORTH
    return (p[0] - LON) * EAST * (1 - math.tan(math.radians(LAT)) * math.radians(y / NORTH)), y
M = {k: metres(p) for k, p in P.items()}
# Towards the station: into[head] = (tail, walking metres); steps count double.
into, stretches = {}, []
for w in T.iter("way"):
    tags = {t.get("k"): t.get("v") for t in w.iter("tag")}
    refs = [n.get("ref") for n in w.iter("nd")]
    weight, both = (2 if tags["highway"] == "steps" else 1), tags.get("oneway:foot") != "yes"
    for a, b in zip(refs, refs[1:]):
        d = weight * math.dist(M[a], M[b])
        stretches.append((a, b, d, both))
        into.setdefault(b, []).append((a, d))
        if both: into.setdefault(a, []).append((b, d))
def along(a, b, t):
    return M[a][0] + t * (M[b][0] - M[a][0]), M[a][1] + t * (M[b][1] - M[a][1])
def component(a):
    seen, todo = {a}, [a]
    near = {}
    for p, q, _, _ in stretches: near.setdefault(p, []).append(q); near.setdefault(q, []).append(p)
    while todo:
        for q in near[todo.pop()]:
            if q not in seen: seen.add(q); todo.append(q)
    return seen
best = max((component(a) for a in into), key=len)
S = metres(json.load(open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "stations.geojson")))["features"][0]["geometry"]["coordinates"])
def foot(a, b):
    p, q = M[a], M[b]
    v = (q[0] - p[0], q[1] - p[1])
    t = max(0, min(1, ((S[0] - p[0]) * v[0] + (S[1] - p[1]) * v[1]) / (v[0] ** 2 + v[1] ** 2)))
    return math.dist(along(a, b, t), S), t
stretches = [s for s in stretches if s[0] in best]
e = min(range(len(stretches)), key=lambda i: foot(*stretches[i][:2])[0])
a, b, d, both = stretches[e]
leg, t0 = foot(a, b)
D = {a: leg + t0 * d}
if both: D[b] = leg + (1 - t0) * d
heap = [(v, k) for k, v in D.items()]
heapq.heapify(heap)
while heap:
    v, k = heapq.heappop(heap)
    if v > D[k]: continue
    for q, w in into.get(k, []):
        if v + w < D.get(q, math.inf): D[q] = v + w; heapq.heappush(heap, (v + w, q))
def walk(i, t):
    a, b, d, both = stretches[i]
    r = D.get(b, math.inf) + (1 - t) * d
    if both: r = min(r, D.get(a, math.inf) + t * d)
    if i == e and (t <= t0 or both): r = min(r, leg + abs(t - t0) * d)
    return r
points = []
for i, (a, b, d, _) in enumerate(stretches):
    n = max(1, int(math.dist(M[a], M[b]) / 5))
    points += [(along(a, b, k / n), walk(i, k / n)) for k in range(n + 1)]
print("points", len(points) > 2000)
for f in F:
    limit = f["properties"]["minutes"] * 4000 / 60
    reached = [p for p, w in points if w <= limit - 0.5]
    apart = [p for p, w in points if w > limit + 20 and min(math.dist(p, q) for q, v in points if v <= limit + 1) > 20]
    print(int(f["properties"]["minutes"]), "reached", len(reached) > 40, "missing", sum(not at(f["geometry"], *p) for p in reached),
          "apart", len(apart) > 100, "inside", sum(at(f["geometry"], *p) for p in apart))
