import Coverage
import Maps
import Model

/// Blocks in classes of the share reached, with flagged ones hatched.
struct BlockClasses {
  let findings: CoverageFindings
  let layer: Layer
  /// Position among the reaches of coverage.
  let reach: Int
  let language: Language
  /// Shares are of people; of the area where no block's people are known.
  let countsPeople: Bool

  private var table: CoverageTable { findings.table }

  init(_ findings: CoverageFindings, _ layer: Layer, reach: Int, _ language: Language) {
    self.findings = findings
    self.layer = layer
    self.reach = reach
    self.language = language
    let table = findings.table
    countsPeople = (0..<table.count).contains { table.population[$0] > 0 }
  }

  /// Lower limits of the classes above “none”; the last holds blocks reached as a whole.
  private static let limits = [0.25, 0.5, 0.75]
  /// A share within this of 1 is all, as totals count it.
  private static let tolerance = 1e-9
  static let unknown = 6

  /// 0 none, 1…4 by quarters, 5 all, 6 not measured.
  func shareClass(_ block: Int) -> Int {
    let slot = table.slot(block, reach)
    let share = countsPeople ? table.populationShare[slot] : table.areaShare[slot]
    if !table.isUsable(block) || share.isNaN { return Self.unknown }
    if share <= 0 { return 0 }
    if share >= 1 - Self.tolerance { return 5 }
    return 1 + Self.limits.count { share >= $0 }
  }

  func isFlagged(_ block: Int) -> Bool { findings.flags.underserved[block] == 1 }

  // MARK: Drawing

  /// Plain classes, then the same hatched.
  func styles(count: Int) -> [MapStyle] {
    let colours = MapPalette.share + [MapPalette.unknown]
    let outline = Self.outline(count)
    let hatch =
      count > 1_000 ? MapHatch(spacing: 1.5, width: 0.16) : MapHatch(spacing: 1.8, width: 0.24)
    let plain = colours.enumerated().map { index, colour in
      MapStyle(
        fill: colour, stroke: outline == nil ? nil : .softInk, strokeWidth: outline ?? 0,
        dashes: index == Self.unknown ? [0.8, 0.6] : [])
    }
    return plain
      + plain.map { style in
        var style = style
        style.hatch = hatch
        return style
      }
  }

  /// Width of outlines, which thins out as blocks grow many; nil where they would be all there is to see.
  static func outline(_ count: Int) -> Double? {
    let width = min(0.3, 1.8 / Double(max(1, count)).squareRoot())
    return width < 0.03 ? nil : width
  }

  func style(_ block: Int) -> Int {
    shareClass(block) + (isFlagged(block) ? MapPalette.share.count + 1 : 0)
  }

  // MARK: Legend

  private static let names = [
    LocalizedText("none", zh: "完全未覆盖"), LocalizedText("over 0 to 25 %", zh: "大于 0，不足 25%"),
    LocalizedText("25 to 50 %", zh: "25%～50%"), LocalizedText("50 to 75 %", zh: "50%～75%"),
    LocalizedText("75 to under 100 %", zh: "75% 至不足 100%"), LocalizedText("all", zh: "全部覆盖"),
    LocalizedText("not measured", zh: "未计算"),
  ]

  /// Every class with its number of blocks; “not measured” only where there are such.
  func legend(_ blocks: Range<Int>) -> [LegendEntry] {
    var counts = [Int](repeating: 0, count: Self.names.count)
    for block in blocks { counts[shareClass(block)] += 1 }
    let flagged = blocks.count { isFlagged($0) }
    let styles = styles(count: 1)
    var entries = [LegendEntry.heading(heading)]
    for index in Self.names.indices where index != Self.unknown || counts[index] > 0 {
      entries.append(.area(styles[index], numbered(Self.names[index], counts[index])))
    }
    var hatched = MapStyle(fill: .white, stroke: .softInk, strokeWidth: 0.2)
    hatched.hatch = MapHatch(spacing: 1.4, width: 0.22)
    entries.append(
      .area(hatched, numbered(LocalizedText("underserved", zh: "服务不足"), flagged)))
    return entries
  }

  private var heading: String {
    countsPeople
      ? LocalizedText("Share of people reached (blocks)", zh: "覆盖人口占比（网格数）")[language]
      : LocalizedText("Share of area reached (blocks)", zh: "覆盖面积占比（网格数）")[language]
  }

  private func numbered(_ text: LocalizedText, _ count: Int) -> String {
    let number = groupedDigits(Double(count))
    return language == .chinese ? "\(text.chinese)（\(number)）" : "\(text.english) (\(number))"
  }
}
