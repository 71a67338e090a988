import Model

/// One value of a standards file with its place: what every complaint about it needs.
struct StandardNode {
  let file: String
  /// Keys from the root, `rules.reach.straight_m`; empty at the root.
  let path: String
  let line: Int
  let value: JSON5Value

  /// A complaint naming this value, what it is and what may stand there.
  func failure(
    _ message: LocalizedText, hint: LocalizedText = .empty, line: Int? = nil
  ) -> AnalysisError {
    AnalysisError(.badData, Subject(file: file, row: line ?? self.line), message, hint: hint)
  }

  /// `“who” is 5` with what is allowed instead.
  func misfit(_ allowed: LocalizedText, advice: LocalizedText = .empty) -> AnalysisError {
    var hint = allowed
    if !advice.english.isEmpty {
      hint = LocalizedText(
        "\(allowed.english); \(advice.english)", zh: "\(allowed.chinese)；\(advice.chinese)")
    }
    return failure(
      LocalizedText("“\(path)” is \(described)", zh: "“\(path)”的值为 \(described)"), hint: hint)
  }

  /// A value that names nothing there is.
  func unknown(
    _ kind: LocalizedText, name: String, among names: [String]
  ) -> AnalysisError {
    failure(
      LocalizedText(
        "“\(path)” names \(kind.english) “\(name)”, which the file does not have",
        zh: "“\(path)”引用的\(kind.chinese)“\(name)”在文件中不存在"),
      hint: Self.nearest(to: name, among: names))
  }

  /// “did you mean …?” and what there is.
  static func nearest(to name: String, among names: [String]) -> LocalizedText {
    if names.isEmpty { return LocalizedText("there is none", zh: "文件中没有任何可引用的项") }
    let all = names.prefix(40)
    var hint = LocalizedText(
      "allowed: \(all.joined(separator: ", "))", zh: "可用：\(all.joined(separator: "、"))")
    if let first = NameMatching.suggestions(for: name, among: names, limit: 1).first {
      hint.english = "did you mean “\(first)”? \(hint.english)"
      hint.chinese = "是否想写“\(first)”？\(hint.chinese)"
    }
    return hint
  }

  /// The value as it stands in the file, shortened.
  var described: String { Self.described(value) }

  private static func described(_ value: JSON5Value) -> String {
    switch value {
    case .null: "null"
    case .boolean(let isSet): "\(isSet)"
    case .number(let text): text
    case .string(let text): text.count > 60 ? "“\(text.prefix(60))…”" : "“\(text)”"
    case .array(let elements): elements.isEmpty ? "[]" : "[…]"
    case .object(let members):
      members.isEmpty ? "{}" : "{\(members.prefix(3).map(\.key).joined(separator: ", "))…}"
    }
  }

  // MARK: Plain values

  /// Text that says something.
  func text() throws -> String {
    guard case .string(let text) = value, !text.trimmed.isEmpty else {
      throw misfit(LocalizedText("text in quotes is needed", zh: "应为带引号的文字"))
    }
    return text
  }

  /// A name others refer to: letters, digits, `-`, `_`, `.`; no blanks, no slashes.
  func identifier() throws -> String {
    let text = try text()
    let isName = text.unicodeScalars.allSatisfy {
      $0.properties.isIDContinue || $0 == "-" || $0 == "."
    }
    guard isName, text.count <= 64 else {
      throw misfit(
        LocalizedText(
          "a short name is needed: letters, digits, “-”, “_” and “.”, at most 64",
          zh: "应为简短名称：字母、汉字、数字、“-”“_”“.”，至多 64 个字符"))
    }
    return text
  }

  /// `"plain"` for both languages, or `{zh: "...", en: "..."}` with both.
  func localized() throws -> LocalizedText {
    if case .string = value {
      let plain = try text()
      return LocalizedText(plain, zh: plain)
    }
    guard case .object = value else {
      throw misfit(
        LocalizedText(
          "text or {zh: \"…\", en: \"…\"} is needed", zh: "应为文字，或 {zh: \"…\", en: \"…\"}"))
    }
    let texts = try StandardObject(self, keys: ["zh", "en"])
    return LocalizedText(
      try texts.required("en").text(), zh: try texts.required("zh").text())
  }

  func number(
    _ allowed: LocalizedText, advice: (Double) -> LocalizedText = { _ in .empty },
    where isAllowed: (Double) -> Bool
  ) throws -> Double {
    guard case .number(let text) = value, let number = DecimalText.number(text) else {
      throw misfit(allowed)
    }
    guard isAllowed(number) else { throw misfit(allowed, advice: advice(number)) }
    return number
  }

  /// A whole number within `range`.
  func integer(in range: ClosedRange<Int>) throws -> Int {
    let allowed = LocalizedText(
      "a whole number from \(range.lowerBound) to \(range.upperBound) is needed",
      zh: "应为 \(range.lowerBound) 至 \(range.upperBound) 的整数")
    let number = try number(allowed) {
      $0 == $0.rounded() && $0 >= Double(range.lowerBound) && $0 <= Double(range.upperBound)
    }
    return Int(number)
  }

  /// `true` or `false`.
  func boolean() throws -> Bool {
    guard case .boolean(let isSet) = value else {
      throw misfit(LocalizedText("true or false is needed", zh: "应为 true 或 false"))
    }
    return isSet
  }

  /// One of a few words.
  func choice<Choice: RawRepresentable & CaseIterable>(_ type: Choice.Type) throws -> Choice
  where Choice.RawValue == String {
    let words = Choice.allCases.map(\.rawValue)
    guard case .string(let word) = value, let choice = Choice(rawValue: word) else {
      throw misfit(
        LocalizedText(
          "allowed: \(words.joined(separator: ", "))", zh: "可用：\(words.joined(separator: "、"))"))
    }
    return choice
  }

  // MARK: Lists

  /// The elements of a list that holds at least one.
  func elements() throws -> [StandardNode] {
    guard case .array(let elements) = value, !elements.isEmpty else {
      throw misfit(LocalizedText("a list […] of at least one is needed", zh: "应为至少一项的列表 […]"))
    }
    return elements.map {
      StandardNode(file: file, path: path, line: $0.line, value: $0.value)
    }
  }

  /// Different texts, at least one.
  func texts() throws -> [String] {
    var found: [String] = []
    for element in try elements() {
      let text = try element.text()
      guard !found.contains(text) else {
        throw element.failure(
          LocalizedText("“\(path)” has “\(text)” twice", zh: "“\(path)”中“\(text)”出现两次"),
          hint: LocalizedText("each once", zh: "每项只写一次"))
      }
      found.append(text)
    }
    return found
  }
}

extension StandardNode {
  /// A share of 0…1; percentages are recognised and refused.
  func share(aboveZero: Bool = false) throws -> Double {
    let allowed =
      aboveZero
      ? LocalizedText("a share above 0 and up to 1 is needed", zh: "应为大于 0、不大于 1 的比例")
      : LocalizedText("a share from 0 to 1 is needed", zh: "应为 0 至 1 的比例")
    return try number(
      allowed,
      advice: { number in
        guard number > 1, number <= 100 else { return .empty }
        let share = DecimalText.text(number / 100)
        return LocalizedText("write \(share)", zh: "请写 \(share)")
      },
      where: { $0 <= 1 && (aboveZero ? $0 > 0 : $0 >= 0) })
  }

  /// Metres above 0, at most 20,000.
  func metres() throws -> Double {
    try number(
      LocalizedText("metres above 0 and up to 20,000 are needed", zh: "应为大于 0、不大于 20000 的米数")
    ) { $0 > 0 && $0 <= 20_000 }
  }

  /// Minutes above 0, at most a day.
  func minutes() throws -> Double {
    try number(
      LocalizedText("minutes above 0 and up to 1,440 are needed", zh: "应为大于 0、不大于 1440 的分钟数")
    ) { $0 > 0 && $0 <= 1_440 }
  }

  /// km/h of people on foot or on a bicycle.
  func speed() throws -> Double {
    try number(
      LocalizedText("a speed of 0.5 to 15 km/h is needed", zh: "应为 0.5 至 15 的速度（千米/时）")
    ) { $0 >= 0.5 && $0 <= 15 }
  }

  func positive() throws -> Double {
    try number(LocalizedText("a number above 0 is needed", zh: "应为大于 0 的数")) { $0 > 0 }
  }
}
