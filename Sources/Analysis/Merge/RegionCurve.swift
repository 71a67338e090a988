import Model
import Siting
import Streets

/// The trade-off curve of one region, read from the `--summary` of `site`.
struct RegionCurve: Sendable {
  /// One line of the curve.
  struct Point: Sendable {
    var new: Int
    /// Millionths of the costs' unit; nil where unknown.
    var cost: Int?
    /// What this line was allowed to cost, in the same unit; nil for lines by number of stations.
    var budget: Int?
    /// Millionths of people covered, existing stations included.
    var people: Int
    /// No choice of so many stations, or for so much money, covers more; nil where not proven.
    var bound: Int?
  }

  /// The file's name without its ending.
  var name: String
  var path: String
  /// Millionths of all people of the region.
  var everybody: Int
  /// Lines in file order behind the one of no new station.
  var points: [Point]

  /// People and costs are written with six decimals: in millionths they are whole numbers, and sums are exact.
  static let scale = 1e6
  /// Larger files are no summaries.
  private static let sizeLimit = 256 << 20
  /// Beyond this a number of millionths is no longer exact.
  private static let largest = 9.0e9

  /// - Throws: 65 where the file is no summary of max-coverage or has no curve, 66 when it cannot be opened.
  static func read(path: String) throws -> RegionCurve {
    let noSummary = refusal(
      path, LocalizedText("is no summary of site", zh: "不是 site 的汇总文件"),
      LocalizedText("give what site --summary wrote", zh: "请提供 site --summary 写出的文件"))
    let file = try MappedFile(path) { _, _ in noSummary }
    defer { withExtendedLifetime(file) {} }
    guard file.bytes.count <= sizeLimit,
      let json = try? JSON5Reader.read(String(decoding: file.bytes, as: UTF8.self)).json,
      case .string(let model)? = json.member("model"),
      case .array(let lines)? = json.member("trade_off")
    else { throw noSummary }
    guard model == "max-coverage" else {
      throw refusal(
        path,
        LocalizedText(
          "its model is \(model), not max-coverage", zh: "其模型为 \(model)，不是 max-coverage"),
        LocalizedText("only curves of people covered add up", zh: "只有覆盖人数曲线可以相加"))
    }
    guard let before = json.member("people_covered_before").flatMap(whole),
      let everybody = json.member("people").flatMap(whole), !lines.isEmpty
    else {
      throw refusal(
        path, LocalizedText("it has no trade-off curve", zh: "其中没有权衡曲线"),
        LocalizedText("run site with --trade-off N", zh: "请在 site 中加上 --trade-off N"))
    }
    let first = Point(new: 0, cost: 0, budget: 0, people: before, bound: before)
    let points = try lines.enumerated().map { index, line in
      guard let point = point(line), point.people <= everybody else {
        throw AnalysisError(
          .badData, Subject(file: path, row: index + 1),
          LocalizedText("this line of its trade_off makes no sense", zh: "权衡曲线 trade_off 的该行无效"),
          hint: LocalizedText("write the summary again", zh: "请重新生成汇总"))
      }
      return point
    }
    let title = PathName.last(path)
    let name = title.lastIndex(of: ".").map { String(title[..<$0]) } ?? title
    return RegionCurve(
      name: name.isEmpty ? title : name, path: path, everybody: everybody, points: [first] + points)
  }

  private static func refusal(
    _ path: String, _ message: LocalizedText, _ hint: LocalizedText
  ) -> AnalysisError {
    AnalysisError(.badData, Subject(file: path), message, hint: hint)
  }

  private static func point(_ line: JSONValue) -> Point? {
    guard case .integer(let new)? = line.member("new"), new >= 0, new <= Int32.max,
      let people = line.member("people").flatMap(whole)
    else { return nil }
    return Point(
      new: Int(new), cost: line.member("cost").flatMap(whole),
      budget: line.member("budget").flatMap(whole), people: people,
      bound: line.member("bound").flatMap(whole))
  }

  /// A number of at least 0 in millionths; nil for any other value.
  private static func whole(_ value: JSONValue) -> Int? {
    guard let number = value.double, number >= 0, number <= largest else { return nil }
    return Int((number * scale).rounded())
  }

  static func text(_ millionths: Int) -> Double { Double(millionths) / scale }
}

extension RegionCurve {
  /// What a region may spend: stations, or money in millionths.
  enum Currency: Sendable {
    case stations
    case money
  }

  func spent(_ point: Point, _ currency: Currency) -> Int? {
    currency == .stations ? point.new : point.cost
  }

  /// The curve as the division takes it.
  ///
  /// - Throws: 65 where a line has no cost although money is divided.
  func curve(_ currency: Currency) throws -> [CurveDivision.Point] {
    try points.enumerated().map { index, point in
      guard let spent = spent(point, currency) else {
        throw AnalysisError(
          .badData, Subject(file: path, row: index),
          LocalizedText(
            "this line of its trade_off has no cost, so no budget can be divided",
            zh: "权衡曲线 trade_off 的该行没有费用，无法分配预算"),
          hint: LocalizedText(
            "run site with costs and --budget, or divide --new N here",
            zh: "请在 site 中给出费用与 --budget，或在此用 --new N"))
      }
      return CurveDivision.Point(spent: spent, reached: point.people)
    }
  }

  /// An upper bound of what any spending reaches, as steps: the least spending at which each begins to hold.
  ///
  /// Between two proven lines the bound of the dearer one holds, beyond the last nobody knows better than everybody.
  func bounds(_ currency: Currency) -> [CurveDivision.Point] {
    var steps = [CurveDivision.Point(spent: 0, reached: points[0].people)]
    var proven = 0
    for point in points.dropFirst() {
      let limit = currency == .money ? point.budget : point.budget == nil ? point.new : nil
      guard let limit, let bound = point.bound, limit > proven else { continue }
      steps.append(CurveDivision.Point(spent: proven + 1, reached: max(bound, point.people)))
      proven = limit
    }
    return steps + [CurveDivision.Point(spent: proven + 1, reached: everybody)]
  }

  /// Of its lines those that no other beats, by spending; strictly ascending in both.
  func ascending(_ currency: Currency) -> [CurveDivision.Point] {
    let sorted = points.compactMap { point in
      spent(point, currency).map { CurveDivision.Point(spent: $0, reached: point.people) }
    }.sorted { ($0.spent, -$0.reached) < ($1.spent, -$1.reached) }
    return sorted.reduce(into: []) { kept, point in
      if kept.last.map({ point.reached > $0.reached }) ?? true { kept.append(point) }
    }
  }
}
