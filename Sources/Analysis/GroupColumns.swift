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
    var totals = CoverageTotals(reachCount: table.reachCount)
    for block in 0..<table.count {
      totals.add(block, table, isUnderserved: flags.underserved[block] == 1)
    }
    return CoverageSummary(
      settings: settings, stationCount: stationCount, totals: totals,
      groups: fields.flatMap { groups($0.name, $0.values, table, flags) }, ledger: ledger)
  }

  private func groups(
    _ name: String, _ values: [String?], _ table: CoverageTable, _ flags: BlockFlags
  ) -> [CoverageSummary.Group] {
    var order: [String?: Int] = [:]
    var groups: [CoverageSummary.Group] = []
    for block in 0..<table.count {
      let value = values[block]
      if order[value] == nil {
        order[value] = groups.count
        groups.append(
          CoverageSummary.Group(
            field: name, value: value, totals: CoverageTotals(reachCount: table.reachCount)))
      }
      groups[order[value] ?? 0].totals.add(
        block, table, isUnderserved: flags.underserved[block] == 1)
    }
    return groups
  }
}
