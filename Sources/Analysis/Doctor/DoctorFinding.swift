import Layers
import Model

/// One thing an examination noticed about a file, and what settles it.
public struct DoctorFinding: Sendable, Hashable {
  /// How much it matters.
  public enum Severity: Int, Sendable, Hashable, Comparable {
    /// For the record.
    case note
    /// A run would work, but its result may be wrong.
    case warning
    /// A run would stop, or its result would be wrong.
    case problem

    public static func < (left: Severity, right: Severity) -> Bool {
      left.rawValue < right.rawValue
    }

    /// `note`, `warning`, `problem`.
    public var name: String {
      switch self {
      case .note: "note"
      case .warning: "warning"
      case .problem: "problem"
      }
    }
  }

  /// Stable identifier in `snake_case`; findings that a run's ledger would also hold use its code.
  public var code: String
  public var severity: Severity
  /// What is the case, with counts; no full stop.
  public var what: LocalizedText
  /// How many features it concerns; 0 when it concerns the file as a whole.
  public var count: Int
  /// The first places where it was seen.
  public var examples: [LedgerExample]
  /// The exact option or command that settles it, or what to do by hand; may be empty.
  public var fix: LocalizedText

  public init(
    _ code: String, _ severity: Severity, _ what: LocalizedText, count: Int = 0,
    examples: [LedgerExample] = [], fix: LocalizedText = .empty
  ) {
    self.code = code
    self.severity = severity
    self.what = what
    self.count = count
    self.examples = Array(examples.prefix(Ledger.exampleLimit))
    self.fix = fix
  }
}

/// One option with its value, as it would be typed.
public struct DoctorOption: Sendable, Hashable {
  /// With its dashes: `--stations-crs`.
  public var name: String
  /// Empty for a switch.
  public var value: String

  public init(_ name: String, _ value: String = "") {
    self.name = name
    self.value = value
  }

  /// As a shell takes it.
  public var text: String { value.isEmpty ? name : "\(name) \(ShellWord.quoted(value))" }
}

/// What one file is and what is wrong with it.
public struct DoctorFile: Sendable, Hashable {
  /// One line of description.
  public struct Fact: Sendable, Hashable {
    /// Stable identifier for machines: `format`, `encoding`, `crs` ….
    public var key: String
    public var label: LocalizedText
    public var value: LocalizedText

    init(_ key: String, _ label: LocalizedText, _ value: LocalizedText) {
      self.key = key
      self.label = label
      self.value = value
    }
  }

  /// As typed.
  public var path: String
  /// What it would be used as; nil when it could not be read.
  public var role: LayerRequest.Role?
  public var facts: [Fact] = []
  /// Most severe first; among equals in the order of the examination.
  public var findings: [DoctorFinding] = []
  /// What must be typed for this file besides its path.
  public var options: [DoctorOption] = []
  /// Why it cannot be used at all.
  public var failure: AnalysisError?

  init(path: String) { self.path = path }

  mutating func add(_ finding: DoctorFinding) { findings.append(finding) }

  /// Adds an option unless the same is there already; a new value replaces an old one.
  mutating func add(_ option: DoctorOption) {
    options.removeAll { $0.name == option.name }
    options.append(option)
  }

  mutating func sortFindings() {
    findings = findings.enumerated().sorted {
      ($1.element.severity.rawValue, $0.offset) < ($0.element.severity.rawValue, $1.offset)
    }.map(\.element)
  }
}

/// Words of a shell command.
enum ShellWord {
  /// The word as POSIX shells read it: bare when it is plain, else in single quotes.
  static func quoted(_ word: String) -> String {
    let isPlain =
      !word.isEmpty
      && word.unicodeScalars.allSatisfy { scalar in
        scalar.value > 0x7F || scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
          || "_@%+=:,./-".unicodeScalars.contains(scalar)
      }
    return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
