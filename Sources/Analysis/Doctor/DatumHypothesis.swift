import Geometry
import Model

/// A guess in which of the three systems of Chinese maps two layers really are.
struct DatumHypothesis: Sendable, Hashable {
  var points: CoordinateSystem
  var areas: CoordinateSystem

  /// One for each relative shift there can be; equal systems cannot be told apart and stand first.
  static let all = [
    DatumHypothesis(points: .wgs84, areas: .wgs84), DatumHypothesis(points: .gcj02, areas: .wgs84),
    DatumHypothesis(points: .bd09, areas: .wgs84), DatumHypothesis(points: .wgs84, areas: .gcj02),
    DatumHypothesis(points: .wgs84, areas: .bd09), DatumHypothesis(points: .bd09, areas: .gcj02),
    DatumHypothesis(points: .gcj02, areas: .bd09),
  ]

  /// The place of a point, as its file gives it, in the file coordinates of the areas.
  func moved(_ point: Coordinate) -> Coordinate {
    switch (points, areas) {
    case (.gcj02, .wgs84): ChinaOffset.convert(point, .gcj02ToWGS84)
    case (.bd09, .wgs84): ChinaOffset.convert(point, .bd09ToWGS84)
    case (.wgs84, .gcj02): ChinaOffset.convert(point, .wgs84ToGCJ02)
    case (.wgs84, .bd09): ChinaOffset.convert(point, .wgs84ToBD09)
    case (.bd09, .gcj02): ChinaOffset.convert(point, .bd09ToGCJ02)
    case (.gcj02, .bd09): ChinaOffset.convert(point, .gcj02ToBD09)
    default: point
    }
  }

  /// The member of `all` with the same relative shift.
  static func like(points: CoordinateSystem, areas: CoordinateSystem) -> DatumHypothesis {
    points == areas ? all[0] : DatumHypothesis(points: points, areas: areas)
  }

  /// Both systems with this relative shift that change least against how the layers are labelled; a label
  /// that cannot be moved (a projected layer) stays.
  func resolved(
    points label: CoordinateSystem, areas areaLabel: CoordinateSystem
  ) -> DatumHypothesis {
    if points != areas { return self }
    // Equal systems: whatever the areas are labelled is believed.
    return DatumHypothesis(points: areaLabel, areas: areaLabel)
  }

  /// The name by which a user types a system.
  static func option(_ system: CoordinateSystem) -> String {
    switch system {
    case .wgs84: "EPSG:4326"
    case .gcj02: "GCJ02"
    case .bd09: "BD09"
    case .definition(let text): text
    }
  }

  /// What the hypothesis says, for evidence lines.
  func words(_ points: LocalizedText, _ areas: LocalizedText) -> LocalizedText {
    func name(_ system: CoordinateSystem) -> String { DoctorIdentity.name(system) }
    if self.points == self.areas {
      return LocalizedText(
        "both in one system", zh: "两者坐标系相同")
    }
    return LocalizedText(
      "\(points.english) in \(name(self.points)), \(areas.english) in \(name(self.areas))",
      zh: "\(points.chinese)为 \(name(self.points))、\(areas.chinese)为 \(name(self.areas))")
  }
}

/// How well each hypothesis explains a set of observations.
struct DatumEvidence: Sendable {
  /// Index in `DatumHypothesis.all` of the one that wins; nil when none does.
  var winner: Int?
  /// What was counted or measured, hypothesis by hypothesis, best first.
  var text: LocalizedText
  /// Why nothing follows; empty with a winner.
  var reason: LocalizedText = .empty
}

/// Shares of hits by hypothesis, and when they are decisive.
enum DatumStatistic {
  /// Fewer usable points prove nothing.
  static let leastPoints = 5
  /// The winner must explain this share of the points …
  static let leastShare = 0.8
  /// … and lead the second by this much.
  static let leastLead = 0.2

  /// The winner among hit counts of `count` points; nil when none is clear.
  static func winner(hits: [Int], count: Int) -> Int? {
    guard count >= leastPoints,
      let best = hits.indices.max(by: { (hits[$0], -$0) < (hits[$1], -$1) })
    else { return nil }
    let second = hits.indices.filter { $0 != best }.map { hits[$0] }.max() ?? 0
    let isClear =
      Double(hits[best]) >= leastShare * Double(count)
      && Double(hits[best] - second) >= leastLead * Double(count)
    return isClear ? best : nil
  }

  /// The winner among median distances in metres: at most `limit`, and at most half the second's.
  static func winner(medians: [Double], limit: Double, ratio: Double = 0.5) -> Int? {
    guard let best = medians.indices.min(by: { (medians[$0], $0) < (medians[$1], $1) }) else {
      return nil
    }
    let second = medians.indices.filter { $0 != best }.map { medians[$0] }.min() ?? .infinity
    return medians[best] <= limit && medians[best] <= ratio * second ? best : nil
  }

  /// The three readings with the least medians (metres), in words: `left` and `right` name the two layers.
  static func best(
    _ medians: [Double], _ left: LocalizedText, _ right: LocalizedText
  ) -> LocalizedText {
    let order = medians.indices.sorted { (medians[$0], $0) < (medians[$1], $1) }.prefix(3)
    let parts = order.map { index -> LocalizedText in
      let words = DatumHypothesis.all[index].words(left, right)
      let metres = DoctorNumber.text(medians[index], 0)
      return LocalizedText("\(metres) m (\(words.english))", zh: "\(metres) 米（\(words.chinese)）")
    }
    return LocalizedText(
      parts.map(\.english).joined(separator: ", "),
      zh: parts.map(\.chinese).joined(separator: "，"))
  }

  static func median(_ values: [Double]) -> Double {
    if values.isEmpty { return .infinity }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}
