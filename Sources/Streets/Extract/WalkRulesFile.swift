import Model

/// A rules file as parsed from JSON5, by whoever parsed it: members keep their order and line.
package indirect enum RulesValue: Sendable, Hashable {
  case null
  case boolean(Bool)
  /// Decimal text.
  case number(String)
  case text(String)
  case list([RulesValue])
  case object([RulesMember])
}

/// One member of an object.
package struct RulesMember: Sendable, Hashable {
  package var key: String
  package var value: RulesValue
  /// Line of the key, from 1.
  package var line: Int

  package init(key: String, value: RulesValue, line: Int) {
    self.key = key
    self.value = value
    self.line = line
  }
}

extension WalkRules {
  /// Rules of a `--walk-rules` file:
  ///
  ///     {
  ///       base: "default",  // or "none": start without the built-in rows
  ///       rules: [
  ///         { match: { highway: "service", service: "driveway" }, walkable: false },
  ///         { match: { highway: "steps" }, factor: 1.5 },
  ///         { match: { highway: "track" }, footway: true },
  ///       ],
  ///     }
  ///
  /// Rows follow the built-in ones and override them. `match` maps tag keys to patterns (`TagPattern`); a row names
  /// at least one of `walkable`, `factor` (0.1 to 20), `footway`, `private`, `forward`, `backward`.
  ///
  /// - Throws: `AnalysisError` (bad data) naming the file and the line of what is wrong.
  package init(_ value: RulesValue, file: String, name: String) throws {
    let reader = RulesReader(file: file)
    guard case .object(let members) = value else {
      throw reader.failure(1, "a rules file is an object with “rules”", "规则文件应为含“rules”的对象")
    }
    rows = WalkRules.standard.rows
    self.name = name
    var own: [Row] = []
    for member in members {
      switch (member.key, member.value) {
      case ("base", .text("default")): break
      case ("base", .text("none")): rows = []
      case ("base", _):
        throw reader.failure(
          member.line, "“base” is \"default\" or \"none\"", "“base”应为 \"default\" 或 \"none\"")
      case ("rules", .list(let list)):
        own = try list.map { try reader.row($0, after: member.line) }
      case ("rules", _):
        throw reader.failure(member.line, "“rules” is a list of rows", "“rules”应为行的列表")
      default:
        throw reader.failure(
          member.line, "“\(member.key)” is unknown; known are base, rules",
          "未知的“\(member.key)”，可用 base、rules")
      }
    }
    rows += own
    if rows.isEmpty {
      throw reader.failure(1, "the file has no rows, so nothing is walkable", "文件没有规则，所有道路均不可步行")
    }
  }
}

/// Reads rows and names the line of a wrong one.
private struct RulesReader {
  let file: String

  func failure(_ line: Int, _ english: String, _ chinese: String) -> AnalysisError {
    AnalysisError(
      .badData, Subject(file: file, row: line), LocalizedText(english, zh: chinese),
      hint: LocalizedText(
        "a row is { match: { highway: \"steps\" }, factor: 2 }",
        zh: "一行的写法：{ match: { highway: \"steps\" }, factor: 2 }"))
  }

  func row(_ value: RulesValue, after line: Int) throws -> WalkRules.Row {
    guard case .object(let members) = value, let first = members.first else {
      throw failure(line, "a row of “rules” is no object", "“rules”中有一行不是对象")
    }
    var row = WalkRules.Row(conditions: [], line: first.line)
    for member in members { try read(member, into: &row) }
    if row.conditions.isEmpty {
      throw failure(first.line, "a row without “match”", "该行缺少“match”")
    }
    if row.walkable == nil, row.factor == nil, row.footway == nil, row.isPrivate == nil,
      row.forward == nil, row.backward == nil
    {
      throw failure(first.line, "a row that sets nothing", "该行未设置任何属性")
    }
    return row
  }

  private func read(_ member: RulesMember, into row: inout WalkRules.Row) throws {
    switch member.key {
    case "match": row.conditions = try conditions(member)
    case "factor": row.factor = try factor(member)
    case "walkable": row.walkable = try boolean(member)
    case "footway": row.footway = try boolean(member)
    case "private": row.isPrivate = try boolean(member)
    case "forward": row.forward = try boolean(member)
    case "backward": row.backward = try boolean(member)
    default:
      throw failure(
        member.line,
        "“\(member.key)” is unknown; known are match, walkable, factor, footway, private, forward, backward",
        "未知的“\(member.key)”，可用 match、walkable、factor、footway、private、forward、backward")
    }
  }

  private func conditions(_ member: RulesMember) throws -> [WalkRules.Row.Condition] {
    guard case .object(let tags) = member.value, !tags.isEmpty else {
      throw failure(
        member.line, "“match” is an object of tags and patterns", "“match”应为标签与模式的对象")
    }
    return try tags.map { tag in
      guard case .text(let text) = tag.value, !tag.key.isEmpty, let pattern = TagPattern(text)
      else {
        throw failure(
          tag.line, "the pattern of “\(tag.key)” is none: use \"a|b\", \"*\", \"!a\", \">0\"",
          "“\(tag.key)”的模式无效：可用 \"a|b\"、\"*\"、\"!a\"、\">0\"")
      }
      return WalkRules.Row.Condition(key: tag.key, pattern: pattern)
    }
  }

  private func boolean(_ member: RulesMember) throws -> Bool {
    guard case .boolean(let value) = member.value else {
      throw failure(
        member.line, "“\(member.key)” is true or false", "“\(member.key)”应为 true 或 false")
    }
    return value
  }

  private func factor(_ member: RulesMember) throws -> Float {
    guard case .number(let text) = member.value, let value = Float(text), (0.1...20).contains(value)
    else {
      throw failure(
        member.line, "“factor” is a number from 0.1 to 20", "“factor”应为 0.1 到 20 的数")
    }
    return value
  }
}
