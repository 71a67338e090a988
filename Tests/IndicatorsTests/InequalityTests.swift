import Indicators
import Testing

@Suite struct InequalityTests {
  private func distribution(_ values: [Double], _ people: [Double]) -> PeopleDistribution {
    PeopleDistribution(values: values, people: people)
  }

  @Test func `Ten people with 1 to 10 each`() throws {
    let ten = distribution((1...10).reversed().map(Double.init), Array(repeating: 1, count: 10))
    // Bottom four: 1 + 2 + 3 + 4 = 10; top one: 10.
    let far = Inequality(ten, worst: .largest)
    #expect(far.people == 10)
    #expect(far.mean == 5.5)
    #expect(agree(far.gini, 0.3))
    #expect(agree(far.palma, 1))
    #expect(far.worstTenth?.mean == 10)
    #expect(Inequality(ten, worst: .smallest).worstTenth?.mean == 1)
    #expect(far.percentiles == [1, 3, 5, 8, 9, 10])
    #expect(ten.percentile(0) == 1)
    #expect(ten.percentile(100) == 10)
    #expect(ten.percentile(10.001) == 2)
  }

  @Test func `The Lorenz curve of four people with 1, 2, 3 and 4`() throws {
    let four = distribution([3, 1, 4, 2], [1, 1, 1, 1])
    let curve = try #require(four.lorenzCurve())
    #expect(curve.map(\.people) == [0, 0.25, 0.5, 0.75, 1])
    #expect(curve.map(\.quantity) == [0, 0.1, 0.3, 0.6, 1])
    #expect(agree(four.gini, 0.25))
    // Two thirds of the way from 0.1 to 0.3, and a third from 0.3 to 0.6.
    let drawn = try #require(four.lorenzCurve(limit: 4))
    #expect(drawn.map(\.people) == [0, 1.0 / 3, 2.0 / 3, 1])
    #expect(agree(drawn[1].quantity, 0.1 + 0.2 / 3))
    #expect(agree(drawn[2].quantity, 0.3 + 0.6 / 3))
    #expect(drawn[3] == LorenzPoint(people: 1, quantity: 1))
    #expect(four.lorenzCurve(limit: 5) == curve)
  }

  @Test func `Cuts inside a group take the part of its people`() {
    // Top 0.3 people: 2.7. Bottom 1.2 people: 1 + 0.2 × 2.
    #expect(agree(distribution([9, 1, 2], [1, 1, 1]).palma, 2.7 / 1.4))
    // The worst one of ten: half a person at 300 and half a one at 100.
    let ten = distribution([100, 300], [9.5, 0.5])
    #expect(agree(ten.worstServed(share: 0.1, worst: .largest)?.mean, 200))
    #expect(agree(ten.worstServed(share: 0.98, worst: .smallest)?.mean, (950 + 90) / 9.8))
    #expect(agree(ten.worstServed(share: 1, worst: .largest)?.mean, ten.mean))
  }

  @Test func `All equal, one person, nobody, nothing to share`() {
    for people in [[1.0], [0.1, 0.7, 1.3, 2.9]] {
      let equal = distribution(people.map { _ in 0.3 }, people)
      #expect(equal.gini == 0)
      #expect(agree(equal.palma, 0.25))
      #expect(equal.lorenzCurve()?.count == 2)
      #expect(equal.percentile(95) == 0.3)
    }
    let nobody = Inequality(distribution([5, 6], [0, 0]), worst: .largest)
    #expect(nobody.people == 0)
    #expect(nobody.mean == nil && nobody.gini == nil && nobody.palma == nil)
    #expect(nobody.worstTenth == nil)
    #expect(nobody.percentiles.allSatisfy { $0 == nil })
    let nothing = distribution([0, -0.0], [3, 4])
    #expect(nothing.values == [0])
    #expect(nothing.mean == 0)
    #expect(nothing.gini == nil && nothing.palma == nil && nothing.lorenzCurve() == nil)
    // The four tenths with least have nothing: no finite ratio, yet a Gini coefficient.
    let half = distribution([0, 1], [5, 5])
    #expect(half.palma == nil)
    #expect(half.gini == 0.5)
  }

  @Test func `People out of reach count in percentiles and in the worst tenth, not in means`() {
    // Eight people at 100, one at 200, one out of reach.
    let some = distribution([100, .infinity, 200], [8, 1, 1])
    #expect(some.people == 10)
    #expect(some.unreachedPeople == 1)
    #expect(agree(some.reachedShare, 0.9))
    #expect(agree(some.mean, 1000.0 / 9))
    let figures = Inequality(some, worst: .largest)
    #expect(figures.percentiles == [100, 100, 100, 100, 200, nil])
    #expect(figures.worstTenth?.unreachedPeople == 1)
    #expect(figures.worstTenth?.mean == nil)
    #expect(figures.worstTenth?.meanOfReached == nil)
    let fifth = some.worstServed(share: 0.2, worst: .largest)
    #expect(fifth?.mean == nil)
    #expect(fifth?.meanOfReached == 200)
    let nobodyReached = distribution([.infinity], [7])
    #expect(nobodyReached.percentile(0) == nil)
    #expect(nobodyReached.mean == nil && nobodyReached.gini == nil)
    #expect(nobodyReached.reachedShare == 0)
  }

  @Test func `Unknown values and unknown people are left out and counted`() {
    let some = distribution([.nan, 5, 7, .nan], [3, .nan, 2, .nan])
    #expect(some.people == 2)
    #expect(some.unknownGroups == 3)
    #expect(some.unknownPeople == 3)
    #expect(some.mean == 7)
  }

  @Test func `Percentiles keep to shares of people that are no binary fractions`() {
    // Ten groups of 0.1 people: the ninth attains 90 %, whatever the sum of nine tenths is in binary.
    let tenths = distribution((1...10).map(Double.init), Array(repeating: 0.1, count: 10))
    #expect(
      tenths.percentiles([10, 20, 30, 70, 80, 90, 100]) == [1, 2, 3, 7, 8, 9, 10])
    // 0.9 is half of 0.9 + 0.8 + 0.1, whose binary sum is above 1.8.
    let half = distribution([1, 2, 3], [0.9, 0.8, 0.1])
    #expect(half.people > 1.8)
    #expect(half.percentile(50) == 1)
    #expect(half.percentile(50.001) == 2)
  }

  @Test(arguments: UInt64(1)...40)
  func `Figures of groups are those of people one by one`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let groups = 1 + generator.below(seed.isMultiple(of: 8) ? 400 : 12)
    let values = (0..<groups).map { _ in Double(generator.below(30)) / 7 }
    let people = (0..<groups).map { _ in Double(generator.below(6)) }
    // Ten copies of everybody: a tenth and four tenths of them are whole people.
    let each = zip(values, people).flatMap { Array(repeating: $0, count: 10 * Int($1)) }.sorted()
    let some = distribution(values, people.map { 10 * $0 })
    let total = each.reduce(0, +)
    guard total > 0 else {
      #expect(some.gini == nil)
      return
    }
    let count = each.count
    var differences = 0.0
    for (one, own) in zip(values, people) {
      for (other, others) in zip(values, people) { differences += own * others * abs(one - other) }
    }
    let mean = total / Double(count)
    // `differences` is of the groups before they were copied ten times.
    let pairs = Double(count) * Double(count) / 100
    #expect(agree(some.mean, mean))
    #expect(abs(try #require(some.gini) - differences / (2 * pairs * mean)) < 1e-12)
    let tenth = count / 10
    let least = each.prefix(4 * tenth).reduce(0, +)
    let most = each.suffix(tenth).reduce(0, +)
    #expect(agree(some.palma, least > 0 ? most / least : nil))
    #expect(agree(some.worstServed(share: 0.1, worst: .largest)?.mean, most / Double(tenth)))
    #expect(
      agree(
        some.worstServed(share: 0.1, worst: .smallest)?.mean,
        each.prefix(tenth).reduce(0, +) / Double(tenth)))
    for percent in 0...100 {
      let rank = max(1, (percent * count + 99) / 100)
      #expect(some.percentile(Double(percent)) == each[rank - 1])
    }
    #expect(some.percentiles([7, 50, 50, 93]) == [7, 50, 50, 93].map { some.percentile($0) })
  }

  @Test(arguments: UInt64(1)...20)
  func `Lorenz curves end at (1, 1), are convex and enclose half the Gini coefficient`(
    seed: UInt64
  ) throws {
    var generator = SeededGenerator(seed: seed)
    let values = (0..<300).map { _ in Double.random(in: 0..<1000, using: &generator) }
    let people = (0..<300).map { _ in Double.random(in: 0..<9, using: &generator) }
    let some = distribution(values, people)
    let curve = try #require(some.lorenzCurve())
    #expect(curve.first == LorenzPoint(people: 0, quantity: 0))
    #expect(curve.last == LorenzPoint(people: 1, quantity: 1))
    for points in [curve, try #require(some.lorenzCurve(limit: 21))] {
      var (area, slope) = (0.0, 0.0)
      for (low, high) in zip(points, points.dropFirst()) {
        let next = (high.quantity - low.quantity) / (high.people - low.people)
        #expect(next >= slope - 1e-9)
        slope = next
        area += (high.people - low.people) * (high.quantity + low.quantity) / 2
      }
      let gini = try #require(some.gini)
      // Twenty chords lie above the curve by a little.
      #expect(abs(gini - (1 - 2 * area)) < (points.count == 21 ? 0.01 : 1e-12))
    }
    #expect(some.lorenzCurve(limit: 21)?.count == 21)
  }

  @Test func `The order of the groups cannot be seen`() {
    var generator = SeededGenerator(seed: 5)
    let groups = (0..<1000).map { _ in
      (Double(generator.below(400)) * 1.37, Double(generator.below(50)))
    }
    let one = distribution(groups.map(\.0), groups.map(\.1))
    let turned = distribution(groups.reversed().map(\.0), groups.reversed().map(\.1))
    #expect(one.values == turned.values)
    #expect(one.weights == turned.weights)
    #expect(one.values == Set(groups.filter { $0.1 > 0 }.map(\.0)).sorted())
    // Neighbouring doubles and values far apart, in no order.
    var close = (0..<600).map { Double(bitPattern: (1000.0).bitPattern + UInt64($0 * 7919 % 601)) }
    close += (0..<300).map { Double(bitPattern: UInt64($0) << 54 | 1) }
    close.shuffle(using: &generator)
    #expect(distribution(close, close.map { _ in 1 }).values == close.sorted())
  }
}
