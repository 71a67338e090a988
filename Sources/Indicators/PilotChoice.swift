/// Areas to begin with, from both ends: those with the best base and those with most problems.
public struct PilotChoice: Sendable, Hashable {
  /// Best base first.
  public let bestBased: [Int]
  /// Most problems first.
  public let mostProblems: [Int]
  /// Areas that both of whose values are unknown, ascending: they cannot be chosen.
  public let unknown: [Int]

  /// Ranks the areas twice and picks in turn: the best based one left, then the one with most problems left, until each
  /// list has `count` or no area is left. An area stands in one list at most: in the one whose turn it is.
  ///
  /// With fewer than twice `count` areas all are chosen; of an odd number one more is best based.
  ///
  /// - Parameters:
  ///   - base: what speaks for each area, larger is better (coverage); NaN: unknown, never chosen for it.
  ///   - problems: what speaks for beginning there because it is bad, larger is worse (people not served, complaints);
  ///     NaN: unknown, never chosen for it.
  ///   - count: areas in each list, ≥ 0.
  ///   - precedes: which of two areas of equal value is taken first; by number if not given.
  public init(
    base: [Double], problems: [Double], count: Int, precedes: (Int, Int) -> Bool = { $0 < $1 }
  ) {
    precondition(base.count == problems.count, "both values for every area")
    precondition(count >= 0, "a count of at least 0")
    let ranks = [base, problems].map { Self.ranking($0, precedes) }
    var next = [0, 0]
    var chosen: [[Int]] = [[], []]
    var isChosen = [Bool](repeating: false, count: base.count)
    for turn in 0..<2 * min(count, base.count) {
      let side = turn % 2
      while next[side] < ranks[side].count && isChosen[ranks[side][next[side]]] { next[side] += 1 }
      guard next[side] < ranks[side].count else { continue }
      let area = ranks[side][next[side]]
      isChosen[area] = true
      chosen[side].append(area)
    }
    (bestBased, mostProblems) = (chosen[0], chosen[1])
    unknown = base.indices.filter { base[$0].isNaN && problems[$0].isNaN }
  }

  /// With one value for both ends: best based where it is largest, most problems where it is smallest.
  public init(
    score: [Double], count: Int, precedes: (Int, Int) -> Bool = { $0 < $1 }
  ) {
    self.init(base: score, problems: score.map { -$0 }, count: count, precedes: precedes)
  }

  /// Areas with a known value, largest first.
  private static func ranking(_ values: [Double], _ precedes: (Int, Int) -> Bool) -> [Int] {
    values.indices.filter { !values[$0].isNaN }.sorted { one, other in
      if values[one] != values[other] { return values[one] > values[other] }
      if precedes(one, other) { return true }
      return !precedes(other, one) && one < other
    }
  }
}
