import Coverage
import Maps
import Model

/// Coverage without and with the proposed sites, side by side at one scale and in the same classes.
struct BeforeAfterMap {
  private let ground: MapGround
  private let after: CoverageFindings

  /// - Throws: 64 without coverage after among the findings.
  init(_ ground: MapGround) throws {
    self.ground = ground
    guard let after = ground.findings.after else {
      throw MissingFindings.error(
        .beforeAfter, LocalizedText("coverage with new stations", zh: "新增站点后的覆盖结果"))
    }
    self.after = after
  }

  func scene() -> MapScene {
    let found = ground.findings.found
    let now = BlockClasses(found, ground.blocks, reach: ground.reach, ground.language)
    let then = BlockClasses(after, ground.blocks, reach: ground.reach, ground.language)
    let sites = ground.findings.sites.isEmpty ? nil : SiteMarkers(ground)
    let panels = [
      panel(now, ground.text("Before", "新增前"), found, sites: nil),
      panel(then, ground.text("After", "新增后"), after, sites: sites),
    ]
    let count = ground.findings.sites.count
    return ground.scene(
      title: ground.text(
        "Coverage within \(ground.measure), before and after", "新增站点前后覆盖对比图（\(ground.measure)）"),
      subtitle: count == 0
        ? "" : ground.text("With \(count) new stations", "新增 \(count) 处站点"), panels: panels,
      legend: (sites?.legend ?? []) + Self.unnumbered(now.legend(0..<ground.blocks.count))
        + ground.stations.legend,
      method: ground.coverageMethod)
  }

  /// Both panels share the classes; numbers of blocks differ and stand in the panels' titles.
  private static func unnumbered(_ entries: [LegendEntry]) -> [LegendEntry] {
    func cut(_ text: String) -> String {
      let end = text.lastIndex { $0 == "(" || $0 == "（" } ?? text.endIndex
      return PlainText.line(String(text[..<end]))
    }
    return entries.map { entry in
      switch entry {
      case .heading(let text): .heading(cut(text))
      case .area(let style, let text): .area(style, cut(text))
      case .line, .marker, .note: entry
      }
    }
  }

  private func panel(
    _ classes: BlockClasses, _ name: String, _ findings: CoverageFindings, sites: SiteMarkers?
  ) -> MapPanel {
    let areas = ground.areas(classes)
    let totals = ground.totals(findings)
    let share = ground.share(totals)
    let flagged = groupedDigits(Double(totals.underserved))
    let title = ground.text(
      "\(name): \(share) reached, \(MapGround.blocks(totals.underserved)) underserved",
      "\(name)：覆盖 \(share)，服务不足网格 \(flagged) 个")
    return MapPanel(
      title: title, extent: .around(areas),
      layers: ground.over(.areas(areas, styles: classes.styles(count: areas.count)))
        + [ground.stations.layer(ground.plane)] + (sites.map { [$0.layer] } ?? []),
      labels: sites?.labels(isNamed: false) ?? [])
  }
}
