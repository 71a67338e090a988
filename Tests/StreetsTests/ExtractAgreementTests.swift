import Foundation
import Model
import Testing

@testable import Streets

/// Walking lengths on real extracts (© OpenStreetMap contributors) against others'.
@Suite(.enabled(if: SharedExtracts.isPresent, "no reference data: set LIFECIRCLE_SHARED"))
struct ExtractAgreementTests {
  @Test(arguments: [
    "beijing-xueyuanlu/map.osm", "shenzhen-longgang/map.osm", "osm-extracts/bautzen.osm",
  ])
  func `Walks between junctions are as long as over every node of every way`(name: String) throws {
    let path = SharedExtracts.path(name)
    let plain = try PlainExtract(path: path)
    let graph = StreetGraphBuilder.build(try StreetExtract.read(path: path, threads: 2).segments)
    // A few nodes lie in one place, so that it does not tell them apart.
    let nodesAt = Dictionary(grouping: plain.ways.keys) { id in
      FixedPoint(longitude: plain.places[id]!.longitude, latitude: plain.places[id]!.latitude)
    }
    let nodes = graph.nodes.map { nodesAt[$0] ?? [] }
    #expect(nodes.allSatisfy { !$0.isEmpty } && nodes.filter { $0.count > 1 }.count < 10)
    let search = ReachSearch(graph)
    var compared = 0
    for number in 0..<8 {
      let start = UInt32(number * graph.nodeCount / 8)
      try #require(nodes[Int(start)].count == 1)
      let lengths = plain.metres(from: nodes[Int(start)][0])
      search.run([try entrance(at: start, graph)], limit: .max - 1)
      for node in 0..<graph.nodeCount where nodes[node].count == 1 {
        let own = search.millimetres(of: node).map { Double($0) / 1000 }
        let other = lengths[nodes[node][0]]
        #expect((own == nil) == (other == nil), "node \(node)")
        guard let own, let other else { continue }
        // Lengths of edges are whole millimetres; places are not what is compared.
        #expect(abs(own - other) <= 0.02 + other * 1e-5, "\(own) \(other)")
        compared += 1
      }
    }
    #expect(compared > 4 * graph.nodeCount)
  }

  /// A station at a node of the graph: at the end of an edge that begins or ends there.
  private func entrance(at node: UInt32, _ graph: StreetGraph) throws -> StationEntrance {
    let edge = try #require(
      (0..<graph.edgeCount).first { graph.edgeTails[$0] == node || graph.edgeHeads[$0] == node })
    let along = graph.edgeTails[edge] == node ? 0 : graph.edgeMillimetres[edge]
    let place = SnappedPoint(edge: UInt32(edge), alongMillimetres: along, legMillimetres: 0)
    return StationEntrance(station: 0, place: place)
  }

  /// Its foot profile bends walks away from busy roads, so a shortest walk is somewhat shorter.
  @Test func `Walks are from 10 per cent shorter to 5 per cent longer than GraphHopper's`() throws {
    let table = try String(
      contentsOfFile: SharedExtracts.path("routing-reference/graphhopper_foot_routes.csv"),
      encoding: .utf8)
    let rows = table.split(whereSeparator: \.isNewline).dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    #expect(rows.count == 5)
    for row in rows {
      let metres = try #require(try walk(row[0], row[1...4].map { Double($0)! }))
      let expected = Double(row[5])!
      #expect((0.9...1.05).contains(metres / expected), "\(row[0]): \(metres) m, not \(expected) m")
    }
  }

  /// Metres along the streets between two places (latitude, longitude each), without the legs.
  private func walk(_ name: String, _ degrees: [Double]) throws -> Double? {
    // Steps as long as they are, as in the reference.
    var rules = WalkRules.standard
    for row in rules.rows.indices where rules.rows[row].factor != nil { rules.rows[row].factor = 1 }
    let extract = try StreetExtract.read(
      path: SharedExtracts.path("routing-reference/\(name)"), rules: rules, threads: 2)
    let graph = StreetGraphBuilder.build(extract.segments)
    let index = StreetIndex(graph, legBarriers: false, threads: 2)
    let ends = [(degrees[1], degrees[0]), (degrees[3], degrees[2])].map {
      index.snap(GeographicPoint(longitude: $0.0, latitude: $0.1), limitMetres: 200)
    }
    guard case .snapped(var from) = ends[0], case .snapped(var to) = ends[1] else { return nil }
    (from.legMillimetres, to.legMillimetres) = (0, 0)
    let search = ReachSearch(graph)
    search.run([StationEntrance(station: 0, place: to)], limit: .max - 1)
    return search.walk(from: from).map { Double($0) / 1000 }
  }
}
