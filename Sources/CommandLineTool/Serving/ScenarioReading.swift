import Analysis
import Coverage
import Model
import Schedules
import Server

/// The body of a request for a scenario, checked.
struct ScenarioReading {
  private(set) var scenario = Scenario()
  private(set) var settings: ScenarioSettings
  /// Also all blocks of the run's own stations.
  private(set) var wantsBlocks = false
  private var tiers: [String] = []
  private var services: [String] = []

  /// Changes of one scenario.
  static let changesLimit = 5_000
  /// Characters of a name, a filter or a time.
  static let textLimit = 500
  /// Tiers or services named at once.
  static let choicesLimit = 100

  /// Settings that are left out are the model's.
  ///
  /// - Throws: a refusal (400) for what is no JSON, `AnalysisError` of kind usage for what it says.
  init(_ body: [UInt8], for model: WhatIfModel) throws {
    settings = model.settings
    let document = try JSONBody.read(body)
    guard case .object(let members) = document else {
      throw Self.complaint("the body", "请求体", "must be a JSON object", "须为 JSON 对象")
    }
    for member in members { try read(member) }
    try dropIdleRules(isGiven: members.contains { $0.key == "underserved" })
    let choices = model.choices
    settings.filter = try choices.condition(
      tiers: tiers, services: services, other: settings.filter)
    // What new stations say of themselves is of the same lists.
    for station in scenario.added {
      _ = try choices.condition(
        tiers: station.tier.map { [$0] } ?? [], services: station.services, other: nil)
    }
  }

  private mutating func read(_ member: JSONValue.Member) throws {
    let (key, value) = (member.key, member.value)
    switch key {
    case "removed":
      scenario.removed = Set(try Self.items(key, value).map { try Self.station(key, $0) })
    case "moved":
      for item in try Self.items(key, value) {
        let fields = try Self.fields(key, item, ["station", "lon", "lat"])
        let number = try Self.station("moved.station", fields["station"] ?? .null)
        scenario.moved[number] = try Self.place(key, fields)
      }
    case "added":
      scenario.added = try Self.items(key, value).map { item in
        let fields = try Self.fields(key, item, ["name", "lon", "lat", "tier", "services"])
        return Scenario.Addition(
          name: try Self.text("added.name", fields["name"] ?? .null) ?? "",
          place: try Self.place(key, fields),
          tier: try Self.text("added.tier", fields["tier"] ?? .null),
          services: try Self.texts("added.services", fields["services"] ?? .array([])))
      }
    case "radius":
      settings.measures.radii = try Self.numbers(key, value, 1...20_000)
      if settings.measures.radii.isEmpty {
        throw Self.complaint(key, key, "must name at least one radius", "至少须有一个半径")
      }
    case "minutes": settings.measures.minutes = try Self.numbers(key, value, 0.1...180)
    case "speed": settings.measures.speed = try Self.number(key, value, 0.5...10)
    case "where": settings.filter = try Self.text(key, value)
    case "tiers": tiers = try Self.texts(key, value)
    case "services": services = try Self.texts(key, value)
    case "at": settings.moment = try Self.text(key, value).map { try OpeningText.moment($0) }
    case "underserved":
      settings.measures.rules = try Self.text(key, value).map {
        try UnderservedRule.list($0, option: key, subject: .none)
      }
    case "blocks":
      guard case .boolean(let flag) = value else {
        throw Self.complaint(key, key, "must be true or false", "须为 true 或 false")
      }
      wantsBlocks = flag
    default: throw Self.complaint(key, key, "is not known", "不是已知的成员")
    }
  }

  /// Tests of measures that are not asked for: refused when given, else left out.
  private mutating func dropIdleRules(isGiven: Bool) throws {
    let measures = settings.measures
    settings.measures.rules = try measures.rules?.filter { rule in
      let isMeasured =
        switch rule.measure {
        case .radius(let radius): measures.radii.contains(radius)
        case .minutes(let time): measures.minutes.contains(time)
        }
      if isGiven && !isMeasured {
        throw Self.complaint(
          "underserved", "underserved", "names a measure that is not asked for", "含有未要求计算的指标")
      }
      return isMeasured
    }
  }
}

// Values of members.
extension ScenarioReading {
  private static func complaint(
    _ place: String, _ ort: String, _ english: String, _ chinese: String
  ) -> AnalysisError {
    AnalysisError(
      .usage, .none, LocalizedText("\(place) \(english)", zh: "\(ort) \(chinese)"))
  }

  private static func items(_ key: String, _ value: JSONValue) throws -> [JSONValue] {
    guard case .array(let items) = value else {
      throw complaint(key, key, "must be an array", "须为数组")
    }
    guard items.count <= changesLimit else {
      throw complaint(
        key, key, "has more than \(changesLimit) elements", "超过 \(changesLimit) 项")
    }
    return items
  }

  private static func fields(
    _ key: String, _ value: JSONValue, _ known: Set<String>
  ) throws -> [String: JSONValue] {
    guard case .object(let members) = value else {
      throw complaint(key, key, "must hold objects", "的元素须为对象")
    }
    if let unknown = members.first(where: { !known.contains($0.key) }) {
      throw complaint("\(key).\(unknown.key)", "\(key).\(unknown.key)", "is not known", "不是已知的成员")
    }
    return Dictionary(members.map { ($0.key, $0.value) }) { first, _ in first }
  }

  private static func number(
    _ key: String, _ value: JSONValue, _ range: ClosedRange<Double>
  ) throws -> Double {
    guard case .number(let number, _) = value, range.contains(number) else {
      let limits =
        "\(DecimalText.text(range.lowerBound)) … \(DecimalText.text(range.upperBound))"
      throw complaint(key, key, "must be a number, \(limits)", "须为数字，\(limits)")
    }
    return number
  }

  /// Ascending, without repetition.
  private static func numbers(
    _ key: String, _ value: JSONValue, _ range: ClosedRange<Double>
  ) throws -> [Double] {
    let items = try items(key, value)
    guard items.count <= 8 else { throw complaint(key, key, "has more than 8 values", "超过 8 个值") }
    return Set(try items.map { try number(key, $0, range) }).sorted()
  }

  private static func station(_ key: String, _ value: JSONValue) throws -> Int {
    let number = try number(key, value, 0...1e9)
    guard let whole = Int(exactly: number) else {
      throw complaint(key, key, "must be a station's number", "须为站点序号")
    }
    return whole
  }

  private static func place(
    _ key: String, _ fields: [String: JSONValue]
  ) throws -> GeographicPoint {
    GeographicPoint(
      longitude: try number("\(key).lon", fields["lon"] ?? .null, -180...180),
      latitude: try number("\(key).lat", fields["lat"] ?? .null, -90...90))
  }

  /// Texts without repetition, in their order.
  private static func texts(_ key: String, _ value: JSONValue) throws -> [String] {
    let items = try items(key, value)
    guard items.count <= choicesLimit else {
      throw complaint(
        key, key, "has more than \(choicesLimit) elements", "超过 \(choicesLimit) 项")
    }
    var seen: Set<String> = []
    return try items.compactMap { try text(key, $0) }.filter { seen.insert($0).inserted }
  }

  /// Nil for null and empty text.
  private static func text(_ key: String, _ value: JSONValue) throws -> String? {
    if case .null = value { return nil }
    guard case .string(let text) = value, text.utf8.count <= 4 * textLimit, text.count <= textLimit
    else {
      throw complaint(
        key, key, "must be text of at most \(textLimit) characters", "须为不超过 \(textLimit) 字的文字")
    }
    return text.isEmpty ? nil : text
  }
}
