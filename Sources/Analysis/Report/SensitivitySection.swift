import Coverage
import Model
import Report

extension ReportAssembly {
  /// How shares and flags change with radius and speed.
  func sensitivitySection() throws -> ReportDocument.Section? {
    let rows = findings.sensitivity.rows.filter { $0.share.isFinite }
    if rows.isEmpty { return nil }
    let radius = rows.filter { $0.measure == "radius" }
    let times = rows.filter { $0.measure != "radius" }
    var blocks: [ReportDocument.Block] = [
      .paragraph(
        word(
          "How the share of people and the number of underserved blocks change when one measure is taken differently, the "
            + "others as they are.",
          "其他条件不变时，人口占比与服务不足网格数随半径、步速的变化。"))
    ]
    if !radius.isEmpty { blocks += try radiusFigure(radius) }
    if !times.isEmpty { blocks += try speedFigure(times) }
    return ReportDocument.Section(
      "sensitivity", word("Sensitivity", "敏感性"), blocks + [.table(sensitivityTable)])
  }

  private var sensitivityTable: ReportTable {
    ReportTable(
      name: word("sensitivity", "敏感性"),
      caption: word("Shares and flags by radius and speed", "各半径、步速下的人口占比与标记"),
      columns: [
        .init(word("measure", "指标"), .text), .init(word("metres", "米"), .whole),
        .init(word("km/h", "公里/小时"), .decimals(1)), .init(word("share of people", "人口占比"), .share),
        .init(word("people beyond", "范围外人数"), .whole),
        .init(word("underserved blocks", "服务不足网格"), .whole),
      ],
      rows: findings.sensitivity.rows.map { row in
        let isRadius = row.measure == "radius"
        return [
          .string(isRadius ? word("radius", "半径") : title(row.measure)),
          isRadius ? .number(row.value) : .null, isRadius ? .null : .number(row.value),
          share(row.share), amount(row.uncoveredPeople), .integer(Int64(row.underserved)),
        ]
      })
  }

  /// `15min` as readers know it.
  private func title(_ measure: String) -> String {
    let time = measure.replacing("min", with: "")
    return word("\(time) min", "\(time) 分钟")
  }

  private func points(_ rows: [SensitivityCurve.Row]) -> [Coordinate] {
    rows.map { Coordinate(x: $0.value, y: $0.share) }
  }

  private func radiusFigure(_ rows: [SensitivityCurve.Row]) throws -> [ReportDocument.Block] {
    let used = findings.settings.radii.first
    let chart = LineChart(
      horizontalTitle: word("radius, m", "半径（米）"),
      verticalTitle: word("share of people, %", "人口占比（%）"),
      series: [.init(word("people within the radius", "半径内人口"), points(rows))],
      mark: used.map { ($0, word("this report", "本报告")) }, isShare: true)
    return try figure(chart, rows, word("Share of people by radius", "人口占比随半径的变化"))
  }

  private func speedFigure(_ rows: [SensitivityCurve.Row]) throws -> [ReportDocument.Block] {
    var series: [LineChart.Series] = []
    for measure in findings.settings.minutes.map({ "\(BlockFlags.number($0))min" }) {
      let own = rows.filter { $0.measure == measure }
      series.append(.init(title(measure), points(own)))
    }
    let chart = LineChart(
      horizontalTitle: word("walking speed, km/h", "步速（公里/小时）"),
      verticalTitle: word("share of people, %", "人口占比（%）"), series: series,
      mark: (findings.settings.speed, word("this report", "本报告")), isShare: true)
    return try figure(chart, rows, word("Share of people by walking speed", "人口占比随步速的变化"))
  }

  private func figure(
    _ chart: LineChart, _ rows: [SensitivityCurve.Row], _ caption: String
  ) throws -> [ReportDocument.Block] {
    let shares = rows.map(\.share)
    let (low, high) = (percent(shares.min() ?? .nan), percent(shares.max() ?? .nan))
    let figure = try chart.figure(
      caption: caption,
      alternative: word(
        "Line chart: shares from \(low) to \(high). The table below has all values.",
        "折线图：占比由 \(low) 至 \(high)；数值见下表。"), language: language)
    return figure.map { [.figure($0)] } ?? []
  }
}
