// Made from geodata/standards by Scripts/embed-standards --write; edit the standards there.
// swift-format-ignore-file

extension BuiltInStandards {
  static let lifeCircle15min = #"""
// A 15-minute life circle as a county town would check it: everything `check` computes, with field names of
// geodata/example-county. All figures are local practice unless a rule says otherwise; edit them to your own.
// 县城 15 分钟生活圈检查示例：涵盖各类规则与分析；数值均为地方做法，请按本地规定修改。
{
  format: "lifecircle-standard/1",
  id: "life-circle-15min",
  version: "1.0",
  name: {zh: "15 分钟生活圈（地方做法）", en: "15-minute life circle (local practice)"},
  note: {
    zh: "目标：95% 的人口步行 15 分钟可达任一驿站，且每个社区、街道各有本级驿站；其余规则只报告、不考核。",
    en: "Target: 95 % of the people reach a station within 15 minutes on foot, and every community and sub-district has one of its own tier; all other rules are reported only.",
  },
  optional: true,
  documents: [
    {id: "shanghai-guide", title: {zh: "上海市 15 分钟社区生活圈规划导则（试行）", en: "Shanghai planning guide to 15-minute community life circles (trial)"}, edition: "2016"},
    {id: "luo-qi-2009", title: {zh: "Luo、Qi：E2SFCA，Health & Place 15(4)", en: "Luo and Qi: an enhanced two-step floating catchment area (E2SFCA) method, Health & Place 15(4)"}, edition: "2009"},
  ],
  levels: [
    {field: "community", name: {zh: "社区", en: "community"}},
    {field: "cluster", name: {zh: "片区", en: "cluster"}},
    {field: "street", name: {zh: "街道", en: "sub-district"}},
  ],
  exclude: [
    {uninhabited: true, name: {zh: "无人口网格", en: "uninhabited blocks"}},
    // With a field that says so; the standard example-county-more does:
    // {where: "type = '专属网格'", name: {zh: "专属网格", en: "blocks of one institution"}},
  ],
  groups: [
    {id: "elderly", name: {zh: "60 岁以上老年人", en: "people of 60 and above"}, field: "elderly", speed: 2.9, source: {confidence: "unverified", note: {zh: "常用假定", en: "a common assumption"}}},
    {id: "children", name: {zh: "0～14 岁儿童", en: "children of 0 to 14"}, field: "children", speed: 3.2, source: {confidence: "unverified", note: {zh: "常用假定", en: "a common assumption"}}},
  ],
  checklists: [
    {
      id: "basic-services", name: {zh: "基本服务六选四", en: "four of six basic services"}, required: 4,
      items: [
        {id: "饮水", name: {zh: "饮水", en: "drinking water"}},
        {id: "充电", name: {zh: "充电", en: "charging"}},
        {id: "卫生间", name: {zh: "卫生间", en: "toilet"}},
        {id: "休息座椅", name: {zh: "休息座椅", en: "seats"}},
        {id: "应急药箱", name: {zh: "应急药箱", en: "first-aid box"}},
        {id: "area", name: {zh: "建筑面积 15 平方米以上", en: "15 m² of floor or more"}, where: "area_m2 >= 15"},
      ],
      source: {confidence: "local_practice"},
    },
  ],
  rules: [
    // --- the target ---
    {
      id: "walk-15", name: {zh: "步行 15 分钟可达驿站的人口", en: "people with a station within 15 minutes on foot"},
      reach: {walk_min: 15}, target: {at_least: 0.95},
      source: {confidence: "local_practice", note: {zh: "上海公开的目标为 2025 年 85%、2035 年 99%", en: "Shanghai has published targets of 85 % by 2025 and 99 % by 2035"}},
    },
    {
      id: "walk-15-blocks", name: {zh: "95% 人口达标的网格", en: "blocks of which 95 % of the people are in reach"},
      reach: {walk_min: 15}, counted: {blocks: 0.95}, source: {confidence: "local_practice"},
    },
    {
      id: "own-community", name: {zh: "步行 15 分钟可达本社区驿站", en: "a station of the own community within 15 minutes"},
      reach: {walk_min: 15}, within: {field: "community"}, source: {confidence: "local_practice"},
    },
    {
      id: "two-stations", name: {zh: "步行 15 分钟可达两处驿站", en: "two stations within 15 minutes"},
      what: {count: 2}, reach: {walk_min: 15}, source: {confidence: "local_practice"},
    },

    // --- three tiers; a higher tier never stands in for a lower one ---
    {
      id: "tier-street", name: {zh: "街道级驿站 1500 米", en: "station of the sub-district tier within 1,500 m"},
      what: {tiers: ["街道"]}, reach: {straight_m: 1500}, source: {confidence: "local_practice"},
    },
    {
      id: "tier-community", name: {zh: "社区级驿站 1000 米", en: "station of the community tier within 1,000 m"},
      what: {tiers: ["社区"]}, reach: {straight_m: 1000}, source: {confidence: "local_practice"},
    },
    {
      id: "tier-block", name: {zh: "网格级驿站 500 米", en: "station of the block tier within 500 m"},
      what: {tiers: ["网格"]}, reach: {straight_m: 500}, source: {confidence: "local_practice"},
    },
    {
      id: "community-has-one", name: {zh: "每个社区有社区级驿站", en: "every community has a station of its tier"},
      what: {tiers: ["社区"]}, counted: {areas: "community", stations: 1}, target: {at_least: 1},
      source: {confidence: "local_practice"},
    },
    {
      id: "street-has-one", name: {zh: "每个街道有街道级驿站", en: "every sub-district has a station of its tier"},
      what: {tiers: ["街道"]}, counted: {areas: "street", stations: 1}, target: {at_least: 1},
      source: {confidence: "local_practice"},
    },

    // --- nominal and effective coverage ---
    {
      id: "qualified-15", name: {zh: "步行 15 分钟可达合格驿站", en: "a qualified station within 15 minutes"},
      what: {checklist: "basic-services"}, reach: {walk_min: 15}, source: {confidence: "local_practice"},
    },

    // --- groups with a pace of their own ---
    {
      id: "elderly-15", name: {zh: "老年人步行 15 分钟（2.9 千米/时）", en: "elderly within 15 minutes (2.9 km/h)"},
      who: {group: "elderly"}, reach: {walk_min: 15}, source: {confidence: "local_practice"},
    },
    {
      id: "children-15", name: {zh: "儿童步行 15 分钟（3.2 千米/时）", en: "children within 15 minutes (3.2 km/h)"},
      who: {group: "children"}, reach: {walk_min: 15}, source: {confidence: "local_practice"},
    },

    // --- opening hours ---
    {
      id: "evening-15", name: {zh: "周三 19:30 步行 15 分钟可达开放驿站", en: "an open station within 15 minutes, Wednesday 19:30"},
      what: {open_at: "We 19:30"}, reach: {walk_min: 15}, source: {confidence: "local_practice"},
    },
    {
      id: "weekend-15", name: {zh: "周六 21:30 步行 15 分钟可达开放驿站", en: "an open station within 15 minutes, Saturday 21:30"},
      what: {open_at: "Sa 21:30"}, reach: {walk_min: 15}, source: {confidence: "local_practice"},
    },

    // --- people who work along streets: couriers, sanitation workers ---
    {
      id: "street-amenities-one", name: {zh: "沿街 500 米内一站兼有饮水、卫生间、休息座椅", en: "along streets: water, toilet and seats at one station within 500 m"},
      who: "street_length", what: {services: ["饮水", "卫生间", "休息座椅"], together: "one_station"},
      reach: {walk_m: 500}, source: {confidence: "local_practice"},
    },
    {
      id: "street-amenities-any", name: {zh: "沿街 500 米内可得饮水、卫生间、休息座椅（不限同站）", en: "along streets: water, toilet and seats within 500 m, at any stations"},
      who: "street_length", what: {services: ["饮水", "卫生间", "休息座椅"], together: "anywhere"},
      reach: {walk_m: 500}, source: {confidence: "local_practice"},
    },
    // --- places given as points: --points couriers=couriers.csv --points sanitation=sanitation.csv ---
    {
      id: "couriers-charging", name: {zh: "骑手候单点 300 米内可充电", en: "couriers: charging within 300 m"},
      who: {points: "couriers"}, what: {services: ["充电"]}, reach: {walk_m: 300}, source: {confidence: "local_practice"},
    },
    {
      id: "sanitation-rest", name: {zh: "环卫作业段 500 米内一站兼有饮水、卫生间、休息座椅", en: "sanitation workers: water, toilet and seats at one station within 500 m"},
      who: {points: "sanitation"}, what: {services: ["饮水", "卫生间", "休息座椅"], together: "one_station"},
      reach: {walk_m: 500}, source: {confidence: "local_practice"},
    },

    // --- several layers of stations: --stations stations.geojson --stations partner_shops.geojson --stations bus_stations.geojson ---
    // A rule without layers counts the stations of all of them.
    {
      id: "stations-alone-15", name: {zh: "步行 15 分钟可达驿站（不计商家与公交驿站）", en: "a station within 15 minutes, without shops and bus stations"},
      what: {layers: ["stations"]}, reach: {walk_min: 15}, source: {confidence: "local_practice"},
    },
    {
      id: "shops-15", name: {zh: "步行 15 分钟可达驿站或联盟商家", en: "a station or partner shop within 15 minutes"},
      what: {layers: ["stations", "partner_shops"]}, reach: {walk_min: 15}, source: {confidence: "local_practice"},
    },
    {
      id: "buses-15", name: {zh: "步行 15 分钟可达公交驿站", en: "a bus station within 15 minutes"},
      what: {layers: ["bus_stations"]}, reach: {walk_min: 15}, source: {confidence: "local_practice"},
    },
  ],
  combinations: [
    {
      id: "three-tiers", name: {zh: "三级驿站同时可达", en: "stations of all three tiers in reach"},
      rules: ["tier-street", "tier-community", "tier-block"], source: {confidence: "local_practice"},
    },
  ],
  analyses: {
    declared: {tiers: ["街道", "社区", "网格"]}, // counts by --declared 2+13+35
    hourly_profile: "walk-15",
    sharing: {rule: "walk-15", own: "community", cluster: "cluster"},
    duplicates: "walk-15",
    capacity: {rule: "walk-15", people_per_station: 2500, area_field: "area_m2", area_per_person: 0.03,
      source: {confidence: "local_practice", note: {zh: "示例假定，请换成本地数值", en: "an assumption to be replaced by your own"}}},
    access: {
      rule: "walk-15", supply_field: "seats",
      zones: [{up_to: 0.3333333333333333, weight: 1}, {up_to: 0.6666666666666666, weight: 0.68}, {up_to: 1, weight: 0.22}],
      source: {
        document: "luo-qi-2009", clause: "slow decay, three zones", confidence: "unverified",
        note: {zh: "据二手引用，未查原文", en: "from secondary quotations; the paper itself was not at hand"},
      },
    },
    equity: "walk-15",
    workload: {
      visits: [
        {name: {zh: "老年人每周走访", en: "elderly, weekly"}, field: "elderly", every: "week"},
        {name: {zh: "儿童每半月走访", en: "children, half-monthly"}, field: "children", every: "half_month"},
        {name: {zh: "每户每月走访", en: "every household, monthly"}, field: "households", every: "month"},
      ],
      visits_per_worker: 440, // 20 on each of 22 days
      households_field: "households", households_per_worker: 20, core_workers: 4,
      source: {confidence: "local_practice"},
      sources: {visits_per_worker: {confidence: "local_practice", note: {zh: "示例假定，请换成本地数值", en: "an assumption to be replaced by your own"}}},
    },
    pilots: {count: 3, field: "community", source: {confidence: "local_practice"}},
  },
}

"""#
}
