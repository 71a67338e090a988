import Model
import Standards

/// What a shell offers in the place of a value: words, files, both or nothing.
struct CompletionOffer: Hashable {
  var words: [String] = []
  /// Endings of the files that fit; empty: no files.
  var endings: [String] = []

  var isEmpty: Bool { words.isEmpty && endings.isEmpty }

  init(_ option: OptionSpecification) {
    self.init(option.kind, endings: option.fileEndings)
  }

  init(_ operand: OperandSpecification, of command: CommandSpecification) {
    self.init(operand.kind, endings: operand.fileEndings)
    if command.name == CommandTable.helpCommand.name { words = CommandTable.names }
  }

  private init(_ kind: ValueKind, endings: [String]) {
    self.endings = endings
    switch kind {
    case .choice(let choices): words = choices
    case .standard: words = StandardLibrary.names
    case .candidates: words = CandidateText.offered
    case .encoding: words = ["UTF-8", "GB18030", "GBK"]
    // What online maps, GPS and the survey offices use; any other may be typed.
    case .coordinateSystem: words = ["GCJ02", "BD09", "EPSG:4326", "EPSG:4490"]
    case .numberOrAuto: words = ["auto"]
    case .numbers(_, _, allowsNone: true): words = ["none"]
    default: break
    }
  }
}
