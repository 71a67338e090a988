import Export
import Layers
import Model

/// The tiers and services found among a run's stations, and for each the `--where` condition that keeps its stations.
///
/// Fields are found as `check` finds them: a tier field, a list of services divided by semicolons or commas, Chinese ones
/// too, and yes/no fields. A choice is nothing but a condition, so that `coverage --where` on the saved scenario gives the
/// same.
public struct StationChoices: Sendable {
  /// One tier or service.
  public struct Choice: Sendable, Hashable {
    public var value: String
    /// Stations of the run that have it.
    public var stations: Int
    /// What `--where` keeps them with.
    public var condition: String
  }

  /// In order of first appearance; none without a tier field or where it has more than 100 values.
  public let tiers: [Choice]
  /// In order of first appearance, then yes/no fields in which stations differ; none where there are more than 100.
  public let services: [Choice]
  /// The fields in which a new station says what it is; nil where no layer has one.
  private let tierField: String?
  private let listField: String?
  /// Services with a field of their own.
  private let flagFields: Set<String>

  /// More values than a list to choose from can hold: a free text, not a kind.
  private static let limit = 100

  init(_ stations: StationInput, threads: Int, ledger: inout Ledger) throws {
    let reading = StationFieldReading(stations, threads)
    let tiers = try reading.columns(.tier, "--where", &ledger)
    let lists = try reading.columns(.service, "--where", &ledger)
    tierField = tiers.fields.first
    listField = lists.fields.first
    self.tiers = Self.tiers(tiers)
    let fields = try reading.flags(alsoNamed: Set(lists.texts.flatMap(StationCatalog.parts)))
    services = Self.services(lists, fields)
    flagFields = Set(fields.map(\.name)).intersection(services.map(\.value))
  }

  private static func tiers(_ column: StationFieldReading.Column) -> [Choice] {
    let values = column.texts.compactMap { $0 }.filter { !$0.isEmpty }
    let choices = Self.inOrder(values).map { value in
      Choice(
        value: value, stations: values.count { $0 == value },
        condition: FilterText.any(column.fields.map { FilterText.equal($0, value) }))
    }
    return choices.count > limit ? [] : choices
  }

  private static func services(
    _ lists: StationFieldReading.Column, _ flags: [StationFieldReading.Flag]
  ) -> [Choice] {
    let parts = lists.texts.map(StationCatalog.parts)
    let listed = inOrder(parts.flatMap { $0 })
    let own = flags.filter { $0.isBoolean && $0.divides }.map(\.name)
    let names = inOrder(listed + own)
    if names.count > limit { return [] }
    let texts = Set(lists.texts.compactMap { $0 })
    return names.map { name in
      let flag = flags.first { $0.name == name }
      var conditions: [String] = []
      if listed.contains(name) {
        conditions = lists.fields.map { FilterText.listing($0, name, among: listed, in: texts) }
      }
      if let flag { conditions.append(FilterText.isYes(name, isBoolean: flag.isBoolean)) }
      let having = parts.indices.count { parts[$0].contains(name) || flag?.holds[$0] == true }
      return Choice(value: name, stations: having, condition: FilterText.any(conditions))
    }
  }

  private static func inOrder(_ values: [String]) -> [String] {
    var seen: Set<String> = []
    return values.filter { seen.insert($0).inserted }
  }

  /// The condition for stations of one of `tiers` (any, when empty) that have all `services` and fulfil `other`; nil for all.
  ///
  /// - Throws: 64 for a tier or service that no station has.
  public func condition(
    tiers: [String], services: [String], other: String?
  ) throws -> String? {
    var parts: [String] = []
    if !tiers.isEmpty {
      let wanted = try tiers.map {
        try Self.choice($0, self.tiers, LocalizedText("tier", zh: "层级")).condition
      }
      parts.append(FilterText.any(wanted))
    }
    parts += try services.map {
      try Self.choice($0, self.services, LocalizedText("service", zh: "服务")).condition
    }
    if let other { parts.append(parts.isEmpty ? other : "(\(other))") }
    return parts.isEmpty ? nil : parts.joined(separator: " AND ")
  }

  private static func choice(
    _ value: String, _ known: [Choice], _ kind: LocalizedText
  ) throws -> Choice {
    if let choice = known.first(where: { $0.value == value }) { return choice }
    let seen = value.prefix(60)
    let all = known.map(\.value).prefix(20)
    throw AnalysisError(
      .usage, .none,
      LocalizedText(
        "no station has the \(kind.english) “\(seen)”", zh: "没有站点的\(kind.chinese)为“\(seen)”"),
      hint: all.isEmpty
        ? LocalizedText("use a condition: where", zh: "请改用条件 where")
        : LocalizedText(
          "there are \(all.joined(separator: ", "))", zh: "现有：\(all.joined(separator: "、"))"))
  }

  /// What a new station of a tier with some services has for attributes: JSON texts by field.
  func members(tier: String?, services: [String]) -> [(field: String, json: String)] {
    var members: [(field: String, json: String)] = []
    if let tier, let tierField { members.append((tierField, JSONText.quoted(tier))) }
    if services.isEmpty { return members }
    if let listField {
      members.append((listField, JSONText.quoted(services.joined(separator: ";"))))
    }
    return members + services.filter(flagFields.contains).map { ($0, "true") }
  }
}
