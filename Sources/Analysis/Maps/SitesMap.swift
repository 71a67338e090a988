import Coverage
import Maps
import Model

/// Proposed sites with their rank and what they bring, over coverage as it is.
struct SitesMap {
  private let ground: MapGround

  /// - Throws: 64 without sites among the findings.
  init(_ ground: MapGround) throws {
    self.ground = ground
    if ground.findings.sites.isEmpty {
      throw MissingFindings.error(.sites, LocalizedText("proposed sites", zh: "选址结果"))
    }
  }

  func scene() -> MapScene {
    let found = ground.findings.found
    let classes = BlockClasses(found, ground.blocks, reach: ground.reach, ground.language)
    let areas = ground.areas(classes)
    let sites = SiteMarkers(ground)
    let panel = MapPanel(
      extent: .around(areas),
      layers: ground.over(.areas(areas, styles: classes.styles(count: areas.count)))
        + [ground.stations.layer(ground.plane), sites.layer],
      labels: sites.labels(isNamed: true))
    return ground.scene(
      title: ground.text("Proposed stations", "新增站点选址图"), subtitle: subtitle, panels: [panel],
      legend: sites.legend + classes.legend(0..<areas.count) + ground.stations.legend,
      method: ground.coverageMethod)
  }

  private var subtitle: String {
    let count = ground.findings.sites.count
    let gain = ground.findings.sites.reduce(0) { $0 + $1.gain }
    if gain.isNaN { return ground.text("\(count) new stations", "新增 \(count) 处站点") }
    let people = groupedDigits(gain)
    return ground.text(
      "\(count) new stations reach \(people) people more; blocks as they are now",
      "新增 \(count) 处站点，新增覆盖 \(people) 人；网格为现状覆盖")
  }
}

/// Sites as numbered discs, larger than stations and bright.
struct SiteMarkers {
  private let ground: MapGround
  private var sites: [MapSite] { ground.findings.sites }

  init(_ ground: MapGround) { self.ground = ground }

  private var style: MarkerStyle {
    MarkerStyle(.circle, size: sites.count > 40 ? 3.4 : 4.6, fill: MapColour(0xB3261E))
  }

  var layer: MapLayer {
    // The first ranks lie on top.
    let markers = sites.enumerated().reversed().flatMap { index, site in
      site.places.prefix(1).map {
        MapMarker(ground.plane.point($0), style: 0, text: String(index + 1))
      }
    }
    return .markers(markers, styles: [style])
  }

  private func gain(_ site: MapSite, after space: String) -> String {
    site.gain.isNaN ? "" : "\(space)+\(groupedDigits(site.gain))"
  }

  /// `name +1,234` by rank; without names where panels are small.
  func labels(isNamed: Bool) -> [MapLabel] {
    sites.enumerated().compactMap { index, site in
      site.places.first.map { place in
        MapLabel(
          isNamed ? site.name : "", suffix: gain(site, after: isNamed ? " " : ""),
          at: ground.plane.point(place), anchor: .point(symbol: style.size), priority: index,
          isBold: true)
      }
    }
  }

  var legend: [LegendEntry] {
    var style = style
    style.size = 4
    return [
      .heading(ground.text("Proposed (\(sites.count))", "新增站点（\(sites.count)）")),
      .marker(
        style, ground.text("site with its rank, +people it brings", "选址（序号为优先次序，+为新增覆盖人数）"),
        inside: "1"),
    ]
  }
}
