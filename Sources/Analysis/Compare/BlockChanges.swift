import Model

/// What became of a block.
public enum BlockStatus: String, Sendable, Hashable, CaseIterable {
  /// A larger share of people within at least one common measure, a smaller one within none.
  case improved
  case worse
  /// Larger within one measure, smaller within another.
  case mixed
  case same
  /// Only in the later result.
  case appeared
  /// Only in the earlier result.
  case gone
}

/// People within one measure before and after, by row.
struct ReachChange: Sendable {
  var measure: CompareMeasure
  var share: RowPair<Double>
  var covered: RowPair<Double>

  /// Newly within, ≥ 0; NaN where either side is unknown.
  func gained(_ row: Int) -> Double { Self.positive(covered.after[row] - covered.before[row]) }
  /// No longer within, ≥ 0; NaN where either side is unknown.
  func lost(_ row: Int) -> Double { Self.positive(covered.before[row] - covered.after[row]) }

  private static func positive(_ value: Double) -> Double { value.isNaN ? .nan : max(0, value) }
}

/// Both results row by row (`BlockMatch`).
struct BlockChanges: Sendable {
  var match: BlockMatch
  /// The id, and the name where there is one, of each row.
  var ids: [String]
  var names: [String?]
  var population: RowPair<Double>
  var reaches: [ReachChange]
  /// 1 flagged, 0 not, 2 unknown.
  var underserved: RowPair<UInt8>
  /// Nil where a block could not be measured in both.
  var status: [BlockStatus?]
  /// False: the results flag blocks by different tests.
  var flagsAreComparable: Bool

  init(
    _ before: ResultLayer, _ after: ResultLayer, _ match: BlockMatch, _ measures: [CompareMeasure],
    flagsAreComparable: Bool
  ) throws {
    self.match = match
    self.flagsAreComparable = flagsAreComparable
    let ids = match.rows(before.ids.map(Optional.some), after.ids.map(Optional.some), none: nil)
    self.ids = match.before.indices.map { ids.before[$0] ?? ids.after[$0] ?? "" }
    let names = match.rows(try Self.names(before), try Self.names(after), none: nil)
    self.names = match.before.indices.map { names.before[$0] ?? names.after[$0] }
    population = match.rows(before.population, after.population, none: .nan)
    reaches = try measures.map { measure in
      let (left, right) = (try before.reach(measure), try after.reach(measure))
      return ReachChange(
        measure: measure, share: match.rows(left.share, right.share, none: .nan),
        covered: match.rows(left.covered, right.covered, none: .nan))
    }
    underserved = match.rows(try Self.flags(before), try Self.flags(after), none: 2)
    status = []
    status = match.before.indices.map(status(of:))
  }

  private static func names(_ result: ResultLayer) throws -> [String?] {
    guard let field = result.nameField, field != result.idField else {
      return [String?](repeating: nil, count: result.ids.count)
    }
    return try result.values(ofField: field)
  }

  private static func flags(_ result: ResultLayer) throws -> [UInt8] {
    try result.texts("underserved", "undersrvd").map { text in
      switch text?.lowercased() {
      case "true", "1", "t", "yes": 1
      case "false", "0", "f", "no": 0
      default: 2
      }
    }
  }

  /// Shares have six decimals: what differs at all differs by more than half a millionth.
  private static let leastDifference = 5e-7

  private func status(of row: Int) -> BlockStatus? {
    if match.after[row] < 0 { return .gone }
    if match.before[row] < 0 { return .appeared }
    var (rises, falls) = (false, false)
    for reach in reaches {
      let change = reach.share.after[row] - reach.share.before[row]
      if change.isNaN { return nil }
      if change > Self.leastDifference { rises = true }
      if change < -Self.leastDifference { falls = true }
    }
    if rises { return falls ? .mixed : .improved }
    return falls ? .worse : .same
  }
}
