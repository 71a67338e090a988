import Layers
import Model
import Schedules
import Standards

/// When every station is open.
struct StationHours: Sendable {
  /// By station; nil without an understood text.
  private let hours: [Int?]
  /// A layer has a field of opening hours.
  let isKnown: Bool

  init(
    _ stations: StationInput, _ field: String?, threads: Int, ledger: inout Ledger
  ) throws {
    hours = stations.ids.map { _ in nil }
    isKnown = false
  }

  func isOpen(at text: String, _ rule: RuleName) throws -> [Bool] { [] }
  var openByHour: [[Bool]] { [] }
}
