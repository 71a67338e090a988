import Model
import Report

extension ReportAssembly {
  /// The trade-off curve of a siting run as a chart and a table; empty without one.
  func tradeOff(_ overview: SiteOverview) throws -> [ReportDocument.Block] {
    if overview.curve.isEmpty { return [] }
    let isByBudget = overview.curve.contains { $0.budget.isFinite }
    let cells = curveCells(overview, isByBudget)
    let table = ReportTable(
      name: word("trade-off", "权衡曲线"), caption: word("What each further station brings", "逐步新增的效果"),
      columns: cells.map { .init($0.title, $0.kind) },
      rows: overview.curve.map { line in cells.map { $0.value(line) } },
      shownRows: Self.rowLimit, restNote: workbookNote)
    return try [.heading(word("Trade-off", "投入与效果"))] + chart(overview, isByBudget) + [
      .table(table)
    ]
  }

  private typealias Line = SiteOverview.CurveLine
  private typealias Cells = (
    title: String, kind: ReportTable.Kind, value: (Line) -> JSONValue
  )

  private func curveCells(_ overview: SiteOverview, _ isByBudget: Bool) -> [Cells] {
    func has(_ value: (Line) -> Double) -> Bool {
      overview.curve.contains { value($0).isFinite }
    }
    let isOfCosts = overview.hasCurveOfCosts
    var cells: [Cells] = []
    if isByBudget {
      cells.append((word("budget", "预算"), .decimals(2), { amount($0.budget) }))
    }
    cells.append((word("new stations", "新增站点"), .whole, { .integer(Int64($0.new)) }))
    if isOfCosts {
      cells.append((objectiveName(overview), .decimals(2), { amount($0.objective) }))
      if has(\.mean) { cells.append((word("a person", "人均"), .decimals(2), { amount($0.mean) })) }
    }
    if !isOfCosts || has(\.people) {
      cells.append((word("people covered", "覆盖人数"), .whole, { amount($0.people) }))
      cells.append((word("share of people", "人口占比"), .share, { share($0.share) }))
    }
    if has(\.bound) {
      cells.append(
        (boundName(overview), isOfCosts ? .decimals(2) : .whole, { amount($0.bound) }))
    }
    cells.append((word("cost", "费用"), .decimals(2), { amount($0.cost) }))
    return cells
  }

  private func boundName(_ overview: SiteOverview) -> String {
    overview.hasCurveOfCosts ? word("at least", "下限") : word("at most", "上限")
  }

  private func chart(
    _ overview: SiteOverview, _ isByBudget: Bool
  ) throws -> [ReportDocument.Block] {
    let isOfCosts = overview.hasCurveOfCosts
    func points(_ value: (Line) -> Double) -> [Coordinate] {
      overview.curve.filter { value($0).isFinite }.map {
        Coordinate(x: isByBudget ? $0.budget : Double($0.new), y: value($0))
      }
    }
    let measured: (Line) -> Double = isOfCosts ? \.objective : \.people
    let title = isOfCosts ? objectiveName(overview) : word("people covered", "覆盖人数")
    var lines = [LineChart.Series(title, points(measured))]
    if !isOfCosts && overview.before.isFinite {
      lines[0].points.insert(Coordinate(x: 0, y: overview.before), at: 0)
    }
    let bounds = points(\.bound)
    if !bounds.isEmpty { lines.append(.init(boundName(overview), bounds)) }
    let chart = LineChart(
      horizontalTitle: isByBudget ? word("budget", "预算") : word("new stations", "新增站点"),
      verticalTitle: title, series: lines)
    let solved = overview.curve.map(measured).filter(\.isFinite)
    guard let first = solved.first, let last = solved.last,
      let figure = try chart.figure(
        caption: isOfCosts
          ? word("\(title) by number of new stations", "\(title)随新增站点的变化")
          : word("People covered by number of new stations", "覆盖人数随新增站点的变化"),
        alternative: word(
          "Line chart: \(Figures.whole(first)) \(isOfCosts ? "" : "people covered ")at the first step, "
            + "\(Figures.whole(last)) at the last. The table below has all values.",
          "折线图：第一步\(isOfCosts ? "为" : "覆盖") \(Figures.whole(first)) \(isOfCosts ? "" : "人")，最后一步 "
            + "\(Figures.whole(last)) \(isOfCosts ? "" : "人")；数值见下表。"),
        language: language)
    else { return [] }
    return [.figure(figure)]
  }
}
