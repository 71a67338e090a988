import Model

/// Which sets of new sites may be opened.
public struct SiteRules: Sendable {
  /// At most this many new sites, forced ones included; nil sets no limit.
  public var count: Int?
  /// The sum of `costs` over the new sites is at most this; nil sets no limit.
  public var budget: Double?
  /// What opening costs, by site; needed with a budget, and at least 0.
  public var costs: [Double]?
  /// Sites that are opened whatever they bring.
  public var forced: [Int]
  /// Sites that are never opened.
  public var forbidden: [Int]
  /// Of each of these groups at most one site is opened. Groups may overlap.
  public var exclusive: [[Int]]

  public init(
    count: Int? = nil, budget: Double? = nil, costs: [Double]? = nil, forced: [Int] = [],
    forbidden: [Int] = [], exclusive: [[Int]] = []
  ) {
    self.count = count
    self.budget = budget
    self.costs = costs
    self.forced = forced
    self.forbidden = forbidden
    self.exclusive = exclusive
  }

  /// Whether a set of sites (each once) keeps every rule; money to within 1e-9 of the budget.
  public func allow(_ sites: [Int]) -> Bool {
    let chosen = Set(sites)
    if let count, chosen.count > count { return false }
    if let budget, let costs {
      let money = chosen.sorted().reduce(0) { $0 + costs[$1] }
      if money > budget + Self.slack(of: budget) { return false }
    }
    return chosen.isSuperset(of: forced) && chosen.isDisjoint(with: forbidden)
      && exclusive.allSatisfy { Set($0).intersection(chosen).count <= 1 }
  }

  /// The same rules with no site named twice among the forced ones.
  var normalised: SiteRules {
    var rules = self
    rules.forced = Set(forced).sorted()
    return rules
  }

  /// What a sum of costs may exceed a budget by: the rounding of the sum.
  static func slack(of budget: Double) -> Double { 1e-9 * max(1, abs(budget)) }

  /// Refuses rules that cannot be meant: `usage` errors with the value seen.
  func validate(siteCount: Int) throws {
    if let count, !(0...siteCount).contains(count) {
      throw AnalysisError(
        .usage, .none,
        LocalizedText(
          "\(count) new stations are asked for, but there are \(siteCount) candidates",
          zh: "要求新建 \(count) 个站点，但候选点只有 \(siteCount) 个"),
        hint: LocalizedText("ask for 0 to \(siteCount)", zh: "请取 0 至 \(siteCount)"))
    }
    if let budget { try validate(budget: budget, siteCount: siteCount) }
    for site in forced + forbidden + exclusive.flatMap(\.self)
    where !(0..<siteCount).contains(site) {
      throw AnalysisError(
        .usage, Subject(id: "\(site)"),
        LocalizedText("there is no such candidate", zh: "没有这个候选点"))
    }
    if let site = Set(forced).intersection(forbidden).min() {
      throw AnalysisError(
        .usage, Subject(id: "\(site)"),
        LocalizedText("the candidate is both forced and forbidden", zh: "候选点同时被指定与禁止"))
    }
  }

  private func validate(budget: Double, siteCount: Int) throws {
    guard budget >= 0 else {
      throw AnalysisError(
        .usage, .none, LocalizedText("the budget is \(budget)", zh: "预算为 \(budget)"),
        hint: LocalizedText("a budget is at least 0", zh: "预算不得小于 0"))
    }
    guard let costs, costs.count == siteCount else {
      throw AnalysisError(
        .usage, .none,
        LocalizedText("a budget needs a cost for every candidate", zh: "有预算时每个候选点都要有造价"))
    }
    if let site = costs.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
      throw AnalysisError(
        .badData, Subject(id: "\(site)"),
        LocalizedText(
          "the candidate costs \(costs[site])", zh: "候选点造价为 \(costs[site])"),
        hint: LocalizedText("costs are numbers of at least 0", zh: "造价须为不小于 0 的数"))
    }
  }
}
