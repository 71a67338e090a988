// Made from geodata/standards by Scripts/embed-standards --write; edit the standards there.
// swift-format-ignore-file

extension BuiltInStandards {
  static let tdt10622021 = #"""
// TD/T 1062-2021: the 15-minute and the 5- to 10-minute level of urban community life circles.
// Distances are quoted at second hand and marked so; the document gives no share: no rule has a target.
// 距离均为转引，已标 unverified；本文件不设达标比例。
{
  format: "lifecircle-standard/1",
  id: "tdt1062-2021",
  version: "1.0",
  name: {zh: "TD/T 1062-2021 社区生活圈两级", en: "TD/T 1062-2021: two levels of the community life circle"},
  note: {
    zh: "城镇社区生活圈分 15 分钟、5～10 分钟两级，两级划分有多处引述；下列距离为转引，使用前请核对原文。",
    en: "Urban life circles have a 15-minute and a 5- to 10-minute level, which is widely quoted; the distances below are at second hand and are to be looked up before they are relied on.",
  },
  optional: true,
  documents: [
    {id: "tdt1062", title: {zh: "社区生活圈规划技术指南 TD/T 1062", en: "Spatial planning guidance to community life unit, TD/T 1062"}, edition: "2021"},
  ],
  levels: [
    {field: "community", name: {zh: "社区", en: "community"}},
    {field: "street", name: {zh: "街道", en: "sub-district"}},
  ],
  exclude: [{uninhabited: true, name: {zh: "无人口网格", en: "uninhabited blocks"}}],
  rules: [
    {
      id: "level-15-time", name: {zh: "15 分钟层级：步行 15 分钟到卫生服务中心、文化活动中心", en: "15-minute level: a health centre and a culture centre within 15 minutes on foot"},
      what: {services: ["社区卫生服务中心", "文化活动中心"], together: "anywhere"}, reach: {walk_min: 15},
      source: {document: "tdt1062", clause: "配置层级 / levels", confidence: "verified", note: {zh: "15 分钟步行范围有多处独立引述；设施名称为示例", en: "the 15-minute walk is quoted alike in several places; the facilities are examples"}},
    },
    {
      id: "level-15-distance", name: {zh: "15 分钟层级：约 1 千米", en: "15-minute level: about 1 km"},
      what: {services: ["社区卫生服务中心", "文化活动中心"], together: "anywhere"}, reach: {straight_m: 1000},
      source: {document: "tdt1062", clause: "配置层级 / levels", confidence: "unverified", note: {zh: "论文将“步行 15 分钟、半径 1 千米、5～10 万人”并称，出处含上海导则", en: "a paper gives 15 minutes, 1 km and 50,000 to 100,000 people together, citing the Shanghai guide as well"}},
    },
    {
      id: "level-5-10-outer", name: {zh: "5～10 分钟层级（外限 500 米）：小学、卫生服务站", en: "5- to 10-minute level, outer limit 500 m: primary school and health station"},
      what: {services: ["小学", "社区卫生服务站"], together: "anywhere"}, reach: {straight_m: 500},
      source: {document: "tdt1062", clause: "表 A.1、表 A.3 / tables A.1, A.3", confidence: "unverified", note: {zh: "转引：表 A.1 小学服务半径 500 米；表 A.3 卫生服务站每 500 米一处", en: "at second hand: table A.1, primary schools 500 m; table A.3, a health station every 500 m"}},
    },
    {
      id: "level-5-10-inner", name: {zh: "5～10 分钟层级（内限 300 米）：社区服务站", en: "5- to 10-minute level, inner limit 300 m: community service station"},
      what: {services: ["社区服务站"]}, reach: {straight_m: 300},
      source: {document: "tdt1062", clause: "配置层级 / levels", confidence: "unverified", note: {zh: "未见引述；按 GB 50180 五分钟层级取 300 米", en: "no quotation found; 300 m is taken from the 5-minute level of GB 50180"}},
    },
    {
      id: "health-centre-per-street", name: {zh: "每个街道有一处卫生服务中心", en: "a health centre in every sub-district"},
      what: {services: ["社区卫生服务中心"]}, counted: {areas: "street", stations: 1},
      source: {document: "tdt1062", clause: "表 A.1 / table A.1", confidence: "unverified", note: {zh: "转引：各街道（镇）设一处", en: "at second hand: one for each sub-district or town"}},
    },
  ],
}

"""#
}
