@testable import Siting

extension SmallProblems {
  /// Sites 7, demands 8, two stations that stand for half of the numbers; the bits of `number` choose the rules. `room`
  /// are the capacities, beside a few without end; `sparseness` is how often not everybody reaches every site.
  static func capacities(
    _ number: Int, _ goal: CapacityProblem.Goal, seed: Int, room: Range<Double>, sparseness: Double
  ) throws -> CapacityProblem {
    var random = SeededNumbers(seed: UInt64(seed + number))
    let (sites, demands) = (7, 8)
    let whole = random.chance(0.5)
    let table = try Self.table(
      sites: sites, demands: demands, sparse: random.chance(sparseness), whole: whole, &random)
    let weights = (0..<demands).map { _ in
      random.chance(0.2) ? 0 : Double.random(in: 1..<6, using: &random).rounded()
    }
    let capacities = (0..<sites).map { _ in
      random.chance(0.1) ? .infinity : Double.random(in: room, using: &random)
    }
    var problem = CapacityProblem(
      goal: goal, table: table, weights: weights, capacities: capacities,
      rules: Self.rules(number, sites: sites, &random))
    if number & 32 != 0 {
      problem.existing = try Self.table(
        sites: 2, demands: demands, sparse: true, whole: whole, &random)
      problem.existingCapacities = [random.chance(0.2) ? .infinity : 4, 9]
    }
    return problem
  }
}
