import Model

/// An object of a standards file of which all keys are known.
struct StandardObject {
  let node: StandardNode
  private let members: [JSON5Member]
  private let keys: [String]

  /// Refuses what is no object and any key beside `keys`.
  init(_ node: StandardNode, keys: [String]) throws {
    guard case .object(let members) = node.value else {
      throw node.misfit(
        LocalizedText(
          "an object {…} is needed with: \(keys.joined(separator: ", "))",
          zh: "应为对象 {…}，可含：\(keys.joined(separator: "、"))"))
    }
    self.node = node
    self.members = members
    self.keys = keys
    if let stranger = members.first(where: { !keys.contains($0.key) }) {
      throw Self.unknownKey(stranger, in: node, keys: keys)
    }
  }

  private static func unknownKey(
    _ member: JSON5Member, in node: StandardNode, keys: [String]
  ) -> AnalysisError {
    let owner =
      node.path.isEmpty
      ? LocalizedText("the file", zh: "文件") : LocalizedText("“\(node.path)”", zh: "“\(node.path)”")
    let near = StandardNode.nearest(to: member.key, among: keys)
    let child = StandardNode(
      file: node.file, path: member.key, line: member.line, value: member.value)
    return child.failure(
      LocalizedText(
        "\(owner.english) has no key “\(member.key)” (value: \(child.described))",
        zh: "\(owner.chinese)没有“\(member.key)”这一项（值：\(child.described)）"), hint: near)
  }

  /// The value of `key`, nil where the object lacks it.
  func optional(_ key: String) -> StandardNode? {
    assert(keys.contains(key))
    guard let member = members.first(where: { $0.key == key }) else { return nil }
    return StandardNode(
      file: node.file, path: node.path.isEmpty ? key : "\(node.path).\(key)", line: member.line,
      value: member.value)
  }

  /// The value of `key`; the complaint names the line the object begins on.
  func required(_ key: String) throws -> StandardNode {
    if let found = optional(key) { return found }
    let place =
      node.path.isEmpty
      ? LocalizedText("the file", zh: "文件") : LocalizedText("“\(node.path)”", zh: "“\(node.path)”")
    throw node.failure(
      LocalizedText("\(place.english) lacks “\(key)”", zh: "\(place.chinese)缺少“\(key)”"),
      hint: LocalizedText(
        "allowed: \(keys.joined(separator: ", "))", zh: "可用：\(keys.joined(separator: "、"))"))
  }

  /// The one key of `alternatives` that is there.
  func oneOf(_ alternatives: [String]) throws -> String {
    let present = alternatives.filter { key in members.contains { $0.key == key } }
    if present.count == 1 { return present[0] }
    let list = LocalizedText(
      "exactly one is needed of: \(alternatives.joined(separator: ", "))",
      zh: "须且只能有其中一项：\(alternatives.joined(separator: "、"))")
    if present.isEmpty { throw node.misfit(list) }
    throw node.failure(
      LocalizedText(
        "“\(node.path)” has \(present.joined(separator: " and "))",
        zh: "“\(node.path)”同时有 \(present.joined(separator: "、"))"),
      hint: list, line: optional(present[1])?.line)
  }
}

/// Names given once each, in the order of the file.
struct StandardNames {
  let kind: LocalizedText
  private(set) var names: [String] = []

  init(_ english: String, zh chinese: String) { kind = LocalizedText(english, zh: chinese) }

  /// Takes a new name.
  mutating func add(_ node: StandardNode) throws -> String {
    let name = try node.identifier()
    guard !names.contains(name) else {
      throw node.failure(
        LocalizedText(
          "“\(node.path)”: there are two \(kind.english)s “\(name)”",
          zh: "“\(node.path)”：\(kind.chinese)“\(name)”重复"),
        hint: LocalizedText("give each a name of its own", zh: "请使用不同的名称"))
    }
    names.append(name)
    return name
  }

  /// A name that must have been taken.
  func existing(_ node: StandardNode) throws -> String {
    let name = try node.text()
    guard names.contains(name) else {
      throw node.unknown(
        LocalizedText("the \(kind.english)", zh: kind.chinese), name: name, among: names)
    }
    return name
  }
}
