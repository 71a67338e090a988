import Coverage
import Layers
import Maps
import Model

/// Makes maps of results that are there; computes nothing anew.
struct MapMaker {
  let options: MapOptions
  let base: BaseMap?

  var language: Language { options.language }

  init(_ options: MapOptions, base: BaseMap? = nil) {
    self.options = options
    self.base = base
  }

  /// The map of a kind; of `communities`, its first sheet.
  ///
  /// - Throws: 64 when the findings lack what the kind shows.
  func scene(_ kind: MapKind, _ findings: MapFindings) throws -> MapScene {
    try scenes(kind, findings)[0]
  }

  /// All sheets of a map: one, save for `communities`.
  func scenes(_ kind: MapKind, _ findings: MapFindings) throws -> [MapScene] {
    let ground = try MapGround(self, findings)
    switch kind {
    case .coverage: return [CoverageMap(ground).scene()]
    case .gaps: return [try GapMap(ground).scene()]
    case .isochrones: return [try IsochroneMap(ground).scene()]
    case .sites: return [try SitesMap(ground).scene()]
    case .beforeAfter: return [try BeforeAfterMap(ground).scene()]
    case .communities: return try CommunityMaps(ground).scenes()
    }
  }
}

/// What all maps of one run share: the plane, the base, stations, words on the data.
struct MapGround {
  let options: MapOptions
  let findings: MapFindings
  let base: BaseMap?
  let plane: MapPlane
  let stations: StationMarkers
  /// Position of the measure shown.
  let reach: Int

  var language: Language { options.language }
  var inputs: CoverageInputs { findings.inputs }
  var blocks: Layer { findings.inputs.blocks.layer }
  var settings: CoverageSettings { findings.found.settings }

  init(_ maker: MapMaker, _ findings: MapFindings) throws {
    options = maker.options
    base = maker.base
    self.findings = findings
    let blocks = findings.inputs.blocks.layer
    plane = MapPlane(BoundingBox.around(blocks, 0..<blocks.count))
    stations = StationMarkers(
      findings.inputs.stations, maker.language, threads: maker.options.threads)
    reach = maker.options.reach ?? 0
    let count = findings.found.settings.reaches.count
    precondition((0..<count).contains(reach), "one of \(count) measures is shown")
  }

  // MARK: Blocks

  /// Blocks in their classes.
  func areas(_ classes: BlockClasses) -> [MapArea] {
    (0..<blocks.count).map { MapArea(rings: plane.rings(blocks, $0), style: classes.style($0)) }
  }

  /// A block's name, else its id.
  func name(_ block: Int) -> String {
    CoverageOverview.name(of: block, inputs.blocks).ifEmpty(inputs.blocks.ids[block])
  }

  /// Where more blocks are flagged than this, only the most urgent are named: hundreds of names hide the map.
  private static let (mostNamed, mostUrgent) = (80, 30)

  /// How many of so many flagged blocks are named.
  private static func named(of flagged: Int) -> Int {
    flagged > mostNamed ? mostUrgent : flagged
  }

  /// Names of flagged blocks, all or among some, by priority.
  func flaggedLabels(_ flags: BlockFlags, among blocks: [Int]? = nil) -> [MapLabel] {
    let flagged = (blocks ?? Array(flags.priority.indices)).filter { flags.priority[$0] > 0 }
      .sorted { flags.priority[$0] < flags.priority[$1] }
    return flagged.prefix(Self.named(of: flagged.count)).compactMap { block in
      plane.inside(self.blocks, block).map {
        MapLabel(
          name(block), at: $0, anchor: .area, priority: Int(flags.priority[block]), isBold: true)
      }
    }
  }

  /// Layers under a map's own: water and streets over the fills given.
  func over(_ fills: MapLayer) -> [MapLayer] { [fills] + (base?.layers(plane) ?? []) }

  /// Says so where not all flagged blocks are named.
  func namingNote(_ flags: BlockFlags) -> [String] {
    let flagged = flags.priority.count { $0 > 0 }
    let named = Self.named(of: flagged)
    if named == flagged { return [] }
    return [
      text(
        "Named are the \(named) most urgent of \(groupedDigits(Double(flagged))) underserved blocks.",
        "服务不足的 \(groupedDigits(Double(flagged))) 个网格中，仅标注最急需的 \(named) 个。")
    ]
  }

  // MARK: Words

  /// `1 block`, `126 blocks`.
  static func blocks(_ count: Int) -> String {
    "\(groupedDigits(Double(count))) block\(count == 1 ? "" : "s")"
  }

  func text(_ english: String, _ chinese: String) -> String {
    language == .chinese ? chinese : english
  }

  /// The measure shown, in words: `500 m`, `15 min on foot`.
  var measure: String {
    let radii = settings.radii.count
    if reach < radii {
      let metres = BlockFlags.number(settings.radii[reach])
      return text("\(metres) m", "\(metres) 米")
    }
    let minutes = BlockFlags.number(settings.minutes[reach - radii])
    return text("\(minutes) minutes on foot", "步行 \(minutes) 分钟")
  }

  /// A sheet of this run.
  func scene(
    title: String, subtitle: String, panels: [MapPanel], legend: [LegendEntry], method: String,
    notes: [String] = []
  ) -> MapScene {
    let files = ([inputs.blocks.source] + inputs.stations.sources.map(\.source)).map {
      PathName.last($0.path)
    }
    let data = text("Data: ", "数据：") + files.joined(separator: text(", ", "、"))
    let gap = base?.gap(language).map { [$0] } ?? []
    return MapScene(
      page: options.page, language: language, title: options.title ?? title, subtitle: subtitle,
      panels: panels, legend: legend + baseLegend,
      notes: [data, method] + gap + notes + options.notes,
      attributions: base?.attributions ?? [], approvalNumber: options.approvalNumber)
  }

  private var baseLegend: [LegendEntry] {
    guard let entries = base?.legend(language), !entries.isEmpty else { return [] }
    return [.heading(text("Base map", "底图"))] + entries
  }

  /// How coverage was measured.
  var coverageMethod: String {
    let speed = BlockFlags.number(settings.speed)
    let plane = text(
      "Projection: transverse Mercator on the middle of the map, WGS 84.",
      "投影：以图幅中心为中央经线的横轴墨卡托投影，WGS 84 坐标系。")
    if reach < settings.radii.count {
      return text(
        "Method: straight distance on the WGS 84 ellipsoid, the limit included. \(plane)",
        "方法：WGS 84 椭球面直线距离，含边界。\(plane)")
    }
    if findings.found.streets != nil {
      return text(
        "Method: walking along streets at \(speed) km/h, the limit included. \(plane)",
        "方法：沿道路步行，速度 \(speed) km/h，含边界。\(plane)")
    }
    let detour = BlockFlags.number(settings.detour)
    return text(
      "Method: straight distance × \(detour) at \(speed) km/h, the limit included. \(plane)",
      "方法：直线距离 × \(detour)，速度 \(speed) km/h，含边界。\(plane)")
  }

  /// Number of blocks, people and stations, and what of them is reached.
  func totals(_ findings: CoverageFindings) -> CoverageTotals {
    var totals = CoverageTotals(reachCount: findings.table.reachCount)
    for block in 0..<findings.table.count {
      totals.add(
        block, findings.table, isUnderserved: findings.flags.underserved[block] == 1)
    }
    return totals
  }

  /// `84.2 %`, as reports print it, of people where these are known; empty without.
  func share(_ totals: CoverageTotals) -> String {
    let share = totals.hasPopulation ? totals.populationShare(reach) : totals.areaShare(reach)
    return Figures.percent(share, in: language)
  }
}

extension String {
  fileprivate func ifEmpty(_ other: String) -> String { isEmpty ? other : self }
}
