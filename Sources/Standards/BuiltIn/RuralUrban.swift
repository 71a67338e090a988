// Made from geodata/standards by Scripts/embed-standards --write; edit the standards there.
// swift-format-ignore-file

extension BuiltInStandards {
  static let ruralUrban = #"""
// Urban and rural profiles by an attribute of the blocks. Needs a field area_type with 城镇 or 农村,
// as in geodata/example-county/grids_more.geojson.
// 城乡分开：需要字段 area_type，值为 城镇 或 农村；示例见 geodata/example-county/grids_more.geojson。
{
  format: "lifecircle-standard/1",
  id: "rural-urban",
  version: "1.0",
  name: {zh: "城乡分类标准（地方做法）", en: "Urban and rural profiles (local practice)"},
  note: {
    zh: "城镇步行 15 分钟，农村 2 千米或 30 分钟；数值均为地方做法。",
    en: "15 minutes on foot in town, 2 km or 30 minutes in the country; all figures are local practice.",
  },
  optional: true,
  levels: [{field: "community", name: {zh: "社区", en: "community"}}],
  exclude: [{uninhabited: true, name: {zh: "无人口网格", en: "uninhabited blocks"}}],
  rules: [
    {
      id: "urban-15", name: {zh: "城镇：步行 15 分钟", en: "in town: 15 minutes on foot"},
      reach: {walk_min: 15}, applies_to: "area_type = '城镇'", target: {at_least: 0.95},
      source: {confidence: "local_practice"},
    },
    {
      id: "rural-30", name: {zh: "农村：步行 30 分钟", en: "in the country: 30 minutes on foot"},
      reach: {walk_min: 30}, applies_to: "area_type = '农村'", target: {at_least: 0.8},
      source: {confidence: "local_practice"},
    },
    {
      id: "rural-2km", name: {zh: "农村：直线 2 千米", en: "in the country: 2 km"},
      reach: {straight_m: 2000}, applies_to: "area_type = '农村'", source: {confidence: "local_practice"},
    },
  ],
}

"""#
}
