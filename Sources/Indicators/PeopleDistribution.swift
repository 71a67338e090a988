/// How a quantity (metres to the nearest station, stations a person) is spread over people.
///
/// Groups of people with one value each are sorted by value, smallest first, and groups of equal value are
/// joined, so the order of the input cannot be seen in the results. O(n); 16 bytes a group.
///
/// - **No value, no people**: a group whose value or people is NaN is left out and counted in
///   `unknownGroups`, its people (where they are known) in `unknownPeople`. A group of 0 people says nothing.
/// - **Out of reach**: people with an infinite value count in `unreachedPeople`. They are part of `people`, so
///   of every percentile and of the worst served; means and shares of the quantity are those of `reachedPeople`.
public struct PeopleDistribution: Sendable {
  /// Finite values, ascending and distinct.
  public let values: [Double]
  /// People with each of `values`, > 0.
  public let weights: [Double]
  /// People with a finite value.
  public let reachedPeople: Double
  /// People with an infinite value.
  public let unreachedPeople: Double
  /// People whose value is NaN; in no other number here.
  public let unknownPeople: Double
  /// Groups whose value or people is NaN.
  public let unknownGroups: Int

  /// Everybody whose value is known, reached or not.
  public var people: Double { reachedPeople + unreachedPeople }
  /// Reached people ÷ people; nil where there are none.
  public var reachedShare: Double? { people > 0 ? reachedPeople / people : nil }

  /// - Parameters:
  ///   - values: the quantity of each group, ≥ 0; infinite: out of reach; NaN: unknown.
  ///   - people: people of each group, finite and ≥ 0; NaN: unknown.
  public init(values: [Double], people: [Double]) {
    precondition(values.count == people.count, "a number of people for every value")
    var order = ValueOrder(capacity: values.count)
    var (unreached, unknown, groups) = (0.0, 0.0, 0)
    for (value, count) in zip(values, people) {
      if value.isNaN || count.isNaN {
        groups += 1
        unknown += count.isNaN ? 0 : count
        continue
      }
      precondition(value >= 0, "a quantity of at least 0")
      precondition(count >= 0 && count < .infinity, "a finite number of people of at least 0")
      if count == 0 { continue }
      if value == .infinity { unreached += count } else { order.append(value, count) }
    }
    (self.values, weights) = order.joined()
    reachedPeople = weights.reduce(0, +)
    (unreachedPeople, unknownPeople, unknownGroups) = (unreached, unknown, groups)
  }

  /// Σ people × value over the people reached.
  public var total: Double { zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } }

  /// Mean over the people reached; nil where nobody is.
  public var mean: Double? { reachedPeople > 0 ? total / reachedPeople : nil }

  /// The smallest value that at least `percent` of 100 people have or stay below: Σ people(value ≤ v) ÷ people ≥
  /// percent ÷ 100 (the inverse of the distribution function, type 1 of Hyndman and Fan 1996). Nothing is
  /// interpolated; a share short by 10⁻¹⁰ of all people counts as attained.
  ///
  /// - Parameter percent: 0…100; 0 gives the smallest value.
  /// - Returns: nil where there are no people, or so many are out of reach that the value is infinite.
  public func percentile(_ percent: Double) -> Double? { percentiles([percent])[0] }

  /// Several percentiles at once, in the order asked for, which must be ascending; see `percentile`.
  public func percentiles(_ percents: [Double]) -> [Double?] {
    precondition(percents.allSatisfy { $0 >= 0 && $0 <= 100 }, "percentages from 0 to 100")
    precondition(zip(percents, percents.dropFirst()).allSatisfy { $0 <= $1 }, "in rising order")
    var results: [Double?] = []
    var (below, index) = (0.0, -1)
    for percent in percents {
      // Multiplied out: exact for whole people and whole percentages.
      let wanted = percent * people
      while index + 1 < values.count && (index < 0 || Roundoff.exceeds(wanted, below * 100)) {
        index += 1
        below += weights[index]
      }
      results.append(
        values.isEmpty || Roundoff.exceeds(wanted, below * 100) ? nil : values[index])
    }
    return results
  }
}

/// Groups put in order of their values, stable.
struct ValueOrder {
  private struct Group {
    /// Bit pattern of the value: numbers ≥ 0 are ordered as their bits are.
    var key: UInt64
    var people: Double
  }

  private var groups: [Group] = []

  init(capacity: Int) { groups.reserveCapacity(capacity) }

  /// Adds people > 0 with a value ≥ 0.
  mutating func append(_ value: Double, _ people: Double) {
    // Adding 0 turns −0 into 0.
    groups.append(Group(key: (value + 0).bitPattern, people: people))
  }

  /// The distinct values, ascending, and how many people have each.
  consuming func joined() -> (values: [Double], people: [Double]) {
    sort()
    var (values, people): ([Double], [Double]) = ([], [])
    values.reserveCapacity(groups.count)
    people.reserveCapacity(groups.count)
    var last: UInt64?
    for group in groups {
      if group.key == last {
        people[people.count - 1] += group.people
      } else {
        last = group.key
        values.append(Double(bitPattern: group.key))
        people.append(group.people)
      }
    }
    return (values, people)
  }

  /// Eleven bits at a time from the lowest; digits all groups share are skipped.
  private mutating func sort() {
    if groups.count < 256 {
      groups = groups.enumerated().sorted { ($0.1.key, $0.0) < ($1.1.key, $1.0) }.map(\.element)
      return
    }
    var other = groups
    for shift in stride(from: UInt64(0), to: 64, by: 11) {
      var starts = [Int](repeating: 0, count: 2049)
      for group in groups { starts[Int((group.key >> shift) & 2047) + 1] += 1 }
      if starts.contains(groups.count) { continue }
      for digit in 0..<2048 { starts[digit + 1] += starts[digit] }
      for group in groups {
        let digit = Int((group.key >> shift) & 2047)
        other[starts[digit]] = group
        starts[digit] += 1
      }
      swap(&groups, &other)
    }
  }
}
