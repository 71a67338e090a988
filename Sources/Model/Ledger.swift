/// How much a ledger entry matters.
public enum Severity: Int, Sendable, Hashable, Comparable {
  /// A choice that was made, reported for the record.
  case note
  /// Something the user should look at; `--strict` turns it into exit code 1.
  case warning

  public static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }
}

/// One place where an entry's condition was seen.
public struct LedgerExample: Sendable, Hashable {
  public var subject: Subject
  /// The value seen, or what was done; may be empty. In English where it has words.
  public var detail: String
  /// The same in Chinese; nil where it has no words.
  public var chineseDetail: String?

  public init(_ subject: Subject, detail: String = "") {
    self.subject = subject
    self.detail = detail
  }

  public init(_ subject: Subject, detail: LocalizedText) {
    self.init(subject, detail: detail.english)
    if detail.chinese != detail.english { chineseDetail = detail.chinese }
  }

  public func detail(in language: Language) -> String {
    language == .chinese ? chineseDetail ?? detail : detail
  }
}

/// Everything that was dropped, repaired, guessed or doubtful in a run: nothing happens silently.
///
/// Entries keep the order of their first appearance; each counts all occurrences and keeps the first
/// `exampleLimit` examples in the order they were recorded. A ledger is a value: workers fill their own and
/// the results are merged in input order, so the thread count cannot change it.
public struct Ledger: Sendable, Hashable {
  /// One code with its count and first examples.
  public struct Entry: Sendable, Hashable {
    /// Stable identifier in `snake_case`, documented in `docs/ledger.md`.
    public var code: String
    public var severity: Severity
    public var count: Int
    public var examples: [LedgerExample]
    /// What it means, in both languages, without count or examples.
    public var message: LocalizedText
  }

  /// Examples kept for each code.
  public static let exampleLimit = 5

  public private(set) var entries: [Entry] = []

  public init() {}

  /// Adds `count` occurrences of `code` with one example.
  public mutating func record(
    _ code: LedgerCode, count: Int = 1, _ subject: Subject, detail: String = ""
  ) {
    add(code, count: count, examples: [LedgerExample(subject, detail: detail)])
  }

  /// The same where the detail has words.
  public mutating func record(
    _ code: LedgerCode, count: Int = 1, _ subject: Subject, detail: LocalizedText
  ) {
    add(code, count: count, examples: [LedgerExample(subject, detail: detail)])
  }

  /// Adds `count` occurrences of `code` with several examples, of which the first few are kept.
  public mutating func add(_ code: LedgerCode, count: Int, examples: [LedgerExample]) {
    if let index = entries.firstIndex(where: { $0.code == code.name }) {
      entries[index].count += count
      let room = Self.exampleLimit - entries[index].examples.count
      if room > 0 { entries[index].examples += examples.prefix(room) }
    } else {
      entries.append(
        Entry(
          code: code.name, severity: code.severity, count: count,
          examples: Array(examples.prefix(Self.exampleLimit)), message: code.message))
    }
  }

  /// Appends another ledger's counts and examples after this one's.
  public mutating func merge(_ other: Ledger) {
    for entry in other.entries {
      add(
        LedgerCode(entry.code, entry.severity, entry.message), count: entry.count,
        examples: entry.examples)
    }
  }

  /// The same without a code: what it told of turned out not to be so.
  public func without(_ code: LedgerCode) -> Ledger {
    var rest = self
    rest.entries.removeAll { $0.code == code.name }
    return rest
  }

  /// Total count of warnings.
  public var warningCount: Int {
    entries.lazy.filter { $0.severity == .warning }.map(\.count).reduce(0, +)
  }

  /// Count of `code`, 0 when it never occurred.
  public func count(of code: LedgerCode) -> Int {
    entries.first { $0.code == code.name }?.count ?? 0
  }
}

/// A kind of ledger entry. Each module declares its own as static members in an extension.
public struct LedgerCode: Sendable, Hashable {
  public var name: String
  public var severity: Severity
  public var message: LocalizedText

  public init(_ name: String, _ severity: Severity, _ message: LocalizedText) {
    self.name = name
    self.severity = severity
    self.message = message
  }
}
