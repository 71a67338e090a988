import Coverage
import Model

extension CoveragePart {
  /// What a tile's run measured, for `merge`.
  init(_ scope: TileScope, _ found: CoverageFindings, _ ledger: Ledger) {
    self.init(
      origin: Origin(run: "tile", name: scope.name, sha256: scope.sha256), rows: scope.rows,
      table: found.table, stationCount: scope.stationRows.count,
      stationNumbers: scope.stationRows.map { Int32($0) },
      insideStations: found.measured.insideStations.indices.filter {
        found.measured.insideStations[$0]
      }.map { Int32($0) },
      groups: found.groups, ledgers: [ledger])
  }
}
