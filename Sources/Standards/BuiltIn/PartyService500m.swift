// Made from geodata/standards by Scripts/embed-standards --write; edit the standards there.
// swift-format-ignore-file

extension BuiltInStandards {
  static let partyService500m = #"""
// Local practice: a party-service station within 500 m. In no national standard.
// 地方做法：500 米党群服务站。国家标准中没有党群服务站或驿站的服务半径。
{
  format: "lifecircle-standard/1",
  id: "party-service-500m",
  version: "1.0",
  name: {zh: "500 米党群服务站（地方做法）", en: "Party-service station within 500 m (local practice)"},
  note: {
    zh: "500 米与各项比例均为地方做法，不是国家标准。末条把 GB 50180 中社区服务站的 300 米（未核实）列作对照，不设目标。",
    en: "500 m and all targets are local practice, not a national standard. The last rule prints the 300 m of GB 50180 for another kind of station (社区服务站, unverified) beside them, without a target.",
  },
  optional: true,
  documents: [
    {id: "gb50180", title: {zh: "城市居住区规划设计标准 GB 50180", en: "Standard for urban residential area planning and design, GB 50180"}, edition: "2018"},
  ],
  levels: [
    {field: "community", name: {zh: "社区", en: "community"}},
    {field: "street", name: {zh: "街道", en: "sub-district"}},
  ],
  exclude: [{uninhabited: true, name: {zh: "无人口网格", en: "uninhabited blocks"}}],
  rules: [
    {
      id: "people-500m", name: {zh: "500 米内有站的人口", en: "people with a station within 500 m"},
      reach: {straight_m: 500}, target: {at_least: 0.9},
      source: {confidence: "local_practice"},
    },
    {
      id: "residential-500m", name: {zh: "500 米内有站的居住面积", en: "residential area with a station within 500 m"},
      reach: {straight_m: 500}, counted: "residential_area",
      source: {confidence: "local_practice", note: {zh: "需要 --mask；不设目标", en: "needs --mask; no target"}},
    },
    {
      id: "blocks-half-500m", name: {zh: "半数以上人口在 500 米内的网格", en: "blocks with half of their people within 500 m"},
      reach: {straight_m: 500}, counted: {blocks: 0.5}, target: {at_least: 0.75},
      source: {confidence: "local_practice"},
    },
    {
      // The certificate: met, or a list of the blocks that refute it.
      id: "no-uncovered-block", name: {zh: "无未覆盖网格：每个网格人口全部在 500 米内", en: "no uncovered block: everybody in every block within 500 m"},
      reach: {straight_m: 500}, counted: {blocks: 1}, target: {at_least: 1},
      source: {confidence: "local_practice"},
    },
    {
      id: "compare-300m", name: {zh: "对照：300 米（GB 50180 社区服务站，未核实）", en: "for comparison: 300 m (GB 50180, 社区服务站, unverified)"},
      reach: {straight_m: 300},
      source: {
        document: "gb50180", clause: "附录 C / Appendix C", confidence: "unverified",
        note: {zh: "该半径属于社区服务站，此处仅用同样的站点作对照，不设目标", en: "the radius is that of 社区服务站; the same stations are measured against it for comparison only, without a target"},
      },
    },
  ],
  analyses: {duplicates: "people-500m", equity: "people-500m"},
}

"""#
}
