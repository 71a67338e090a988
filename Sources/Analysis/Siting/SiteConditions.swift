import Model
import Siting

/// What the user demands of the chosen set, by index of candidate.
struct SiteConditions: Sendable {
  var forced: [Int] = []
  var forbidden: [Int] = []
  /// At most one of each.
  var exclusive: [[Int]] = []
  /// By candidate; nil without a budget.
  var costs: [Double]?

  /// - Throws: 64 for ids that are no candidates, more stations asked for than candidates, a budget without costs.
  init(_ request: SiteRequest, _ instance: SitingInstance) throws {
    let numbers = Dictionary(
      instance.candidates.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    forced = try Self.indices(request.forced, "--force", numbers)
    forbidden = try Self.indices(request.forbidden, "--forbid", numbers)
    try Self.requireEnough(request, instance)
    forbidden = Set(forbidden + instance.nearExisting).sorted()
    exclusive = Self.groups(instance.candidates) + instance.tooNear
    if request.budget != nil { costs = try Self.costs(instance.candidates) }
  }

  private static func indices(
    _ ids: [String], _ option: String, _ numbers: [String: Int]
  ) throws -> [Int] {
    try ids.map { id in
      if let number = numbers[id] { return number }
      let near = NameMatching.suggestions(for: id, among: numbers.keys.sorted())
      throw AnalysisError(
        .usage, .none,
        LocalizedText(
          "\(option) \(id): there is no such candidate", zh: "\(option) \(id)：没有这个候选点"),
        hint: near.isEmpty
          ? LocalizedText(
            "\(numbers.count) candidates have other ids", zh: "\(numbers.count) 个候选点的编号都不是它")
          : LocalizedText(
            "did you mean \(near.joined(separator: ", "))?",
            zh: "是否想写 \(near.joined(separator: "、"))？"))
    }
  }

  private static func requireEnough(_ request: SiteRequest, _ instance: SitingInstance) throws {
    guard let new = request.new, new > instance.candidates.count else { return }
    let count = instance.candidates.count
    throw AnalysisError(
      .usage, .none,
      LocalizedText(
        "--new \(new): there are only \(count) candidates", zh: "--new \(new)：候选点只有 \(count) 个"),
      hint: LocalizedText("ask for at most \(count)", zh: "最多只能新增 \(count) 个"))
  }

  private static func groups(_ candidates: [SitingSite]) -> [[Int]] {
    var byValue: [String: [Int]] = [:]
    for (index, site) in candidates.enumerated() {
      if let value = site.exclusive { byValue[value, default: []].append(index) }
    }
    return byValue.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
  }

  private static func costs(_ candidates: [SitingSite]) throws -> [Double] {
    if let site = candidates.first(where: { $0.cost.isNaN }) {
      throw AnalysisError(
        .badData, site.subject == .none ? Subject(id: site.id) : site.subject,
        LocalizedText(
          "the candidate has no cost that is a number, which --budget needs",
          zh: "候选点没有数字形式的费用，无法按 --budget 计算"),
        hint: LocalizedText(
          "give every candidate a cost: a column cost, or --cost-field FIELD",
          zh: "请给每个候选点费用：cost 列，或 --cost-field 字段"))
    }
    return candidates.map(\.cost)
  }
}
