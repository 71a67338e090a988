import Coverage
import Maps
import Model

/// Blocks by the share reached, flagged ones hatched, stations by tier.
struct CoverageMap {
  let ground: MapGround

  init(_ ground: MapGround) { self.ground = ground }

  func scene() -> MapScene {
    let found = ground.findings.found
    let classes = BlockClasses(found, ground.blocks, reach: ground.reach, ground.language)
    let areas = ground.areas(classes)
    let panel = MapPanel(
      extent: .around(areas),
      layers: ground.over(.areas(areas, styles: classes.styles(count: areas.count)))
        + [ground.stations.layer(ground.plane)],
      labels: ground.flaggedLabels(found.flags)
        + ground.stations.labels(ground.plane, first: 10_000))
    return ground.scene(
      title: ground.text(
        "Coverage within \(ground.measure) of a station", "服务站点覆盖图（\(ground.measure)）"),
      subtitle: Self.subtitle(ground, found), panels: [panel],
      legend: classes.legend(0..<areas.count) + ground.stations.legend,
      method: ground.coverageMethod, notes: ground.namingNote(found.flags))
  }

  /// What is reached, of how many.
  static func subtitle(_ ground: MapGround, _ found: CoverageFindings) -> String {
    let totals = ground.totals(found)
    let blocks = groupedDigits(Double(totals.blocks))
    let flagged = groupedDigits(Double(totals.underserved))
    let share = ground.share(totals)
    if !totals.hasPopulation {
      return ground.text(
        "\(share) of the area of \(MapGround.blocks(totals.blocks)) is reached; underserved: \(MapGround.blocks(totals.underserved))",
        "\(blocks) 个网格，覆盖面积占比 \(share)；服务不足网格 \(flagged) 个")
    }
    let people = groupedDigits(totals.measuredPopulation)
    return ground.text(
      "\(share) of \(people) people in \(MapGround.blocks(totals.blocks)) are reached; underserved: \(MapGround.blocks(totals.underserved))",
      "\(blocks) 个网格，\(people) 人，覆盖人口占比 \(share)；服务不足网格 \(flagged) 个")
  }
}
