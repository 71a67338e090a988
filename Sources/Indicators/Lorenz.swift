/// A point of a Lorenz curve: the people with least hold so much of the quantity.
public struct LorenzPoint: Sendable, Hashable {
  /// Cumulative share of people, 0…1, those with the smallest values first.
  public var people: Double
  /// Cumulative share of the quantity, 0…1.
  public var quantity: Double

  public init(people: Double, quantity: Double) {
    self.people = people
    self.quantity = quantity
  }
}

/// Measures of concentration, all taken of the people reached; nil where nobody is reached or the quantity
/// totals 0 (there is nothing to share out).
extension PeopleDistribution {
  /// The Lorenz curve (Lorenz 1905): (0, 0), then one corner for each distinct value, the last at (1, 1). Straight
  /// in between, convex.
  public func lorenzCurve() -> [LorenzPoint]? {
    let total = self.total
    guard total > 0 else { return nil }
    var curve = [LorenzPoint(people: 0, quantity: 0)]
    curve.reserveCapacity(values.count + 1)
    var (people, quantity) = (0.0, 0.0)
    for (value, weight) in zip(values, weights) {
      people += weight
      quantity += value * weight
      curve.append(LorenzPoint(people: people / reachedPeople, quantity: quantity / total))
    }
    return curve
  }

  /// At most `limit` points of the Lorenz curve, for drawing: its corners where they are so few, else points of
  /// the curve at equal steps of people.
  ///
  /// - Parameter limit: at least 2.
  public func lorenzCurve(limit: Int) -> [LorenzPoint]? {
    precondition(limit >= 2, "a curve has at least two points")
    guard let curve = lorenzCurve() else { return nil }
    if curve.count <= limit { return curve }
    var corner = 1
    return (0..<limit).map { step in
      if step == limit - 1 { return LorenzPoint(people: 1, quantity: 1) }
      let people = Double(step) / Double(limit - 1)
      while corner < curve.count - 1 && curve[corner].people < people { corner += 1 }
      let (low, high) = (curve[corner - 1], curve[corner])
      let fraction = (people - low.people) / (high.people - low.people)
      return LorenzPoint(
        people: people, quantity: low.quantity + fraction * (high.quantity - low.quantity))
    }
  }

  /// Gini coefficient: twice the area between the Lorenz curve and the diagonal; equal to
  /// ΣΣ people(i) people(j) |value(i) − value(j)| ÷ (2 × people² × mean) (Gini 1912).
  ///
  /// 0 where all have the same, below 1; one person alone has 0. No correction for small samples: the people
  /// are everybody, not a sample.
  public var gini: Double? {
    let total = self.total
    guard total > 0 else { return nil }
    var (below, sum) = (0.0, 0.0)
    for (value, weight) in zip(values, weights) {
      // People below less people above, over all pairs.
      sum += weight * value * (2 * below + weight - reachedPeople)
      below += weight
    }
    return max(0, sum / (total * reachedPeople))
  }

  /// Palma ratio: quantity of the tenth of people with most ÷ quantity of the four tenths with least (Palma 2011).
  ///
  /// Where a cut falls inside a group, the part of its people on either side counts. Also nil where the
  /// four tenths hold nothing: the ratio is infinite. 0.25 where all have the same.
  public var palma: Double? {
    guard total > 0 else { return nil }
    let least = lowest(people: 0.4 * reachedPeople)
    return least > 0 ? highest(people: 0.1 * reachedPeople) / least : nil
  }

  /// Quantity of so many people with the smallest finite values; the last group in part.
  func lowest(people: Double) -> Double { Self.quantity(of: people, zip(values, weights)) }

  /// Quantity of so many people with the largest finite values; the last group in part.
  func highest(people: Double) -> Double {
    Self.quantity(of: people, zip(values.reversed(), weights.reversed()))
  }

  private static func quantity(
    of people: Double, _ groups: some Sequence<(Double, Double)>
  ) -> Double {
    var (left, sum) = (people, 0.0)
    for (value, weight) in groups where left > 0 {
      sum += value * min(weight, left)
      left -= weight
    }
    return sum
  }
}
