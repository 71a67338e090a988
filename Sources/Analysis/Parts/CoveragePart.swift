import Coverage
import Export
import Model
import Streets

/// What was measured of some blocks of a run, to be saved (`.lcpart`) and put together with the parts of the others:
/// the table in full precision and all else that the last step of a run needs.
///
/// Sendable because nobody writes the table any more.
struct CoveragePart: Sendable {
  /// Where a part comes from: parts belong together when all but `name` and `sha256` are the same.
  struct Origin: Sendable, Hashable {
    /// The version of the program that measured it.
    var product = ProductVersion.text
    /// What all parts of one run share: a digest of its tile set, or of its inputs and options.
    var run: String
    /// The tile or batch.
    var name: String
    /// SHA-256 of the tile's file; empty where there is none.
    var sha256 = ""
  }

  var origin: Origin
  /// Index (from 0) of each block in the whole run's blocks, ascending.
  var rows: [Int]
  var table: CoverageTable
  /// Stations that the table's station numbers may name.
  var stationCount: Int
  /// Number in the whole run of each of those stations; nil: they are the whole run's.
  var stationNumbers: [Int32]?
  /// Numbers, as in the table, of stations that lie in a block of this part that they serve; ascending.
  var insideStations: [Int32]
  /// Ids of the blocks, where whoever puts the parts together does not know them.
  var ids: [String]?
  /// People of each group by block of this part.
  var groups: [GroupPeople] = []
  /// What the run noticed about these blocks, a ledger for each step, in the order of a run.
  var ledgers: [Ledger] = []
}

extension CoveragePart {
  /// What names of saved parts end in.
  private static let ending = ".lcpart"

  static func isPath(_ path: String) -> Bool { path.lowercased().hasSuffix(ending) }

  /// Which stations of the whole run lie in a block of this part, set to true in `inside`.
  func mark(_ inside: inout [Bool]) {
    for station in insideStations {
      inside[Int(stationNumbers?[Int(station)] ?? station)] = true
    }
  }

  /// Copies the part's rows into the whole run's table, with the whole run's station numbers.
  ///
  /// - Precondition: the table has the same reaches and extra shares, and a row for each of the part's.
  func copy(into whole: CoverageTable) {
    whole.take(rows, from: table)
    guard let numbers = stationNumbers else { return }
    for (block, row) in rows.enumerated() {
      for (to, from) in [
        (whole.nearestStation, table.nearestStation), (whole.walkStation, table.walkStation),
      ] where from[block] >= 0 { to[row] = numbers[Int(from[block])] }
    }
  }
}
