import Export
import Model

/// The JSON documents of `lifecircle serve`, written straight as text: rows may be many.
public struct WhatIfDocument: Sendable {
  let model: WhatIfModel
  let language: Language

  public init(_ model: WhatIfModel, language: Language) {
    self.model = model
    self.language = language
  }

  /// Flagged blocks listed in an answer.
  private static let listed = 500

  /// The answer to a scenario: totals before and now, blocks that changed with all their columns, flagged blocks.
  ///
  /// - Parameters:
  ///   - isWhole: also all blocks of the run's own stations.
  ///   - filter: the condition in force, as `--where`; nil: none.
  public func answer(
    _ now: WhatIfAnswer, before: WhatIfAnswer, isWhole: Bool, milliseconds: Double,
    filter: String? = nil
  ) -> String {
    let rows = now.changed(since: before)
    var parts = [
      "\"took_ms\":\(JSONText.encode(.number(milliseconds, decimals: 1)))",
      "\"where\":\(filter.map(JSONText.quoted) ?? "null")",
      "\"now\":\(totals(now))", "\"before\":\(totals(before))",
      "\"flagged\":[\(now.flagged.prefix(Self.listed).map(String.init).joined(separator: ","))]",
      "\"changed\":\(table(now, rows))",
    ]
    if isWhole { parts.append("\"blocks\":\(table(before, nil))") }
    return "{" + parts.joined(separator: ",") + "}"
  }

  private func totals(_ answer: WhatIfAnswer) -> String {
    guard case .object(let members) = answer.summary.json(language: language) else { return "null" }
    return JSONText.encode(.object(members.filter { $0.key != "ledger" }))
  }

  /// `rows` (left out for all) and each column's values by its name.
  private func table(_ answer: WhatIfAnswer, _ rows: [Int]?) -> String {
    var parts: [String] = []
    if let rows { parts.append("\"rows\":[\(rows.map(String.init).joined(separator: ","))]") }
    let columns = answer.columns.filter { $0.name != "priority" }.map {
      "\"\($0.name)\":[\(Self.values($0.values, rows).joined(separator: ","))]"
    }
    parts.append("\"columns\":{\(columns.joined(separator: ","))}")
    return "{" + parts.joined(separator: ",") + "}"
  }

  private static func values(_ values: ColumnValues, _ rows: [Int]?) -> [String] {
    let rows = rows ?? Array(0..<values.count)
    switch values {
    case .real(let numbers, let decimals):
      return rows.map { row in
        numbers[row].isFinite
          ? JSONText.encode(.number(numbers[row], decimals: decimals)) : "null"
      }
    case .integer(let numbers):
      return rows.map { numbers[$0] == .min ? "null" : String(numbers[$0]) }
    case .boolean(let flags):
      return rows.map { flags[$0] == 2 ? "null" : flags[$0] == 1 ? "true" : "false" }
    case .text(let indices, let strings):
      let quoted = strings.map(JSONText.quoted)
      return rows.map { indices[$0] < 0 ? "null" : quoted[Int(indices[$0])] }
    }
  }
}
