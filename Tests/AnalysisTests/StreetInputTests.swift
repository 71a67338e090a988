import Foundation
import Layers
import Model
import Streets
import Testing

@testable import Analysis

/// Streets of every kind of file, with barriers, gates and slope, on networks drawn in metres around 124° E, 44.3° N.
@Suite struct StreetInputTests {
  /// A folder of drawn files.
  private final class Drawing {
    let folder: URL
    private let frame = LocalFrame(FixedPoint(longitude: 124, latitude: 44.3))

    init() throws {
      folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func write(_ name: String, _ text: String) throws -> String {
      let file = folder.appendingPathComponent(name)
      try Data(text.utf8).write(to: file)
      return file.path
    }

    func degrees(_ x: Double, _ y: Double) -> (longitude: Double, latitude: Double) {
      (124 + x / frame.metresEast * 1e-7, 44.3 + y / frame.metresNorth * 1e-7)
    }

    /// Features of one geometry type: members of the properties, and places.
    func layer(
      _ name: String, _ type: String, _ features: [(String, [(Double, Double)])]
    ) throws -> String {
      let texts = features.map { members, places in
        let list = places.map { place -> String in
          let degrees = degrees(place.0, place.1)
          return "[\(degrees.longitude),\(degrees.latitude)]"
        }.joined(separator: ",")
        let coordinates =
          type == "Point" ? list : type == "Polygon" ? "[[\(list)]]" : "[\(list)]"
        return """
          {"type":"Feature","properties":{\(members)},"geometry":{"type":"\(type)",\
          "coordinates":\(coordinates)}}
          """
      }
      return try write(
        name,
        "{\"type\":\"FeatureCollection\",\"features\":[\(texts.joined(separator: ","))]}")
    }
  }

  private static func input(_ path: String, _ role: LayerRequest.Role) -> CoverageRequest.Input {
    CoverageRequest.Input(LayerRequest(role: role, path: path))
  }

  private static func request(
    _ streets: String, barriers: [String] = [], gates: String? = nil, keepsPrivate: Bool = true,
    elevation: String? = nil
  ) -> StreetRequest {
    StreetRequest(
      streets: input(streets, .streets), barriers: barriers.map { input($0, .barriers) },
      gates: gates.map { input($0, .gates) }, keepsPrivate: keepsPrivate, elevation: elevation)
  }

  private static func read(_ request: StreetRequest) throws -> (StreetInput, Ledger) {
    var ledger = Ledger()
    let input = try StreetInput.read(request, threads: 2, ledger: &ledger)
    return (input, ledger)
  }

  /// A street of 1,000 m from west to east.
  private static let street: [(Double, Double)] = [(0, 0), (1000, 0)]

  // MARK: Lines

  @Test func `Without a highway attribute every line is walked, and lines that cross are joined`()
    throws
  {
    let drawing = try Drawing()
    let path = try drawing.layer(
      "s.geojson", "LineString",
      [("\"kind\":\"road\"", Self.street), ("\"kind\":\"lane\"", [(500, -200), (500, 200)])])
    let (input, ledger) = try Self.read(Self.request(path))
    #expect(input.graph.nodeCount == 5 && input.graph.edgeCount == 4)
    #expect(abs(input.graph.facts.metres - 1400) < 0.1)
    #expect(input.count == 2 && input.graph.facts.rules == "every line")
    #expect(ledger.count(of: .everyLineWalked) == 1)
    #expect(ledger.count(of: .networkWithoutFootways) == 0)
  }

  @Test(arguments: ["\"highway\":", "\"HIGHWAY\":", "\"fclass\":"])
  func `Tags in attributes decide, by whatever name the class of a road has`(name: String) throws {
    let drawing = try Drawing()
    let path = try drawing.layer(
      "s.geojson", "LineString",
      [
        ("\(name)\"residential\",\"bridge\":\"F\"", Self.street),
        ("\(name)\"motorway\",\"bridge\":\"F\"", [(0, 50), (1000, 50)]),
        ("\(name)\"residential\",\"bridge\":\"T\"", [(500, -200), (500, 200)]),
      ])
    let (input, ledger) = try Self.read(Self.request(path))
    #expect(abs(input.graph.facts.metres - 1400) < 0.1)
    // The bridge passes over.
    #expect(input.graph.edgeCount == 2)
    #expect(ledger.count(of: .streetsNotWalked) == 1)
    #expect(ledger.count(of: .networkWithoutFootways) == 1)
  }

  @Test func `Tags that GDAL keeps together are taken apart`() throws {
    let tags = StreetTags.parse(
      #""foot"=>"no","name"=>"a \"b\" \\ c","layer"=>"-1""#, ["foot", "name", "layer"])
    #expect(tags == ["foot": "no", "name": #"a "b" \ c"#, "layer": "-1"])
    #expect(StreetTags.parse(#""foot"=>"no"#, ["foot"]).isEmpty)
    let drawing = try Drawing()
    let path = try drawing.layer(
      "s.geojson", "LineString",
      [
        ("\"highway\":\"path\",\"other_tags\":null", Self.street),
        (#""highway":"path","other_tags":"\"foot\"=>\"no\"""#, [(0, 50), (1000, 50)]),
      ])
    #expect(try Self.read(Self.request(path)).0.graph.edgeCount == 1)
  }

  @Test func `A layer of points or polygons is no streets, and says what it is`() throws {
    let drawing = try Drawing()
    let path = try drawing.layer("p.geojson", "Point", [("\"a\":1", [(0, 0)])])
    let error = #expect(throws: AnalysisError.self) { try Self.read(Self.request(path)) }
    #expect(error?.exitCode == 65)
    #expect(error?.message.english.contains("1 × point") == true)
  }

  // MARK: Barriers

  @Test func `A barrier cuts the street it crosses, and a gate lets it through`() throws {
    let drawing = try Drawing()
    let path = try drawing.layer("s.geojson", "LineString", [("\"a\":1", Self.street)])
    let river = try drawing.layer(
      "r.geojson", "LineString", [("\"kind\":\"river\"", [(400, -50), (400, 50)])])
    let gate = try drawing.layer("g.geojson", "Point", [("\"access\":\"yes\"", [(402, 3)])])
    let (cut, ledger) = try Self.read(Self.request(path, barriers: [river]))
    #expect(cut.graph.edgeCount == 2 && cut.graph.componentMetres.count == 2)
    #expect(cut.graph.barriers.segments.map(\.kind) == [.water])
    #expect(ledger.count(of: .streetsCut) == 1)
    #expect(ledger.count(of: .streetsNotConnected) == 1)
    let (open, openLedger) = try Self.read(Self.request(path, barriers: [river], gates: gate))
    #expect(open.graph.componentMetres.count == 1)
    #expect(open.graph.barriers.openings.count == 1)
    #expect(openLedger.count(of: .barriersPassed) == 1)
    #expect(open.sources.map(\.role) == ["streets", "barriers", "gates"])
  }

  @Test func `The outline of an area cuts twice, and what lies in a tunnel not at all`() throws {
    let drawing = try Drawing()
    let path = try drawing.layer("s.geojson", "LineString", [("\"a\":1", Self.street)])
    let ring = [(400.0, -50.0), (600, -50), (600, 50), (400, 50), (400, -50)]
    let lake = try drawing.layer("l.geojson", "Polygon", [("\"natural\":\"water\"", ring)])
    #expect(
      try Self.read(Self.request(path, barriers: [lake])).0.graph.componentMetres.count == 3)
    let culvert = try drawing.layer(
      "c.geojson", "LineString",
      [("\"waterway\":\"river\",\"tunnel\":\"culvert\"", [(400, -50), (400, 50)])])
    let (input, ledger) = try Self.read(Self.request(path, barriers: [culvert]))
    #expect(input.graph.componentMetres.count == 1)
    #expect(ledger.count(of: .barrierNotAtGround) == 1)
  }

  @Test(arguments: [(40.0, LedgerCode.barriersCutNothing), (5_000, .barriersElsewhere)])
  func `A barrier that cuts nothing is told, and doubted where no street is`(
    north: Double, code: LedgerCode
  ) throws {
    let drawing = try Drawing()
    let streets = [Self.street, [(400, 0), (400, 80)]]
    let path = try drawing.layer(
      "s.geojson", "LineString", streets.map { ("\"a\":1", $0) })
    let river = try drawing.layer(
      "r.geojson", "LineString", [("\"kind\":\"river\"", [(100, north), (300, north)])])
    let (input, ledger) = try Self.read(Self.request(path, barriers: [river]))
    #expect(input.graph.componentMetres.count == 1)
    #expect(ledger.count(of: code) == 1)
    #expect(ledger.count(of: .barriersCutNothing) + ledger.count(of: .barriersElsewhere) == 1)
  }

  @Test func `A closed gate cuts the street even where no barrier is drawn`() throws {
    let drawing = try Drawing()
    let path = try drawing.layer("s.geojson", "LineString", [("\"a\":1", Self.street)])
    let gate = try drawing.layer("g.geojson", "Point", [("\"access\":\"no\"", [(400, 1)])])
    let (input, ledger) = try Self.read(Self.request(path, gates: gate))
    #expect(ledger.count(of: .gateClosed) == 1 && ledger.count(of: .streetsCut) == 2)
    #expect(input.graph.componentMetres.prefix(2).map { $0.rounded() } == [598, 398])
  }

  // MARK: Saved graphs

  @Test func `A saved graph is the network it was built from, and can still be cut`() throws {
    let drawing = try Drawing()
    let path = try drawing.layer(
      "s.geojson", "LineString",
      [("\"a\":1", Self.street), ("\"a\":2", [(500, -200), (500, 200)])])
    let river = try drawing.layer(
      "r.geojson", "LineString", [("\"a\":1", [(200, -50), (200, 50)])])
    var ledger = Ledger()
    let run = try NetworkRun.read(Self.request(path), threads: 1, ledger: &ledger)
    let saved = drawing.folder.appendingPathComponent("x.lcg").path
    try run.save(to: saved)
    let (opened, _) = try Self.read(Self.request(saved))
    #expect(NetworkOverview(opened.graph) == run.facts)
    #expect(opened.count == 2)
    let (cut, _) = try Self.read(Self.request(saved, barriers: [river]))
    #expect(cut.graph.componentMetres.count == 2)
    let error = #expect(throws: AnalysisError.self) {
      try Self.read(Self.request(saved, keepsPrivate: false))
    }
    #expect(error?.exitCode == 64)
    #expect(error?.hint.english.contains("network build") == true)
  }

  @Test func `An extract is told from its content where the ending does not tell`() throws {
    let drawing = try Drawing()
    let (a, b) = (drawing.degrees(0, 0), drawing.degrees(1000, 0))
    let text = """
      <?xml version="1.0"?><osm version="0.6">
      <node id="1" lat="\(a.latitude)" lon="\(a.longitude)" version="1"/>
      <node id="2" lat="\(b.latitude)" lon="\(b.longitude)" version="1"/>
      <way id="1" version="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="path"/></way></osm>
      """
    let path = try drawing.write("streets.xml", text)
    let (input, ledger) = try Self.read(Self.request(path))
    #expect(input.source.driver == "OSM" && abs(input.graph.facts.metres - 1000) < 0.1)
    #expect(ledger.count(of: .networkWithoutFootways) == 0)
    var filtered = Self.request(path)
    filtered.streets.filter = "highway = 'path'"
    #expect(throws: AnalysisError.self) { try Self.read(filtered) }
  }

  // MARK: Slope

  @Test func `Elevations between cells are bilinear, and unknown outside and without data`() throws
  {
    let drawing = try Drawing()
    let elevation = try ElevationInput(raster(drawing))
    // Cells of 0.001°: the middle of cell (column 1, row 1) is 10 m high, the next to the east 20 m.
    func metres(_ longitude: Double, _ latitude: Double) -> Double? {
      elevation.metres(at: FixedPoint(longitude: longitude, latitude: latitude))
    }
    #expect(abs((metres(124.0015, 44.3015) ?? .nan) - 10) < 1e-3)
    #expect(abs((metres(124.00175, 44.3015) ?? .nan) - 12.5) < 1e-3)
    #expect(abs((metres(124.0020, 44.3015) ?? .nan) - 15) < 1e-3)
    #expect(abs((metres(124.0005, 44.3015) ?? .nan) + 5) < 1e-3)
    #expect(metres(123.999, 44.3015) == nil && metres(124.0015, 44.31) == nil)
    #expect(metres(124.0035, 44.3025) == nil)
  }

  @Test func `Streets on a slope are longer uphill than down`() throws {
    let drawing = try Drawing()
    let path = try drawing.write(
      "s.geojson",
      """
      {"type":"LineString","coordinates":[[124.0016,44.3015],[124.0024,44.3015]]}
      """)
    let (input, ledger) = try Self.read(
      Self.request(path, elevation: raster(drawing)))
    #expect(ledger.count(of: .slopeApplied) == 1 && ledger.count(of: .slopeMissing) == 0)
    let graph = input.graph
    #expect(graph.facts.slope == "tobler" && graph.edgeCount == 1)
    let westIsTail = graph.nodes[Int(graph.edgeTails[0])].longitude < 124.002
    let (up, down) =
      westIsTail
      ? (graph.edgeForward[0], graph.backward(0)) : (graph.backward(0), graph.edgeForward[0])
    // 8 m on 63.8 m: e^(3.5 · 0.1254) up, e^(3.5 · (|-0.1254 + 0.05| - 0.05)) down.
    #expect(abs(Double(up) / Double(graph.edgeMillimetres[0]) - 1.551) < 0.01)
    #expect(abs(Double(down) / Double(graph.edgeMillimetres[0]) - 1.093) < 0.01)
  }

  private func raster(_ drawing: Drawing) throws -> String {
    _ = try drawing.write(
      "e.prj",
      """
      GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],\
      PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]
      """)
    return try drawing.write(
      "e.asc",
      """
      ncols 4
      nrows 3
      xllcorner 124
      yllcorner 44.3
      cellsize 0.001
      NODATA_value -9999
      -5 10 20 -9999
      -5 10 20 30
      -5 10 20 30
      """)
  }
}
