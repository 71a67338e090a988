import Geometry
import Model

/// Tests hypotheses by the areas that points name: which shift puts the points into them.
struct AreaNameTest {
  let points: DatumSide
  let areas: DatumSide
  let pointFields: NamingFields
  let areaFields: NamingFields
  /// What the areas are called in the evidence.
  let threads: Int

  /// Points looked at; more make nothing clearer.
  private static let limit = 5000
  /// Pairs of fields looked at, those that tell most areas apart first.
  private static let pairLimit = 12

  private struct Pair {
    var pointField: String
    var areaField: String
    /// For each point looked at, the number of the value it names, or −1.
    var named: [Int32]
    /// For each area feature, the number of its value, or −1.
    var region: [Int32]
    var usable: Int
    var regions: Int
  }

  /// Nil when the points name nothing.
  func run() throws -> DatumEvidence? {
    let places = points.points.enumerated().compactMap { index, place in
      place.map { (index: index, place: $0) }
    }.prefix(Self.limit)
    let chosen = Array(places)
    let pairs = self.pairs(chosen.map(\.index))
    if pairs.isEmpty { return nil }
    let locator = BlockLocator(areas.layer)
    let found = try Parallel.map(count: chosen.count, threads: threads) { number in
      DatumHypothesis.all.map { hypothesis -> Int32 in
        let moved = hypothesis.moved(chosen[number].place)
        return locator.block(
          at: GeographicPoint(longitude: moved.x, latitude: moved.y)) ?? -1
      }
    }
    return judge(pairs.map { ($0, hits($0, found)) })
  }

  private func hits(_ pair: Pair, _ found: [[Int32]]) -> [Int] {
    DatumHypothesis.all.indices.map { hypothesis in
      found.indices.count { point in
        let block = found[point][hypothesis]
        return pair.named[point] >= 0 && block >= 0
          && pair.region[Int(block)] == pair.named[point]
      }
    }
  }

  private func judge(_ results: [(pair: Pair, hits: [Int])]) -> DatumEvidence {
    let decided = results.compactMap { result in
      DatumStatistic.winner(hits: result.hits, count: result.pair.usable).map {
        (winner: $0, result: result)
      }
    }
    if let first = decided.first {
      let isUnanimous = decided.allSatisfy { $0.winner == first.winner }
      let text = evidence(first.result.pair, first.result.hits)
      if isUnanimous { return DatumEvidence(winner: first.winner, text: text) }
      return DatumEvidence(
        winner: nil, text: text,
        reason: LocalizedText(
          "different fields speak for different systems", zh: "不同字段指向不同的坐标系"))
    }
    // The pair that comes nearest to telling.
    let best = results.max { left, right in
      (left.hits.max() ?? 0) * max(1, right.pair.usable)
        < (right.hits.max() ?? 0) * max(1, left.pair.usable)
    }
    guard let best else { return DatumEvidence(winner: nil, text: .empty) }
    return DatumEvidence(
      winner: nil, text: evidence(best.pair, best.hits), reason: Self.reason(best.pair, best.hits))
  }

  private static func reason(_ pair: Pair, _ hits: [Int]) -> LocalizedText {
    let sorted = hits.sorted(by: >)
    if pair.usable < DatumStatistic.leastPoints {
      return LocalizedText(
        "only \(pair.usable) points name an area, 5 are needed",
        zh: "只有 \(pair.usable) 个点注明所属区域，至少需要 5 个")
    }
    if Double(sorted[0]) < DatumStatistic.leastShare * Double(pair.usable) {
      return LocalizedText(
        "no reading puts 80 % of the points into the areas they name",
        zh: "没有一种读法能使 80% 的点落入所注明的区域")
    }
    return LocalizedText(
      "the areas are so large that other readings fit nearly as well",
      zh: "区域较大，其他读法同样吻合，无法区分")
  }

  /// Counts by hypothesis, best first, those that explain nothing left out.
  private func evidence(_ pair: Pair, _ hits: [Int]) -> LocalizedText {
    let points = LocalizedText("points", zh: "点")
    let areas = LocalizedText("areas", zh: "面")
    let order = hits.indices.sorted { (hits[$1], $0) < (hits[$0], $1) }.prefix(3)
    let lines = order.map { index -> LocalizedText in
      let words = DatumHypothesis.all[index].words(points, areas)
      return LocalizedText(
        "\(hits[index]) (\(words.english))", zh: "\(hits[index]) 个（\(words.chinese)）")
    }
    return LocalizedText(
      "of \(pair.usable) points that name their \(pair.areaField) (field \(pair.pointField)) there lie inside it: "
        + lines.map(\.english).joined(separator: ", "),
      zh: "\(pair.usable) 个点注明了所属 \(pair.areaField)（字段 \(pair.pointField)），落入其中的有："
        + lines.map(\.chinese).joined(separator: "，"))
  }

  // MARK: which fields name areas

  private func pairs(_ chosen: [Int]) -> [Pair] {
    var pairs: [Pair] = []
    for areaColumn in areaFields.columns where areaColumn.distinct >= 2 {
      var numbers: [String: Int32] = [:]
      let region = areaColumn.values.map { value -> Int32 in
        guard let value else { return -1 }
        if let number = numbers[value] { return number }
        numbers[value] = Int32(numbers.count)
        return Int32(numbers.count - 1)
      }
      let isNumeric = numbers.keys.allSatisfy { $0.allSatisfy(\.isNumber) }
      for pointColumn in pointFields.columns {
        if isNumeric, !NamingFields.namesBlock(pointColumn.name) { continue }
        if let pair = pair(pointColumn, areaColumn, chosen, numbers, region) { pairs.append(pair) }
      }
    }
    pairs.sort {
      ($1.regions, $1.usable, $0.pointField, $0.areaField)
        < ($0.regions, $0.usable, $1.pointField, $1.areaField)
    }
    return Array(pairs.prefix(Self.pairLimit))
  }

  /// The points' values as numbers of the areas' values, whole or contained in a longer text; nil when fewer
  /// than two areas are named, or less than half of the values name one.
  private func pair(
    _ pointColumn: NamingFields.Column, _ areaColumn: NamingFields.Column, _ chosen: [Int],
    _ numbers: [String: Int32], _ region: [Int32]
  ) -> Pair? {
    let given = chosen.count { pointColumn.values[$0] != nil }
    if given == 0 { return nil }
    var named = chosen.map { index in
      pointColumn.values[index].flatMap { numbers[$0] } ?? -1
    }
    if named.count(where: { $0 >= 0 }) * 2 < given {
      named = contained(pointColumn, chosen, numbers)
    }
    let usable = named.count { $0 >= 0 }
    let regions = Set(named.filter { $0 >= 0 }).count
    guard usable * 2 >= given, regions >= 2 else { return nil }
    return Pair(
      pointField: pointColumn.name, areaField: areaColumn.name, named: named, region: region,
      usable: usable, regions: regions)
  }

  /// Names that stand inside longer ones (`枫晚社区邻里驿站`): the longest area name in each text.
  private func contained(
    _ column: NamingFields.Column, _ chosen: [Int], _ numbers: [String: Int32]
  ) -> [Int32] {
    let names = numbers.keys.filter { $0.count >= 2 && $0.contains(where: \.isLetter) }
      .sorted { ($1.count, $0) < ($0.count, $1) }
    var forms: [(text: String, number: Int32)] = []
    for name in names {
      forms.append((name, numbers[name] ?? -1))
    }
    for name in names {
      let short = NamingFields.short(name)
      if short != name { forms.append((short, numbers[name] ?? -1)) }
    }
    guard forms.count * chosen.count <= 2_000_000 else {
      return [Int32](repeating: -1, count: chosen.count)
    }
    return chosen.map { index in
      guard let value = column.values[index] else { return -1 }
      return forms.first { value.contains($0.text) }?.number ?? -1
    }
  }
}
