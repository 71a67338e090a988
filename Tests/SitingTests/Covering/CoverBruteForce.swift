import Siting

/// S. Vigna's SplitMix64, seeded in each test.
struct SitingGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// The definition of the models, by looking at every subset; nothing is shared with the solver.
enum CoverBruteForce {
  /// Every choice the model allows with its objective, best first.
  static func ranked(_ problem: CoverProblem, _ goal: CoverGoal) -> [(sites: [Int], value: Double)]
  {
    let count = problem.table.siteCount
    let all = (0..<(1 << count)).compactMap { mask -> (sites: [Int], value: Double)? in
      let sites = (0..<count).filter { mask >> $0 & 1 == 1 }
      return value(problem, goal, sites).map { (sites, $0) }
    }
    return all.sorted { goal.maximises ? $0.value > $1.value : $0.value < $1.value }
  }

  static func value(_ problem: CoverProblem, _ goal: CoverGoal, _ sites: [Int]) -> Double? {
    if !problem.forced.allSatisfy(sites.contains) { return nil }
    if problem.forbidden.contains(where: sites.contains) { return nil }
    if problem.exclusive.contains(where: { set in sites.count { set.contains($0) } > 1 }) {
      return nil
    }
    let cost = sites.reduce(0) { $0 + (problem.costs?[$1] ?? 1) }
    let counts = problem.weights.indices.map { demand in
      Int(problem.existing[demand])
        + sites.count { problem.table[$0].contains(UInt32(demand)) } >= problem.coversNeeded
    }
    func people(_ isMember: (Int) -> Bool) -> (covered: Double, all: Double) {
      let members = counts.indices.filter(isMember)
      return (
        members.reduce(0) { $0 + (counts[$1] ? problem.weights[$1] : 0) },
        members.reduce(0) { $0 + problem.weights[$1] }
      )
    }
    switch goal {
    case .mostPeople(let most, let budget):
      if sites.count > most ?? .max || cost > (budget ?? .infinity) * (1 + 1e-12) { return nil }
      return people { _ in true }.covered
    case .fewestStations(let share):
      let (covered, all) = people { _ in true }
      return covered >= share * all - 1e-9 * all ? cost : nil
    case .bestWorstGroup(let groups, let most, let budget):
      if sites.count > most ?? .max || cost > (budget ?? .infinity) * (1 + 1e-12) { return nil }
      let shares = Set(groups.filter { $0 >= 0 }).compactMap { group -> Double? in
        let (covered, all) = people { groups[$0] == group }
        return all > 0 ? covered / all : nil
      }
      return shares.min() ?? 1
    }
  }

  /// A random problem of up to 11 sites on a line or in the plane, with any mixture of options.
  static func problem(_ random: inout SitingGenerator) -> CoverProblem {
    let sites = Int.random(in: 1...11, using: &random)
    let demands = Int.random(in: 1...30, using: &random)
    let radius = Double.random(in: 0.1...0.45, using: &random)
    func points(_ count: Int) -> [(Double, Double)] {
      (0..<count).map { _ in
        (Double.random(in: 0...1, using: &random), Double.random(in: 0...1, using: &random))
      }
    }
    let (where_, who) = (points(sites), points(demands))
    let table = CoverTable(
      demandCount: demands,
      sites: where_.map { site in
        who.indices.filter {
          let (x, y) = (who[$0].0 - site.0, who[$0].1 - site.1)
          return x * x + y * y <= radius * radius
        }
      })
    func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &random) == 0 }
    let isWhole = !chance(3)
    var problem = CoverProblem(
      table: table,
      weights: who.map { _ in
        if chance(10) { return 0 }
        let weight = Double.random(in: 0.1...40, using: &random)
        return isWhole ? weight.rounded() : weight
      })
    if chance(3) { problem.existing = who.map { _ in UInt8.random(in: 0...2, using: &random) / 2 } }
    if chance(3) { problem.coversNeeded = 2 }
    if chance(2) {
      problem.costs = where_.map { _ in
        chance(8) ? 0 : Double(Int.random(in: 1...9, using: &random)) / (isWhole ? 1 : 3)
      }
    }
    func some(_ most: Int) -> [Int] {
      (0..<Int.random(in: 0...most, using: &random)).map { _ in
        Int.random(in: 0..<sites, using: &random)
      }
    }
    if chance(3) { problem.forced = some(2) }
    if chance(3) {
      problem.forbidden = some(3).filter { !problem.forced.contains($0) || chance(5) }
    }
    if chance(3) {
      problem.exclusive = (0..<Int.random(in: 1...4, using: &random)).map { _ in some(4) }
    }
    return problem
  }

  static func goal(_ random: inout SitingGenerator, _ problem: CoverProblem) -> CoverGoal {
    let count = Int.random(in: 0...6, using: &random)
    let budget = Double(Int.random(in: 0...25, using: &random)) / 1.5
    let kind = Int.random(in: 0..<9, using: &random)
    let groups = problem.weights.map { _ in Int32.random(in: -1...2, using: &random) }
    switch kind {
    case 0, 1: return .mostPeople(count: count)
    case 2: return .mostPeople(count: nil, budget: budget)
    case 3: return .mostPeople(count: count, budget: budget)
    case 4: return .fewestStations(targetShare: 1)
    case 5, 6: return .fewestStations(targetShare: Double.random(in: 0...1, using: &random))
    case 7: return .bestWorstGroup(groupOfDemand: groups, count: count)
    default: return .bestWorstGroup(groupOfDemand: groups, count: nil, budget: budget)
    }
  }
}
