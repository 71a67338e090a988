// Made from geodata/standards by Scripts/embed-standards --write; edit the standards there.
// swift-format-ignore-file

extension BuiltInStandards {
  static let exampleCountyMore = #"""
// For geodata/example-county with its further files: grids_more.geojson as blocks, stations, partner_shops and
// bus_stations.geojson as stations, couriers.csv and sanitation.csv as points:
//   lifecircle check --standard example-county-more --blocks grids_more.geojson --stations stations.geojson \
//     --stations partner_shops.geojson --stations bus_stations.geojson --points couriers=couriers.csv --points sanitation=sanitation.csv
// 适用于示例县城的补充数据：更多字段的网格、三类站点图层、骑手与环卫点。
{
  format: "lifecircle-standard/1",
  id: "example-county-more",
  version: "1.0",
  name: {zh: "示例县城补充数据（虚构）", en: "Example county town, further files (fictional)"},
  note: {zh: "数值为示例。", en: "All figures are examples."},
  levels: [
    {field: "community", name: {zh: "社区", en: "community"}},
    {field: "area_type", name: {zh: "城乡", en: "town or country"}},
  ],
  exclude: [
    {uninhabited: true, name: {zh: "无人口网格", en: "uninhabited blocks"}},
    {where: "type = '专属网格'", name: {zh: "专属网格", en: "blocks of one institution"}},
  ],
  groups: [
    {id: "disabled", name: {zh: "残疾人", en: "disabled people"}, field: "disabled", speed: 2.5, source: {confidence: "local_practice"}},
    {id: "workers", name: {zh: "户外劳动者", en: "outdoor workers"}, field: "workers", speed: 4.5, source: {confidence: "local_practice"}},
  ],
  rules: [
    // --- layers ---
    {
      id: "stations-500m", name: {zh: "500 米内有驿站", en: "a station within 500 m"},
      what: {layers: ["stations"]}, reach: {straight_m: 500}, target: {at_least: 0.9}, source: {confidence: "local_practice"},
    },
    {
      id: "shops-500m", name: {zh: "500 米内有联盟商家", en: "a partner shop within 500 m"},
      what: {layers: ["partner_shops"]}, reach: {straight_m: 500}, source: {confidence: "local_practice"},
    },
    {
      id: "buses-500m", name: {zh: "500 米内有公交驿站", en: "a bus station within 500 m"},
      what: {layers: ["bus_stations"], tiers: ["公交驿站"]}, reach: {straight_m: 500}, source: {confidence: "local_practice"},
    },
    {
      id: "any-500m", name: {zh: "500 米内有任一类站点", en: "a place of any of the three layers within 500 m"},
      reach: {straight_m: 500}, target: {at_least: 0.95}, source: {confidence: "local_practice"},
    },

    // --- a monthly service day: vans that stop on the 15th, 09:00 to 11:00 ---
    {
      id: "vans-on-the-15th", name: {zh: "15 日上午 500 米内有流动服务车", en: "a service van within 500 m on the 15th in the morning"},
      what: {tiers: ["流动服务车"], open_at: "2026-12-15 10:00"}, reach: {straight_m: 500}, source: {confidence: "local_practice"},
    },
    {
      id: "vans-on-the-16th", name: {zh: "16 日上午 500 米内有流动服务车", en: "a service van within 500 m on the 16th in the morning"},
      what: {tiers: ["流动服务车"], open_at: "2026-12-16 10:00"}, reach: {straight_m: 500}, source: {confidence: "local_practice"},
    },

    // --- town and country ---
    {
      id: "town-500m", name: {zh: "城镇 500 米", en: "in town within 500 m"},
      reach: {straight_m: 500}, applies_to: "area_type = '城镇'", target: {at_least: 0.95}, source: {confidence: "local_practice"},
    },
    {
      id: "country-2km", name: {zh: "农村 2 千米", en: "in the country within 2 km"},
      reach: {straight_m: 2000}, applies_to: "area_type = '农村'", target: {at_least: 0.95}, source: {confidence: "local_practice"},
    },

    // --- groups ---
    {
      id: "disabled-15", name: {zh: "残疾人 15 分钟可达", en: "disabled people within 15 minutes"},
      who: {group: "disabled"}, reach: {walk_min: 15}, source: {confidence: "local_practice"},
    },
    {
      id: "workers-10", name: {zh: "户外劳动者 10 分钟可达饮水与休息座椅", en: "outdoor workers: water and seats within 10 minutes"},
      who: {group: "workers"}, what: {services: ["饮水", "休息座椅"]}, reach: {walk_min: 10}, source: {confidence: "local_practice"},
    },

    // --- people who work along streets ---
    {
      id: "couriers-charging", name: {zh: "骑手候单点 300 米内可充电", en: "couriers: charging within 300 m"},
      who: {points: "couriers"}, what: {services: ["充电"]}, reach: {straight_m: 300}, source: {confidence: "local_practice"},
    },
    {
      id: "sanitation-one", name: {zh: "环卫作业段 500 米内一站兼有饮水、卫生间、休息座椅", en: "sanitation workers: water, toilet and seats at one station within 500 m"},
      who: {points: "sanitation"}, what: {services: ["饮水", "卫生间", "休息座椅"], together: "one_station"},
      reach: {straight_m: 500}, source: {confidence: "local_practice"},
    },
    {
      id: "sanitation-any", name: {zh: "环卫作业段 500 米内可得饮水、卫生间、休息座椅（不限同站）", en: "sanitation workers: water, toilet and seats within 500 m, at any stations"},
      who: {points: "sanitation"}, what: {services: ["饮水", "卫生间", "休息座椅"], together: "anywhere"},
      reach: {straight_m: 500}, source: {confidence: "local_practice"},
    },
  ],
  analyses: {
    declared: {tiers: ["街道", "社区", "网格", "联盟商家", "公交驿站", "流动服务车"], counts: [2, 13, 35, 60, 9, 2], source: {confidence: "local_practice"}},
    workload: {
      visits: [
        {name: {zh: "每日走访", en: "daily"}, field: "visits_daily", every: "day"},
        {name: {zh: "每周走访", en: "weekly"}, field: "visits_weekly", every: "week"},
        {name: {zh: "每半月走访", en: "half-monthly"}, field: "visits_half_monthly", every: "half_month"},
        {name: {zh: "每月走访", en: "monthly"}, field: "visits_monthly", every: "month"},
      ],
      visits_per_worker: 440, households_field: "households", households_per_worker: 20, core_workers: 4,
      workers_field: "grid_workers", source: {confidence: "local_practice"},
    },
    pilots: {count: 3, field: "community", problems_field: "complaints", source: {confidence: "local_practice"}},
  },
}

"""#
}
