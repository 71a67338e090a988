import Siting

/// Numbers that are the same in every run (Steele, Lea and Flood 2014, SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func chance(_ share: Double) -> Bool { Double.random(in: 0..<1, using: &self) < share }
}

/// Small random siting problems; the bits of the seed's number choose which options occur, so that a run over
/// 64 numbers meets every combination.
enum SmallProblems {
  static func rules(_ number: Int, sites: Int, _ random: inout SeededNumbers) -> SiteRules {
    var rules = SiteRules()
    if number & 1 != 0 || number & 2 == 0 { rules.count = Int.random(in: 0...4, using: &random) }
    if number & 2 != 0 {
      rules.costs = (0..<sites).map { _ in Double(Int.random(in: 0...5, using: &random)) }
      rules.budget = Double(Int.random(in: 0...12, using: &random))
    }
    var free = Array(0..<sites)
    free.shuffle(using: &random)
    if number & 4 != 0 { rules.forced = [free[0]] + (random.chance(0.3) ? [free[1]] : []) }
    if number & 8 != 0 { rules.forbidden = [free[2], free[3]] }
    if number & 16 != 0 {
      rules.exclusive = (0..<3).map { _ in
        (0..<3).map { _ in Int.random(in: 0..<sites, using: &random) }
      }
    }
    return rules
  }

  static func table(
    sites: Int, demands: Int, sparse: Bool, whole: Bool, _ random: inout SeededNumbers
  ) throws -> CostTable {
    var pairs: [(site: Int, demand: Int, cost: Double)] = []
    for site in 0..<sites {
      for demand in 0..<demands where !sparse || random.chance(0.5) {
        let cost = Double.random(in: 0..<10, using: &random)
        pairs.append((site, demand, whole ? cost.rounded() : cost))
      }
    }
    pairs.shuffle(using: &random)
    return try CostTable(siteCount: sites, demandCount: demands, pairs: pairs)
  }

  static func median(_ number: Int) throws -> MedianProblem {
    var random = SeededNumbers(seed: UInt64(number))
    let (sites, demands) = (9, 12)
    let whole = random.chance(0.5)
    let table = try table(
      sites: sites, demands: demands, sparse: random.chance(0.7), whole: whole, &random)
    let weights = (0..<demands).map { _ in
      random.chance(0.2) ? 0 : whole ? 3 : Double.random(in: 0..<5, using: &random)
    }
    var problem = MedianProblem(
      table: table, weights: weights, rules: rules(number, sites: sites, &random))
    if number & 32 != 0 {
      problem.existingCosts = (0..<demands).map { _ in
        random.chance(0.2) ? .infinity : Double(Int.random(in: 2...14, using: &random))
      }
    }
    return problem
  }

  /// Every set of sites the rules allow.
  static func allowedSets(_ rules: SiteRules, sites: Int) -> [[Int]] {
    (0..<(1 << sites)).map { bits in (0..<sites).filter { bits >> $0 & 1 != 0 } }
      .filter { rules.allow($0) }
  }
}
