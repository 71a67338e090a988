import Foundation
import Model

@testable import Streets

/// A repeatable source of random numbers (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
  var state: UInt64
  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

enum StoreFixtures {
  /// A graph of random streets with every kind of content.
  static func graph(
    nodes: Int, seed: UInt64, isDirected: Bool = true, hasFacts: Bool = true
  ) -> StreetGraph {
    var random = SeededNumbers(seed)
    func place() -> FixedPoint {
      FixedPoint(
        longitudeE7: .random(in: 1_240_000_000...1_241_000_000, using: &random),
        latitudeE7: .random(in: 440_000_000...441_000_000, using: &random))
    }
    var segments = StreetSegments()
    segments.nodes = LargeList((0..<nodes).map { _ in place() })
    for _ in 0..<nodes * 3 / 2 {
      segments.append(
        tail: .random(in: 0..<UInt32(nodes), using: &random),
        head: .random(in: 0..<UInt32(nodes), using: &random),
        shape: (0..<Int.random(in: 0...3, using: &random)).map { _ in place() },
        backwardFactor: isDirected ? Float(Int.random(in: 0...2, using: &random)) : 1,
        traits: EdgeTraits(rawValue: .random(in: 0..<32, using: &random)))
    }
    if hasFacts {
      segments.barriers = BarrierSet(
        segments: (0..<5).map {
          BarrierSegment(from: place(), to: place(), kind: BarrierKind.allCases[$0])
        }, openings: [place(), place()])
      segments.facts.frame = BoundingBox(minX: 124, minY: 44, maxX: 124.01, maxY: 44.01)
      segments.facts.looseEnds = [place(), place(), place()]
      (segments.facts.metres, segments.facts.footwayMetres) = (1234.5, 67.25)
      (segments.facts.ways, segments.facts.walkableWays) = (12, 11)
      segments.facts.missingNodes = 3
      segments.facts.rules = "9f86d081"
      segments.facts.slope = "tobler"
      segments.facts.source = "县城路网.osm.pbf"
    }
    return StreetGraphBuilder.build(segments)
  }

  /// A new folder of its own, removed after `body`.
  static func inFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "lifecircle-store-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder.path)
  }

  static func bytes(_ graph: StreetGraph) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try graph.encoded { bytes.append(contentsOf: $0) }
    return bytes
  }

  /// What opening a file of these bytes throws; nil when it opens.
  static func failure(_ bytes: [UInt8], in folder: String) throws -> AnalysisError? {
    let path = folder + "/x.lcg"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    do {
      _ = try StreetGraph.open(path)
      return nil
    } catch let error as AnalysisError { return error }
  }

  /// The names of the arrays in which two graphs differ.
  static func differences(_ a: StreetGraph, _ b: StreetGraph) -> [String] {
    var names: [String] = []
    func check(_ name: String, _ isSame: Bool) { if !isSame { names.append(name) } }
    check("nodes", a.nodes.elementsEqual(b.nodes))
    check("tails", a.edgeTails.elementsEqual(b.edgeTails))
    check("heads", a.edgeHeads.elementsEqual(b.edgeHeads))
    check("millimetres", a.edgeMillimetres.elementsEqual(b.edgeMillimetres))
    check("forward", a.edgeForward.elementsEqual(b.edgeForward))
    check("backward", a.edgeBackward.map(Array.init) == b.edgeBackward.map(Array.init))
    check("traits", a.edgeTraits.elementsEqual(b.edgeTraits))
    check("shape starts", a.shapeStarts.elementsEqual(b.shapeStarts))
    check("shape points", a.shapePoints.elementsEqual(b.shapePoints))
    check("outgoing starts", a.outgoing.starts.elementsEqual(b.outgoing.starts))
    check("outgoing arcs", a.outgoing.arcs.elementsEqual(b.outgoing.arcs))
    check(
      "incoming starts", a.incoming.map { Array($0.starts) } == b.incoming.map { Array($0.starts) })
    check("incoming arcs", a.incoming.map { Array($0.arcs) } == b.incoming.map { Array($0.arcs) })
    check("component of", a.componentOf.elementsEqual(b.componentOf))
    check("component metres", a.componentMetres.elementsEqual(b.componentMetres))
    check("barriers", a.barriers.segments.elementsEqual(b.barriers.segments))
    check("openings", a.barriers.openings.elementsEqual(b.barriers.openings))
    check("facts", a.facts == b.facts)
    return names
  }
}
