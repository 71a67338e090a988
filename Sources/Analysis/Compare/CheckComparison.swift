import Export
import Model

/// Two summaries of `check`, rule by rule.
public struct CheckComparison: Sendable {
  /// One rule for one area.
  public struct Row: Sendable {
    public var rule: String
    public var level: String
    public var name: String
    /// NaN where unknown or absent.
    public var before: Double
    public var after: Double
    /// Nil where unknown or absent.
    public var wasMet: Bool?
    public var isMet: Bool?
    public var status: Status
  }

  /// What became of a result.
  public enum Status: String, Sendable, Hashable, CaseIterable {
    /// Unmet before, met after.
    case improved
    /// Met before, unmet after.
    case worse
    /// Neither, but the value differs.
    case changed
    case same
    case appeared
    case gone
  }

  public var standardBefore: String
  public var standardAfter: String
  public var wasMet: Bool?
  public var isMet: Bool?
  /// In the order of BEFORE, then those only AFTER has.
  public var rows: [Row]
  public var conflicts: [LocalizedText]

  public func count(_ status: Status) -> Int { rows.count { $0.status == status } }
}

extension CheckComparison {
  /// - Parameter anyway: compares results of different standards or targets too.
  /// - Throws: 65 naming what differs.
  init(_ before: CheckSummaryFile, _ after: CheckSummaryFile, anyway: Bool) throws {
    let conflicts = Self.conflicts(before, after)
    if !conflicts.isEmpty, !anyway {
      throw CompareFailure.notComparable(conflicts, path: after.path)
    }
    self.conflicts = conflicts.map(\.text)
    standardBefore = Comparability.text(before.standard)
    standardAfter = Comparability.text(after.standard)
    (wasMet, isMet) = (before.isMet, after.isMet)
    let later = Self.byKey(after)
    let earlier = Self.byKey(before)
    rows =
      before.results.map { Self.row($0, later[$0.key]) }
      + after.results.filter { earlier[$0.key] == nil }.map { Self.row(nil, $0) }
  }

  private static func byKey(
    _ file: CheckSummaryFile
  ) -> [CheckSummaryFile.Key: CheckSummaryFile.Result] {
    Dictionary(file.results.map { ($0.key, $0) }) { first, _ in first }
  }

  /// Another standard, or another target or denominator of the same rule.
  private static func conflicts(
    _ before: CheckSummaryFile, _ after: CheckSummaryFile
  ) -> [Comparability.Conflict] {
    var found: [Comparability.Conflict] = []
    func check(_ key: String, _ a: JSONValue, _ b: JSONValue) {
      if a == b { return }
      found.append(
        .init(key: key, before: Comparability.text(a), after: Comparability.text(b)))
    }
    check("standard", before.standard, after.standard)
    let later = byKey(after)
    var seen: Set<String> = []
    for result in before.results {
      guard let other = later[result.key], seen.insert(result.key.rule).inserted else { continue }
      check("target of \(result.key.rule)", result.target, other.target)
      // A denominator by name; numbers of people may differ.
      if case .string = result.denominator, case .string = other.denominator {
        check("denominator of \(result.key.rule)", result.denominator, other.denominator)
      }
    }
    return found
  }

  private static func row(
    _ before: CheckSummaryFile.Result?, _ after: CheckSummaryFile.Result?
  ) -> Row {
    let key = (before ?? after)!.key
    return Row(
      rule: key.rule, level: key.level, name: key.name, before: before?.value ?? .nan,
      after: after?.value ?? .nan, wasMet: before?.isMet, isMet: after?.isMet,
      status: status(before, after))
  }

  private static func status(
    _ before: CheckSummaryFile.Result?, _ after: CheckSummaryFile.Result?
  ) -> Status {
    guard let before else { return .appeared }
    guard let after else { return .gone }
    if before.isMet == false, after.isMet == true { return .improved }
    if before.isMet == true, after.isMet == false { return .worse }
    let isSame = before.value == after.value || before.value.isNaN && after.value.isNaN
    return isSame && before.isMet == after.isMet ? .same : .changed
  }
}

// MARK: Outputs

extension CheckComparison {
  /// The document of `--summary`.
  func json(_ ledger: Ledger, _ language: Language) -> JSONValue {
    func met(_ flag: Bool?) -> JSONValue { flag.map { .boolean($0) } ?? .null }
    func pair(_ before: JSONValue, _ after: JSONValue) -> JSONValue {
      .object([.init("before", before), .init("after", after)])
    }
    let status = Status.allCases.map {
      JSONValue.Member($0.rawValue, .integer(Int64(count($0))))
    }
    return .object([
      .init("comparable", .boolean(conflicts.isEmpty)),
      .init("conflicts", .array(conflicts.map { .string($0[language]) })),
      .init("standard", pair(.string(standardBefore), .string(standardAfter))),
      .init("met", pair(met(wasMet), met(isMet))),
      .init("status", .object(status)),
      .init(
        "results",
        .array(
          rows.map { row in
            .object([
              .init("rule", .string(row.rule)), .init("level", .string(row.level)),
              .init("name", .string(row.name)),
              .init("value_before", Self.number(row.before)),
              .init("value_after", Self.number(row.after)),
              .init("change", Self.number(row.after - row.before)),
              .init("met_before", met(row.wasMet)), .init("met_after", met(row.isMet)),
              .init("status", .string(row.status.rawValue)),
            ])
          })),
      .init("ledger", CoverageSummary.json(ledger, language)),
    ])
  }

  /// Values as the summaries have them; differences to the ninth decimal.
  private static func number(_ value: Double) -> JSONValue {
    CoverageSummary.number(value, decimals: 9)
  }

  /// Rows as features without geometry.
  func table(path: String) -> FeatureTable {
    var chunk = FeatureChunk(firstIndex: 0)
    for row in rows {
      let members = [("rule", row.rule), ("level", row.level), ("name", row.name)].map {
        "\"\($0)\":" + AttributeText.quoted($1)
      }
      chunk.shapes.append(.none, parts: [])
      chunk.attributes.append(members.joined(separator: ",").utf8)
      chunk.identifiers.append([])
    }
    let layer = Layer(
      source: LayerSource(path: path, driver: "JSON"),
      fields: ["rule", "level", "name"].map { Field(name: $0, type: .string) }, chunks: [chunk])
    return FeatureTable(layer: layer, results: columns, idField: "rule")
  }

  private var columns: [ResultColumn] {
    func real(_ name: String, _ short: String, _ title: LocalizedText, _ values: [Double])
      -> ResultColumn
    {
      ResultColumn(
        name: name, shortName: short, title: title, values: .real(values, decimals: 6))
    }
    func met(_ name: String, _ short: String, _ title: LocalizedText, _ flags: [Bool?])
      -> ResultColumn
    {
      ResultColumn(
        name: name, shortName: short, title: title,
        values: .boolean(flags.map { $0.map { $0 ? 1 : 0 } ?? 2 }))
    }
    let states = Status.allCases
    return [
      real(
        "value_before", "value_b", LocalizedText("value, before", zh: "此前的值"), rows.map(\.before)),
      real(
        "value_after", "value_a", LocalizedText("value, after", zh: "此后的值"), rows.map(\.after)),
      real(
        "value_change", "value_d", LocalizedText("after less before", zh: "变化量"),
        rows.map { $0.after - $0.before }),
      met("met_before", "met_b", LocalizedText("met, before", zh: "此前达标"), rows.map(\.wasMet)),
      met("met_after", "met_a", LocalizedText("met, after", zh: "此后达标"), rows.map(\.isMet)),
      ResultColumn(
        name: "status", shortName: "status", title: LocalizedText("what became of it", zh: "变化"),
        values: .text(
          indices: rows.map { row in Int32(states.firstIndex(of: row.status) ?? -1) },
          strings: states.map(\.rawValue))),
    ]
  }
}
