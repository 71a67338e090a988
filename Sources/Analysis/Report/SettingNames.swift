import Model

/// What the settings of a coverage run mean, for readers of a report; keys as `Manifest.parameters` has them.
enum SettingNames {
  /// Empty for a key that is not known.
  static func text(_ key: String, _ language: Language) -> String { names[key]?[language] ?? "" }

  private static let names: [String: LocalizedText] = [
    "radii_m": LocalizedText("radii, m", zh: "半径（米）"),
    "minutes": LocalizedText("walking times, minutes", zh: "步行时间（分钟）"),
    "speed_kmh": LocalizedText("walking speed, km/h", zh: "步行速度（公里/小时）"),
    "detour": LocalizedText("detour where there are no streets", zh: "无路网时的绕行系数"),
    "max_minutes": LocalizedText("longest walk looked for, minutes", zh: "最长搜索时间（分钟）"),
    "underserved": LocalizedText("underserved below these shares", zh: "低于这些占比即为服务不足"),
    "within": LocalizedText("stations count only within the same", zh: "只计同一区域内的站点（字段）"),
    "blocks_where": LocalizedText("blocks that count", zh: "计入的网格（条件）"),
    "where": LocalizedText("stations that count", zh: "计入的站点（条件）"),
    "demand_where": LocalizedText("people that count", zh: "计入的人口点（条件）"),
    "population_field": LocalizedText("field of the people", zh: "人口字段"),
    "snap_m": LocalizedText("longest way to a street, m", zh: "到道路的最远距离（米）"),
    "leg_barriers": LocalizedText("what ways to a street do not cross", zh: "到道路的连线不可穿越"),
    "private": LocalizedText("private streets are walked", zh: "可走内部道路"),
    "walk_rules": LocalizedText("rules of what is walkable", zh: "可步行道路规则"),
    "reverse": LocalizedText("from the station to the people", zh: "由站点到居民"),
    "dispatch_min": LocalizedText("minutes before setting out", zh: "出发前用时（分钟）"),
    "station_extra_field": LocalizedText("field of a station's extra minutes", zh: "站点附加分钟字段"),
    "community_field": LocalizedText("field of the community", zh: "社区字段"),
    "household_size": LocalizedText("people in a household", zh: "户均人口"),
    "at": LocalizedText("stations open at", zh: "站点开放时刻"),
    "hours_field": LocalizedText("field of opening hours", zh: "开放时间字段"),
    "unknown_hours": LocalizedText("stations without hours", zh: "无开放时间的站点"),
    "people_groups": LocalizedText("groups of people", zh: "人群"),
    "group_by": LocalizedText("totals by", zh: "分组汇总字段"),
    "datum": LocalizedText("coordinates written in", zh: "输出坐标系"),
  ]
}
