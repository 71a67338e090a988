/// Where in an input something stands: any part may be missing.
public struct Subject: Sendable, Hashable {
  public var file: String?
  /// Feature number, line or sheet row, from 1.
  public var row: Int?
  /// The feature's own id.
  public var id: String?

  public init(file: String? = nil, row: Int? = nil, id: String? = nil) {
    self.file = file
    self.row = row
    self.id = id
  }

  public static let none = Subject()
}

/// A failure a user can act on, printed as one line: what, where, the value seen, what to do.
public struct AnalysisError: Error, Sendable, Hashable {
  /// What kind of failure it is; decides the exit code.
  public enum Kind: Int32, Sendable, Hashable {
    /// The command line is wrong.
    case usage = 64
    /// A file opened but its content is unusable.
    case badData = 65
    /// A path cannot be opened: missing, no permission, a directory.
    case missingInput = 66
    /// No solution exists.
    case noSolution = 69
    /// Our own fault.
    case defect = 70
    /// The output cannot be created.
    case outputNotWritable = 73
    /// Reading or writing failed half-way (disk full, device error).
    case inputOutput = 74
    /// The user pressed Ctrl-C or the process was told to stop.
    case interrupted = 130
  }

  public var kind: Kind
  public var subject: Subject
  /// What is wrong, with the value seen; no full stop.
  public var message: LocalizedText
  /// What to do or type instead; may be empty.
  public var hint: LocalizedText

  public init(
    _ kind: Kind, _ subject: Subject = .none, _ message: LocalizedText,
    hint: LocalizedText = .empty
  ) {
    self.kind = kind
    self.subject = subject
    self.message = message
    self.hint = hint
  }

  /// The process exit code.
  public var exitCode: Int32 { kind.rawValue }

  /// The one line printed: `file, row 3, id 7: message — hint`.
  public func line(in language: Language) -> String {
    var parts: [String] = []
    if let file = subject.file { parts.append(file) }
    if let row = subject.row { parts.append(language == .chinese ? "第 \(row) 行" : "row \(row)") }
    if let id = subject.id { parts.append("id \(id)") }
    var line = parts.joined(separator: language == .chinese ? "，" : ", ")
    if !line.isEmpty { line += language == .chinese ? "：" : ": " }
    line += message[language]
    if !hint[language].isEmpty { line += (language == .chinese ? "。" : " — ") + hint[language] }
    return line.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
