import Coverage
import Model

/// Tests that flag a block, as typed: `500m<0.5,15min<0.95`.
extension UnderservedRule {
  /// Reads `500m<0.5,15min<0.95`.
  static func list(_ text: String, option: String, subject: Subject) throws -> [UnderservedRule] {
    var rules: [UnderservedRule] = []
    for part in text.split(
      omittingEmptySubsequences: false, whereSeparator: { $0 == "," || $0 == "，" })
    {
      let rule = try UnderservedRule(String(part.trimmed), option: option, subject: subject)
      if rules.contains(where: { $0.measure == rule.measure }) {
        throw complaint(
          option, subject,
          LocalizedText(
            "\(rule.measure.label) stands twice", zh: "\(rule.measure.label) 出现两次"))
      }
      rules.append(rule)
    }
    guard rules.count <= limit else {
      throw complaint(
        option, subject,
        LocalizedText(
          "\(rules.count) tests, at most \(limit) can be used",
          zh: "共 \(rules.count) 个条件，最多 \(limit) 个"))
    }
    return rules
  }

  private init(_ text: String, option: String, subject: Subject) throws {
    let sides = text.split(separator: "<", omittingEmptySubsequences: false).map {
      String($0.trimmed)
    }
    guard sides.count == 2, let measure = Self.measure(sides[0]) else {
      throw Self.complaint(
        option, subject,
        LocalizedText("“\(text)” is not a test", zh: "“\(text)”不是有效的判定条件"))
    }
    guard let limit = DecimalText.number(sides[1]), limit > 0, limit <= 1 else {
      throw Self.complaint(
        option, subject,
        LocalizedText(
          "“\(sides[1])” is not a share above 0 and up to 1", zh: "“\(sides[1])”不是大于 0、不超过 1 的份额"))
    }
    self.init(measure, below: limit)
  }

  private static func measure(_ text: String) -> Measure? {
    if text.hasSuffix("min"), let value = DecimalText.number(String(text.dropLast(3))), value > 0 {
      return .minutes(value)
    }
    if text.hasSuffix("m"), let value = DecimalText.number(String(text.dropLast())), value > 0 {
      return .radius(value)
    }
    return nil
  }

  private static func complaint(
    _ option: String, _ subject: Subject, _ message: LocalizedText
  ) -> AnalysisError {
    AnalysisError(
      .usage, subject,
      LocalizedText("\(option): \(message.english)", zh: "\(option)：\(message.chinese)"),
      hint: LocalizedText(
        "type tests as 500m<0.5,15min<0.95", zh: "写作 500m<0.5,15min<0.95"))
  }
}

extension UnderservedRule.Measure {
  /// As typed: `500m`, `15min`.
  var label: String {
    switch self {
    case .radius(let metres): DecimalText.text(metres) + "m"
    case .minutes(let minutes): DecimalText.text(minutes) + "min"
    }
  }
}
