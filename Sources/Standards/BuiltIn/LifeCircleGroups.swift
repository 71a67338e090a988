// Made from geodata/standards by Scripts/embed-standards --write; edit the standards there.
// swift-format-ignore-file

extension BuiltInStandards {
  static let lifeCircleGroups = #"""
// Groups with speeds of their own. Needs the fields elderly, children, disabled and workers in the blocks
// (or demand points), as in geodata/example-county/grids_more.geojson; delete a group your data do not have.
// 四类人群分别按各自步速检查；需要 elderly、children、disabled、workers 四个字段，示例见 geodata/example-county/grids_more.geojson；缺少的请删去。
{
  format: "lifecircle-standard/1",
  id: "life-circle-groups",
  version: "1.0",
  name: {zh: "分人群 15 分钟可达（地方做法）", en: "15 minutes for four groups (local practice)"},
  note: {
    zh: "步速为规划中常用的假定值，未核实；目标为地方做法。",
    en: "The speeds are assumptions common in planning, unverified; the targets are local practice.",
  },
  optional: true,
  levels: [
    {field: "community", name: {zh: "社区", en: "community"}},
    {field: "street", name: {zh: "街道", en: "sub-district"}},
  ],
  exclude: [{uninhabited: true, name: {zh: "无人口网格", en: "uninhabited blocks"}}],
  groups: [
    {id: "elderly", name: {zh: "老年人", en: "elderly"}, field: "elderly", speed: 2.9, source: {confidence: "unverified", note: {zh: "常用假定", en: "a common assumption"}}},
    {id: "children", name: {zh: "儿童", en: "children"}, field: "children", speed: 3.2, source: {confidence: "unverified", note: {zh: "常用假定", en: "a common assumption"}}},
    {id: "disabled", name: {zh: "残疾人", en: "disabled people"}, field: "disabled", speed: 2.5, source: {confidence: "unverified", note: {zh: "常用假定", en: "a common assumption"}}},
    {id: "workers", name: {zh: "户外劳动者", en: "outdoor workers"}, field: "workers", speed: 4.5, source: {confidence: "unverified", note: {zh: "常用假定", en: "a common assumption"}}},
  ],
  rules: [
    {
      id: "elderly-15", name: {zh: "老年人步行 15 分钟可达", en: "elderly within 15 minutes"},
      who: {group: "elderly"}, reach: {walk_min: 15}, target: {at_least: 0.9}, source: {confidence: "local_practice"},
    },
    {
      id: "children-15", name: {zh: "儿童步行 15 分钟可达", en: "children within 15 minutes"},
      who: {group: "children"}, reach: {walk_min: 15}, target: {at_least: 0.9}, source: {confidence: "local_practice"},
    },
    {
      id: "disabled-15", name: {zh: "残疾人 15 分钟可达", en: "disabled people within 15 minutes"},
      who: {group: "disabled"}, reach: {walk_min: 15}, target: {at_least: 0.9}, source: {confidence: "local_practice"},
    },
    {
      id: "workers-10", name: {zh: "户外劳动者 10 分钟可达饮水与休息座椅", en: "outdoor workers: water and seats within 10 minutes"},
      who: {group: "workers"}, what: {services: ["饮水", "休息座椅"]}, reach: {walk_min: 10}, target: {at_least: 0.9},
      source: {confidence: "local_practice"},
    },
  ],
}

"""#
}
