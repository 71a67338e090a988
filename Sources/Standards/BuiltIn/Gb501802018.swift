// Made from geodata/standards by Scripts/embed-standards --write; edit the standards there.
// swift-format-ignore-file

extension BuiltInStandards {
  static let gb501802018 = #"""
// GB 50180-2018: distances of the life-circle levels and service radii of facilities.
// The document gives distances, not shares of people: no rule here has a target. Copy the file and add
// target: {at_least: 0.95} to the rules your office wants to be held to.
// 本文件只列距离，不设达标比例；如需考核，请复制后在规则中加 target。
{
  format: "lifecircle-standard/1",
  id: "gb50180-2018",
  version: "1.0",
  name: {zh: "GB 50180-2018 生活圈距离与设施服务半径", en: "GB 50180-2018: life-circle distances and service radii"},
  note: {
    zh: "上一级设施不能代替下一级设施，故每条规则只认本级设施的名称。设施按驿站的 services 一栏辨认；没有该服务的数据会如实报告。标为 unverified 的数值尚未对照原文核实。",
    en: "A facility of a higher level never stands in for one of a lower level: each rule looks for the names of its own level only. Facilities are recognised by the stations' services. Rows marked unverified have not been compared with the document.",
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
    // --- distances of the levels: every facility of the level is reached on foot ---
    {
      id: "circle-15-lower", name: {zh: "十五分钟生活圈（下限 800 米）：本级设施齐全", en: "15-minute circle, lower limit 800 m: all facilities of the level"},
      what: {services: ["初中", "社区卫生服务中心", "文化活动中心", "社区服务中心"], together: "anywhere"}, reach: {walk_m: 800},
      source: {document: "gb50180", clause: "2.0.2", confidence: "verified", note: {zh: "距离值有两处独立引述；所列设施名称未逐一核实", en: "the distance is quoted alike in two places; the list of facilities is not verified one by one"}},
    },
    {
      id: "circle-15-upper", name: {zh: "十五分钟生活圈（上限 1000 米）：本级设施齐全", en: "15-minute circle, upper limit 1,000 m: all facilities of the level"},
      what: {services: ["初中", "社区卫生服务中心", "文化活动中心", "社区服务中心"], together: "anywhere"}, reach: {walk_m: 1000},
      source: {document: "gb50180", clause: "2.0.2", confidence: "verified", note: {zh: "距离值有两处独立引述；所列设施名称未逐一核实", en: "the distance is quoted alike in two places; the list of facilities is not verified one by one"}},
    },
    {
      id: "circle-10", name: {zh: "十分钟生活圈（500 米）：本级设施齐全", en: "10-minute circle, 500 m: all facilities of the level"},
      what: {services: ["小学", "菜市场"], together: "anywhere"}, reach: {walk_m: 500},
      source: {document: "gb50180", clause: "2.0.3", confidence: "verified", note: {zh: "距离值有两处独立引述；所列设施名称未逐一核实", en: "the distance is quoted alike in two places; the list of facilities is not verified one by one"}},
    },
    {
      id: "circle-5", name: {zh: "五分钟生活圈（300 米）：本级设施齐全", en: "5-minute circle, 300 m: all facilities of the level"},
      what: {services: ["社区服务站", "文化活动站", "幼儿园", "老年人日间照料中心"], together: "anywhere"}, reach: {walk_m: 300},
      source: {document: "gb50180", clause: "2.0.4", confidence: "verified", note: {zh: "距离值有两处独立引述；所列设施名称未逐一核实", en: "the distance is quoted alike in two places; the list of facilities is not verified one by one"}},
    },
    // --- service radii, 15-minute level ---
    {
      id: "junior-school", name: {zh: "十五分钟：初中 1000 米", en: "15-minute level: junior middle school within 1000 m"},
      what: {services: ["初中"]}, reach: {straight_m: 1000},
      source: {document: "gb50180", clause: "附录 C / Appendix C", confidence: "unverified", note: {zh: "与旧版 GB 50180-93 所载相同", en: "the same as quoted from the older GB 50180-93"}},
    },
    {
      id: "gym", name: {zh: "十五分钟：全民健身中心 1000 米", en: "15-minute level: public sports centre within 1000 m"},
      what: {services: ["全民健身中心"]}, reach: {straight_m: 1000},
      source: {document: "gb50180", clause: "附录 C / Appendix C", confidence: "unverified"},
    },
    {
      id: "large-sports-ground", name: {zh: "十五分钟：大型多功能运动场地 1000 米", en: "15-minute level: large sports ground within 1000 m"},
      what: {services: ["大型多功能运动场地"]}, reach: {straight_m: 1000},
      source: {document: "gb50180", clause: "附录 C / Appendix C", confidence: "unverified"},
    },
    {
      id: "health-centre", name: {zh: "十五分钟：社区卫生服务中心 1000 米", en: "15-minute level: community health centre within 1000 m"},
      what: {services: ["社区卫生服务中心"]}, reach: {straight_m: 1000},
      source: {document: "gb50180", clause: "附录 C / Appendix C", confidence: "unverified"},
    },
    {
      id: "culture-centre", name: {zh: "十五分钟：文化活动中心 1000 米", en: "15-minute level: culture centre within 1000 m"},
      what: {services: ["文化活动中心"]}, reach: {straight_m: 1000},
      source: {document: "gb50180", clause: "附录 C / Appendix C", confidence: "unverified"},
    },
    {
      id: "service-centre", name: {zh: "十五分钟：社区服务中心 1000 米", en: "15-minute level: sub-district service centre within 1000 m"},
      what: {services: ["社区服务中心"]}, reach: {straight_m: 1000},
      source: {document: "gb50180", clause: "附录 C / Appendix C", confidence: "unverified"},
    },
    {
      id: "subdistrict-office", name: {zh: "十五分钟：街道办事处 1000 米", en: "15-minute level: sub-district office within 1000 m"},
      what: {services: ["街道办事处"]}, reach: {straight_m: 1000},
      source: {document: "gb50180", clause: "附录 C / Appendix C", confidence: "unverified"},
    },
    // --- service radii, 10-minute level ---
    {
      id: "primary-school", name: {zh: "十分钟：小学 500 米", en: "10-minute level: primary school within 500 m"},
      what: {services: ["小学"]}, reach: {straight_m: 500},
      source: {document: "gb50180", clause: "附录 C / Appendix C", confidence: "unverified", note: {zh: "与旧版 GB 50180-93 所载相同", en: "the same as quoted from the older GB 50180-93"}},
    },
    {
      id: "medium-sports-ground", name: {zh: "十分钟：中型多功能运动场地 500 米", en: "10-minute level: medium sports ground within 500 m"},
      what: {services: ["中型多功能运动场地"]}, reach: {straight_m: 500},
      source: {document: "gb50180", clause: "附录 C / Appendix C", confidence: "unverified"},
    },
    {
      id: "market", name: {zh: "十分钟：菜市场 500 米", en: "10-minute level: food market within 500 m"},
      what: {services: ["菜市场"]}, reach: {straight_m: 500},
      source: {document: "gb50180", clause: "附录 C / Appendix C", confidence: "unverified", note: {zh: "一处公开的可达性评价程序同为 500 米", en: "a public accessibility tool also uses 500 m"}},
    },
    {
      id: "shopping", name: {zh: "十分钟：商场 500 米", en: "10-minute level: shopping centre within 500 m"},
      what: {services: ["商场"]}, reach: {straight_m: 500},
      source: {document: "gb50180", clause: "附录 C / Appendix C", confidence: "unverified"},
    },
    {
      id: "bus-stop", name: {zh: "十分钟：公交车站 500 米", en: "10-minute level: bus stop within 500 m"},
      what: {services: ["公交车站"]}, reach: {straight_m: 500},
      source: {document: "gb50180", clause: "附录 C / Appendix C", confidence: "unverified", note: {zh: "一处公开的可达性评价程序同为 500 米", en: "a public accessibility tool also uses 500 m"}},
    },
    // --- service radii, 5-minute level ---
    {
      id: "service-station", name: {zh: "五分钟：社区服务站 300 米", en: "5-minute level: community service station within 300 m"},
      what: {services: ["社区服务站"]}, reach: {straight_m: 300},
      source: {document: "gb50180", clause: "附录 C / Appendix C", confidence: "unverified", note: {zh: "这是社区服务站的半径，不是党群服务站或驿站的", en: "this radius is for 社区服务站 and for no other kind of station"}},
    },
    {
      id: "culture-station", name: {zh: "五分钟：文化活动站 500 米", en: "5-minute level: culture station within 500 m"},
      what: {services: ["文化活动站"]}, reach: {straight_m: 500},
      source: {document: "gb50180", clause: "附录 C / Appendix C", confidence: "unverified"},
    },
    {
      id: "small-sports-ground", name: {zh: "五分钟：小型多功能运动场地 300 米", en: "5-minute level: small sports ground within 300 m"},
      what: {services: ["小型多功能运动场地"]}, reach: {straight_m: 300},
      source: {document: "gb50180", clause: "附录 C / Appendix C", confidence: "unverified"},
    },
    {
      id: "fitness-ground", name: {zh: "五分钟：室外综合健身场地 300 米", en: "5-minute level: outdoor fitness ground within 300 m"},
      what: {services: ["室外综合健身场地"]}, reach: {straight_m: 300},
      source: {document: "gb50180", clause: "附录 C / Appendix C", confidence: "unverified"},
    },
    {
      id: "kindergarten", name: {zh: "五分钟：幼儿园 300 米", en: "5-minute level: kindergarten within 300 m"},
      what: {services: ["幼儿园"]}, reach: {straight_m: 300},
      source: {document: "gb50180", clause: "附录 C / Appendix C", confidence: "unverified", note: {zh: "公开的条文检索样例亦记为 300 米；JGJ 39-2016 第 3.1.3 条为 300～500 米", en: "a public look-up over the text also gives 300 m; JGJ 39-2016 clause 3.1.3 is quoted with 300 to 500 m"}},
    },
    {
      id: "nursery", name: {zh: "五分钟：托儿所 300 米", en: "5-minute level: nursery within 300 m"},
      what: {services: ["托儿所"]}, reach: {straight_m: 300},
      source: {document: "gb50180", clause: "附录 C / Appendix C", confidence: "unverified"},
    },
    {
      id: "day-care", name: {zh: "五分钟：老年人日间照料中心 300 米", en: "5-minute level: day care centre for the elderly within 300 m"},
      what: {services: ["老年人日间照料中心"]}, reach: {straight_m: 300},
      source: {document: "gb50180", clause: "附录 C / Appendix C", confidence: "unverified"},
    },
    {
      id: "health-station", name: {zh: "五分钟：社区卫生服务站 300 米", en: "5-minute level: community health station within 300 m"},
      what: {services: ["社区卫生服务站"]}, reach: {straight_m: 300},
      source: {document: "gb50180", clause: "附录 C / Appendix C", confidence: "unverified"},
    },
  ],
  combinations: [
    {
      id: "all-levels", name: {zh: "三级生活圈同时齐全", en: "all three levels at once"},
      rules: ["circle-15-upper", "circle-10", "circle-5"],
      source: {document: "gb50180", clause: "2.0.2–2.0.4", confidence: "verified", note: {zh: "各级设施互不包含", en: "levels do not contain each other"}},
    },
  ],
}

"""#
}
