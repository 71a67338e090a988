import Model

/// Reads a standards file (`lifecircle-standard/1`, JSON5; the format is in `docs/standards.md`).
///
/// The whole file is checked: unknown, missing and repeated keys, types, ranges, references and rules that
/// contradict themselves. Fields, services, tiers and expressions are those of the user's data and are checked
/// where the data are.
public enum StandardReader {
  /// What a file of this version begins with.
  public static let format = "lifecircle-standard/1"

  static let keys = [
    "format", "id", "version", "name", "note", "optional", "documents", "levels", "exclude",
    "groups", "checklists", "rules", "combinations", "analyses",
  ]

  /// The standard `text` holds; `path` is named in complaints.
  ///
  /// - Throws: `AnalysisError` of kind `badData` with the line, the value seen and what is allowed.
  public static func read(text: String, path: String) throws -> Standard {
    let document: JSON5Element
    do {
      document = try JSON5Reader.readDocument(text)
    } catch let failure as JSON5Reader.Failure {
      throw AnalysisError(
        .badData, Subject(file: path, row: failure.line), failure.message,
        hint: LocalizedText(
          "a standards file is JSON5 and begins {format: \"\(format)\", id: \"my-town\", …",
          zh: "标准文件为 JSON5，开头形如 {format: \"\(format)\", id: \"my-town\", …"))
    }
    let node = StandardNode(file: path, path: "", line: document.line, value: document.value)
    try checkFormat(of: node)
    return try standard(StandardObject(node, keys: keys))
  }

  /// Comes first: a newer format may have keys this program does not know.
  private static func checkFormat(of node: StandardNode) throws {
    guard case .object(let members) = node.value else {
      throw node.failure(
        LocalizedText("the file holds no object", zh: "文件内容不是对象"),
        hint: LocalizedText(
          "it begins {format: \"\(format)\", …", zh: "开头应为 {format: \"\(format)\", …"))
    }
    guard let member = members.first(where: { $0.key == "format" }) else {
      throw node.failure(
        LocalizedText("the file lacks “format”", zh: "文件缺少“format”"),
        hint: LocalizedText("write format: \"\(format)\"", zh: "请写 format: \"\(format)\""))
    }
    let found = StandardNode(
      file: node.file, path: "format", line: member.line, value: member.value)
    let name = try found.text()
    guard name != format else { return }
    let prefix = "lifecircle-standard/"
    if name.hasPrefix(prefix), let version = Int(name.dropFirst(prefix.count)), version > 1 {
      throw found.failure(
        LocalizedText("“\(name)” is newer than this program", zh: "“\(name)”比本程序新"),
        hint: LocalizedText("this program reads \(format)", zh: "本程序可读 \(format)"))
    }
    throw found.misfit(
      LocalizedText("write format: \"\(format)\"", zh: "请写 format: \"\(format)\""))
  }

  private static func standard(_ root: StandardObject) throws -> Standard {
    var names = StandardNameTable()
    var standard = Standard(
      id: try root.required("id").identifier(), version: try root.required("version").text(),
      name: try root.required("name").localized())
    standard.note = try root.optional("note")?.localized() ?? .empty
    standard.documents = try elements(root, "documents") { try document($0, &names) }
    standard.levels = try levels(root)
    standard.exclusions = try elements(root, "exclude", exclusion)
    standard.groups = try elements(root, "groups") { try group($0, &names) }
    standard.checklists = try elements(root, "checklists") { try checklist($0, &names) }
    let skipsUnknown = try root.optional("optional")?.boolean() ?? false
    standard.rules = try root.required("rules").elements().map { node in
      let reader = RuleReader(names: names, skipsUnknown: skipsUnknown)
      let rule = try reader.rule(node) { try names.rules.add($0) }
      names.ruleByID[rule.id] = rule
      return rule
    }
    standard.combinations = try elements(root, "combinations") { try combination($0, &names) }
    if let node = root.optional("analyses") {
      standard.analyses = try AnalysesReader(names: names).analyses(node)
    }
    return standard
  }

  private static func elements<Value>(
    _ root: StandardObject, _ key: String, _ read: (StandardNode) throws -> Value
  ) throws -> [Value] {
    try root.optional(key)?.elements().map(read) ?? []
  }

  // MARK: Parts

  private static func document(
    _ node: StandardNode, _ names: inout StandardNameTable
  ) throws -> StandardDocument {
    let object = try StandardObject(node, keys: ["id", "title", "edition"])
    return StandardDocument(
      id: try names.documents.add(object.required("id")),
      title: try object.required("title").localized(),
      edition: try object.optional("edition")?.text() ?? "")
  }

  private static func levels(_ root: StandardObject) throws -> [AreaLevel] {
    var fields: [String] = []
    return try elements(root, "levels") { node in
      let object = try StandardObject(node, keys: ["field", "name"])
      let field = try object.required("field").text()
      guard !fields.contains(field) else {
        throw try object.required("field").failure(
          LocalizedText("there are two levels of the field “\(field)”", zh: "字段“\(field)”的层级重复"),
          hint: LocalizedText("each field once", zh: "每个字段只写一次"))
      }
      fields.append(field)
      return AreaLevel(field: field, name: try object.required("name").localized())
    }
  }

  private static func exclusion(_ node: StandardNode) throws -> BlockExclusion {
    let object = try StandardObject(node, keys: ["uninhabited", "where", "name"])
    let condition: BlockExclusion.Condition
    if try object.oneOf(["uninhabited", "where"]) == "where" {
      condition = .expression(try object.required("where").text())
    } else {
      let flag = try object.required("uninhabited")
      guard case .boolean(true) = flag.value else {
        throw flag.misfit(
          LocalizedText("true is needed, or leave the entry out", zh: "应为 true，否则请删去该项"))
      }
      condition = .uninhabited
    }
    return BlockExclusion(condition: condition, name: try object.required("name").localized())
  }

  private static func group(
    _ node: StandardNode, _ names: inout StandardNameTable
  ) throws -> PopulationGroup {
    let object = try StandardObject(
      node, keys: ["id", "name", "field", "speed"] + StandardNameTable.sourceKeys)
    return PopulationGroup(
      id: try names.groups.add(object.required("id")),
      name: try object.required("name").localized(), field: try object.required("field").text(),
      speed: try object.optional("speed")?.speed(),
      sources: try names.sources(object, of: ["speed"]))
  }

  private static func checklist(
    _ node: StandardNode, _ names: inout StandardNameTable
  ) throws -> Checklist {
    let object = try StandardObject(node, keys: ["id", "name", "items", "required", "source"])
    let id = try names.checklists.add(object.required("id"))
    var itemNames = StandardNames("item", zh: "条目")
    let items = try object.required("items").elements().map { node in
      let item = try StandardObject(node, keys: ["id", "name", "where"])
      return Checklist.Item(
        id: try itemNames.add(item.required("id")), name: try item.required("name").localized(),
        condition: try item.optional("where")?.text())
    }
    return Checklist(
      id: id, name: try object.required("name").localized(), items: items,
      required: try object.optional("required")?.integer(in: 1...items.count),
      provenance: try names.provenance(object.optional("source")))
  }

  private static func combination(
    _ node: StandardNode, _ names: inout StandardNameTable
  ) throws -> RuleCombination {
    let object = try StandardObject(node, keys: ["id", "name", "rules", "target", "source"])
    let id = try names.combinations.add(object.required("id"))
    guard !names.rules.names.contains(id) else {
      throw try object.required("id").failure(
        LocalizedText("a rule has the name “\(id)” too", zh: "已有名为“\(id)”的规则"),
        hint: LocalizedText("give the combination another", zh: "请为组合另取名称"))
    }
    return RuleCombination(
      id: id,
      name: try object.required("name").localized(),
      rules: try names.combinable(object.required("rules")),
      target: try object.optional("target").map(RuleReader.target),
      provenance: try names.provenance(object.optional("source")))
  }
}
