import Model

/// Reads one rule of a standards file.
struct RuleReader {
  let names: StandardNameTable
  /// Rules without a target may be skipped where the data know nothing of what they ask for.
  var skipsUnknown = false

  static let keys = [
    "id", "name", "who", "what", "reach", "within", "applies_to", "counted", "target", "optional",
    "source",
  ]

  /// `register` takes the rule's id.
  func rule(_ node: StandardNode, register: (StandardNode) throws -> String) throws -> Rule {
    let object = try StandardObject(node, keys: Self.keys)
    let target = try object.optional("target").map(Self.target)
    let rule = Rule(
      id: try register(object.required("id")), name: try object.required("name").localized(),
      who: try object.optional("who").map(who) ?? .people,
      what: try object.optional("what").map(what) ?? Rule.What(),
      reach: try object.optional("reach").map(Self.reach),
      within: try object.optional("within").map(Self.within) ?? .anywhere,
      appliesTo: try object.optional("applies_to")?.text(),
      counted: try object.optional("counted").map(Self.counting) ?? .people,
      target: target,
      isOptional: try object.optional("optional")?.boolean() ?? (skipsUnknown && target == nil),
      provenance: try names.provenance(object.optional("source")))
    try Self.checkTogether(rule, object)
    return rule
  }

  // MARK: Who and what

  private func who(_ node: StandardNode) throws -> Rule.Who {
    switch node.value {
    case .string("people"): return .people
    case .string("street_length"): return .streetLength
    case .object: break
    default:
      throw node.misfit(
        LocalizedText(
          "allowed: people, street_length, {group: \"…\"}, {points: \"…\"}",
          zh: "可用：people、street_length、{group: \"…\"}、{points: \"…\"}"))
    }
    let object = try StandardObject(node, keys: ["group", "points"])
    if try object.oneOf(["group", "points"]) == "group" {
      return .group(try names.groups.existing(object.required("group")))
    }
    return .points(try object.required("points").identifier())
  }

  private func what(_ node: StandardNode) throws -> Rule.What {
    let object = try StandardObject(
      node,
      keys: [
        "tiers", "services", "together", "where", "layers", "checklist", "open_at", "count",
      ])
    let what = Rule.What(
      tiers: try object.optional("tiers")?.texts() ?? [],
      services: try object.optional("services")?.texts() ?? [],
      together: try object.optional("together")?.choice(Rule.What.Together.self) ?? .oneStation,
      condition: try object.optional("where")?.text(),
      layers: try object.optional("layers")?.texts() ?? [],
      checklist: try object.optional("checklist").map(names.checklists.existing),
      openAt: try object.optional("open_at")?.text(),
      count: try object.optional("count")?.integer(in: 1...1000) ?? 1)
    if let node = object.optional("together"), what.services.isEmpty {
      throw node.failure(
        LocalizedText(
          "“\(node.path)” stands without “services”", zh: "“\(node.path)”没有相应的“services”"),
        hint: LocalizedText("list the services, or leave it out", zh: "请列出服务，或删去该项"))
    }
    return what
  }

  // MARK: How far

  private static let reachKeys = ["straight_m", "walk_m", "walk_min", "response_min"]

  private static func reach(_ node: StandardNode) throws -> Rule.Reach {
    let object = try StandardObject(node, keys: reachKeys + ["dispatch_min", "speed"])
    let kind = try object.oneOf(reachKeys)
    for (extra, kinds) in [
      ("speed", ["walk_min", "response_min"]), ("dispatch_min", ["response_min"]),
    ] {
      guard let misplaced = object.optional(extra), !kinds.contains(kind) else { continue }
      throw misplaced.failure(
        LocalizedText("“\(extra)” does not go with “\(kind)”", zh: "“\(extra)”不能与“\(kind)”同用"),
        hint: LocalizedText(
          "it goes with: \(kinds.joined(separator: ", "))",
          zh: "可同用：\(kinds.joined(separator: "、"))"))
    }
    let limit = try object.required(kind)
    switch kind {
    case "straight_m": return .straightMetres(try limit.metres())
    case "walk_m": return .walkMetres(try limit.metres())
    case "walk_min":
      return .walkMinutes(try limit.minutes(), speed: try object.optional("speed")?.speed())
    default: return try response(object, minutes: limit.minutes())
    }
  }

  private static func response(_ object: StandardObject, minutes: Double) throws -> Rule.Reach {
    let dispatch =
      try object.optional("dispatch_min")?.number(
        LocalizedText(
          "minutes from 0 to below response_min (\(DecimalText.text(minutes))) are needed",
          zh: "应为不小于 0、小于 response_min（\(DecimalText.text(minutes))）的分钟数"),
        where: { $0 >= 0 && $0 < minutes }) ?? 0
    return .response(
      minutes: minutes, dispatch: dispatch, speed: try object.optional("speed")?.speed())
  }

  private static func within(_ node: StandardNode) throws -> Rule.Within {
    if case .string("anywhere") = node.value { return .anywhere }
    guard case .object = node.value else {
      throw node.misfit(
        LocalizedText("allowed: anywhere, {field: \"…\"}", zh: "可用：anywhere、{field: \"…\"}"))
    }
    return .field(try StandardObject(node, keys: ["field"]).required("field").text())
  }

  // MARK: How counted

  private static func counting(_ node: StandardNode) throws -> Rule.Counting {
    switch node.value {
    case .string("people"): return .people
    case .string("area"): return .area
    case .string("residential_area"): return .residentialArea
    case .object: break
    default:
      throw node.misfit(
        LocalizedText(
          "allowed: people, area, residential_area, {blocks: 0.95}, {areas: \"…\", stations: 1}",
          zh: "可用：people、area、residential_area、{blocks: 0.95}、{areas: \"…\", stations: 1}"))
    }
    let object = try StandardObject(node, keys: ["blocks", "areas", "stations"])
    if try object.oneOf(["blocks", "areas"]) == "areas" {
      return .areas(
        field: try object.required("areas").text(),
        stations: try object.optional("stations")?.integer(in: 1...1000) ?? 1)
    }
    if let misplaced = object.optional("stations") {
      throw misplaced.failure(
        LocalizedText("“stations” does not go with “blocks”", zh: "“stations”不能与“blocks”同用"),
        hint: LocalizedText("it goes with “areas”", zh: "只与“areas”同用"))
    }
    return .blocks(share: try object.required("blocks").share(aboveZero: true))
  }

  static func target(_ node: StandardNode) throws -> Rule.Target {
    let object = try StandardObject(node, keys: ["at_least"])
    return Rule.Target(atLeast: try object.required("at_least").share())
  }

  /// What a rule's parts rule out of each other.
  private static func checkTogether(_ rule: Rule, _ object: StandardObject) throws {
    switch rule.counted {
    case .areas:
      for key in ["reach", "within", "who"] {
        guard let node = object.optional(key) else { continue }
        throw node.failure(
          LocalizedText(
            "the rule “\(rule.id)” counts areas that hold stations and has “\(key)”",
            zh: "规则“\(rule.id)”按区域内驿站计数，却写了“\(key)”"),
          hint: LocalizedText(
            "leave “\(key)” out: nobody walks in such a rule", zh: "请删去“\(key)”：此类规则不计步行"))
      }
    case .area, .residentialArea:
      switch rule.who {
      case .people, .group: break
      case .streetLength, .points:
        throw try object.required("who").failure(
          LocalizedText(
            "the rule “\(rule.id)” is counted by area, but its “who” has none",
            zh: "规则“\(rule.id)”按面积计算，但“who”没有面积"),
          hint: LocalizedText("write counted: \"people\"", zh: "请写 counted: \"people\""))
      }
    case .people, .blocks: break
    }
    if rule.reach == nil, case .areas = rule.counted { return }
    _ = try object.required("reach")
  }
}
