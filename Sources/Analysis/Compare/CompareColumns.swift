import Model

/// The result columns of a comparison, in their order.
struct CompareColumns {
  let changes: BlockChanges
  let before: ResultLayer
  let after: ResultLayer

  /// Walking columns only where both results have them and their walks are comparable.
  func columns(walks: Bool) throws -> [ResultColumn] {
    var columns = [status()]
    columns += real(
      "population", "pop", LocalizedText("people", zh: "人口"), changes.population, decimals: 2,
      withChange: false)
    for reach in changes.reaches { columns += shares(reach) }
    columns += flags()
    columns += try texts("reasons", "reasons", "rsn", LocalizedText("reasons", zh: "原因"))
    columns += try texts(
      "nearest_station", "near_stn", "nst", LocalizedText("nearest station", zh: "最近服务站"))
    columns += try numbers(
      "nearest_m", "near_m", "near",
      LocalizedText("straight distance to the nearest station, m", zh: "到最近服务站的直线距离（米）"))
    if walks {
      columns += try texts(
        "walk_station", "walk_stn", "wst",
        LocalizedText("station most people walk to", zh: "多数居民步行前往的服务站"))
      columns += try numbers(
        "walk_min", "walk_min", "walk",
        LocalizedText("walk to the nearest station, minutes, mean", zh: "步行到最近服务站的平均分钟数"))
    }
    return columns
  }

  private func status() -> ResultColumn {
    let states = BlockStatus.allCases
    return ResultColumn(
      name: "status", shortName: "status",
      title: LocalizedText("what became of the block", zh: "变化"),
      values: .text(
        indices: changes.status.map { state in
          state.flatMap { states.firstIndex(of: $0) }.map(Int32.init) ?? -1
        }, strings: states.map(\.rawValue)))
  }

  private func shares(_ reach: ReachChange) -> [ResultColumn] {
    let (label, short) = (reach.measure.label, reach.measure.shortLabel)
    let rows = 0..<changes.match.count
    func people(_ name: String, _ letter: String, _ title: LocalizedText, _ values: [Double])
      -> ResultColumn
    {
      ResultColumn(
        name: "pop_covered_\(label)_\(name)", shortName: "c\(letter)_\(short)", title: title,
        values: .real(values, decimals: 2))
    }
    let share = real(
      "pop_share_\(label)", "s",
      LocalizedText("share of people within \(label)", zh: "\(label) 范围内人口比例"),
      reach.share, decimals: 6, withChange: true, label: short)
    return share + [
      people(
        "before", "b", LocalizedText("people within \(label) before", zh: "此前 \(label) 内人数"),
        reach.covered.before),
      people(
        "after", "a", LocalizedText("people within \(label) after", zh: "此后 \(label) 内人数"),
        reach.covered.after),
      people(
        "gained", "g", LocalizedText("people newly within \(label)", zh: "\(label) 内新增人数"),
        rows.map(reach.gained)),
      people(
        "lost", "l", LocalizedText("people no longer within \(label)", zh: "\(label) 内减少人数"),
        rows.map(reach.lost)),
    ]
  }

  /// `…_before`, `…_after`, and `…_change` (after − before). `label` ends the names of a Shapefile.
  private func real(
    _ name: String, _ short: String, _ title: LocalizedText, _ pair: RowPair<Double>,
    decimals: Int, withChange: Bool, label: String? = nil
  ) -> [ResultColumn] {
    func column(_ part: String, _ letter: String, _ word: LocalizedText, _ values: [Double])
      -> ResultColumn
    {
      ResultColumn(
        name: "\(name)_\(part)",
        shortName: label.map { "\(short)\(letter)_\($0)" } ?? "\(short)_\(letter)",
        title: LocalizedText(
          "\(title.english), \(word.english)", zh: "\(title.chinese)（\(word.chinese)）"),
        values: .real(values, decimals: decimals))
    }
    let sides = [
      column("before", "b", LocalizedText("before", zh: "此前"), pair.before),
      column("after", "a", LocalizedText("after", zh: "此后"), pair.after),
    ]
    if !withChange { return sides }
    return sides + [
      column(
        "change", "d", LocalizedText("after less before", zh: "变化量"),
        zip(pair.before, pair.after).map { $1 - $0 })
    ]
  }

  private func numbers(
    _ name: String, _ shapefile: String, _ short: String, _ title: LocalizedText
  ) throws -> [ResultColumn] {
    let pair = changes.match.rows(
      try before.numbers(name, shapefile), try after.numbers(name, shapefile), none: .nan)
    return real(name, short, title, pair, decimals: 2, withChange: true)
  }

  private func flags() -> [ResultColumn] {
    func column(_ part: String, _ letter: String, _ word: LocalizedText, _ values: [UInt8])
      -> ResultColumn
    {
      ResultColumn(
        name: "underserved_\(part)", shortName: "undersrv_\(letter)",
        title: LocalizedText("underserved, \(word.english)", zh: "覆盖不足（\(word.chinese)）"),
        values: .boolean(values))
    }
    return [
      column("before", "b", LocalizedText("before", zh: "此前"), changes.underserved.before),
      column("after", "a", LocalizedText("after", zh: "此后"), changes.underserved.after),
    ]
  }

  private func texts(
    _ name: String, _ shapefile: String, _ short: String, _ title: LocalizedText
  ) throws -> [ResultColumn] {
    let pair = changes.match.rows(
      try before.texts(name, shapefile), try after.texts(name, shapefile), none: nil)
    func column(_ part: String, _ letter: String, _ word: LocalizedText, _ values: [String?])
      -> ResultColumn
    {
      var strings: [String] = []
      var known: [String: Int32] = [:]
      let indices = values.map { text -> Int32 in
        guard let text else { return -1 }
        if let index = known[text] { return index }
        known[text] = Int32(strings.count)
        strings.append(text)
        return Int32(strings.count - 1)
      }
      return ResultColumn(
        name: "\(name)_\(part)", shortName: "\(short)_\(letter)",
        title: LocalizedText(
          "\(title.english), \(word.english)", zh: "\(title.chinese)（\(word.chinese)）"),
        values: .text(indices: indices, strings: strings))
    }
    return [
      column("before", "b", LocalizedText("before", zh: "此前"), pair.before),
      column("after", "a", LocalizedText("after", zh: "此后"), pair.after),
    ]
  }
}
