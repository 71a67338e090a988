import Coverage
import Export
import Maps
import Model

/// What no station reaches, by the people there.
struct GapMap {
  private let ground: MapGround
  private let table: FeatureTable

  /// - Throws: 64 without gaps among the findings.
  init(_ ground: MapGround) throws {
    self.ground = ground
    guard let table = ground.findings.gaps else {
      throw MissingFindings.error(
        .gaps, LocalizedText("the uncovered areas", zh: "未覆盖区域"))
    }
    self.table = table
  }

  /// One gap of the measure shown.
  private struct Gap {
    var feature: Int
    var block: String
    /// NaN when unknown.
    var people: Double
  }

  /// The gaps of the measure shown, in the layer's order.
  private var gaps: [Gap] {
    var (measures, blocks, people): ([Int32], (indices: [Int32], strings: [String]), [Double]) =
      ([], ([], []), [])
    for column in table.results {
      switch (column.name, column.values) {
      case ("measure", .text(let indices, _)): measures = indices
      case ("block", .text(let indices, let strings)): blocks = (indices, strings)
      case ("pop_uncovered", .real(let values, _)): people = values
      default: break
      }
    }
    return measures.indices.filter { Int(measures[$0]) == ground.reach }.map {
      Gap(
        feature: $0, block: blocks.strings[Int(blocks.indices[$0])], people: people[$0])
    }
  }

  func scene() -> MapScene {
    let gaps = gaps
    let limits = PeopleLimits(gaps.map(\.people))
    let areas = (0..<ground.blocks.count).map {
      MapArea(rings: ground.plane.rings(ground.blocks, $0), style: 0)
    }
    let holes = gaps.map {
      MapArea(
        rings: ground.plane.rings(table.layer, $0.feature), style: limits.position($0.people))
    }
    let outline = BlockClasses.outline(areas.count).map { max($0, 0.1) } ?? 0.06
    let plain = MapStyle(
      fill: MapColour(0xF4F4F1), stroke: MapColour(0x8A8A8A), strokeWidth: outline)
    let styles = limits.colours.map { MapStyle(fill: $0, stroke: .softInk, strokeWidth: 0.1) }
    let panel = MapPanel(
      extent: .around(areas),
      layers: [.areas(areas, styles: [plain])]
        + ground.over(.areas(holes, styles: styles)) + [ground.stations.layer(ground.plane)],
      labels: labels(gaps))
    let legend =
      [LegendEntry.heading(ground.text("People beyond the reach (areas)", "未覆盖人口（区域数）"))]
      + limits.legend(gaps.map(\.people), ground.language)
      + [.area(plain, ground.text("reached", "已覆盖"))] + ground.stations.legend
    return ground.scene(
      title: ground.text(
        "Areas beyond \(ground.measure) of every station", "服务盲区图（\(ground.measure)）"),
      subtitle: subtitle(gaps), panels: [panel], legend: legend, method: ground.coverageMethod)
  }

  private func subtitle(_ gaps: [Gap]) -> String {
    let totals = ground.totals(ground.findings.found)
    let count = groupedDigits(Double(Set(gaps.map(\.block)).count))
    if !totals.hasPopulation {
      return ground.text("In \(MapGround.blocks(Set(gaps.map(\.block)).count))", "涉及 \(count) 个网格")
    }
    let people = groupedDigits(totals.uncoveredPeople(ground.reach))
    let all = groupedDigits(totals.measuredPopulation)
    return ground.text(
      "\(people) of \(all) people, in \(MapGround.blocks(Set(gaps.map(\.block)).count))",
      "涉及 \(count) 个网格，\(all) 人中 \(people) 人未覆盖")
  }

  /// The areas with the most people; more names would hide the map.
  private static let mostNamed = 60

  /// The block and its people, the most people first.
  private func labels(_ gaps: [Gap]) -> [MapLabel] {
    let names = Dictionary(
      ground.inputs.blocks.ids.enumerated().map { ($1, $0) },
      uniquingKeysWith: { first, _ in first })
    let ordered = gaps.filter { $0.people >= 0.5 }.enumerated()
      .sorted { ($1.element.people, $0.offset) < ($0.element.people, $1.offset) }
    return ordered.prefix(Self.mostNamed).enumerated().compactMap { rank, gap in
      ground.plane.inside(table.layer, gap.element.feature).map { place in
        let name = names[gap.element.block].map(ground.name) ?? gap.element.block
        let people = groupedDigits(gap.element.people)
        return MapLabel(
          name, suffix: ground.text(" (\(people))", "（\(people) 人）"), at: place, anchor: .area,
          priority: rank)
      }
    }
  }
}

/// Classes of people with round limits.
struct PeopleLimits {
  /// Lower limits of all classes but the first, ascending: 1, 2 or 5 times a power of ten.
  let limits: [Double]

  /// Limits near the fifths of the values above 0, so that classes hold about as many areas each.
  init(_ people: [Double]) {
    let known = people.filter { $0 > 0 }.sorted()
    var limits: [Double] = []
    for fifth in 1..<5 where !known.isEmpty {
      let limit = Self.rounded(known[known.count * fifth / 5])
      if limit > limits.last ?? 0 && limit <= known[known.count - 1] && limit > known[0] {
        limits.append(limit)
      }
    }
    self.limits = limits
  }

  /// The nearest of 1, 2 and 5 times a power of ten, by ratio.
  static func rounded(_ value: Double) -> Double {
    var power = 1.0
    while power * 10 <= value { power *= 10 }
    while power > value { power /= 10 }
    let steps = [1.0, 2, 5, 10].map { $0 * power }
    return steps.min { max($0 / value, value / $0) < max($1 / value, value / $1) } ?? value
  }

  /// Class colours, then those of areas where nobody lives and where that is unknown.
  var colours: [MapColour] {
    MapPalette.pick(limits.count + 1, of: MapPalette.people) + [.white, MapPalette.unknown]
  }

  func position(_ people: Double) -> Int {
    if people.isNaN { return limits.count + 2 }
    if people < 0.5 { return limits.count + 1 }
    return limits.count { people >= $0 }
  }

  func legend(_ people: [Double], _ language: Language) -> [LegendEntry] {
    var counts = [Int](repeating: 0, count: colours.count)
    for value in people { counts[position(value)] += 1 }
    let last = limits.count
    let names: [LocalizedText] =
      (0...last).map { index in
        if limits.isEmpty { return LocalizedText("some", zh: "有人口") }
        let low = index == 0 ? "1" : groupedDigits(limits[index - 1])
        if index == last { return LocalizedText("\(low) and more", zh: "\(low) 人及以上") }
        let high = groupedDigits(limits[index])
        return LocalizedText("\(low) to under \(high)", zh: "\(low) 至不足 \(high) 人")
      } + [LocalizedText("nobody", zh: "无人口"), LocalizedText("people unknown", zh: "人口未知")]
    return colours.indices.filter { $0 <= last ? !people.allSatisfy(\.isNaN) : counts[$0] > 0 }.map
    {
      let count = groupedDigits(Double(counts[$0]))
      return .area(
        MapStyle(fill: colours[$0], stroke: .softInk, strokeWidth: 0.15),
        language == .chinese ? "\(names[$0].chinese)（\(count)）" : "\(names[$0].english) (\(count))")
    }
  }
}

/// A kind of map asked for without its results.
enum MissingFindings {
  static func error(_ kind: MapKind, _ what: LocalizedText) -> AnalysisError {
    AnalysisError(
      .usage, .none,
      LocalizedText(
        "--map \(kind.rawValue) shows \(what.english), which this run does not have",
        zh: "--map \(kind.rawValue) 需要\(what.chinese)，本次运行没有该结果"),
      hint: LocalizedText("ask for it, or choose another map", zh: "请在运行中要求该结果，或改选其他地图"))
  }
}
