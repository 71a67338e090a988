// Made from geodata/standards by Scripts/embed-standards --write; edit the standards there.
// swift-format-ignore-file

extension BuiltInStandards {
  static let amenityChecklists = #"""
// Lists of what a station must have, for offices to edit. An item is fulfilled when the station's services name
// its id, or a column of that name is true, or its `where` holds.
// 驿站应具备条件的清单，供各地修改：services 含该项、或同名列为真、或 where 成立，即视为具备。
{
  format: "lifecircle-standard/1",
  id: "amenity-checklists",
  version: "1.0",
  name: {zh: "驿站功能清单（一站四保障、六有、六大基本功能）", en: "Amenity checklists: 一站四保障, 六有, 六大基本功能"},
  note: {
    zh: "同名清单各地内容不同：“六有”至少有三种写法。标 unverified 者只见一处或未见公开引述，请以本地文件为准修改。",
    en: "Lists of the same name differ from place to place; 六有 is known in three versions. What is marked unverified was found once or not at all in public: edit it to your own papers.",
  },
  optional: true,
  documents: [
    {id: "outdoor-stations", title: {zh: "工会户外劳动者服务站点“六有”要求（据公开报道）", en: "Trade unions' “six haves” for outdoor workers' stations (from press reports)"}},
    {id: "yongcheng", title: {zh: "永城市户外劳动者驿站“六有”（据公开报道）", en: "“Six haves” of Yongcheng's outdoor workers' stations (from a press report)"}, edition: "2023"},
  ],
  levels: [{field: "community", name: {zh: "社区", en: "community"}}],
  exclude: [{uninhabited: true, name: {zh: "无人口网格", en: "uninhabited blocks"}}],
  checklists: [
    {
      id: "six-haves-a", name: {zh: "六有（工会站点写法）", en: "six haves, version of the trade unions"},
      items: [
        {id: "统一标识", name: {zh: "有统一的标识名称", en: "a common sign and name"}},
        {id: "合理布局", name: {zh: "有合理的站点布局", en: "a sensible place"}},
        {id: "健全设施", name: {zh: "有健全的服务设施", en: "sound facilities"}},
        {id: "完善功能", name: {zh: "有完善的服务功能", en: "full services"}},
        {id: "管理制度", name: {zh: "有规范的管理制度", en: "rules of management"}},
        {id: "地图可查", name: {zh: "有地图可查", en: "found on maps"}},
      ],
      source: {document: "outdoor-stations", confidence: "verified", note: {zh: "海南、贵州两处报道所列相同", en: "two reports, from Hainan and Guizhou, list the same"}},
    },
    {
      id: "six-haves-b", name: {zh: "六有（永城写法）", en: "six haves, version of Yongcheng"},
      items: [
        {id: "统一标识", name: {zh: "有统一标识", en: "a common sign"}},
        {id: "固定场所", name: {zh: "有固定场所", en: "a place of its own"}},
        {id: "完备设施", name: {zh: "有完备设施", en: "complete facilities"}},
        {id: "管理制度", name: {zh: "有管理制度", en: "rules of management"}},
        {id: "人员管理", name: {zh: "有人员管理", en: "somebody in charge"}, where: "staff >= 1"},
        {id: "地图可查", name: {zh: "有地图可查", en: "found on maps"}},
      ],
      source: {document: "yongcheng", confidence: "unverified", note: {zh: "一处报道", en: "one report"}},
    },
    {
      id: "six-haves-c", name: {zh: "六有（党员活动场所写法）", en: "six haves, version for party rooms"},
      items: [
        {id: "有场所", name: {zh: "有场所", en: "a room"}, where: "area_m2 > 0"},
        {id: "有设施", name: {zh: "有设施", en: "furniture"}, where: "seats > 0"},
        {id: "有标志", name: {zh: "有标志", en: "a sign"}},
        {id: "有党旗", name: {zh: "有党旗", en: "a party flag"}},
        {id: "有书报", name: {zh: "有书报", en: "books and papers"}},
        {id: "有制度", name: {zh: "有制度", en: "rules"}},
      ],
      source: {confidence: "unverified", note: {zh: "常见写法，未找到可引用的出处", en: "a common version; no source was found"}},
    },
    {
      id: "one-station-four", name: {zh: "一站四保障", en: "one station, four provisions"},
      items: [
        {id: "饮水", name: {zh: "饮水保障", en: "water"}},
        {id: "微波炉", name: {zh: "热饭保障", en: "a warm meal"}},
        {id: "休息座椅", name: {zh: "休息保障", en: "rest"}},
        {id: "应急药箱", name: {zh: "应急保障", en: "first aid"}},
      ],
      source: {confidence: "unverified", note: {zh: "未找到公开出处，条目为草拟，请按本地文件改写", en: "no public source was found: the items are a draft to be replaced by your own"}},
    },
    {
      id: "six-functions", name: {zh: "六大基本功能", en: "six basic functions"},
      items: [
        {id: "休息座椅", name: {zh: "歇脚休息", en: "rest"}},
        {id: "饮水", name: {zh: "饮水", en: "water"}},
        {id: "微波炉", name: {zh: "热饭", en: "a warm meal"}},
        {id: "充电", name: {zh: "手机充电", en: "charging"}},
        {id: "无线网络", name: {zh: "无线上网", en: "wireless network"}},
        {id: "应急药箱", name: {zh: "应急药品", en: "first aid"}},
      ],
      source: {confidence: "unverified", note: {zh: "未找到以此为名的公开清单；条目参照一处驿站报道草拟", en: "no public list of this name was found: a draft after a report on one station"}},
    },
  ],
  rules: [
    {
      id: "nominal", name: {zh: "名义覆盖：任一驿站 500 米", en: "nominal: any station within 500 m"},
      reach: {straight_m: 500}, source: {confidence: "local_practice"},
    },
    {
      id: "effective-four", name: {zh: "有效覆盖：一站四保障", en: "effective: one station, four provisions"},
      what: {checklist: "one-station-four"}, reach: {straight_m: 500}, source: {confidence: "local_practice"},
    },
    {
      id: "effective-functions", name: {zh: "有效覆盖：六大基本功能", en: "effective: six basic functions"},
      what: {checklist: "six-functions"}, reach: {straight_m: 500}, source: {confidence: "local_practice"},
    },
    {
      id: "effective-six-a", name: {zh: "有效覆盖：六有（工会站点写法）", en: "effective: six haves, trade unions"},
      what: {checklist: "six-haves-a"}, reach: {straight_m: 500}, source: {confidence: "local_practice"},
    },
    {
      id: "effective-six-b", name: {zh: "有效覆盖：六有（永城写法）", en: "effective: six haves, Yongcheng"},
      what: {checklist: "six-haves-b"}, reach: {straight_m: 500}, source: {confidence: "local_practice"},
    },
    {
      id: "effective-six-c", name: {zh: "有效覆盖：六有（党员活动场所写法）", en: "effective: six haves, party rooms"},
      what: {checklist: "six-haves-c"}, reach: {straight_m: 500}, source: {confidence: "local_practice"},
    },
  ],
}

"""#
}
