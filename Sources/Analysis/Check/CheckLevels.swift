import Model
import Standards

/// The areas results are given for: the whole, then each level's values in order of appearance.
struct CheckLevels: Sendable {
  struct Area: Sendable {
    /// `all`, or the field.
    var level: String
    var title: LocalizedText
    /// Value of the field; empty for the whole.
    var name: String
    var blocks: [Int]
  }

  private(set) var areas: [Area]
  /// Fields in the order given.
  private(set) var fields: [String] = []

  /// - Throws: 65 when the user names a field the blocks lack; levels of the standard that they lack are noted.
  init(
    _ request: CheckRequest, _ scope: BlockScope, blockCount: Int, ledger: inout Ledger
  ) throws {
    areas = [
      Area(
        level: "all", title: LocalizedText("whole area", zh: "全域"), name: "",
        blocks: Array(0..<blockCount))
    ]
    let wanted =
      request.levels?.map { field in
        request.standard.levels.first { $0.field == field }
          ?? AreaLevel(field: field, name: LocalizedText(field, zh: field))
      } ?? request.standard.levels
    for level in wanted {
      guard let field = scope.found(level.field) else {
        if request.levels != nil { try scope.require(level.field, option: "--group-by") }
        ledger.record(.levelMissing, .none, detail: level.field)
        continue
      }
      fields.append(field)
      let rule = RuleName(standard: request.standardName, id: level.field)
      append(level, try scope.texts(field, rule))
    }
  }

  private mutating func append(_ level: AreaLevel, _ values: [String?]) {
    var positions: [String: Int] = [:]
    for (block, value) in values.enumerated() {
      guard let value else { continue }
      if let position = positions[value] {
        areas[position].blocks.append(block)
      } else {
        positions[value] = areas.count
        areas.append(Area(level: level.field, title: level.name, name: value, blocks: [block]))
      }
    }
  }
}

extension LedgerCode {
  static let levelMissing = LedgerCode(
    "level_missing", .note,
    LocalizedText(
      "levels of the standard that the blocks have no field for", zh: "标准中的层级在网格中没有对应字段"))
  static let ruleSkipped = LedgerCode(
    "rule_skipped", .warning,
    LocalizedText("rules that these data cannot answer were skipped", zh: "现有数据无法判断的规则已跳过"))
  static let ruleWithoutStations = LedgerCode(
    "rule_without_stations", .warning,
    LocalizedText("rules that no station counts for", zh: "没有任何站点满足其条件的规则"))
  static let stationAreaFromBlock = LedgerCode(
    "station_area_from_block", .note,
    LocalizedText(
      "stations without a value of the field got that of the block they stand in",
      zh: "站点缺少该字段，取所在网格的值"))
  static let unverifiedRule = LedgerCode(
    "rule_unverified", .warning,
    LocalizedText(
      "figures of the standard that are not verified: look them up before relying on them",
      zh: "标准中尚未核实的数值，引用前请查证原文"))
}
