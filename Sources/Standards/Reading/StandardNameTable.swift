import Model

/// Everything in a standards file that other parts refer to.
struct StandardNameTable {
  var documents = StandardNames("document", zh: "文献")
  var groups = StandardNames("group", zh: "人群")
  var checklists = StandardNames("checklist", zh: "清单")
  var rules = StandardNames("rule", zh: "规则")
  var combinations = StandardNames("combination", zh: "组合")
  var ruleByID: [String: Rule] = [:]

  /// Where figures come from; a verified one names its document.
  func provenance(_ node: StandardNode?) throws -> Provenance {
    guard let node else { return Provenance() }
    let object = try StandardObject(node, keys: ["document", "clause", "confidence", "note"])
    let confidence = try object.required("confidence").choice(Confidence.self)
    let document = try object.optional("document").map(documents.existing) ?? ""
    guard confidence != .verified || !document.isEmpty else {
      throw try object.required("confidence").misfit(
        LocalizedText(
          "a verified figure names its “document”; else write unverified or local_practice",
          zh: "已核实的数值须写明“document”，否则请写 unverified 或 local_practice"))
    }
    return Provenance(
      document: document, clause: try object.optional("clause")?.text() ?? "",
      confidence: confidence, note: try object.optional("note")?.localized() ?? .empty)
  }

  /// Keys `sources(_:of:)` reads.
  static let sourceKeys = ["source", "sources"]

  /// `source` of all numbers of an object, `sources` of single ones by their key.
  func sources(_ object: StandardObject, of numbers: [String]) throws -> FigureSources {
    var sources = FigureSources(try provenance(object.optional("source")))
    guard let node = object.optional("sources") else { return sources }
    let named = try StandardObject(node, keys: numbers)
    for key in numbers {
      if let source = named.optional(key) { sources.single[key] = try provenance(source) }
    }
    return sources
  }

  /// Ids of two or more different rules of one `who` that are counted by people.
  func combinable(_ node: StandardNode) throws -> [String] {
    let ids = try node.texts()
    guard ids.count > 1 else {
      throw node.misfit(
        LocalizedText("two rules or more are combined", zh: "组合须有两条及以上规则"))
    }
    var first: Rule?
    for element in try node.elements() {
      guard let rule = ruleByID[try rules.existing(element)] else { continue }
      guard rule.counted == .people else {
        throw element.failure(
          LocalizedText(
            "the rule “\(rule.id)” is not counted by people", zh: "规则“\(rule.id)”不按人口计算"),
          hint: LocalizedText(
            "only rules with counted: \"people\" are combined",
            zh: "只有 counted: \"people\" 的规则可以组合"))
      }
      if let first, first.who != rule.who {
        throw element.failure(
          LocalizedText(
            "the rules “\(first.id)” and “\(rule.id)” have a different “who”",
            zh: "规则“\(first.id)”与“\(rule.id)”的“who”不同"),
          hint: LocalizedText("combined rules look at the same people", zh: "组合的规则须针对同一人群"))
      }
      first = first ?? rule
    }
    return ids
  }

  /// Id of a rule that says how far a station may be.
  func reachingRule(_ node: StandardNode) throws -> String {
    let id = try rules.existing(node)
    guard ruleByID[id]?.reach != nil else {
      throw node.failure(
        LocalizedText(
          "“\(node.path)”: the rule “\(id)” has no “reach”", zh: "“\(node.path)”：规则“\(id)”没有“reach”"
        ),
        hint: LocalizedText(
          "name a rule that is not counted by areas", zh: "请引用不按区域计数（areas）的规则"))
    }
    return id
  }
}
