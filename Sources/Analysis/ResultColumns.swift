import Coverage
import Export
import Model

/// Turns a measured table into the result columns of the contract, in their order.
struct ResultColumns {
  let table: CoverageTable
  let settings: CoverageSettings
  let flags: BlockFlags
  /// Display ids of stations by index.
  let stationIDs: [String]
  /// Times are walked along streets, not estimated.
  var walksStreets = false
  var groups: [GroupPeople] = []
  var extras: ExtraMeasures?

  /// All columns. Names follow the radii and times (`area_share_500m`, `pop_share_15min`).
  func columns() -> [ResultColumn] {
    var columns = [
      real("area_m2", "area_m2", "area, m²", "面积（平方米）", table.area, decimals: 2),
      population(),
      text(
        "nearest_station", "near_stn", "nearest station", "最近服务站", table.nearestStation),
      real(
        "nearest_m", "near_m", "straight distance to the nearest station, m", "到最近服务站的直线距离（米）",
        table.nearestMetres, decimals: 2),
    ]
    for (reach, radius) in settings.radii.enumerated() {
      let label = BlockFlags.number(radius) + "m"
      columns.append(stationCount(reach, label))
      columns += shares(reach, label, short: Self.short(radius, unit: "m"))
    }
    if !settings.minutes.isEmpty { columns += walkColumns() }
    columns.append(methods())
    columns += flagColumns()
    return columns
  }

  private func walkColumns() -> [ResultColumn] {
    var columns = [
      real(
        "walk_min", "walk_min", "walk to the nearest station, minutes, mean", "步行到最近服务站的平均分钟数",
        table.walkMinutes, decimals: 2),
      real(
        "walk_min_p90", "walk_p90", "minutes within which 90 % of people arrive", "九成居民可到达的分钟数",
        table.walkMinutes90, decimals: 2),
      text(
        "walk_station", "walk_stn", "station most people walk to", "多数居民步行前往的服务站",
        table.walkStation),
      ResultColumn(
        name: "pop_unreachable", shortName: "pop_unrch",
        title: LocalizedText("people who reach no station on foot", zh: "步行无法到达服务站的人数"),
        values: .real(
          (0..<table.count).map { people($0, table.unreachableShare[$0]) }, decimals: 2)),
    ]
    if walksStreets {
      columns.append(
        real(
          "detour_ratio", "detour", "walked metres / straight metres", "步行距离与直线距离之比",
          table.detourRatio, decimals: 3))
    }
    for (position, time) in settings.minutes.enumerated() {
      let label = BlockFlags.number(time) + "min"
      let reach = settings.radii.count + position
      if walksStreets { columns.append(stationCount(reach, label)) }
      columns += shares(reach, label, short: Self.short(time, unit: "t"))
    }
    columns += groupColumns()
    columns.append(
      ResultColumn(
        name: "walk_method", shortName: "walk_meth",
        title: LocalizedText("how walking times were found", zh: "步行时间的计算方法"),
        values: .text(
          indices: (0..<table.count).map { table.isUsable($0) ? 0 : -1 },
          strings: [walksStreets ? "streets" : "detour"])))
    return columns
  }

  /// Share and uncovered people of each group within each time, at the group's own pace.
  private func groupColumns() -> [ResultColumn] {
    guard let extras else { return [] }
    var columns: [ResultColumn] = []
    for (group, people) in groups.enumerated() {
      for (time, minutes) in settings.minutes.enumerated() {
        let label = "\(BlockFlags.number(minutes))min_\(people.name)"
        let position = extras.position(group: group, time: time)
        let shares = (0..<table.count).map {
          table.extraShare[$0 * table.extraCount + position]
        }
        columns.append(
          ResultColumn(
            name: "pop_share_\(label)", shortName: "g\(group)s_\(Self.short(minutes, unit: "t"))",
            title: LocalizedText(
              "share of \(people.name) within \(BlockFlags.number(minutes)) min",
              zh: "\(people.name) \(BlockFlags.number(minutes)) 分钟内比例"),
            values: .real(shares, decimals: 6)))
        columns.append(
          ResultColumn(
            name: "pop_uncovered_\(label)",
            shortName: "g\(group)u_\(Self.short(minutes, unit: "t"))",
            title: LocalizedText(
              "\(people.name) beyond \(BlockFlags.number(minutes)) min",
              zh: "\(people.name) \(BlockFlags.number(minutes)) 分钟外人数"),
            values: .real(
              (0..<table.count).map { people.people[$0] * (1 - shares[$0]) }, decimals: 2)))
      }
    }
    return columns
  }

  private func shares(_ reach: Int, _ label: String, short: String) -> [ResultColumn] {
    let slots = (0..<table.count).map { table.slot($0, reach) }
    return [
      ResultColumn(
        name: "area_share_\(label)", shortName: "ash_\(short)",
        title: LocalizedText("share of area within \(label)", zh: "\(label) 范围内面积比例"),
        values: .real(slots.map { table.areaShare[$0] }, decimals: 6)),
      ResultColumn(
        name: "pop_share_\(label)", shortName: "psh_\(short)",
        title: LocalizedText("share of people within \(label)", zh: "\(label) 范围内人口比例"),
        values: .real(slots.map { table.populationShare[$0] }, decimals: 6)),
      ResultColumn(
        name: "pop_uncovered_\(label)", shortName: "pun_\(short)",
        title: LocalizedText("people beyond \(label)", zh: "\(label) 范围外人数"),
        values: .real(
          (0..<table.count).map { people($0, 1 - table.populationShare[slots[$0]]) }, decimals: 2)),
    ]
  }

  /// People making up a share of a block; null when either is unknown.
  private func people(_ block: Int, _ share: Double) -> Double {
    table.population[block] * share
  }

  private func stationCount(_ reach: Int, _ label: String) -> ResultColumn {
    ResultColumn(
      name: "stations_\(label)", shortName: "stn_" + label.prefix(6),
      title: LocalizedText("stations within \(label)", zh: "\(label) 可到达网格的服务站数"),
      values: .integer(
        (0..<table.count).map {
          table.isUsable($0) ? Int64(table.stations[table.slot($0, reach)]) : .min
        }))
  }

  private func population() -> ResultColumn {
    // Whole numbers stay whole; sums of weights keep two decimals.
    real("population", "population", "people", "人口", table.population, decimals: 2)
  }

  private func methods() -> ResultColumn {
    ResultColumn(
      name: "pop_method", shortName: "pop_meth",
      title: LocalizedText("where people are taken to be", zh: "人口分布方法"),
      values: .text(
        indices: (0..<table.count).map { table.isUsable($0) ? Int32(table.method[$0]) : -1 },
        strings: PopulationMethod.allCases.map(\.name)))
  }

  private func flagColumns() -> [ResultColumn] {
    let borderline = (0..<table.count).map { table.isUsable($0) ? table.borderline[$0] : 2 }
    return [
      ResultColumn(
        name: "underserved", shortName: "undersrvd",
        title: LocalizedText("underserved", zh: "覆盖不足"), values: .boolean(flags.underserved)),
      ResultColumn(
        name: "borderline", shortName: "borderln",
        title: LocalizedText("flag changes with speed or radius", zh: "处于临界"),
        values: .boolean(borderline)),
      ResultColumn(
        name: "reasons", shortName: "reasons", title: LocalizedText("reasons", zh: "原因"),
        values: .text(indices: flags.reasons, strings: flags.reasonTexts)),
      ResultColumn(
        name: "priority", shortName: "priority",
        title: LocalizedText("priority among flagged blocks", zh: "优先顺序"),
        values: .integer(flags.priority)),
    ]
  }

  private func real(
    _ name: String, _ short: String, _ english: String, _ chinese: String,
    _ values: UnsafeMutableBufferPointer<Double>, decimals: Int
  ) -> ResultColumn {
    ResultColumn(
      name: name, shortName: short, title: LocalizedText(english, zh: chinese),
      values: .real(Array(values), decimals: decimals))
  }

  private func text(
    _ name: String, _ short: String, _ english: String, _ chinese: String,
    _ values: UnsafeMutableBufferPointer<Int32>
  ) -> ResultColumn {
    ResultColumn(
      name: name, shortName: short, title: LocalizedText(english, zh: chinese),
      values: .text(indices: Array(values), strings: stationIDs))
  }

  /// A radius or time in at most 6 bytes: `500m`, `15t`.
  private static func short(_ value: Double, unit: String) -> String {
    String((BlockFlags.number(value) + unit).prefix(6))
  }
}
