import Coverage
import Maps
import Model
import Report

/// Draws the still maps of a report from its results.
struct MapFigures {
  private let request: ReportRequest
  private let findings: ReportFindings
  private let language: Language

  /// Sheets of a report's page: as wide as A4 between its margins, so that lettering keeps its size in print.
  static let page = MapPage(width: 250, height: 180)
  /// Dots per inch of the pictures in documents.
  private static let dotsPerInch = 150.0

  init(_ request: ReportRequest, _ findings: ReportFindings, _ language: Language) {
    self.request = request
    self.findings = findings
    self.language = language
  }

  private func word(_ english: String, _ chinese: String) -> String {
    language == .chinese ? chinese : english
  }

  /// The figures of a report: coverage by every measure, then what its results allow.
  func figures() throws -> [ReportFigure] {
    let base = try baseMap()
    var figures: [ReportFigure] = []
    for reach in findings.settings.reaches.indices.prefix(3) {
      figures.append(try figure(.coverage, base, reach: reach))
    }
    if findings.isochrones != nil {
      figures.append(try figure(.isochrones, base, reach: 0))
    }
    if findings.gaps != nil { figures.append(try figure(.gaps, base, reach: 0)) }
    if !findings.sites.isEmpty { figures.append(try figure(.sites, base, reach: siteReach)) }
    if findings.after != nil { figures.append(try figure(.beforeAfter, base, reach: siteReach)) }
    return figures
  }

  /// All sheets of one map as they are printed.
  ///
  /// - Throws: 64 when the results lack what the kind shows.
  func scenes(_ kind: MapKind, page: MapPage) throws -> [MapScene] {
    try maker(
      page, try baseMap(), reach: kind == .sites || kind == .beforeAfter ? siteReach : 0,
      titled: true
    )
    .scenes(kind, mapFindings)
  }

  /// Streets, railways and water of an extract or a graph.
  private func baseMap() throws -> BaseMap? {
    guard let streets = request.coverage.streets else { return nil }
    let path = streets.streets.layer.path
    if StreetFileKind.of(path) == .layer { return nil }
    return try BaseMap.read(
      path, around: findings.inputs.blocks.layer, threads: request.coverage.threads)
  }

  /// The measure by which sites were chosen.
  private var siteReach: Int {
    guard case .places(let places)? = request.site?.input else { return 0 }
    let settings = findings.settings
    switch places.measure {
    case .radius(let metres): return settings.radii.firstIndex(of: metres) ?? 0
    case .minutes(let time):
      return settings.minutes.firstIndex(of: time).map { settings.radii.count + $0 } ?? 0
    }
  }

  private func maker(_ page: MapPage, _ base: BaseMap?, reach: Int, titled: Bool) -> MapMaker {
    MapMaker(
      MapOptions(
        language: language, page: page, title: titled ? request.title : nil,
        approvalNumber: request.approvalNumber, reach: reach,
        threads: request.coverage.threads), base: base)
  }

  private var mapFindings: MapFindings {
    MapFindings(
      inputs: findings.inputs, found: findings.found, after: findings.after,
      sites: findings.sites, gaps: findings.gaps, isochrones: findings.isochrones)
  }

  private func figure(_ kind: MapKind, _ base: BaseMap?, reach: Int) throws -> ReportFigure {
    let scene = try maker(Self.page, base, reach: reach, titled: false).scene(kind, mapFindings)
    let svg = try scene.render(format: .svg)
    return ReportFigure(
      svg: String(decoding: svg, as: UTF8.self),
      png: try scene.render(format: .png, dpi: Self.dotsPerInch),
      width: Self.page.width * 72 / 25.4, height: Self.page.height * 72 / 25.4,
      caption: scene.title, alternative: alternative(scene))
  }

  private func alternative(_ scene: MapScene) -> String {
    let subtitle = scene.subtitle.isEmpty ? "" : word(": \(scene.subtitle)", "：\(scene.subtitle)")
    return word("Map. ", "地图：") + scene.title + subtitle
      + word(". The tables give the figures.", "。数值见表格。")
  }
}
