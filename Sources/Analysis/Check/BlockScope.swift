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
  /// By block: position in `omissions` of why it is left out; −1 where it is not.
  private let reasonOf: [Int]
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
    var reasons = [Int](repeating: -1, count: blocks.layer.count)
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
        reasons[block] = number
        count += 1
      }
      omissions.append(Omission(name: exclusion.name, count: count))
    }
    isExcluded = excluded
    reasonOf = reasons
    self.omissions = omissions
  }

  /// Blocks for which an expression over their attributes is true.
  static func holding(
    _ text: String, _ layer: Layer, _ rule: RuleName, key: String = "where"
  ) throws -> [Bool] {
    let filter: AttributeFilter
    do {
      filter = try AttributeFilter(text, fields: layer.fields.map(\.name), option: key)
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
    let applies = try rule.appliesTo.map {
      try Self.holding($0, blocks.layer, name, key: "applies_to")
    }
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

  /// - Throws: 64 when the blocks lack a field that an option names.
  func require(_ field: String, option: String) throws {
    _ = try FieldChooser(fields: blocks.layer.fields, path: blocks.layer.source.path)
      .field(named: field, optionName: option)
  }

  /// The blocks' field of a name or with another common name of the same thing; nil when they lack it.
  func found(_ field: String) -> String? {
    FieldChooser(fields: blocks.layer.fields, path: blocks.layer.source.path).field(like: field)
  }

  /// What a denominator over some blocks is called: “people of 113 of 126 blocks (13 uninhabited left out)”.
  ///
  /// - Parameters:
  ///   - looked: by block, whether the rule looks at it.
  ///   - among: the blocks of the area.
  func title(
    _ what: LocalizedText, appliesTo: String?, _ looked: [Bool], among: [Int]
  ) -> LocalizedText {
    let count = among.count { looked[$0] }
    let all = among.count
    func blocks(_ count: Int) -> String { count == 1 ? "1 block" : "\(count) blocks" }
    if count == all {
      return LocalizedText("\(what.english) of \(blocks(all))", zh: "\(all) 个网格的\(what.chinese)")
    }
    var english: [String] = []
    var chinese: [String] = []
    for (number, omission) in omissions.enumerated() {
      let left = among.count { reasonOf[$0] == number }
      if left == 0 { continue }
      english.append("\(left) \(omission.name.english)")
      chinese.append("\(omission.name.chinese) \(left) 个")
    }
    var notes = (
      english.isEmpty ? "" : "left out: \(english.joined(separator: ", "))",
      chinese.isEmpty ? "" : "未计：\(chinese.joined(separator: "、"))"
    )
    if let appliesTo {
      notes.0 += (notes.0.isEmpty ? "" : "; ") + "only where \(appliesTo)"
      notes.1 += (notes.1.isEmpty ? "" : "；") + "仅限 \(appliesTo)"
    }
    return LocalizedText(
      "\(what.english) of \(count) of \(blocks(all)) (\(notes.0))",
      zh: "\(all) 个网格中 \(count) 个的\(what.chinese)（\(notes.1)）")
  }
}
