import Foundation
import Model
import Testing

@testable import Streets

@Suite struct ExtractReaderTests {
  private typealias Draw = DrawnExtract
  private let street = ["highway": "residential"]

  @Test func `A node that the file lacks cuts the way and leaves loose ends`() throws {
    let drawn = try Draw(
      Draw.node(1, 0, 0) + Draw.node(2, 1, 0) + Draw.node(4, 3, 0) + Draw.node(5, 4, 0)
        + Draw.way(1, [1, 2, 3, 4, 5], street))
    let (segments, ledger) = try drawn.read()
    #expect(segments.facts.missingNodes == 1)
    #expect(segments.facts.looseEnds.map(\.longitudeE7) == [10_000, 30_000])
    #expect(ledger.count(of: .streetNodesMissing) == 1)
    #expect(ledger.entries.first?.examples.first?.subject.id == "way/1")
    #expect(StreetGraphBuilder.build(segments).componentMetres.count == 2)
  }

  @Test(arguments: [true, false])
  func `Ids may be negative or huge, and ways stand before nodes`(onePass: Bool) throws {
    let ids: [Int64] = [-7, 1_000_000_000_000_000, 3, -64]
    let drawn = try Draw(
      Draw.way(1, [ids[0], ids[1]], street) + Draw.way(2, [ids[1], ids[2], ids[3]], street)
        + ids.indices.map { Draw.node(ids[$0], Double($0), 0) }.joined())
    let segments = try drawn.read(onePass: onePass).segments
    let graph = StreetGraphBuilder.build(segments)
    #expect(segments.facts.missingNodes == 0)
    #expect(graph.edgeCount == 1)
    #expect(graph.shape(of: 0).map(\.longitudeE7).sorted() == [0, 10_000, 20_000, 30_000])
  }

  @Test func `Of a way that occurs twice the last occurrence counts`() throws {
    let nodes = (1...4).map { Draw.node($0, Double($0), 0) }.joined()
    let drawn = try Draw(
      nodes + Draw.way(1, [1, 2], street) + Draw.way(2, [2, 3], street)
        + Draw.way(2, [3, 4], ["highway": "motorway"]))
    let (segments, ledger) = try drawn.read()
    #expect(segments.facts.ways == 2 && segments.facts.walkableWays == 1)
    #expect(segments.count == 1)
    #expect(ledger.count(of: .waysRepeated) == 1)
  }

  @Test func `Streets that leave the declared extent end loosely at its edge`() throws {
    let drawn = try Draw(
      "<bounds minlon='0' minlat='-0.001' maxlon='0.0015' maxlat='0.001'/>"
        + Draw.node(1, 0, 0) + Draw.node(2, 1, 0) + Draw.node(3, 2, 0)
        + Draw.way(1, [1, 2, 3], street))
    let (segments, ledger) = try drawn.read()
    #expect(segments.facts.frame?.maxX == 0.0015)
    #expect(segments.facts.looseEnds == [FixedPoint(longitudeE7: 15_000, latitudeE7: 0)])
    #expect(ledger.count(of: .streetsLeaveFrame) == 1)
  }

  @Test(arguments: [
    (["barrier": "gate", "foot": "no"], 2), (["barrier": "gate", "access": "no"], 2),
    (["barrier": "gate", "access": "no", "foot": "yes"], 1), (["barrier": "gate"], 1),
    (["barrier": "gate", "locked": "yes"], 2), (["barrier": "bollard"], 1),
  ])
  func `A gate closed to people on foot cuts the street`(tags: [String: String], parts: Int) throws
  {
    let drawn = try Draw(
      Draw.node(1, 0, 0) + Draw.node(2, 1, 0, tags) + Draw.node(3, 2, 0)
        + Draw.way(1, [1, 2], street) + Draw.way(2, [2, 3], street))
    #expect(try drawn.graph().componentMetres.count == parts)
  }

  @Test func `A ring and a way that meets itself keep their lengths`() throws {
    let nodes = Draw.node(1, 0, 0) + Draw.node(2, 1, 0) + Draw.node(3, 1, 1) + Draw.node(4, 0, 1)
    let graph = try Draw(nodes + Draw.way(1, [1, 2, 2, 3, 4, 1], street)).graph()
    #expect(graph.edgeCount == 1)
    #expect(abs(graph.facts.metres - 2 * (111.3195 + 110.5743)) < 0.01)
    let loop = try Draw(nodes + Draw.way(1, [1, 2, 3, 4, 2], street)).graph()
    #expect(loop.edgeCount == 2 && loop.nodeCount == 2)
  }

  @Test(arguments: [
    ("", "empty"), ("lon,lat\n1,2\n", "no OpenStreetMap"), ("<osm version='0.6'></osm>", "no Open"),
    ("<osm version='0.6'><node id='1' lon='1' lat='1'/></osm>", "no ways, only 1 nodes"),
    ("<osm version='0.6'><node id='1' lon='1' lat='1'/>", "damaged or cut short"),
    ("<html><body/></html>", "first element is <html>"),
    (
      "<osm version='0.6'><way id='1'><nd ref='1'/><tag k='building' v='yes'/></way></osm>",
      "no streets"
    ),
    (
      "<osm version='0.6'><way id='1'><nd ref='1'/><tag k='highway' v='motorway'/></way></osm>",
      "no walkable street"
    ),
    (
      "<osm version='0.6'><way id='1'><nd ref='1'/><nd ref='2'/><tag k='highway' v='path'/></way></osm>",
      "no two nodes in a row with a place"
    ),
    (
      "<osm version='0.6'><node id='1' lon='0' lat='0'/><way id='1'><nd ref='1'/><tag k='highway' v='path'/></way></osm>",
      "none of its 1 streets has two nodes"
    ),
    (
      "<osm version='0.6'><way id='1'><tag k='highway' v='path'/></way></osm>",
      "none of its 1 streets has two nodes"
    ),
    ("<!DOCTYPE html>\n<!-- <osm> --><html lang='en'><p></html>", "first element is <html>"),
    ("<?xml version='1.0'?><gpx version='1.1'><trk/></gpx>", "first element is <gpx>"),
    ("PK\u{3}\u{4}\u{14}\u{0}", "is packed as zip"),
  ])
  func `A useless file is refused with the reason`(text: String, reason: String) throws {
    let drawn = try DrawnExtract(text: text)
    let error = #expect(throws: AnalysisError.self) { try drawn.read() }
    #expect(error?.kind == .badData && error?.subject.file == drawn.path)
    #expect(error?.message.english.contains(reason) == true, "\(error?.message.english ?? "")")
  }

  @Test func `A path that cannot be opened is a missing input`() throws {
    for path in ["/nowhere/x.osm.pbf", "/tmp", "http://localhost/x.osm", "-", ""] {
      let error = #expect(throws: AnalysisError.self) {
        try StreetExtract.read(path: path, threads: 1)
      }
      #expect(error?.kind == .missingInput, "\(path)")
    }
  }
}

@Suite struct ExtractBarrierTests {
  private typealias Draw = DrawnExtract

  /// A street along row 0 from column 0 to 4, and a line across it at column 2 from row -1 to 1, with or without a
  /// common node.
  private func drawn(
    _ line: [String: String], street: [String: String] = ["highway": "path"],
    shared: [String: String]?
  ) throws -> BarrierSet {
    let middle = shared.map { Draw.node(3, 2, 0, $0) } ?? ""
    let (across, along): ([Int64], [Int64]) =
      shared == nil ? ([4, 5], [1, 2]) : ([4, 3, 5], [1, 3, 2])
    return try Draw(
      Draw.node(1, 0, 0) + Draw.node(2, 4, 0) + middle + Draw.node(4, 2, -1) + Draw.node(5, 2, 1)
        + Draw.way(1, along, street) + Draw.way(2, across, line)
    ).read().segments.barriers
  }

  @Test(arguments: [
    (["waterway": "river"], BarrierKind.water), (["waterway": "canal"], .water),
    (["natural": "water"], .water), (["railway": "rail"], .railway),
    (["barrier": "wall"], .wall), (["barrier": "fence"], .fence),
  ])
  func `Lines stand in the way by their tags`(tags: [String: String], kind: BarrierKind) throws {
    let barriers = try drawn(tags, shared: nil)
    #expect(barriers.segments.map(\.kind) == [kind])
    #expect(barriers.openings.isEmpty)
  }

  @Test(arguments: [
    ["waterway": "stream"], ["waterway": "river", "tunnel": "culvert"],
    ["railway": "rail", "bridge": "yes"], ["railway": "subway", "layer": "-2"],
    ["railway": "tram"], ["barrier": "hedge"], ["railway": "abandoned"],
  ])
  func `Other lines do not`(tags: [String: String]) throws {
    #expect(try drawn(tags, shared: nil).isEmpty)
  }

  @Test func `A node shared with a street opens a barrier, unless it is a closed gate`() throws {
    let wall = ["barrier": "wall"]
    let place = FixedPoint(longitudeE7: 20_000, latitudeE7: 0)
    #expect(try Array(drawn(wall, shared: [:]).openings) == [place])
    #expect(try Array(drawn(wall, shared: ["barrier": "gate"]).openings) == [place])
    #expect(try drawn(wall, shared: ["barrier": "gate", "foot": "no"]).openings.isEmpty)
  }

  @Test(arguments: ["bridge", "tunnel"])
  func `A bridge or tunnel opens what it crosses`(key: String) throws {
    let street = ["highway": "path", key: "yes"]
    let barriers = try drawn(["waterway": "river"], street: street, shared: nil)
    #expect(Array(barriers.openings) == [FixedPoint(longitudeE7: 20_000, latitudeE7: 0)])
  }

  @Test(arguments: [true, false])
  func `Members of a water multipolygon are barriers`(onePass: Bool) throws {
    let drawn = try Draw(
      Draw.node(1, 0, 0) + Draw.node(2, 1, 0) + Draw.node(3, 1, 1) + Draw.node(4, 0, 1)
        + Draw.way(1, [1, 2], ["highway": "path"]) + Draw.way(2, [3, 4], [:])
        + "<relation id='1' version='1'><member type='way' ref='2' role='outer'/>"
        + "<tag k='type' v='multipolygon'/><tag k='natural' v='water'/></relation>")
    let barriers = try drawn.read(onePass: onePass).segments.barriers
    #expect(barriers.segments.map(\.kind) == [.water])
  }
}

@Suite struct ExtractSharedDataTests {
  private static let absent: Comment = "the shared geodata is not beside the repository"

  private func rows(_ name: String) throws -> [[String]] {
    try String(contentsOfFile: SharedExtracts.path(name), encoding: .utf8)
      .split(whereSeparator: \.isNewline).dropFirst()
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
  }

  @Test(.enabled(if: SharedExtracts.isPresent, absent))
  func `Nodes, ways and highways are as many as libosmium's own tools count`() throws {
    let expected = try rows("osm_expected_counts.csv")
    try #require(expected.count >= 15)
    for row in expected where FileManager.default.fileExists(atPath: SharedExtracts.path(row[0])) {
      let contents = try ExtractCollector.read(
        path: SharedExtracts.path(row[0]), rules: .standard, threads: 2)
      let counts = [contents.nodeCount, contents.wayCount, contents.highwayCount]
      #expect(counts.map(String.init) == [row[2], row[3], row[5]], "\(row[0])")
    }
  }

  @Test(.enabled(if: SharedExtracts.isPresent, absent))
  func `One pass and three, one thread and four give the same`() throws {
    for name in ["osm-extracts/munich_centre.osm.pbf", "osm-extracts/krems.osm.gz"] {
      let path = SharedExtracts.path(name)
      let first = try StreetExtract.read(
        path: path, rules: .standard, threads: 1, onePassBytes: .max)
      let other = try StreetExtract.read(path: path, rules: .standard, threads: 4, onePassBytes: 0)
      #expect(first.ledger == other.ledger)
      #expect(first.segments.facts == other.segments.facts)
      #expect(first.segments.nodes == other.segments.nodes)
      #expect(first.segments.shapePoints == other.segments.shapePoints)
      #expect(first.segments.barriers.openings.elementsEqual(other.segments.barriers.openings))
      let key = { (part: BarrierSegment) in
        [part.from.longitudeE7, part.from.latitudeE7, part.to.longitudeE7, part.to.latitudeE7]
      }
      #expect(Set(first.segments.barriers.segments.map(key)).count > 100)
      #expect(first.segments.barriers.segments.elementsEqual(other.segments.barriers.segments))
      let graphs = [1, 4].map { StreetGraphBuilder.build(first.segments, threads: $0) }
      #expect(graphs[0].edgeTails.elementsEqual(graphs[1].edgeTails))
      #expect(graphs[0].edgeMillimetres.elementsEqual(graphs[1].edgeMillimetres))
      #expect(graphs[0].outgoing.arcs.elementsEqual(graphs[1].outgoing.arcs))
    }
  }

  @Test(.enabled(if: SharedExtracts.isPresent, absent))
  func `Broken XML is refused, and never by a crash`() throws {
    let folder = URL(fileURLWithPath: SharedExtracts.path("osm-testdata/xml/data"))
    let cases = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    try #require(cases.count >= 20)
    for name in cases {
      let data = ["data.osm", "data.osm.gz"].map {
        folder.appendingPathComponent("\(name)/\($0)").path
      }
      // libosmium overlooks an unknown element inside a node.
      if name.hasPrefix("109") { continue }
      guard let path = data.first(where: FileManager.default.fileExists) else { continue }
      let error = #expect(throws: AnalysisError.self, "\(name)") {
        try StreetExtract.read(path: path, threads: 1)
      }
      // None has streets; the broken ones are told from the merely street-less by the message.
      let message = error?.message.english ?? ""
      let isStreetless = ["has no", "holds no"].contains { message.contains($0) }
      let result = try? String(
        contentsOf: folder.appendingPathComponent("\(name)/result"), encoding: .utf8)
      if let result { #expect(isStreetless == result.hasPrefix("valid"), "\(name): \(message)") }
    }
  }

  @Test(.enabled(if: SharedExtracts.isPresent, absent))
  func `A truncated PBF is refused with the library's message`() throws {
    let whole = try Data(
      contentsOf: URL(fileURLWithPath: SharedExtracts.path("osm-extracts/pyrosm_test.osm.pbf")))
    for part in [whole.count / 4, whole.count / 2, whole.count - 1] {
      let drawn = try DrawnExtract(text: "", name: "cut.osm.pbf")
      try whole.prefix(part).write(to: URL(fileURLWithPath: drawn.path))
      let error = #expect(throws: AnalysisError.self) { try drawn.read() }
      #expect(
        error?.message.english.contains("libosmium") == true,
        "\(part): \(error?.message.english ?? "")")
    }
  }
}
