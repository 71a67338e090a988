import Coverage
import Geometry
import Model

/// A value that passed its option's checks.
package enum OptionValue: Sendable, Hashable {
  case flag
  case text(String)
  case integer(Int)
  case number(Double)
  case numbers([Double])
  case names([String])
  case coordinateSystem(CoordinateSystem)
  case rules([UnderservedRule])
}

/// Reads the text of an option's value as its kind says.
package struct ValueReader {
  /// How the option is named in complaints (`--radius`).
  private let name: String
  private let option: ValueKind
  private let subject: Subject

  package init(name: String, kind: ValueKind, subject: Subject = .none) {
    self.name = name
    option = kind
    self.subject = subject
  }

  /// The value of `text`.
  ///
  /// - Throws: `AnalysisError` of kind usage that names the option and the text seen.
  package func value(of text: String) throws -> OptionValue {
    if text.isEmpty, option != .flag {
      throw complaint(LocalizedText("\(name) is empty", zh: "\(name) 为空"))
    }
    switch option {
    case .flag: return .flag
    case .text, .expression, .inputPath, .candidates, .standard, .outputPath, .outputFolder, .field,
      .encoding:
      return .text(text)
    case .namedInput:
      let (name, path) = NamedInput.parts(of: text)
      if name.isEmpty || path.isEmpty {
        throw complaint(
          LocalizedText(
            "\(self.name): “\(text)” is not of the form NAME=FILE",
            zh: "\(self.name)：“\(text)”不是 名称=文件 的形式"))
      }
      return .text(text)
    case .integer(let range): return .integer(try integer(text, range))
    case .number(let range, let unit): return .number(try number(text, range, unit))
    case .numberOrAuto(let range, let unit):
      return text.lowercased() == "auto" ? .text("auto") : .number(try number(text, range, unit))
    case .numbers(let range, let unit, let allowsNone):
      return .numbers(try numbers(text, range, unit, allowsNone))
    case .choice(let words): return .text(try choice(text, words))
    case .fields: return .names(try names(text))
    case .columnPair: return .names(try columnPair(text))
    case .coordinateSystem: return .coordinateSystem(try coordinateSystem(text))
    case .rules: return .rules(try UnderservedRule.list(text, option: name, subject: subject))
    }
  }

  // MARK: Numbers

  private func integer(_ text: String, _ range: ClosedRange<Int>) throws -> Int {
    guard let value = Int(text), !text.hasPrefix("+") else {
      throw complaint(
        LocalizedText("\(name): “\(text)” is not a whole number", zh: "\(name)：“\(text)”不是整数"),
        hint: rangeHint(range))
    }
    guard range.contains(value) else {
      throw complaint(
        LocalizedText("\(name): \(text) is out of range", zh: "\(name)：\(text) 超出范围"),
        hint: rangeHint(range))
    }
    return value
  }

  private func rangeHint(_ range: ClosedRange<Int>) -> LocalizedText {
    LocalizedText(
      "give a whole number from \(range.lowerBound) to \(range.upperBound)",
      zh: "请给 \(range.lowerBound) 至 \(range.upperBound) 的整数")
  }

  private func numbers(
    _ text: String, _ range: NumberRange, _ unit: LocalizedText, _ allowsNone: Bool
  ) throws -> [Double] {
    if allowsNone, text.lowercased() == "none" { return [] }
    return try text.split(omittingEmptySubsequences: false) { $0 == "," || $0 == "，" }
      .map { try number(String($0.trimmed), range, unit) }
  }

  private func number(
    _ text: String, _ range: NumberRange, _ unit: LocalizedText
  ) throws -> Double {
    guard let value = DecimalText.number(text) else { throw notANumber(text, unit) }
    guard range.contains(value) else {
      let lowest = DecimalText.text(range.minimum)
      let highest = DecimalText.text(range.maximum)
      throw complaint(
        LocalizedText(
          "\(name): \(text) \(unit.english) is out of range",
          zh: "\(name)：\(text) \(unit.chinese)超出范围"),
        hint: range.includesMinimum
          ? LocalizedText("give \(lowest) to \(highest)", zh: "请给 \(lowest) 至 \(highest)")
          : LocalizedText(
            "give more than \(lowest), at most \(highest)", zh: "请给大于 \(lowest)、不超过 \(highest) 的数"))
    }
    return value
  }

  private func notANumber(_ text: String, _ unit: LocalizedText) -> AnalysisError {
    let message = LocalizedText(
      "\(name): “\(text)” is not a number", zh: "\(name)：“\(text)”不是数")
    let digits = String(text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") })
    if DecimalText.number(digits) != nil, digits.count < text.count {
      return complaint(
        message,
        hint: LocalizedText(
          "the value is in \(unit.english) and stands without a unit: \(digits)",
          zh: "单位固定为\(unit.chinese)，不写单位：\(digits)"))
    }
    return complaint(
      message,
      hint: LocalizedText("give a number in \(unit.english)", zh: "请给一个数，单位\(unit.chinese)"))
  }

  // MARK: Words

  private func choice(_ text: String, _ words: [String]) throws -> String {
    func folded(_ word: String) -> String { word.lowercased().replacing("-", with: "") }
    if let word = words.first(where: { folded($0) == folded(text) }) { return word }
    let list = words.joined(separator: ", ")
    throw complaint(
      LocalizedText("\(name): “\(text)” is unknown", zh: "\(name)：不认识“\(text)”"),
      hint: LocalizedText(
        "choose from \(list)", zh: "可选：\(words.joined(separator: "、"))"))
  }

  private func names(_ text: String) throws -> [String] {
    let names = text.split(omittingEmptySubsequences: false) { $0 == "," || $0 == "，" }
      .map { String($0.trimmed) }
    guard !names.contains(""), Set(names).count == names.count else {
      throw complaint(
        LocalizedText(
          "\(name): “\(text)” has an empty or repeated name", zh: "\(name)：“\(text)”中有空名或重名"),
        hint: LocalizedText("separate names by single commas", zh: "名称之间用一个逗号分隔"))
    }
    return names
  }

  private func columnPair(_ text: String) throws -> [String] {
    let names = text.split(omittingEmptySubsequences: false) { $0 == "," || $0 == "，" }
      .map { String($0.trimmed) }
    guard names.count == 2, !names.contains(""), names[0] != names[1] else {
      throw complaint(
        LocalizedText(
          "\(name): “\(text)” does not name two columns", zh: "\(name)：“\(text)”不是两个列名"),
        hint: LocalizedText(
          "give them as LON,LAT, easting or longitude first", zh: "写作 LON,LAT，东向（经度）在前"))
    }
    return names
  }

  private func coordinateSystem(_ text: String) throws -> CoordinateSystem {
    do {
      return try CoordinateSystem.parse(text)
    } catch let error as AnalysisError {
      throw complaint(
        LocalizedText(
          "\(name): \(error.message.english)", zh: "\(name)：\(error.message.chinese)"),
        hint: error.hint)
    }
  }

  private func complaint(
    _ message: LocalizedText, hint: LocalizedText = .empty
  ) -> AnalysisError {
    AnalysisError(.usage, subject, message, hint: hint)
  }
}
