import Foundation
import Layers
import Maps
import Model
import Streets
import Testing

@testable import Analysis

/// Maps of the example county. Pango's state is the process's: one test at a time.
@Suite(.serialized) struct MapTests {
  // MARK: Findings

  private static let county = Result { try CountyFindings() }

  /// Results of the example county, computed once for all maps.
  struct CountyFindings {
    var findings: MapFindings
    var base: BaseMap

    init() throws {
      let pipeline = Pipeline(
        blocks: TestData.county("grids.geojson"), stations: TestData.county("stations.geojson"),
        demand: TestData.county("buildings.csv"), settings: MeasureSettings(minutes: []))
      let candidates = CoverageRequest.Input(
        LayerRequest(role: .candidates, path: TestData.county("candidates.geojson")))
      let places = SitePlaces(
        coverage: pipeline.request, candidates: .layer(candidates, costField: nil),
        measure: .radius(500))
      var request = SiteRequest(model: .maxCoverage, input: .places(places))
      request.new = 5
      var (ledger, times) = (Ledger(), StageTimes())
      let ground = try SiteGround.read(places, request, &ledger)
      let prepared = try ground.prepared(request, &ledger, &times)
      let reach = try #require(prepared.ground)
      let answer = try SiteSolving(request, prepared.instance).run()
      let found = reach.before
      findings = MapFindings(inputs: ground.inputs, found: found)
      findings.sites = MapSite.ranked(answer, of: reach.candidates)
      findings.after = try reach.findings(with: answer.ranked.map(\.site))
      findings.gaps = try UncoveredLayer(
        blocks: ground.inputs.blocks, services: found.services, table: found.table,
        settings: found.settings, streets: nil
      ).make(threads: 1, ledger: &ledger)
      findings.isochrones = try Self.isochrones()
      base = try BaseMap.read(
        TestData.county("songling.osm.pbf"), around: ground.inputs.blocks.layer, threads: 1)
    }

    /// Of the four stations of streets, all together.
    private static func isochrones() throws -> MapIsochrones {
      let stations = CoverageRequest.Input(
        LayerRequest(role: .stations, path: TestData.county("stations.geojson")),
        filter: "tier = '街道'")
      let streets = StreetRequest(
        streets: .init(LayerRequest(role: .streets, path: TestData.county("songling.osm.pbf"))))
      let request = IsochroneRequest(
        stations: [stations], streets: streets, minutes: [5, 10, 15], merges: true)
      var ledger = Ledger()
      let input = try StationInput.read(
        request.stations, within: nil, threads: 1, ledger: &ledger)
      let graph = try StreetInput.read(streets, threads: 1, ledger: &ledger).graph
      let index = StreetIndex(graph, legBarriers: true, threads: 1)
      let entrances = StationEntrances(
        input, index: index, snapMetres: streets.snapMetres, speed: request.speed,
        dispatchMinutes: 0, ledger: &ledger)
      let drawing = try IsochroneDrawing(
        request, graph, index, entrances, input, ledger: &ledger)
      return MapIsochrones(
        layer: drawing.table.layer, rows: drawing.rows, speed: request.speed)
    }
  }

  private static let goldens = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Maps")

  private static func scene(_ kind: MapKind, _ language: Language) throws -> MapScene {
    let county = try county.get()
    // The base is the same on every map: one golden holds it.
    let maker = MapMaker(
      MapOptions(language: language), base: kind == .coverage ? county.base : nil)
    return try maker.scene(kind, county.findings)
  }

  // MARK: Goldens

  @Test(arguments: MapKind.allCases)
  func `Each kind of map of the example county is drawn as before`(kind: MapKind) throws {
    let language: Language = kind == .gaps || kind == .communities ? .english : .chinese
    let drawn = try NormalisedSVG.text(try Self.scene(kind, language))
    let file = Self.goldens.appendingPathComponent("\(kind.rawValue).svg.txt")
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      try Data(drawn.utf8).write(to: file)
    }
    let golden = try String(contentsOf: file, encoding: .utf8)
    let differing = zip(
      drawn.split(separator: "\n", omittingEmptySubsequences: false),
      golden.split(separator: "\n", omittingEmptySubsequences: false)
    ).first { $0 != $1 }
    #expect(drawn == golden, "first: \(differing.map { "\($0.0) ≠ \($0.1)" } ?? "length")")
  }

  // MARK: What the maps say

  @Test func `The legend's numbers of blocks are those of the reference table`() throws {
    let rows = try TestData.table(TestData.county("expected_coverage.csv"))
    var counts = [0, 0, 0, 0, 0, 0]
    for row in rows {
      let share = row.number("pop_share_500m")
      let position =
        share <= 0
        ? 0 : share >= 1 ? 5 : share >= 0.75 ? 4 : share >= 0.5 ? 3 : share >= 0.25 ? 2 : 1
      counts[position] += 1
    }
    try #require(rows.count == 126 && counts.allSatisfy { $0 > 0 })
    let words = try Self.scene(.coverage, .english).words.map(\.text)
    let names = [
      "none", "over 0 to 25 %", "25 to 50 %", "50 to 75 %", "75 to under 100 %", "all",
    ]
    for (name, count) in zip(names, counts) { #expect(words.contains("\(name) (\(count))")) }
  }

  @Test func `Every kind needs its own results and says which`() throws {
    let county = try Self.county.get()
    let bare = MapFindings(inputs: county.findings.inputs, found: county.findings.found)
    for kind in [MapKind.gaps, .isochrones, .sites, .beforeAfter] {
      #expect { try MapMaker(MapOptions(language: .english)).scene(kind, bare) } throws: { error in
        let error = error as? AnalysisError
        return error?.kind == .usage && error?.message.english.contains(kind.rawValue) == true
      }
    }
  }

  @Test func `Thirteen communities make two sheets, and each has its own frame`() throws {
    let county = try Self.county.get()
    let sheets = try MapMaker(MapOptions(language: .english)).scenes(.communities, county.findings)
    #expect(sheets.map(\.panels.count) == [9, 4])
    let pdf = String(decoding: try MapScene.renderPDF(sheets), as: UTF8.self)
    #expect(pdf.ranges(of: "/Type /Page ").count == 2)
  }

  @Test func `Before and after share scale and extent`() throws {
    let scene = try Self.scene(.beforeAfter, .english)
    #expect(scene.panels.count == 2)
    #expect(scene.panels[0].extent == scene.panels[1].extent)
    #expect(scene.words.count { $0.text.hasPrefix("Scale 1:") } == 1)
  }

  @Test func `Maps with streets of an extract credit OpenStreetMap, others do not`() throws {
    #expect(try Self.scene(.coverage, .english).attributions == ["© OpenStreetMap contributors"])
    #expect(try Self.scene(.gaps, .english).attributions.isEmpty)
  }

  // MARK: Base

  @Test func `The extract's streets, railway and river come through GDAL as ogrinfo counts them`()
    throws
  {
    let everywhere = BoundingBox(minX: -180, minY: -90, maxX: 180, maxY: 90)
    let base = try ExtractBase(path: TestData.county("songling.osm.pbf"), within: everywhere)
    // ogrinfo -sql "SELECT COUNT(*) FROM lines WHERE highway IS NOT NULL" (and railway = 'rail').
    #expect(base.kinds.count { if case .street = $0 { true } else { false } } == 3_209)
    #expect(base.kinds.count { $0 == .rail } == 1)
    #expect(base.water.count == 1)
    let nowhere = BoundingBox(minX: 0, minY: 0, maxX: 1, maxY: 1)
    #expect(
      try ExtractBase(path: TestData.county("songling.osm.pbf"), within: nowhere).kinds.isEmpty)
  }

  @Test func `A file that is no extract is refused as a base map`() throws {
    let county = try Self.county.get()
    #expect {
      try BaseMap.read(
        TestData.county("grids.geojson"), around: county.findings.inputs.blocks.layer, threads: 1)
    } throws: { error in
      (error as? AnalysisError)?.kind == .usage
    }
  }

  // MARK: Classes

  @Test(arguments: [
    (3.0, 2.0), (3.2, 5.0), (7.0, 5.0), (7.1, 10.0), (140.0, 100.0), (0.3, 0.2), (1.0, 1.0),
  ])
  func `Limits of people go to the nearest of 1, 2 and 5, by ratio`(value: Double, rounded: Double)
  {
    // Borders lie at √2, √10 and √50 times the power of ten.
    #expect(abs(PeopleLimits.rounded(value) - rounded) < 1e-12)
  }

  @Test func `A hundred areas of 1 to 100 people fall into classes of round limits`() {
    let limits = PeopleLimits((1...100).map(Double.init))
    // Fifths at 21, 41, 61, 81.
    #expect(limits.limits == [20, 50, 100])
    #expect(limits.position(19.9) == 0 && limits.position(20) == 1 && limits.position(100) == 3)
    #expect(limits.position(0) == 4 && limits.position(.nan) == 5)
  }
}
