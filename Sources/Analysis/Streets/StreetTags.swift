import Layers
import Model
import Streets

/// OpenStreetMap tags out of a layer's attributes.
///
/// Attributes count under their tag's name in any case; `fclass` stands for `highway` (the Shapefiles of
/// Geofabrik), and `other_tags` (GDAL's way of keeping the rest, `"foot"=>"no","layer"=>"1"`) is taken apart.
struct StreetTags: Sendable {
  /// Values by tag; nil where a feature has none.
  private var columns: [String: [String?]] = [:]
  private var others: [String?]?
  private let wanted: Set<String>
  /// Which fields gave which tags, `fclass as highway`, for the ledger.
  private(set) var origins: [String] = []
  /// The layer can tell this tag at all.
  private(set) var known: Set<String> = []

  /// Reads the attributes among `keys` of a layer.
  init(_ layer: Layer, keys: Set<String>, threads: Int) throws {
    wanted = keys
    let names = layer.fields.map(\.name)
    for key in keys.sorted() {
      let exact = names.first { $0 == key }
      let field = exact ?? names.first { NameMatching.folded($0) == key } ?? Self.alias(key, names)
      guard let field else { continue }
      columns[key] = try layer.strings(named: field, threads: threads)
      origins.append(field == key ? key : "\(field) as \(key)")
      known.insert(key)
    }
    if let field = names.first(where: { NameMatching.folded($0) == "other_tags" }) {
      others = try layer.strings(named: field, threads: threads)
      origins.append(field)
    }
  }

  private static func alias(_ key: String, _ names: [String]) -> String? {
    key == "highway" ? names.first { NameMatching.folded($0) == "fclass" } : nil
  }

  /// The tags of one feature; empty values are no tags, and neither is a `bridge`, `tunnel` or `covered` that says no
  /// in any of the ways files have (`0`, `F`).
  func tags(_ index: Int) -> [String: String] {
    var tags = others?[index].map { Self.parse($0, wanted) } ?? [:]
    for (key, values) in columns {
      if let value = values[index]?.trimmed, !value.isEmpty { tags[key] = value }
    }
    for key in ["bridge", "tunnel", "covered"] where !EveryLineWalks.isYes(tags[key]) {
      tags[key] = nil
    }
    return tags
  }

  /// The wanted members of `"key"=>"value","key"=>"value"`, with `\` before a quote or backslash.
  static func parse(_ text: String, _ wanted: Set<String>) -> [String: String] {
    var tags: [String: String] = [:]
    var words: [String] = []
    var word: String?
    var isEscaped = false
    for character in text {
      guard let open = word else {
        if character == "\"" { word = "" }
        continue
      }
      if isEscaped || (character != "\\" && character != "\"") {
        word = open + String(character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else {
        words.append(open)
        word = nil
      }
    }
    for index in stride(from: 0, to: words.count - 1, by: 2) where wanted.contains(words[index]) {
      tags[words[index]] = words[index + 1]
    }
    return tags
  }
}

/// The walking rules of extracts for the lines of a layer.
struct WalkRulesForLines: LineWalkRules {
  let rules: WalkRules

  /// Every tag a line is judged by.
  var keys: Set<String> { rules.keys.union(["highway", "bridge", "tunnel", "layer"]) }

  func walk(_ value: (_ key: String) -> String?) -> LineWalk? {
    var tags: [String: String] = [:]
    for key in keys { tags[key] = value(key) }
    return walk(tags)
  }

  func walk(_ tags: [String: String]) -> LineWalk? {
    let verdict = rules.verdict(tags)
    if !verdict.isWalkable { return nil }
    return LineWalk(
      forwardFactor: verdict.forwardFactor, backwardFactor: verdict.backwardFactor,
      traits: verdict.traits, level: EveryLineWalks.level(tags["layer"]))
  }
}
