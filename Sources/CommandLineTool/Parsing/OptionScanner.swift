internal import CGetopt
import Glibc
import Model
import Synchronization

/// Splits command-line words into options and operands with the C library's `getopt_long`.
package struct OptionScanner {
  /// One thing found on the line.
  package enum Word: Sendable, Hashable {
    /// An option by its long name; nil: it takes no value.
    case option(String, value: String?)
    case operand(String)
  }

  /// Which operands a scan takes.
  package enum Extent {
    /// All words; operands and options may be mixed, `--` ends the options.
    case wholeLine
    /// Up to the first operand.
    case beforeFirstOperand
  }

  private let command: CommandSpecification
  private let options: [OptionSpecification]
  /// Long options' codes start here, above every character.
  private static let firstLongCode: Int32 = 256
  /// `getopt_long` keeps its place in process-wide variables.
  private static let turn = Mutex(())

  package init(_ command: CommandSpecification) {
    self.command = command
    options = command.options
  }

  /// The words in order, and how many elements of `arguments` were used.
  ///
  /// - Throws: `AnalysisError` of kind usage for an unknown or abbreviated option, a missing value, or a
  ///   value given to a flag.
  package func scan(
    _ arguments: [String], extent: Extent = .wholeLine
  ) throws -> (words: [Word], used: Int) {
    try Self.turn.withLock { _ in
      try withCStrings(["lifecircle"] + arguments) { argv, count in
        try withLongOptions { longs in
          try walk(arguments, argv: argv, count: count, longs: longs, extent: extent)
        }
      }
    }
  }

  private func walk(
    _ arguments: [String], argv: UnsafePointer<UnsafeMutablePointer<CChar>?>, count: Int32,
    longs: UnsafePointer<option>, extent: Extent
  ) throws -> (words: [Word], used: Int) {
    let shorts = (extent == .wholeLine ? "-:" : "+:") + shortOptions
    var words: [Word] = []
    var place = 1
    var isFirst = true
    while true {
      let step = next_option(isFirst ? 1 : 0, count, argv, shorts, longs)
      isFirst = false
      if step.code == -1 {
        let rest = Int(step.next) - 1
        if extent == .beforeFirstOperand { return (words, rest) }
        return (words + arguments[rest...].map(Word.operand), arguments.count)
      }
      let element = arguments[place - 1]
      words.append(try word(for: step, element: element, following: arguments, at: place))
      place = Int(step.next)
    }
  }

  private func word(
    for step: option_step, element: String, following arguments: [String], at place: Int
  ) throws -> Word {
    let value = step.value.map { String(cString: $0) }
    switch step.code {
    case 1: return .operand(value ?? "")
    case 0x3F: throw complaint(element, offender: step.offender)
    case 0x3A: throw missingValue(specification(of: step.offender))
    default: break
    }
    let found = specification(of: step.code)
    if step.code >= Self.firstLongCode {
      let typed = element.dropFirst(2).prefix { $0 != "=" }
      guard typed == found.name else { throw abbreviated(String(typed), found) }
    }
    if let value, place < arguments.count, arguments[place] == value, isOption(value) {
      throw missingValue(found, seen: value)
    }
    return .option(found.name, value: value)
  }

  private func specification(of code: Int32) -> OptionSpecification {
    if code >= Self.firstLongCode { return options[Int(code - Self.firstLongCode)] }
    let character = Character(UnicodeScalar(UInt8(code)))
    return options.first { $0.short == character }!
  }

  /// True for text that is one of the command's own options, with or without a value.
  private func isOption(_ text: String) -> Bool {
    guard text.hasPrefix("--") else {
      return text.count == 2 && text.hasPrefix("-") && options.contains { $0.short == text.last }
    }
    let name = text.dropFirst(2).prefix { $0 != "=" }
    return options.contains { $0.name == name }
  }

  // MARK: C values

  private var shortOptions: String {
    options.reduce(into: "") { text, option in
      guard let short = option.short else { return }
      text += String(short) + (option.takesValue ? ":" : "")
    }
  }

  private func withLongOptions<Result>(
    _ body: (UnsafePointer<option>) throws -> Result
  ) rethrows -> Result {
    try withCStrings(options.map(\.name)) { names, _ in
      var longs = options.indices.map { index in
        option(
          name: names[index], has_arg: options[index].takesValue ? 1 : 0, flag: nil,
          val: Self.firstLongCode + Int32(index))
      }
      longs.append(option())
      return try body(longs)
    }
  }

  private func withCStrings<Result>(
    _ strings: [String],
    _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>, Int32) throws -> Result
  ) rethrows -> Result {
    var pointers = strings.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    pointers.append(nil)
    return try body(pointers, Int32(strings.count))
  }

  // MARK: Complaints

  private func complaint(_ element: String, offender: Int32) -> AnalysisError {
    if offender >= Self.firstLongCode {
      let found = specification(of: offender)
      let typed = String(element.dropFirst(2).prefix { $0 != "=" })
      if typed != found.name { return abbreviated(typed, found) }
      return AnalysisError(
        .usage, .none,
        LocalizedText(
          "--\(found.name) takes no value: \(element)", zh: "--\(found.name) 不带值：\(element)"),
        hint: LocalizedText("type --\(found.name) alone", zh: "只写 --\(found.name)"))
    }
    return unknown(element, offender: offender)
  }

  private func unknown(_ element: String, offender: Int32) -> AnalysisError {
    guard element.hasPrefix("--") else { return unknownShort(element, offender: offender) }
    let name = String(element.dropFirst(2).prefix { $0 != "=" })
    if let deferred = command.deferred.first(where: { $0.name == name }) {
      return AnalysisError(
        .usage, .none,
        LocalizedText(
          "--\(name): \(deferred.message.english)", zh: "--\(name)：\(deferred.message.chinese)"),
        hint: deferred.hint)
    }
    return AnalysisError(
      .usage, .none, LocalizedText("unknown option --\(name)", zh: "未知选项 --\(name)"),
      hint: UsageHint.nearest(for: name, among: options.map(\.name), prefix: "--", command: command)
    )
  }

  private func unknownShort(_ element: String, offender: Int32) -> AnalysisError {
    let name = element.dropFirst().prefix { $0 != "=" }
    if options.contains(where: { $0.name == name }) {
      return AnalysisError(
        .usage, .none, LocalizedText("unknown option \(element)", zh: "未知选项 \(element)"),
        hint: LocalizedText("type two hyphens: --\(name)", zh: "用两个连字符：--\(name)"))
    }
    if let other = options.first(where: {
      $0.short.map { String($0) }?.lowercased() == name.lowercased()
    }) {
      return AnalysisError(
        .usage, .none, LocalizedText("unknown option \(element)", zh: "未知选项 \(element)"),
        hint: LocalizedText(
          "did you mean -\(other.short!), --\(other.name)?",
          zh: "是否想写 -\(other.short!)、--\(other.name)？"))
    }
    let shown =
      offender > 0x20 && offender < 0x7F ? "-" + String(UnicodeScalar(UInt8(offender))) : element
    return AnalysisError(
      .usage, .none, LocalizedText("unknown option \(shown)", zh: "未知选项 \(shown)"),
      hint: UsageHint.seeHelp(command))
  }

  private func abbreviated(_ typed: String, _ found: OptionSpecification) -> AnalysisError {
    let candidates = options.map(\.name).filter { $0.hasPrefix(typed) }.map { "--\($0)" }
    return AnalysisError(
      .usage, .none,
      LocalizedText("unknown option --\(typed)", zh: "未知选项 --\(typed)"),
      hint: LocalizedText(
        "options are not abbreviated: type \(candidates.joined(separator: " or "))",
        zh: "选项不可缩写：请写 \(candidates.joined(separator: " 或 "))"))
  }

  private func missingValue(_ found: OptionSpecification, seen: String? = nil) -> AnalysisError {
    let seenEnglish = seen.map { ", but \($0) follows" } ?? ""
    let seenChinese = seen.map { "，其后却是 \($0)" } ?? ""
    return AnalysisError(
      .usage, .none,
      LocalizedText(
        "--\(found.name) needs a value\(seenEnglish)", zh: "--\(found.name) 需要一个值\(seenChinese)"),
      hint: LocalizedText(
        "type --\(found.name) \(found.placeholder)", zh: "写作 --\(found.name) \(found.placeholder)"))
  }
}
