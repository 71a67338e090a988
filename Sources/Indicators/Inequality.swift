/// How unequally a quantity is spread over people: the figures of a report in one value.
///
/// Who is unknown, out of reach or has no people, and what nil means: see `PeopleDistribution`.
public struct Inequality: Sendable, Hashable {
  /// Which end of the quantity is the bad one.
  public enum Worst: String, Sendable, Hashable, CaseIterable {
    /// Distances, minutes, people a station.
    case largest
    /// Accessibility, stations a person, floor area a person.
    case smallest
  }

  /// The percentiles of `percentiles`.
  public static let percents: [Double] = [10, 25, 50, 75, 90, 95]

  /// Everybody whose value is known.
  public var people: Double
  /// People out of reach, of `people`.
  public var unreachedPeople: Double
  /// People whose value is unknown, not of `people`.
  public var unknownPeople: Double
  /// Mean over the people reached.
  public var mean: Double?
  /// Gini coefficient over the people reached, 0 ≤ … < 1.
  public var gini: Double?
  /// Quantity of the top tenth ÷ quantity of the bottom four tenths of the people reached.
  public var palma: Double?
  /// The worst served tenth of `people`.
  public var worstTenth: WorstServed?
  /// One for each of `percents`; nil where the value is infinite.
  public var percentiles: [Double?]

  public init(_ distribution: PeopleDistribution, worst: Worst) {
    people = distribution.people
    unreachedPeople = distribution.unreachedPeople
    unknownPeople = distribution.unknownPeople
    mean = distribution.mean
    gini = distribution.gini
    palma = distribution.palma
    worstTenth = distribution.worstServed(share: 0.1, worst: worst)
    percentiles = distribution.percentiles(Self.percents)
  }
}

/// The people who are served worst.
public struct WorstServed: Sendable, Hashable {
  /// So many people: the share asked for of everybody, whole or not.
  public var people: Double
  /// How many of them are out of reach.
  public var unreachedPeople: Double
  /// Mean over those of them who are reached; nil where none is.
  public var meanOfReached: Double?

  /// Mean over all of them; nil as soon as one is out of reach, for it is infinite then.
  public var mean: Double? { unreachedPeople > 0 ? nil : meanOfReached }
}

extension PeopleDistribution {
  /// The worst served share of everybody; where the cut falls inside a group, the part of its people counts.
  ///
  /// People out of reach have an infinite value: they are the first of the worst served where large is bad, and the
  /// last where small is bad.
  ///
  /// - Parameter share: 0 < … ≤ 1, 0.1 for the worst tenth.
  /// - Returns: nil where there are no people.
  public func worstServed(share: Double, worst: Inequality.Worst) -> WorstServed? {
    precondition(share > 0 && share <= 1, "a share above 0 and up to 1")
    guard people > 0 else { return nil }
    let wanted = share * people
    switch worst {
    case .largest:
      let unreached = min(unreachedPeople, wanted)
      // Everybody reached, where all are asked for: no person is left over by the subtraction.
      let reached = min(wanted - unreached, reachedPeople)
      return WorstServed(
        people: wanted, unreachedPeople: unreached,
        meanOfReached: reached > 0 ? highest(people: reached) / reached : nil)
    case .smallest:
      let reached = min(wanted, reachedPeople)
      return WorstServed(
        people: wanted, unreachedPeople: wanted - reached,
        meanOfReached: reached > 0 ? lowest(people: reached) / reached : nil)
    }
  }
}
