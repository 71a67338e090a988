import Coverage
import Layers
import Model
import Standards

/// Which blocks a standard looks at, and what those it leaves out are called.
struct BlockScope: Sendable {
  /// Blocks left out for one reason.
  struct Omission: Sendable, Hashable {
    var name: LocalizedText
    var count: Int
  }

  private let blocks: BlockInput
  private let threads: Int
  /// By block: no rule looks at it.
  let isExcluded: [Bool]
  /// In the order of the standard.
  let omissions: [Omission]

  /// - Parameter population: people by block, NaN unknown.
  init(
    _ exclusions: [BlockExclusion], _ blocks: BlockInput, population: [Double], standard: String,
    threads: Int
  ) throws {
    self.blocks = blocks
    self.threads = threads
    var excluded = [Bool](repeating: false, count: blocks.layer.count)
    var omissions: [Omission] = []
    for (number, exclusion) in exclusions.enumerated() {
      let matches: [Bool]
      switch exclusion.condition {
      case .uninhabited: matches = population.map { $0 == 0 }
      case .expression(let text):
        let rule = RuleName(standard: standard, id: "exclude \(number + 1)")
        matches = try Self.holding(text, blocks.layer, rule)
      }
      var count = 0
      for block in excluded.indices where matches[block] && !excluded[block] {
        excluded[block] = true
        count += 1
      }
      omissions.append(Omission(name: exclusion.name, count: count))
    }
    isExcluded = excluded
    self.omissions = omissions
  }

  /// Blocks for which an expression over their attributes is true.
  static func holding(_ text: String, _ layer: Layer, _ rule: RuleName) throws -> [Bool] {
    let filter: AttributeFilter
    do {
      filter = try AttributeFilter(text, fields: layer.fields.map(\.name), option: "where")
    } catch let error as AnalysisError {
      throw rule.refined(error)
    }
    var holds = [Bool](repeating: false, count: layer.count)
    for chunk in layer.chunks {
      for offset in chunk.matches(filter) { holds[chunk.firstIndex + offset] = true }
    }
    return holds
  }

  /// The blocks a rule looks at.
  func blocks(for rule: Rule, _ name: RuleName) throws -> [Bool] {
    let applies = try rule.appliesTo.map { try Self.holding($0, blocks.layer, name) }
    return isExcluded.indices.map { !isExcluded[$0] && (applies?[$0] ?? true) }
  }

  /// The text of a field by block.
  ///
  /// - Throws: 65 naming the rule when the blocks lack it.
  func texts(_ field: String, _ rule: RuleName) throws -> [String?] {
    guard let name = found(field) else {
      throw rule.unknown(
        LocalizedText("field “\(field)” of blocks", zh: "网格字段“\(field)”"),
        among: Set(blocks.layer.fields.map(\.name)))
    }
    return try FieldColumns(layer: blocks.layer, threads: threads).texts(name)
  }

  /// The number in a field by block; NaN where it is missing, no number or negative.
  ///
  /// - Throws: 65 naming the rule when the blocks lack it.
  func numbers(_ field: String, _ rule: RuleName) throws -> [Double] {
    guard let name = found(field) else {
      throw rule.unknown(
        LocalizedText("field “\(field)” of blocks", zh: "网格字段“\(field)”"),
        among: Set(blocks.layer.fields.map(\.name)))
    }
    return try blocks.layer.numbers(named: name, threads: threads).values.map {
      $0 >= 0 ? $0 : .nan
    }
  }

  /// The blocks' spelling of a field; nil when they lack it.
  func found(_ field: String) -> String? {
    try? FieldChooser(fields: blocks.layer.fields, path: blocks.layer.source.path)
      .field(named: field, optionName: "")
  }

  /// What a denominator is called: “people of 113 of 126 blocks (13 uninhabited left out)”.
  func title(_ what: LocalizedText, _ rule: Rule, _ looked: [Bool]) -> LocalizedText {
    let count = looked.count { $0 }
    let all = looked.count
    if count == all { return LocalizedText("\(what.english) of \(all) blocks", zh: "\(all) 个网格的\(what.chinese)") }
    var english = omissions.filter { $0.count > 0 }.map { "\($0.count) \($0.name.english)" }
    var chinese = omissions.filter { $0.count > 0 }.map { "\($0.name.chinese) \($0.count) 个" }
    if let applies = rule.appliesTo {
      english.append("only where \(applies)")
      chinese.append("仅限 \(applies)")
    }
    return LocalizedText(
      "\(what.english) of \(count) of \(all) blocks (left out: \(english.joined(separator: ", ")))",
      zh: "\(all) 个网格中 \(count) 个的\(what.chinese)（未计：\(chinese.joined(separator: "、"))）")
  }
}
