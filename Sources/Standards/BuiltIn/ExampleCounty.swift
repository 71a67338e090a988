// Made from geodata/standards by Scripts/embed-standards --write; edit the standards there.
// swift-format-ignore-file

extension BuiltInStandards {
  static let exampleCounty = #"""
// For geodata/example-county: blocks left out, urban and rural profiles and the declared numbers of that town.
// 适用于示例县城：排除规则、城乡分类与申报数量。
{
  format: "lifecircle-standard/1",
  id: "example-county",
  version: "1.0",
  name: {zh: "示例县城（虚构）", en: "Example county town (fictional)"},
  note: {zh: "数值为示例。", en: "All figures are examples."},
  levels: [
    {field: "community", name: {zh: "社区", en: "community"}},
    {field: "cluster", name: {zh: "片区", en: "cluster"}},
    {field: "street", name: {zh: "街道", en: "sub-district"}},
  ],
  exclude: [
    {uninhabited: true, name: {zh: "无人口网格", en: "uninhabited blocks"}},
    {where: "note LIKE '工业带%' OR note LIKE '公园%'", name: {zh: "工业带与公园网格", en: "industrial and park blocks"}},
  ],
  rules: [
    {
      id: "urban-15", name: {zh: "城区：步行 15 分钟", en: "town: 15 minutes on foot"},
      reach: {walk_min: 15}, applies_to: "note NOT LIKE '城郊%' AND note NOT LIKE '城中村%'", target: {at_least: 0.95},
      source: {confidence: "local_practice"},
    },
    {
      id: "rural-30", name: {zh: "城郊与城中村：步行 30 分钟", en: "outskirts and urban village: 30 minutes on foot"},
      reach: {walk_min: 30}, applies_to: "note LIKE '城郊%' OR note LIKE '城中村%'", target: {at_least: 0.6},
      source: {confidence: "local_practice"},
    },
    {
      id: "area-500m", name: {zh: "500 米内的面积", en: "area within 500 m"},
      reach: {straight_m: 500}, counted: "area", source: {confidence: "local_practice"},
    },
  ],
  analyses: {
    declared: {tiers: ["街道", "社区", "网格"], counts: [2, 13, 35], source: {confidence: "local_practice"}},
    sharing: {rule: "urban-15", own: "community", cluster: "cluster"},
    pilots: {count: 3, field: "community", source: {confidence: "local_practice"}},
  },
}

"""#
}
