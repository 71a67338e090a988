import Layers
import Model

/// Minutes that are added at a station (`--station-extra-field`).
enum StationExtra {
  /// More is no time anybody waits.
  private static let longest = 1_440.0

  private static func isUsable(_ value: Double) -> Bool { (0...longest).contains(value) }

  /// Minutes by feature. Missing counts 0; what is no number, negative or above a day counts 0 too and is named.
  static func minutes(
    _ layer: Layer, _ field: String, _ ids: [String], _ threads: Int, _ ledger: inout Ledger
  ) throws -> [Double] {
    let column = try layer.numbers(named: field, threads: threads)
    return column.values.indices.map { index in
      let value = column.values[index]
      switch column.states[index] {
      case .missing, .null: return 0
      case .number where isUsable(value), .numberInText where isUsable(value): return value
      default:
        let (chunk, offset) = layer.locate(index)
        ledger.record(
          .stationExtraUnusable, FeatureIDs.subject(index, ids[index], layer),
          detail: layer.chunks[chunk].text(of: field, offset))
        return 0
      }
    }
  }
}
