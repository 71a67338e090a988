"""Places the 50 stations and the idle premises that could become stations."""

from dataclasses import dataclass

import numpy as np
from shapely.geometry import Point

import townplan as town
from names import COMMUNITIES, STREETS

TIERS = ["街道", "社区", "网格"]
MATRIX = (2, 13, 35)
"""The declared matrix “2+13+35”: stations of sub-districts, communities and grids."""

SERVICES = ["饮水", "充电", "卫生间", "应急药箱", "微波炉", "休息座椅", "无线网络", "雨具"]
SHARE = dict(
    街道=[1, 1, 1, 1, 1, 1, 1, 1],
    社区=[1, 1, 0.92, 0.92, 0.75, 1, 0.7, 0.7],
    网格=[0.95, 0.85, 0.4, 0.55, 0.35, 0.9, 0.25, 0.45],
)
HOURS = dict(
    街道=["24/7", "Mo-Su 07:00-21:00"],
    社区=[
        "Mo-Su 08:00-18:00",
        "Mo-Fr 08:00-17:30; Sa 09:00-12:00",
        "Mo-Fr 08:30-17:00",
        "Mo-Su 07:30-20:00",
        "Mo-Fr 08:00-12:00,13:30-17:30",
    ],
    网格=[
        "Mo-Su 08:00-18:00",
        "Mo-Fr 08:30-17:00",
        "Mo-Su 06:30-21:30",
        "Mo-Sa 08:00-17:30; PH off",
        "Mo-Su 09:00-16:00",
        "Oct-Mar Mo-Su 09:00-16:00; Apr-Sep Mo-Su 08:00-18:00",
    ],
)
PREMISES = [
    ("门卫室", "物业公司", (12, 30), 0.09),
    ("收回的办公用房", "县机关事务中心", (60, 260), 0.055),
    ("闲置商铺", "个人业主", (35, 110), 0.16),
    ("社区用房", "社区居委会", (40, 150), 0.05),
    ("旧锅炉房", "供热公司", (120, 420), 0.075),
    ("闲置校舍", "县教育局", (150, 600), 0.045),
    ("旧粮站", "供销社", (90, 380), 0.05),
    ("闲置配电室", "物业公司", (18, 45), 0.1),
]

LIKELY = [0.1, 0.3, 0.14, 0.14, 0.1, 0.08, 0.07, 0.07]
"""How often each kind of premises comes up."""


@dataclass
class Site:
    """A station or a candidate: a point in a grid, with its attributes."""

    point: Point
    grid: int
    fields: dict


def frontages(quarters, gates, grids, rng):
    """Places for a station: just inside gates, and along the streets of open quarters."""
    by_id = {q.ident: q for q in quarters if q.residential}
    spots = []
    for g in gates:
        if g.kind == "gate" and g.quarter in by_id and not g.closed:
            q = by_id[g.quarter]
            inner = q.shape.buffer(-5)
            p = (
                inner.exterior.interpolate(inner.exterior.project(g.point))
                if inner.geom_type == "Polygon"
                else g.point
            )
            spots.append((p, q.grid, "gate"))
    for q in quarters:
        if q.walled or q.use in ("农田", "林地", "公园", "待建地"):
            continue
        ring = q.shape.exterior
        for k in range(2):
            spots.append((ring.interpolate(rng.random(), normalized=True), q.grid, "street"))
    return spots


def place_stations(spots, buildings, community_of, street_of, rng):
    """Chooses sites by tier: middles of sub-districts and communities, then busy grids."""
    xy = np.array([(b.point.x, b.point.y) for b in buildings])
    people = np.array([b.people for b in buildings], dtype=float)
    community = np.array([community_of[b.grid] for b in buildings])
    chosen = []
    for s in range(2):
        own = np.array([street_of[c] == s for c in community])
        chosen.append(
            (
                "街道",
                nearest(
                    spots,
                    middle(xy, people, own),
                    chosen,
                    lambda g: street_of[community_of[g]] == s,
                ),
            )
        )
    for c in range(13):
        target = middle(xy, people, community == c) + rng.normal(0, 90, 2)
        chosen.append(("社区", nearest(spots, target, chosen, lambda g: community_of[g] == c)))
    chosen += busy_grids(spots, xy, people, chosen, rng)
    return chosen


def middle(xy, people, own):
    """The people-weighted middle of some buildings."""
    return np.average(xy[own], axis=0, weights=people[own] + 1e-9)


def nearest(spots, target, chosen, allowed):
    """The free spot nearest to a place, among those allowed."""
    taken = {c[1] for c in chosen}
    options = [i for i, s in enumerate(spots) if i not in taken and allowed(s[1])]
    return min(options, key=lambda i: (spots[i][0].distance(Point(target)), i))


def busy_grids(spots, xy, people, chosen, rng):
    """The grid-level stations: where many people live near, mostly in the old town."""
    at = np.array([(s[0].x, s[0].y) for s in spots])
    near = np.hypot(at[:, None, 0] - xy[None, :, 0], at[:, None, 1] - xy[None, :, 1])
    pull = (near < 260) @ people
    bias = np.array(
        [
            dict(core=2.2, mid=1.5, new=0.42, village=0.0, fringe=0.0, industry=0.35, park=0)[
                town.zone_at(*p)
            ]
            for p in at
        ]
    )
    noise = rng.lognormal(0, 0.35, len(spots))
    out, places = [], [at[c[1]] for c in chosen]
    while len(out) < MATRIX[2]:
        gap = np.min(
            np.hypot(
                at[:, None, 0] - np.array(places)[None, :, 0],
                at[:, None, 1] - np.array(places)[None, :, 1],
            ),
            axis=1,
        )
        score = pull * bias * noise * np.clip((gap - 90) / 330, 0, 1)
        best = int(np.argmax(score))
        out.append(("网格", best))
        places.append(at[best])
    return out


def station_fields(number, tier, spot, grid, community, street, rng, used):
    """The attributes of one station."""
    has = [bool(rng.random() < p) for p in SHARE[tier]]
    hours = HOURS[tier][
        0 if tier == "街道" and number == 0 else int(rng.integers(len(HOURS[tier])))
    ]
    if tier == "街道" and number == 1:
        hours = "Mo-Su 07:00-21:00"
    size = dict(街道=(220, 420), 社区=(60, 180), 网格=(10, 45))[tier]
    staff = dict(街道=(5, 9), 社区=(2, 5), 网格=(0, 3))[tier]
    own = dict(街道=street, 社区=community, 网格=f"{community}第{used}网格")[tier]
    area = int(rng.integers(*size))
    premises = "门卫室" if spot[2] == "gate" and tier == "网格" else "沿街用房"
    return dict(
        id=f"YZ{number + 1:03d}",
        name=f"{own}暖心驿站",
        tier=tier,
        street=street,
        community=community,
        block_id=f"WG{grid + 1:03d}",
        opening_hours=hours,
        services=";".join(s for s, h in zip(SERVICES, has) if h),
        area_m2=area,
        seats=max(2, area // 7) if has[5] else 0,
        staff=int(rng.integers(*staff)),
        premises=premises,
        **{s: h for s, h in zip(SERVICES, has)},
    )


def make_stations(spots, buildings, community_of, street_of, rng):
    """The 50 stations as sites."""
    out, count = [], {}
    for number, (tier, index) in enumerate(
        place_stations(spots, buildings, community_of, street_of, rng)
    ):
        spot = spots[index]
        c = int(community_of[spot[1]])
        count[c] = count.get(c, 0) + (1 if tier == "网格" else 0)
        name = COMMUNITIES[c] + "社区"
        fields = station_fields(
            number, tier, spot, spot[1], name, STREETS[street_of[c]], rng, count[c]
        )
        out.append(Site(spot[0], spot[1], fields))
    return out


def make_candidates(spots, stations, community_of, street_of, rng, wanted=40):
    """Idle premises: some in the well-served middle, more at the edges, with area and cost."""
    at = [s.point for s in stations]
    order = []
    for i, s in enumerate(spots):
        gap = min(s[0].distance(p) for p in at)
        order.append((-(min(gap, 900) / 500 + rng.uniform(0, 1.3)), i))
    out, places = [], []
    for _, i in sorted(order):
        p, grid, kind = spots[i]
        if places and min(p.distance(q) for q in places) < 170:
            continue
        if min(p.distance(q) for q in at) < 25:
            continue
        places.append(p)
        pick = (
            0
            if kind == "gate" and rng.random() < 0.85
            else int(rng.choice(len(PREMISES), p=LIKELY))
        )
        what, owner, size, price = PREMISES[pick]
        area = int(rng.integers(*size))
        c = int(community_of[grid])
        out.append(
            Site(
                p,
                grid,
                dict(
                    id=f"HX{len(out) + 1:02d}",
                    name=f"{COMMUNITIES[c]}社区{what}{len(out) + 1}",
                    type=what,
                    area_m2=area,
                    cost=round(2.5 + area * price * rng.uniform(0.8, 1.25), 1),
                    cost_unit="万元",
                    owner=owner,
                    block_id=f"WG{grid + 1:03d}",
                    community=COMMUNITIES[c] + "社区",
                    street=STREETS[street_of[c]],
                ),
            )
        )
        if len(out) == wanted:
            return out
    return out
