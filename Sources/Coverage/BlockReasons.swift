import Model

/// The reason codes of a block as bits, in the order they are printed.
struct BlockReasons: Sendable {
  /// Bits of the rules: bit r is set when rule r fails.
  static let ruleBits: UInt64 = (1 << UInt64(UnderservedRule.limit)) - 1
  static let noOwnStation: UInt64 = 1 << 41
  static let tooFar: UInt64 = 1 << 42
  /// `WalkCauses`, from this bit on.
  static let firstCause: UInt64 = 48
  /// Causes that say more than that it is too far.
  private static let neverArrive =
    WalkCauses([.noStreetNearby, .cutOff, .barrier]).rawValue
  static let noGeometry: UInt64 = 1 << 63

  private let rules: [(reach: Int, threshold: Double, code: String)]
  private let tooFarCode: String
  private let asksForTime: Bool
  private let table: CoverageTable

  /// - Precondition: at most `UnderservedRule.limit` rules.
  init(_ table: CoverageTable, _ settings: CoverageSettings) {
    precondition(settings.rules.count <= UnderservedRule.limit)
    self.table = table
    rules = settings.rules.compactMap { rule in
      settings.position(of: rule.measure).map {
        (reach: $0, threshold: rule.threshold, code: BlockFlags.code(rule.measure))
      }
    }
    tooFarCode = "beyond_\(BlockFlags.number(settings.maximumMinutes))min"
    asksForTime = !settings.minutes.isEmpty
  }

  /// The codes of a block, and the largest share of its people that fails a rule's measure.
  @inline(__always)
  func codes(of block: Int) -> (codes: UInt64, worst: Double) {
    guard table.isUsable(block) else { return (Self.noGeometry, 0) }
    var codes: UInt64 = 0
    var worst = 0.0
    for rule in rules.indices {
      let share = table.populationShare[table.slot(block, rules[rule].reach)]
      worst = max(worst, 1 - share)
      if share < rules[rule].threshold { codes |= 1 << UInt64(rule) }
    }
    if table.withoutOwnStation[block] == 1 {
      codes |= Self.noOwnStation
    } else if asksForTime && table.walkMinutes[block].isNaN
      && table.walkCauses[block] & Self.neverArrive == 0
    {
      codes |= Self.tooFar
    }
    // Why people are late or never arrive: of flagged blocks, and where nobody arrives.
    if codes != 0 { codes |= UInt64(table.walkCauses[block]) << Self.firstCause }
    return (codes, worst)
  }

  /// The names of a combination of codes, joined by `;`.
  func text(_ codes: UInt64) -> String {
    var names: [String] = []
    for rule in rules.indices where codes & 1 << UInt64(rule) != 0 {
      names.append(rules[rule].code)
    }
    if codes & Self.noOwnStation != 0 { names.append("no_station_in_own_area") }
    // A rule's time may be the longest walk too: then it has been said.
    if codes & Self.tooFar != 0 && !names.contains(tooFarCode) { names.append(tooFarCode) }
    let causes = WalkCauses(rawValue: UInt8(truncatingIfNeeded: codes >> Self.firstCause))
    for (cause, code) in WalkCauses.names where causes.contains(cause) { names.append(code) }
    if codes & Self.noGeometry != 0 { names.append("no_geometry") }
    return names.joined(separator: ";")
  }
}
