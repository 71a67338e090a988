import Coverage
import Model

/// What a run found for one set of stations: the totals of `--summary` and the columns of `-o`.
public struct WhatIfAnswer: Sendable {
  /// The document of `--summary`, without ledger.
  let summary: CoverageSummary
  let columns: [ResultColumn]
  /// Blocks that are underserved, the most urgent first.
  let flagged: [Int]
  /// Stations that count under the settings, in the order of the scenario.
  let stationIDs: [String]

  init(_ found: CoverageFindings, _ inputs: CoverageInputs, _ ledger: Ledger) {
    columns = ResultColumns(
      table: found.table, settings: found.settings, flags: found.flags,
      stationIDs: inputs.stations.ids, walksStreets: found.streets != nil,
      groups: found.groups, extras: found.extras
    ).columns()
    var summary = inputs.grouping.summary(
      found.table, found.flags, found.settings, stationCount: inputs.stations.ids.count,
      ledger: ledger)
    summary.walksStreets = found.streets != nil
    summary.people = GroupTotals.all(found.groups, found.table, found.extras)
    self.summary = summary
    stationIDs = inputs.stations.ids
    var ranked = [Int](repeating: -1, count: found.flags.priority.count { $0 > 0 })
    for (block, priority) in found.flags.priority.enumerated() where priority > 0 {
      ranked[Int(priority) - 1] = block
    }
    flagged = ranked
  }

  /// Blocks with a value other than in `before`, ascending. `priority` is left out: `flagged` says it.
  func changed(since before: WhatIfAnswer) -> [Int] {
    var differs = [Bool](repeating: false, count: columns.first?.values.count ?? 0)
    for (now, then) in zip(columns, before.columns) where now.name != "priority" {
      now.values.mark(where: then.values, in: &differs)
    }
    return differs.indices.filter { differs[$0] }
  }
}

extension ColumnValues {
  /// Marks the rows where two columns of one kind differ.
  fileprivate func mark(where other: ColumnValues, in differs: inout [Bool]) {
    switch (self, other) {
    case (.real(let now, _), .real(let then, _)):
      for row in now.indices where now[row] != then[row] && !(now[row].isNaN && then[row].isNaN) {
        differs[row] = true
      }
    case (.integer(let now), .integer(let then)):
      for row in now.indices where now[row] != then[row] { differs[row] = true }
    case (.boolean(let now), .boolean(let then)):
      for row in now.indices where now[row] != then[row] { differs[row] = true }
    case (.text(let now, let strings), .text(let then, let old)):
      // Numbers of the same text in both.
      var numbers: [String: Int32] = [:]
      for (number, text) in strings.enumerated() where numbers[text] == nil {
        numbers[text] = Int32(number)
      }
      let first = strings.map { numbers[$0]! }
      let translated = old.map { numbers[$0] ?? -2 }
      for row in now.indices {
        let left = now[row] < 0 ? -1 : first[Int(now[row])]
        let right = then[row] < 0 ? -1 : translated[Int(then[row])]
        if left != right { differs[row] = true }
      }
    default: preconditionFailure("columns of different kinds")
    }
  }
}
