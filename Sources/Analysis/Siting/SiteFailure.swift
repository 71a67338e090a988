import Model
import Siting

/// Why no choice of sites satisfies a covering model, as one line.
struct CoverFailure {
  private let solving: SiteSolving
  private let obstacles: [CoverObstacle]

  init(_ solving: SiteSolving, _ obstacles: [CoverObstacle]) {
    self.solving = solving
    self.obstacles = obstacles
  }

  /// The first obstacle says most.
  var error: AnalysisError {
    let (message, hint) = text(obstacles.first ?? .exclusionsInTheWay)
    return AnalysisError(.noSolution, .none, message, hint: hint)
  }

  private func id(_ site: Int) -> String { solving.instance.candidates[site].id }

  private func text(_ obstacle: CoverObstacle) -> (LocalizedText, LocalizedText) {
    switch obstacle {
    case .forcedAndForbidden(let site):
      let isNear = solving.instance.nearExisting.contains(site)
      return (
        isNear
          ? LocalizedText(
            "no solution: forced “\(id(site))” is nearer to an existing station than --min-spacing",
            zh: "无解：必选的“\(id(site))”与现有站点的距离小于 --min-spacing")
          : LocalizedText(
            "no solution: “\(id(site))” is both forced and forbidden",
            zh: "无解：“\(id(site))”既被指定又被禁止"),
        LocalizedText("take it out of --force", zh: "请将其移出 --force")
      )
    case .forcedExclude(let sites):
      let list = sites.prefix(5).map(id)
      return (
        LocalizedText(
          "no solution: the forced sites \(list.joined(separator: ", ")) exclude each other",
          zh: "无解：必选的 \(list.joined(separator: "、")) 相互排斥"),
        LocalizedText("force one of them", zh: "请只指定其中一个")
      )
    case .tooManyForced(let count, let allowed):
      return (
        LocalizedText(
          "no solution: \(count) sites are forced, but only \(allowed) may be added",
          zh: "无解：必选 \(count) 个，而最多新增 \(allowed) 个"),
        LocalizedText("raise --new, or force fewer", zh: "请增大 --new，或减少必选")
      )
    case .forcedOverBudget(let cost, let budget):
      let (cost, budget) = (MatrixFailure.plain(cost), MatrixFailure.plain(budget))
      return (
        LocalizedText(
          "no solution: the forced sites cost \(cost), the budget is \(budget)",
          zh: "无解：必选站点费用为 \(cost)，预算只有 \(budget)"),
        LocalizedText("raise --budget, or force fewer", zh: "请提高 --budget，或减少必选")
      )
    case .unreachable(let demands, let share):
      return (
        SiteFailure.unreachable(demands, share, solving), SiteFailure.unreachableHint(solving)
      )
    case .exclusionsInTheWay:
      return (
        LocalizedText(
          "no solution: candidates that exclude each other would be needed together",
          zh: "无解：需要同时选用相互排斥的候选点"),
        LocalizedText(
          "relax --exclusive or --min-spacing, or lower --target-share",
          zh: "请放宽 --exclusive 或 --min-spacing，或降低 --target-share")
      )
    }
  }
}

/// Lines about people that no candidate can reach.
enum SiteFailure {
  /// `… 3 of 20 demands (120 people) are within reach of no candidate: d1, d2, d3`.
  static func unreachable(
    _ demands: [Int], _ share: Double?, _ solving: SiteSolving
  ) -> LocalizedText {
    let instance = solving.instance
    let people = demands.reduce(0) { $0 + instance.people[$1] }
    var names: [String] = []
    for demand in demands where names.count < 5 {
      let name = instance.demandNames[demand]
      if !names.contains(name) { names.append(name) }
    }
    let list = names.joined(separator: ", ") + (demands.count > names.count ? " …" : "")
    let count = MatrixFailure.plain((people * 100).rounded() / 100)
    let percent = share.map { MatrixFailure.plain(($0 * 1e6).rounded() / 1e6) }
    let atMost = percent.map { "; at most a share of \($0) can be covered" } ?? ""
    let highest = percent.map { "；最多可覆盖 \($0)" } ?? ""
    let isBackup = solving.request.needsBackup
    return LocalizedText(
      "no solution: \(count) people at \(demands.count) of \(instance.demandCount) demands are within reach of "
        + "\(isBackup ? "fewer than two stations" : "no station and no candidate")\(atMost): \(list)",
      zh: "无解：\(instance.demandCount) 个需求中有 \(demands.count) 个（\(count) 人）"
        + "\(isBackup ? "可达站点不足两个" : "没有任何站点或候选点可达")\(highest)：\(list)")
  }

  static func unreachableHint(_ solving: SiteSolving) -> LocalizedText {
    let isMatrix = if case .matrix = solving.request.input { true } else { false }
    if solving.request.model.isCovering {
      let wider = isMatrix ? "--limit" : "--radius / --minutes"
      return LocalizedText(
        "add candidates, raise \(wider), or lower --target-share",
        zh: "请增加候选点、增大 \(wider)，或降低 --target-share")
    }
    return LocalizedText(
      "add candidates or costs for them, or leave these people out",
      zh: "请补充候选点或费用，或去掉这些需求")
  }

  /// The options that say how much may be opened.
  private static func means(_ solving: SiteSolving) -> LocalizedText {
    let given =
      (solving.request.new == nil ? [] : ["--new"])
      + (solving.request.budget == nil ? [] : ["--budget"])
    return LocalizedText(given.joined(separator: " and "), zh: given.joined(separator: " 与 "))
  }

  /// The failure of a model that must assign everybody.
  static func unassigned(_ demands: [Int], _ solving: SiteSolving) -> AnalysisError {
    if demands.isEmpty {
      let hasRoom = solving.request.capacity != nil
      return AnalysisError(
        .noSolution, .none,
        LocalizedText(
          "no solution: under these conditions no stations that \(means(solving).english) allows serve everybody",
          zh: "无解：在这些条件下，\(means(solving).chinese) 所允许的站点无法服务所有人"),
        hint: LocalizedText(
          "raise \(means(solving).english)\(hasRoom ? " or the capacities" : ""), or relax the conditions",
          zh: "请提高 \(means(solving).chinese)\(hasRoom ? "或容量" : "")，或放宽条件"))
    }
    return AnalysisError(
      .noSolution, .none, unreachable(demands, nil, solving), hint: unreachableHint(solving))
  }

  /// The failure of stations that are too small, or stand too far from the people, even if all were opened.
  static func shortage(_ shortage: CapacityShortage, _ solving: SiteSolving) -> AnalysisError {
    let hint =
      solving.request.model == .setCover
      ? LocalizedText(
        "add candidates, raise the capacities, or lower --target-share",
        zh: "请增加候选点、提高容量，或降低 --target-share")
      : LocalizedText("add candidates or raise the capacities", zh: "请增加候选点或提高容量")
    switch shortage {
    case .places(let places, let needed):
      return AnalysisError(
        .noSolution, .none,
        LocalizedText(
          "no solution: all stations and candidates together have \(number(places)) places, \(number(needed)) are needed",
          zh: "无解：所有站点与候选点共有 \(number(places)) 个名额，而需要 \(number(needed)) 个"), hint: hint)
    case .reach(let share, let target):
      return AnalysisError(
        .noSolution, .none,
        LocalizedText(
          "no solution: with all candidates open a share of \(number(share, 6)) can be served, \(number(target, 6)) is "
            + "asked for: places are not within reach of those who lack them",
          zh: "无解：即使开设全部候选点，最多只能服务 \(number(share, 6))，而要求 \(number(target, 6))：名额不在所需人群的可达范围内"),
        hint: hint)
    }
  }

  private static func number(_ value: Double, _ decimals: Int = 2) -> String {
    let scale = decimals == 2 ? 100 : 1e6
    return MatrixFailure.plain((value * scale).rounded() / scale)
  }
}
