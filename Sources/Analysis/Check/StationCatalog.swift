import Layers
import Model
import Schedules
import Standards

/// What every station is and offers, so that rules can say which of them count.
struct StationCatalog: Sendable {
  private let stations: StationInput
  private let threads: Int
  /// By station: the tier field's text; nil when no layer has such a field.
  private let tiers: [String?]?
  /// By station: its services, from the list field.
  private let services: [Set<String>]
  /// Names of services that occur in a list or are a true/false field.
  private let knownServices: Set<String>
  /// By station: name of its layer, the file's name without ending.
  private let layerNames: [String]
  let hours: CheckHours

  var count: Int { stations.ids.count }

  init(
    _ stations: StationInput, _ fields: CheckRequest.StationFields, opening: OpeningRequest?,
    threads: Int, ledger: inout Ledger
  ) throws {
    self.stations = stations
    self.threads = threads
    layerNames = stations.rows.map { Self.layerName(stations.layers[$0.layer].source.path) }
    tiers = try Self.column(
      stations, .tier, fields.tier, "--tier-field", threads, &ledger)
    let lists =
      try Self.column(
        stations, .service, fields.services, "--services-field", threads, &ledger)
      ?? stations.ids.map { _ in nil }
    services = lists.map { Set(Self.parts($0)) }
    var known = services.reduce(into: Set<String>()) { $0.formUnion($1) }
    for layer in stations.layers {
      known.formUnion(layer.fields.filter { $0.type == .boolean }.map(\.name))
    }
    knownServices = known
    hours = CheckHours(stations, opening)
  }

  /// What divides the names of a list: commas, semicolons, their Chinese forms, upright lines.
  static let dividers: Set<Character> = [";", "；", ",", "，", "、", "|"]

  /// `饮水;充电、卫生间` as names in their order, without blanks around them.
  static func parts(_ text: String?) -> [String] {
    (text ?? "").split(whereSeparator: dividers.contains).map { $0.trimmed }
      .filter { !$0.isEmpty }
  }

  /// A layer's field of a name or with another common name of the same thing.
  private static func found(_ field: String, _ layer: Layer) -> String? {
    FieldChooser(fields: layer.fields, path: layer.source.path).field(like: field)
  }

  private static func layerName(_ path: String) -> String {
    let name = PathName.last(path)
    return name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
  }

  /// A field of every layer that has it, by station; nil when none has.
  static func column(
    _ stations: StationInput, _ purpose: FieldChooser.Purpose, _ option: String?, _ name: String,
    _ threads: Int, _ ledger: inout Ledger
  ) throws -> [String?]? {
    var found = false
    let columns = try stations.layers.map { layer -> [String?]? in
      let chooser = FieldChooser(fields: layer.fields, path: layer.source.path)
      guard
        let field = try chooser.choose(purpose, option: option, optionName: name, ledger: &ledger)
      else { return nil }
      found = true
      return try FieldColumns(layer: layer, threads: threads).texts(field)
    }
    if !found { return nil }
    return stations.rows.map { columns[$0.layer]?[$0.feature] }
  }

  // MARK: Choosing

  /// Which stations a rule counts, all its services at one of them; `service` nil.
  ///
  /// - Throws: 65 naming the rule where it asks for what no station knows.
  func chosen(_ what: Rule.What, _ rule: RuleName, _ checklists: [Checklist]) throws -> [Bool] {
    try chosen(
      what, services: what.together == .oneStation ? what.services : [], rule, checklists)
  }

  /// The same for one service that may be found at any of them.
  func chosen(
    _ what: Rule.What, services wanted: [String], _ rule: RuleName, _ checklists: [Checklist]
  ) throws -> [Bool] {
    var keep = [Bool](repeating: true, count: count)
    func narrow(_ holds: (Int) -> Bool) {
      for station in keep.indices where keep[station] && !holds(station) { keep[station] = false }
    }
    if !what.tiers.isEmpty {
      let tiers = try tiers(of: what, rule)
      narrow { tiers[$0].map { what.tiers.contains($0) } ?? false }
    }
    if !what.layers.isEmpty {
      for name in what.layers where !layerNames.contains(name) {
        throw rule.unknown(
          LocalizedText("station layer “\(name)”", zh: "站点图层“\(name)”"),
          among: Set(layerNames))
      }
      narrow { what.layers.contains(layerNames[$0]) }
    }
    for service in wanted {
      let having = try offering(service, rule)
      narrow { having[$0] }
    }
    if let condition = what.condition {
      let holding = try holding(condition, rule)
      narrow { holding[$0] }
    }
    if let id = what.checklist, let checklist = checklists.first(where: { $0.id == id }) {
      let qualified = try qualified(checklist, rule)
      narrow { qualified[$0] }
    }
    if let time = what.openAt {
      let open = try hours.isOpen(at: time, rule)
      narrow { open[$0] }
    }
    return keep
  }

  private func tiers(of what: Rule.What, _ rule: RuleName) throws -> [String?] {
    guard let tiers else {
      throw rule.failure(
        LocalizedText("the stations have no tier field", zh: "站点没有层级字段"),
        LocalizedText("name it: --tier-field FIELD", zh: "请用 --tier-field 指定"))
    }
    let known = Set(tiers.compactMap { $0 })
    for tier in what.tiers where !known.contains(tier) {
      throw rule.unknown(
        LocalizedText("tier “\(tier)” of stations", zh: "站点层级“\(tier)”"), among: known)
    }
    return tiers
  }

  /// Number of stations by tier, the empty name for those without one; nil when there is no tier field.
  var countsByTier: [String: Int]? {
    tiers.map { $0.reduce(into: [:]) { counts, tier in counts[tier ?? "", default: 0] += 1 } }
  }

  /// Which stations have a service: their list names it, or their field of this name is true.
  private func offering(_ service: String, _ rule: RuleName) throws -> [Bool] {
    guard knownServices.contains(service) else {
      throw rule.unknown(
        LocalizedText("service “\(service)” of stations", zh: "站点服务项目“\(service)”"),
        among: knownServices)
    }
    return try having(service)
  }

  private func having(_ service: String) throws -> [Bool] {
    let fields = try stations.layers.map { layer -> [String?]? in
      guard layer.fields.contains(where: { $0.name == service }) else { return nil }
      return try FieldColumns(layer: layer, threads: threads).texts(service)
    }
    return stations.rows.enumerated().map { station, row in
      services[station].contains(service) || Self.isYes(fields[row.layer]?[row.feature])
    }
  }

  /// The ways tables say that a station has something, in small letters.
  static let yesTexts: Set = ["true", "1", "yes", "y", "是", "有", "√", "✓", "✔"]

  static func isYes(_ text: String??) -> Bool {
    guard case .some(.some(let text)) = text else { return false }
    return yesTexts.contains(text.lowercased())
  }

  /// Stations for which an expression over their attributes is true; in layers that lack its fields it is true of none.
  ///
  /// - Throws: 65 naming the rule when no layer has the fields.
  private func holding(_ condition: String, _ rule: RuleName) throws -> [Bool] {
    var failure: AnalysisError?
    let kept = stations.layers.map { layer -> Set<Int>? in
      do {
        let filter = try AttributeFilter(
          condition, fields: layer.fields.map(\.name), option: "where")
        return Set(
          layer.chunks.flatMap { chunk in chunk.matches(filter).map { chunk.firstIndex + $0 } })
      } catch {
        failure = failure ?? error as? AnalysisError
        return nil
      }
    }
    if let failure, kept.allSatisfy({ $0 == nil }) { throw rule.refined(failure) }
    return stations.rows.map { kept[$0.layer]?.contains($0.feature) ?? false }
  }

  /// Which stations fulfil a checklist.
  func qualified(_ checklist: Checklist, _ rule: RuleName) throws -> [Bool] {
    let fulfilled = try items(of: checklist, rule)
    let required = checklist.required ?? checklist.items.count
    return (0..<count).map { station in fulfilled.count { $0[station] } >= required }
  }

  /// By item, which stations have it. An item no station has ever heard of is had by none.
  func items(of checklist: Checklist, _ rule: RuleName) throws -> [[Bool]] {
    try checklist.items.map { item in
      if let condition = item.condition { return try holding(condition, rule) }
      return try having(item.id)
    }
  }

  /// A numeric field of the stations; NaN where it is missing, no number or negative.
  ///
  /// - Throws: 65 naming the rule when no layer has the field.
  func numbers(_ field: String, _ rule: RuleName) throws -> [Double] {
    let columns = try stations.layers.map { layer -> [Double]? in
      try Self.found(field, layer).map { try layer.numbers(named: $0, threads: threads).values }
    }
    if columns.allSatisfy({ $0 == nil }) {
      let names = stations.layers.flatMap { $0.fields.map(\.name) }
      throw rule.unknown(
        LocalizedText("field “\(field)” of stations", zh: "站点字段“\(field)”"), among: Set(names))
    }
    return stations.rows.map { row in
      let value = columns[row.layer]?[row.feature] ?? .nan
      return value >= 0 ? value : .nan
    }
  }

  /// A text field of the stations; nil where a layer lacks it.
  func texts(_ field: String, _ rule: RuleName) throws -> [String?] {
    let columns = try stations.layers.map { layer -> [String?]? in
      try Self.found(field, layer).map {
        try FieldColumns(layer: layer, threads: threads).texts($0)
      }
    }
    if columns.allSatisfy({ $0 == nil }) {
      let names = stations.layers.flatMap { $0.fields.map(\.name) }
      throw rule.unknown(
        LocalizedText("field “\(field)” of stations", zh: "站点字段“\(field)”"), among: Set(names))
    }
    return stations.rows.map { columns[$0.layer]?[$0.feature] ?? nil }
  }
}
