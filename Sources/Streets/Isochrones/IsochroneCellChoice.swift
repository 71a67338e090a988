import Model

/// Chooses the lattice spacing of isochrones by the streets around their stations: wide where streets keep apart, narrow
/// where they run close beside, above or below others.
///
/// What is chosen for a station depends on the network, its entrances and the limits alone, not on other stations.
public struct IsochroneCellChoice: Sendable {
  /// The spacings chosen from, metres, falling. Wider ones save nearly nothing more.
  public static let cells = [12.0, 8, 4, 2]

  /// Most of the street points around a station, as a share, that may be expected to be told wrong: 0.5 % are told wrong
  /// at most, and estimates are right to a factor of 2.
  static let mostWrong = 0.003

  /// Share told wrong for a cell as long as the limit, and where all streets have one within half a cell that they do
  /// not join. Fitted to ten extracts at 5, 10 and 15 minutes and cells from 2 m to 16 m; see docs/streets.md.
  private static let cutWeight = 0.145
  private static let closeWeight = 0.074

  private let closeness: StreetCloseness

  /// `index` is one of the same graph.
  public init(_ graph: StreetGraph, index: StreetIndex) {
    closeness = StreetCloseness(graph, index)
  }

  /// By station, given by its entrances: the widest spacing expected to tell 99.5 % of the street points around it right
  /// at each of `limits` (walking millimetres) that goes beyond its own legs; the narrowest when none is.
  public func cells(
    around stations: [[IsochroneEntrance]], limits: [UInt32], threads: Int
  ) throws -> [Double] {
    let counts = try closeness.counts(
      around: stations.map { $0.map(\.place) }, threads: threads)
    return zip(stations, counts).map { entrances, count in
      let own = entrances.map(\.entrance.ownMillimetres).min() ?? 0
      guard let shortest = limits.map(UInt64.init).filter({ $0 > own }).min() else {
        return Self.cells[0]
      }
      return Self.cell(metres: Double(shortest - own) / 1000, count)
    }
  }

  private static func cell(metres: Double, _ count: StreetCloseness.Count) -> Double {
    cells.first { cell in
      guard let half = StreetCloseness.distances.firstIndex(of: Float(cell / 2)) else {
        return false
      }
      return cutWeight * cell / metres + closeWeight * count.share(half) <= mostWrong
    } ?? cells[cells.count - 1]
  }
}
