/// The best answers under rules that allow ever more.
public enum TradeOff {
  /// One answer for each of `rules`, each of which allows what the one before allows, so that no objective and no
  /// bound is worse than that of the line before.
  ///
  /// What the clock cut off before it reached the answer of the line before takes that one; a bound of a line holds
  /// for all before it, too.
  ///
  /// - Parameters:
  ///   - seconds: for all together; nil: as long as it takes.
  ///   - solve: the answer under one of the rules, in that many seconds; nil where time ran out before any.
  public static func search(
    _ rules: [SiteRules], maximises: Bool, seconds: Double?,
    solve: (SiteRules, _ seconds: Double?) throws -> SitingSolution?
  ) rethrows -> [SitingSolution] {
    let deadline = Deadline(seconds: seconds)
    func isBetter(_ one: Double, _ other: Double) -> Bool { maximises ? one > other : one < other }
    let worst = maximises ? -Double.infinity : .infinity
    let none = SitingSolution(
      status: .feasible, sites: [], objective: worst, bound: -worst, solver: "none")
    var answers: [SitingSolution] = []
    for (index, rule) in rules.enumerated() {
      let part = deadline.secondsLeft.map { $0 / Double(rules.count - index) }
      var answer = try solve(rule, part) ?? none
      if let last = answers.last, last.status != .infeasible,
        isBetter(last.objective, answer.objective)
      {
        (answer.sites, answer.objective) = (last.sites, last.objective)
        if isBetter(answer.objective, answer.bound) { answer.bound = answer.objective }
        if answer.status == .infeasible { answer.status = .feasible }
      }
      answers.append(answer)
    }
    for line in answers.indices.dropLast().reversed() where answers[line].status == .feasible {
      let bound = answers[line + 1].bound
      if answers[line + 1].status != .infeasible, isBetter(answers[line].bound, bound) {
        let objective = answers[line].objective
        answers[line].bound = isBetter(objective, bound) ? objective : bound
      }
      if answers[line].gap <= SitingSolution.provenGap { answers[line].status = .optimal }
    }
    return answers
  }
}
