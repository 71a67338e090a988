import Coverage
import Model
import Standards

/// What was found for one rule, block by block.
struct RuleOutcome: Sendable {
  var id: String
  var name: LocalizedText
  var target: Double?
  var provenance: Provenance
  /// What the value is a share of (“people”), and the blocks the rule is for.
  var counted: LocalizedText
  var appliesTo: String?
  /// “people”, “m²”, “blocks”.
  var unit: LocalizedText
  var counting: Counting
  /// The blocks the rule looks at.
  var looked: [Bool]
  var method: RuleShares.Method
  /// The same rule with every station that is there, qualified or not; nil where all count.
  var nominal: [Double]?
  /// Services or tiers it asks for, in words; empty: any station.
  var stationCount: Int

  enum Counting: Sendable {
    /// By block: its people (or area), and the share of them in reach.
    case amounts([Double], RuleShares)
    /// Blocks of which at least `share` is in reach; those with none of `who` do not count, those with an unknown number
    /// do.
    case blocks([Double], RuleShares, share: Double)
    /// By block: its area's number; by area: stations it holds, and how many it should hold.
    case areas([Int32], stations: [Int], wanted: Int)
  }

  /// A value over some blocks.
  struct Value: Sendable, Hashable {
    /// 0…1; NaN without a denominator.
    var share = Double.nan
    /// Amount of the denominator and the part of it in reach.
    var whole = 0.0
    var covered = 0.0
    /// Nearer and farther; NaN where nothing is walked.
    var low = Double.nan
    var high = Double.nan
    /// Blocks that are in reach as a whole, and blocks touched at all; NaN where blocks do not matter.
    var inside = Double.nan
    var touched = Double.nan
  }

  /// The value over the blocks at `indices` that the rule looks at.
  func value(_ indices: some Sequence<Int>) -> Value {
    let blocks = indices.filter { looked[$0] }
    switch counting {
    case .amounts(let amounts, let shares): return Self.amounts(blocks, amounts, shares)
    case .blocks(let amounts, let shares, let share):
      return Self.blocks(blocks, amounts, shares, share)
    case .areas(let areaOf, let stations, let wanted):
      let areas = Set(blocks.map { areaOf[$0] }.filter { $0 >= 0 })
      var value = Value(whole: Double(areas.count))
      value.covered = Double(areas.count { stations[Int($0)] >= wanted })
      value.share = value.whole > 0 ? value.covered / value.whole : .nan
      return value
    }
  }

  private static func amounts(
    _ blocks: [Int], _ amounts: [Double], _ shares: RuleShares
  ) -> Value {
    var sums = (whole: 0.0, base: 0.0, low: 0.0, high: 0.0, inside: 0.0, touched: 0.0)
    for block in blocks where amounts[block] > 0 && !shares.base[block].isNaN {
      let amount = amounts[block]
      sums.whole += amount
      sums.base += amount * shares.base[block]
      sums.low += amount * shares.low[block]
      sums.high += amount * shares.high[block]
      if shares.area[block] >= 1 - 1e-9 { sums.inside += amount }
      if shares.area[block] > 0 { sums.touched += amount }
    }
    guard sums.whole > 0 else { return Value() }
    return Value(
      share: sums.base / sums.whole, whole: sums.whole, covered: sums.base,
      low: sums.low / sums.whole, high: sums.high / sums.whole, inside: sums.inside / sums.whole,
      touched: sums.touched / sums.whole)
  }

  private static func blocks(
    _ blocks: [Int], _ amounts: [Double], _ shares: RuleShares, _ wanted: Double
  ) -> Value {
    let counted = blocks.filter { amounts[$0] != 0 && !shares.base[$0].isNaN }
    if counted.isEmpty { return Value() }
    let whole = Double(counted.count)
    func share(_ holds: (Int) -> Bool) -> Double { Double(counted.count(where: holds)) / whole }
    // A share of exactly what is wanted may come out of sums of weights a last digit short.
    let least = wanted - 1e-12
    return Value(
      share: share { shares.base[$0] >= least }, whole: whole,
      covered: Double(counted.count { shares.base[$0] >= least }),
      low: share { shares.low[$0] >= least }, high: share { shares.high[$0] >= least },
      inside: share { shares.area[$0] >= 1 - 1e-9 }, touched: share { shares.area[$0] > 0 })
  }

  /// Whether a value meets the target; nil without a target or a value. Compared as it is: sums of whole people that reach
  /// it exactly may end a last digit short.
  func isMet(_ share: Double) -> Bool? {
    guard let target, !share.isNaN else { return nil }
    return share >= target - 1e-12
  }

  /// The value of one block.
  func blockShare(_ block: Int) -> Double {
    guard looked[block] else { return .nan }
    switch counting {
    case .amounts(let amounts, let shares): return amounts[block] > 0 ? shares.base[block] : .nan
    case .blocks(let amounts, let shares, _):
      return amounts[block] != 0 ? shares.base[block] : .nan
    case .areas(let areaOf, let stations, let wanted):
      return areaOf[block] < 0 ? .nan : stations[Int(areaOf[block])] >= wanted ? 1 : 0
    }
  }

  /// Whether one block meets the rule: of a share of blocks, that it is one of them.
  func isMet(block: Int) -> Bool? {
    let share = blockShare(block)
    if share.isNaN { return nil }
    switch counting {
    case .amounts: return isMet(share)
    case .blocks(_, _, let wanted): return share >= wanted - 1e-12
    case .areas: return share == 1
    }
  }

  /// Those of a block out of reach; NaN where nobody is counted.
  func uncovered(_ block: Int) -> Double {
    switch counting {
    case .amounts(let amounts, _), .blocks(let amounts, _, _):
      return amounts[block] * (1 - blockShare(block))
    case .areas: return .nan
    }
  }
}

/// A rule that the data cannot answer, and why.
public struct SkippedRule: Sendable, Hashable {
  public var id: String
  public var name: LocalizedText
  public var reason: LocalizedText
  public var hasTarget: Bool
}
