/// Why stations do not serve enough people even if all candidates that are not forbidden were open.
public enum CapacityShortage: Sendable, Hashable {
  /// All stations together have fewer places than are needed.
  case places(Double, needed: Double)
  /// There are places enough, but only this share of all people × importance finds one within reach.
  case reach(share: Double, target: Double)
}

extension CapacitySolver {
  /// Why nothing was found to serve as many as the goal asks for; nil where all candidates together would do, or
  /// where `seconds` do not suffice to tell. For goals that everybody, or a share, must be served.
  public static func shortage(
    _ problem: CapacityProblem, seconds: Double? = nil
  ) throws -> CapacityShortage? {
    var all = problem
    all.goal = .mostPeople
    all.rules = SiteRules(forbidden: problem.rules.forbidden)
    let (worth, target) = (problem.worth, problem.targetShare)
    let model = CapacityModel(all)
    let places = model.capacities.reduce(0, +)
    let needed = target * problem.weights.reduce(0, +) * Double(problem.coversNeeded)
    // Where people count unlike, few may be a large share.
    if problem.importance == nil && places < needed * (1 - 1e-9) {
      return .places(places, needed: needed)
    }
    let found = try answer(all, SolveLimits(seconds: seconds))
    let share = found.solution.bound / worth
    return worth > 0 && share < target - 1e-9 ? .reach(share: share, target: target) : nil
  }
}

extension CapacityProblem {
  /// The share of all people × importance that must be served; 0 where as many as possible are.
  fileprivate var targetShare: Double {
    switch goal {
    case .mostPeople: 0
    case .fewestStations(let share): share
    case .leastCost, .leastFarthest: 1
    }
  }
}
