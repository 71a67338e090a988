import Model
import Siting

/// What `--summary` writes and the terminal shows of a siting run.
struct SiteSummary: Sendable {
  var request: SiteRequest
  var instance: SitingInstance
  var answer: SiteAnswer
  var recount: SiteRecount?
  var ledger = Ledger()

  /// Digits kept of people and objectives: enough to see a millionth of a person.
  private static let decimals = 6

  /// The JSON object of the contract and what goes beyond it.
  ///
  /// - Parameter withSeconds: false leaves out what differs from run to run.
  func json(language: Language, withSeconds: Bool = true) -> JSONValue {
    let solution = answer.solution
    let isSolved = solution.status != .infeasible
    var members: [JSONValue.Member] = [
      .init("model", .string(request.model.rawValue)),
      .init("status", .string(solution.status.rawValue)),
      .init("objective", isSolved ? Self.number(solution.objective) : .null),
      .init("bound", isSolved ? Self.number(solution.bound) : .null),
      .init("gap", isSolved && solution.gap.isFinite ? .number(solution.gap) : .null),
      .init("chosen", .array(answer.ranked.enumerated().map { chosen($0, $1) })),
      .init("solver", .string(solution.solver)),
    ]
    if withSeconds { members.append(.init("seconds", .number(answer.seconds, decimals: 3))) }
    members +=
      facts + [
        .init("trade_off", .array(answer.curve.map(Self.json))),
        .init("alternatives", .array(answer.alternatives.map(alternative))),
        .init("recount", recount.map(\.json) ?? .null),
        .init("unreachable", unreachable),
        .init("ledger", CoverageSummary.json(ledger, language)),
      ]
    return .object(members)
  }

  static func number(_ value: Double) -> JSONValue {
    value.isFinite ? .number(value, decimals: decimals) : .null
  }

  private func chosen(_ index: Int, _ ranked: SiteAnswer.Ranked) -> JSONValue {
    let site = instance.candidates[ranked.site]
    return .object([
      .init("site", .string(site.id)), .init("rank", .integer(Int64(index + 1))),
      .init("gain", Self.number(ranked.gain)), .init("cost", Self.number(site.cost)),
    ])
  }

  private var facts: [JSONValue.Member] {
    [
      .init("candidates", .integer(Int64(instance.candidates.count))),
      .init("existing", .integer(Int64(instance.existingCount))),
      .init("demand", .integer(Int64(instance.demandCount))),
      .init("people", Self.number(instance.people.reduce(0, +))),
      .init("people_covered_before", answer.peopleBefore.map(Self.number) ?? .null),
      .init("people_covered", answer.peopleCovered.map(Self.number) ?? .null),
      .init("cost", Self.number(cost)),
    ]
  }

  /// Σ cost of the chosen sites; NaN when one is unknown.
  var cost: Double {
    answer.ranked.isEmpty
      ? .nan : answer.ranked.reduce(0) { $0 + instance.candidates[$1.site].cost }
  }

  private static func json(_ point: SiteAnswer.CurvePoint) -> JSONValue {
    var line = point.budget.map { [JSONValue.Member("budget", number($0))] } ?? []
    line.append(.init("new", .integer(Int64(point.new))))
    if let objective = point.objective { line.append(.init("objective", number(objective))) }
    if let mean = point.mean { line.append(.init("mean", number(mean))) }
    return .object(
      line + [
        .init("people", number(point.people)), .init("bound", point.bound.map(number) ?? .null),
        .init("cost", number(point.cost)),
      ])
  }

  private func alternative(_ other: SiteAnswer.Alternative) -> JSONValue {
    .object([
      .init("status", .string(other.solution.status.rawValue)),
      .init("objective", Self.number(other.solution.objective)),
      .init("bound", Self.number(other.solution.bound)),
      .init("people", other.people.map(Self.number) ?? .null),
      .init("people_lost", Self.number(lost(other))),
      .init(
        "sites",
        .array(other.solution.sites.map { .string(instance.candidates[$0].id) })),
    ])
  }

  /// How many people fewer another answer covers; NaN where nobody is covered.
  func lost(_ other: SiteAnswer.Alternative) -> Double {
    guard let people = other.people, let covered = answer.peopleCovered else { return .nan }
    return covered - people
  }

  /// Most demands or blocks a summary lists.
  private static let listLimit = 10_000

  /// The demand no candidate can reach, by name, with the people there.
  private var unreachable: JSONValue {
    var names: [String] = []
    var people: [String: Double] = [:]
    for demand in answer.unreachable {
      let name = instance.demandNames[demand]
      if people[name] == nil { names.append(name) }
      people[name, default: 0] += instance.people[demand]
    }
    return .array(
      names.prefix(Self.listLimit).map { name in
        .object([
          .init(instance.demandNames.key, .string(name)),
          .init("people", Self.number(people[name] ?? 0)),
        ])
      })
  }
}
