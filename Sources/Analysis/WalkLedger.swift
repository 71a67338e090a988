import Model

/// What the pipeline records about stations and people on the streets.
extension LedgerCode {
  static let stationExtraUnusable = LedgerCode(
    "station_extra_unusable", .warning,
    LocalizedText(
      "extra minutes of stations that are no number of minutes count 0", zh: "服务站附加分钟数无效，按 0 计"))
  static let stationNotOnStreets = LedgerCode(
    "station_without_street", .warning,
    LocalizedText(
      "stations with no usable street within --snap serve nobody on foot",
      zh: "--snap 范围内没有可用道路的服务站，步行无法到达"))
  static let stationBehindBarrier = LedgerCode(
    "station_behind_barrier", .warning,
    LocalizedText(
      "stations that no street reaches without crossing water, a railway, a wall or a fence",
      zh: "须穿越水面、铁路、围墙或护栏才能从道路到达的服务站"))
  static let blocksWithoutStreet = LedgerCode(
    "blocks_no_street_nearby", .note,
    LocalizedText(
      "blocks with people farther than --snap from every usable street",
      zh: "有居民距可用道路超过 --snap 的网格"))
  static let blocksCutOff = LedgerCode(
    "blocks_cut_off", .note,
    LocalizedText(
      "blocks with people whose streets join no street with a station", zh: "有居民所在道路与服务站不连通的网格"))
  static let blocksBehindBarrier = LedgerCode(
    "blocks_behind_barrier", .note,
    LocalizedText(
      "blocks with people who reach no street without crossing a barrier",
      zh: "须穿越障碍才能到达道路的网格"))
  static let blocksAtEdge = LedgerCode(
    "blocks_edge_of_network", .warning,
    LocalizedText(
      "blocks whose walking answer could change if the street data went on beyond their end",
      zh: "路网数据在边界处中断、界外若有道路则步行结论可能改变的网格"))
  static let streetsFarAway = LedgerCode(
    "streets_far_away", .warning,
    LocalizedText(
      "no block has a street within --snap: do streets and blocks belong together?",
      zh: "所有网格在 --snap 范围内都没有道路：道路与网格是否为同一地区？"))
  static let gapWithoutOutline = LedgerCode(
    "gap_without_outline", .note,
    LocalizedText(
      "blocks with late people whose gap is too small to be drawn: they have no polygon in --uncovered",
      zh: "未覆盖部分过小、无法绘出的网格：--uncovered 中没有其面"))
}
