import Model
import Streets

/// How many stations have one lattice spacing; all together are one where they are merged.
struct IsochroneCellUse: Sendable, Hashable {
  var metres: Double
  var stations: Int
}

/// The lattice spacing of every station of a run.
struct IsochroneCells: Sendable {
  /// By station.
  let metres: [Double]

  /// The spacing asked for, or for each station, given by its entrances, what the streets around it call for.
  init(
    _ request: IsochroneRequest, _ graph: StreetGraph, _ index: StreetIndex,
    _ stations: [[IsochroneEntrance]], _ limits: [UInt32]
  ) throws {
    if let metres = request.cellMetres {
      self.metres = stations.map { _ in metres }
    } else {
      metres = try IsochroneCellChoice(graph, index: index)
        .cells(around: stations, limits: limits, threads: request.threads)
    }
  }

  /// None.
  init() { metres = [] }

  /// The spacings that occur, falling.
  var used: [IsochroneCellUse] {
    Set(metres).sorted(by: >).map { cell in
      IsochroneCellUse(metres: cell, stations: metres.count { $0 == cell })
    }
  }

  /// Tells what was chosen.
  func record(_ ledger: inout Ledger) {
    for use in used {
      ledger.record(
        .isochroneCell, .none, detail: "\(DecimalText.text(use.metres)) m (\(use.stations))")
    }
  }
}
