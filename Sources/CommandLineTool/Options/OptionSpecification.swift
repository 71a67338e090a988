import Model

/// The numbers an option accepts, in its unit.
package struct NumberRange: Sendable, Hashable {
  package var minimum: Double
  /// False: the minimum itself is refused (“greater than 0”).
  package var includesMinimum: Bool
  package var maximum: Double

  /// Numbers above 0 up to and including `maximum`.
  package static func positive(upTo maximum: Double) -> NumberRange {
    NumberRange(minimum: 0, includesMinimum: false, maximum: maximum)
  }

  /// Numbers from `minimum` to `maximum`, both included.
  package static func closed(_ minimum: Double, _ maximum: Double) -> NumberRange {
    NumberRange(minimum: minimum, includesMinimum: true, maximum: maximum)
  }

  package func contains(_ value: Double) -> Bool {
    (includesMinimum ? value >= minimum : value > minimum) && value <= maximum
  }
}

/// What an option's value is; decides how its text is read, checked, completed and described.
package enum ValueKind: Sendable, Hashable {
  /// No value: present or not.
  case flag
  case text
  case integer(ClosedRange<Int>)
  case number(NumberRange, unit: LocalizedText)
  /// A number, or the word `auto`.
  case numberOrAuto(NumberRange, unit: LocalizedText)
  /// Numbers separated by commas; `none` stands for an empty list where `allowsNone`.
  case numbers(NumberRange, unit: LocalizedText, allowsNone: Bool)
  /// One of these words, in any letter case.
  case choice([String])
  case inputPath
  /// A file of candidates, or a word that says how to make them (`CandidateText`).
  case candidates
  /// The name of a built-in standard, or a standards file.
  case standard
  /// `NAME=FILE`.
  case namedInput
  case outputPath
  /// A folder that is made when it is missing.
  case outputFolder
  /// The name of an attribute.
  case field
  /// Names of attributes separated by commas.
  case fields
  /// Two attribute names, `LON,LAT`.
  case columnPair
  case coordinateSystem
  case encoding
  /// An attribute filter.
  case expression
  /// Tests of the form `500m<0.5,15min<0.95`.
  case rules
}

/// One option: the single source of its parsing, help, completion and documentation.
package struct OptionSpecification: Sendable, Hashable {
  /// The long name without dashes.
  package var name: String
  package var short: Character?
  /// What stands for the value in help (`FILE`); empty for a flag.
  package var placeholder: String
  package var kind: ValueKind
  /// May be given several times; all values are kept in order.
  package var isRepeatable: Bool
  package var isRequired: Bool
  /// The option that makes this one needless although it is required.
  package var replacement: String?
  /// What holds when the option is left out; empty: nothing.
  package var defaultText: LocalizedText
  /// One or two sentences without a full stop.
  package var help: LocalizedText
  /// May stand in a run file.
  package var allowedInRunFile: Bool
  /// Endings of the files it names, where its kind does not say them; see `fileEndings`.
  package var endings: [String] = []

  package init(
    _ name: String, short: Character? = nil, _ placeholder: String, _ kind: ValueKind,
    repeatable: Bool = false, required: Bool = false, default defaultText: LocalizedText = .empty,
    runFile: Bool = true, _ help: LocalizedText
  ) {
    self.name = name
    self.short = short
    self.placeholder = placeholder
    self.kind = kind
    isRepeatable = repeatable
    isRequired = required
    self.defaultText = defaultText
    allowedInRunFile = runFile
    self.help = help
  }

  /// The same option, required unless the one named is given.
  package func unless(_ replacement: String) -> OptionSpecification {
    var option = self
    option.replacement = replacement
    return option
  }

  /// True when the option takes a value.
  package var takesValue: Bool { kind != .flag }
}

/// Options that belong together in help, under one heading.
package struct OptionGroup: Sendable, Hashable {
  package var title: LocalizedText
  package var options: [OptionSpecification]

  package init(_ title: LocalizedText, _ options: [OptionSpecification]) {
    self.title = title
    self.options = options
  }
}

/// A word of the command line that is no option.
package struct OperandSpecification: Sendable, Hashable {
  /// What stands for it in help (`IN`); in lower case it is its key in a run file.
  package var name: String
  package var kind: ValueKind
  package var isRepeatable: Bool
  package var isRequired: Bool
  package var help: LocalizedText
  /// Endings of the files it names, where its kind does not say them.
  package var endings: [String] = []

  /// Endings of the files it takes; empty when it names no file.
  package var fileEndings: [String] { endings.isEmpty ? kind.fileEndings : endings }
}

/// An option that is part of the product's contract but not of this version: known, not listed, refused.
package struct DeferredOption: Sendable, Hashable {
  package var name: String
  package var message: LocalizedText
  package var hint: LocalizedText
}

/// A line to copy, with what it does.
package struct CommandExample: Sendable, Hashable {
  package var line: String
  package var explanation: LocalizedText
}

/// One command with everything it accepts.
package struct CommandSpecification: Sendable, Hashable {
  package var name: String
  /// One line for the list of commands.
  package var summary: LocalizedText
  /// A paragraph for the command's own page.
  package var description: LocalizedText
  package var operands: [OperandSpecification] = []
  /// The command's own groups, then the common ones.
  package var groups: [OptionGroup]
  package var deferred: [DeferredOption] = []
  package var examples: [CommandExample] = []

  /// All options in the order of help.
  package var options: [OptionSpecification] { groups.flatMap(\.options) }

  /// The option with this long name.
  package func option(named name: String) -> OptionSpecification? {
    options.first { $0.name == name }
  }
}
