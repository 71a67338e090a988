/// What a common number of stations or budget, divided among regions, reaches at most.
///
/// Each region has a curve: for several amounts spent, the people reached. The division takes one point of each curve
/// so that the amounts add up to the limit at most and the people to as many as possible: a knapsack with one choice
/// a class, solved exactly by a dynamic programme over the regions that keeps, for what can be spent so far, only the
/// divisions no other beats in both respects (Nemhauser, Ullmann 1969). All numbers are whole, so nothing is rounded.
///
/// Where all curves are concave the same is reached by giving each next station to the region that gains most by it
/// (Gross 1956); the programme needs no such assumption.
public struct CurveDivision: Sendable {
  /// One point of a region's curve.
  public struct Point: Sendable, Hashable {
    /// Stations or money, in whole units, at least 0.
    public var spent: Int
    /// People reached, in whole units.
    public var reached: Int

    public init(spent: Int, reached: Int) {
      self.spent = spent
      self.reached = reached
    }
  }

  /// One point of the joint curve, with the division behind it.
  public struct Step: Sendable, Hashable {
    public var spent: Int
    public var reached: Int
    /// By region: the point taken, as an index into its curve.
    public var points: [Int]
  }

  /// The joint curve from the cheapest division to the best one within the limit: both amounts strictly ascend.
  public let curve: [Point]
  private let layers: [[State]]

  /// The best division within the limit, the cheapest such.
  public var best: Step { step(at: curve.count - 1) }

  /// Divisions kept for one region at most; beyond that an exact answer would take too much memory.
  public static let stateLimit = 1 << 21

  /// - Parameters:
  ///   - curves: of each region, in any order; each with a point at or below what is left of the limit.
  ///   - limit: what may be spent together.
  /// - Returns: nil when more divisions than `stateLimit` would have to be kept, or the cheapest points together
  ///   exceed the limit. Of equal divisions, the one that spends less on later regions.
  public init?(_ curves: [[Point]], limit: Int) {
    var layers: [[State]] = []
    var front = [State(spent: 0, reached: 0, before: 0, point: 0)]
    for curve in curves {
      guard let next = Self.front(after: front, curve, limit: limit) else { return nil }
      front = next
      layers.append(next)
    }
    if front.isEmpty { return nil }
    self.layers = layers
    curve = front.map { Point(spent: $0.spent, reached: $0.reached) }
  }

  /// The division behind a point of the joint curve.
  public func step(at index: Int) -> Step {
    var points = [Int](repeating: 0, count: layers.count)
    var state = index
    for region in layers.indices.reversed() {
      points[region] = Int(layers[region][state].point)
      state = Int(layers[region][state].before)
    }
    return Step(spent: curve[index].spent, reached: curve[index].reached, points: points)
  }

  /// A division of the regions so far that no other beats in both respects.
  private struct State: Sendable {
    var spent: Int
    var reached: Int
    /// The division it continues, an index into the layer before.
    var before: Int32
    var point: Int32
  }

  private static func front(
    after states: [State], _ curve: [Point], limit: Int
  ) -> [State]? {
    var all: [State] = []
    for (before, state) in states.enumerated() {
      for (point, add) in curve.enumerated() where add.spent <= limit - state.spent {
        all.append(
          State(
            spent: state.spent + add.spent, reached: state.reached + add.reached,
            before: Int32(before), point: Int32(point)))
      }
      // Beaten divisions are dropped before they are many.
      if all.count > 4 * stateLimit { all = unbeaten(all) }
      if all.count > 2 * stateLimit { return nil }
    }
    let front = unbeaten(all)
    return front.count > stateLimit ? nil : front
  }

  /// Ascending in both respects; of equal ones the one whose predecessor spends most, so that later regions get least.
  private static func unbeaten(_ states: [State]) -> [State] {
    let sorted = states.sorted { left, right in
      if left.spent != right.spent { return left.spent < right.spent }
      if left.reached != right.reached { return left.reached > right.reached }
      if left.before != right.before { return left.before > right.before }
      return left.point < right.point
    }
    var front: [State] = []
    for state in sorted where front.isEmpty || state.reached > front[front.count - 1].reached {
      front.append(state)
    }
    return front
  }

  /// Whether each further unit gains no more than the one before, so that dividing by marginal gain is exact.
  ///
  /// - Parameter curve: amounts strictly ascending.
  public static func isConcave(_ curve: [Point]) -> Bool {
    for (a, (b, c)) in zip(curve, zip(curve.dropFirst(), curve.dropFirst(2))) {
      let first = (b.reached - a.reached).multipliedFullWidth(by: c.spent - b.spent)
      let second = (c.reached - b.reached).multipliedFullWidth(by: b.spent - a.spent)
      if (first.high, first.low) < (second.high, second.low) { return false }
    }
    return true
  }
}
