import Coverage
import Indicators
import Model
import Standards

/// Finds what every rule of a standard comes to at a place.
struct RuleEvaluator {
  let request: CheckRequest
  let place: CheckPlace
  let measurement: RuleMeasurement
  let reaches: SampleReachSource

  init(_ request: CheckRequest, _ place: CheckPlace) {
    self.request = request
    self.place = place
    measurement = RuleMeasurement(place)
    reaches = SampleReachSource(place)
  }

  /// Stations a rule asks for: each set must have so many in reach.
  struct Need: Sendable {
    var stations: [Bool]
    var count: Int
  }

  /// A rule and what it needs, before anything is measured.
  struct Prepared {
    var rule: Rule
    var name: RuleName
    var needs: [Need]
    /// With every station, whether qualified or not; nil where the rule has no checklist.
    var nominal: [Need]?
    var looked: [Bool]
    var reach: RuleReach?

    /// One station of one set: what the engine of coverage measures.
    var isSimple: Bool { needs.count == 1 && needs[0].count == 1 }
  }

  /// Everything found: outcomes in the order of rules and combinations, and rules left out.
  func run(
    progress: (Double) -> Void
  ) throws -> (outcomes: [RuleOutcome], skipped: [SkippedRule], prepared: [Prepared]) {
    var prepared: [Prepared] = []
    var skipped: [SkippedRule] = []
    for rule in request.standard.rules {
      do {
        prepared.append(try prepare(rule))
      } catch let error as AnalysisError where rule.isOptional && error.kind == .badData {
        skipped.append(
          SkippedRule(
            id: rule.id, name: rule.name,
            reason: RuleName(standard: request.standardName, id: rule.id).reason(of: error),
            hasTarget: rule.target != nil))
      }
    }
    for item in prepared where item.isSimple {
      guard let reach = item.reach else { continue }
      measurement.plan(item.rule, item.needs[0].stations, reach)
      if let nominal = item.nominal {
        measurement.plan(item.rule, nominal[0].stations, reach)
      }
    }
    var outcomes: [RuleOutcome] = []
    let steps = Double(max(1, prepared.count + request.standard.combinations.count))
    for item in prepared {
      outcomes.append(try outcome(item))
      progress(Double(outcomes.count) / steps)
    }
    for combination in request.standard.combinations {
      let parts = prepared.filter { combination.rules.contains($0.rule.id) }
      if parts.count < combination.rules.count {
        let missing = combination.rules.filter { id in !parts.contains { $0.rule.id == id } }
        skipped.append(
          SkippedRule(
            id: combination.id, name: combination.name,
            reason: LocalizedText(
              "its rules \(missing.joined(separator: ", ")) were skipped",
              zh: "其中规则 \(missing.joined(separator: "、")) 已跳过"),
            hasTarget: combination.target != nil))
        continue
      }
      outcomes.append(try outcome(combination, parts))
      progress(Double(outcomes.count) / steps)
    }
    return (outcomes, skipped, prepared)
  }

  // MARK: Preparing

  func prepare(_ rule: Rule) throws -> Prepared {
    let name = RuleName(standard: request.standardName, id: rule.id)
    guard let people = place.people[rule.who] else {
      // The first rule that asks for them says why; another must not be named after it.
      let first = request.standard.rules.first { $0.who == rule.who }?.id ?? rule.id
      let why = place.missing[rule.who].map {
        RuleName(standard: request.standardName, id: first).reason(of: $0)
      }
      throw name.failure(
        why ?? LocalizedText("nobody it asks about is known", zh: "数据中没有其所指人群"),
        LocalizedText("correct the rule", zh: "请更正规则"))
    }
    if case .field(let field) = rule.within, place.fields[field] == nil {
      throw name.unknown(
        LocalizedText("field “\(field)” of blocks", zh: "网格字段“\(field)”"),
        among: Set(place.blocks.layer.fields.map(\.name)))
    }
    if rule.counted == .residentialArea, place.inputs.people.spread?.method != .mask {
      throw name.failure(
        LocalizedText("residential area needs --mask", zh: "按居住面积计算须有 --mask"),
        LocalizedText("add --mask FILE with residential areas", zh: "请用 --mask 给出居住区面"))
    }
    let needs = try needs(rule.what, name)
    var bare = rule.what
    bare.checklist = nil
    let prepared = Prepared(
      rule: rule, name: name, needs: needs,
      nominal: rule.what.checklist == nil ? nil : try self.needs(bare, name),
      looked: try place.scope.blocks(for: rule, name),
      reach: rule.reach.map {
        RuleReach(
          $0, speed: place.speed, own: people.speed, walksStreets: place.walksStreets)
      })
    if !prepared.isSimple, rule.counted == .area || rule.counted == .residentialArea {
      throw name.failure(
        LocalizedText(
          "area is counted only where one station of one kind is asked for",
          zh: "只有要求一类站点中的一个时才能按面积计算"),
        LocalizedText("count people or blocks", zh: "请改按人口或网格计算"))
    }
    return prepared
  }

  private func needs(_ what: Rule.What, _ name: RuleName) throws -> [Need] {
    let checklists = request.standard.checklists
    guard what.together == .anywhere, what.services.count > 1 else {
      let all = what.together == .anywhere ? what.services : []
      let chosen =
        all.isEmpty
        ? try place.catalog.chosen(what, name, checklists)
        : try place.catalog.chosen(what, services: all, name, checklists)
      return [Need(stations: chosen, count: what.count)]
    }
    return try what.services.map {
      Need(
        stations: try place.catalog.chosen(what, services: [$0], name, checklists),
        count: what.count)
    }
  }
}
