import Coverage
import Layers
import Model

/// The values of the `--group-by` fields by block.
struct GroupColumns: Sendable {
  private var fields: [(name: String, values: [String?])] = []

  init(_ names: [String], _ blocks: BlockInput, threads: Int) throws {
    let chooser = FieldChooser(fields: blocks.layer.fields, path: blocks.layer.source.path)
    let columns = FieldColumns(layer: blocks.layer, threads: threads)
    for name in names {
      let field = try chooser.field(named: name, optionName: "--group-by")
      fields.append((field, try columns.texts(field)))
    }
  }

  /// Totals of the run and of every value of every field; values in order of first appearance.
  func summary(
    _ table: CoverageTable, _ flags: BlockFlags, _ settings: CoverageSettings,
    stationCount: Int, ledger: Ledger
  ) -> CoverageSummary {
    var totals = RunTotals(reachCount: table.reachCount)
    totals.add(table, flags, self)
    return totals.summary(settings, stationCount: stationCount, ledger: ledger)
  }

  /// Adds these blocks to the totals of each value.
  fileprivate func add(_ table: CoverageTable, _ flags: BlockFlags, to totals: inout [FieldTotals])
  {
    if totals.isEmpty { totals = fields.map { FieldTotals(field: $0.name) } }
    for (index, field) in fields.enumerated() {
      for block in 0..<table.count {
        totals[index].add(
          block, field.values[block], table, isUnderserved: flags.underserved[block] == 1)
      }
    }
  }
}

/// Totals of a run, to which blocks are added in input order: all at once or batch by batch.
struct RunTotals: Sendable {
  private var all: CoverageTotals
  private var fields: [FieldTotals] = []

  init(reachCount: Int) { all = CoverageTotals(reachCount: reachCount) }

  mutating func add(_ table: CoverageTable, _ flags: BlockFlags, _ columns: GroupColumns) {
    for block in 0..<table.count {
      all.add(block, table, isUnderserved: flags.underserved[block] == 1)
    }
    columns.add(table, flags, to: &fields)
  }

  func summary(
    _ settings: CoverageSettings, stationCount: Int, ledger: Ledger
  ) -> CoverageSummary {
    CoverageSummary(
      settings: settings, stationCount: stationCount, totals: all,
      groups: fields.flatMap(\.groups), ledger: ledger)
  }
}

/// Totals of every value of one field.
private struct FieldTotals: Sendable {
  let field: String
  private(set) var groups: [CoverageSummary.Group] = []
  private var order: [String?: Int] = [:]

  init(field: String) { self.field = field }

  mutating func add(
    _ block: Int, _ value: String?, _ table: CoverageTable, isUnderserved: Bool
  ) {
    if order[value] == nil {
      order[value] = groups.count
      groups.append(
        CoverageSummary.Group(
          field: field, value: value, totals: CoverageTotals(reachCount: table.reachCount)))
    }
    groups[order[value] ?? 0].totals.add(block, table, isUnderserved: isUnderserved)
  }
}
