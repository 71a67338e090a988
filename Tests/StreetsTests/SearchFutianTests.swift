import Foundation
import Model
import Testing

@testable import Streets

/// Walks and reach on the street graph of Futian, Shenzhen (© OpenStreetMap contributors), against values worked out
/// with NetworkX; skipped where the folder of reference data is not at hand.
@Suite(.enabled(if: Futian.isPresent, "no reference data: set LIFECIRCLE_SHARED"))
struct SearchFutianTests {
  @Test func `Walks between nodes equal the reference to its last digit`() throws {
    let town = try Futian()
    let search = ReachSearch(town.graph)
    let pairs = try Futian.table("reference_od.csv")
    #expect(pairs.count == 70)
    for pair in pairs {
      let expected = try #require(Double(pair["distance_m"]!))
      search.run([town.entrance(at: pair["source"]!)], limit: .max - 1)
      let metres = search.walk(from: town.place(of: pair["target"]!)).map { Double($0) / 1000 }
      #expect(metres == expected)
    }
  }

  @Test func `Nodes and network length within a limit equal the reference`() throws {
    let town = try Futian()
    let search = ReachSearch(town.graph)
    let rows = try Futian.table("reference_reach.csv")
    #expect(rows.count == 14)
    for row in rows {
      search.run([town.entrance(at: row["source"]!)], limit: 1_200_000)
      for limit in [UInt32(500_000), 1_000_000, 1_200_000] {
        let count = search.visited.filter { search.millimetres(of: Int($0))! <= limit }.count
        #expect(count == Int(row["nodes_within_\(limit / 1000)m"]!))
      }
      for limit in [UInt32(500_000), 1_200_000] {
        let length = search.stretches(within: limit).reduce(0) {
          $0 + Int($1.toMillimetres - $1.fromMillimetres)
        }
        let expected = Double(row["network_length_within_\(limit / 1000)m"]!)!
        #expect(length == Int((expected * 1000).rounded()))
      }
    }
  }

  @Test func `The nearest of all stations is the nearest of each searched alone`() throws {
    let town = try Futian()
    let names = try Futian.table("reference_reach.csv").map { $0["source"]! }
    let entrances = names.enumerated().map { number, name in
      var entrance = town.entrance(at: name)
      entrance.station = Int32(number)
      return entrance
    }
    let labels = town.graph.nearestStations(entrances, threads: 2)
    let search = ReachSearch(town.graph)
    var best = [StationLabel](
      repeating: StationLabel(millimetres: .max, station: -1), count: town.graph.nodeCount)
    for entrance in entrances {
      search.run([entrance], limit: .max - 1)
      for node in search.visited {
        let length = search.millimetres(of: Int(node))!
        if length < best[Int(node)].millimetres {
          best[Int(node)] = StationLabel(millimetres: length, station: entrance.station)
        }
      }
    }
    #expect((0..<labels.nodeCount).allSatisfy { labels[$0] == best[$0] })
  }

  @Test func `Isochrones hold every node of the reference's reach and are valid`() throws {
    let town = try Futian()
    let index = StreetIndex(town.graph, legBarriers: false, threads: 2)
    let rows = try Futian.table("reference_reach.csv")
    let entrances = rows.map { row in
      let name = row["source"]!
      return IsochroneEntrance(
        place: town.node(of: name), entrance: town.entrance(at: name))
    }
    let limits: [UInt32] = [500_000, 1_000_000, 1_200_000]
    let builder = IsochroneBuilder(
      town.graph, index: index, settings: IsochroneSettings(limits: limits), threads: 2)
    let drawn = try builder.isochrones(of: entrances.map { [$0] }, threads: 2)
    let search = ReachSearch(town.graph)
    for (row, (entrance, isochrones)) in zip(rows, zip(entrances, drawn)) {
      search.run([entrance.entrance], limit: .max - 1)
      for (limit, isochrone) in zip(limits, isochrones) {
        let reached = search.visited.filter { search.millimetres(of: Int($0))! <= limit }
        #expect(reached.count == Int(row["nodes_within_\(limit / 1000)m"]!))
        #expect(reached.allSatisfy { isochrone.holds(town.graph.nodes[Int($0)].place) })
        let geometry = try isochrone.geometry()
        #expect(try isochrone.isSound && geometry.isValid)
      }
    }
  }
}

/// The graph with the lengths and definitions of its reference: both directions walkable, the shortest of parallel
/// edges, no loops.
private struct Futian {
  let graph: StreetGraph
  private var nodeOf: [String: UInt32] = [:]
  private var edgeOf: [UInt32: UInt32] = [:]

  static let folder: URL = {
    let shared =
      ProcessInfo.processInfo.environment["LIFECIRCLE_SHARED"].map { URL(fileURLWithPath: $0) }
      ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("shared")
    return shared.appendingPathComponent("geodata/shenzhen-futian")
  }()

  static var isPresent: Bool {
    FileManager.default.fileExists(atPath: folder.appendingPathComponent("edges.csv").path)
  }

  /// Rows by column name. Quotes hold commas, no line breaks and no quotes.
  static func table(_ name: String) throws -> [[String: String]] {
    let text = String(
      decoding: try Data(contentsOf: folder.appendingPathComponent(name)), as: UTF8.self)
    let lines = text.split(whereSeparator: \.isNewline)
    let names = lines[0].split(separator: ",").map(String.init)
    return lines.dropFirst().map { line in
      Dictionary(uniqueKeysWithValues: zip(names, fields(of: line)))
    }
  }

  private static func fields(of line: Substring) -> [String] {
    // Outside quotes are the parts with even numbers.
    var fields = [""]
    for (index, part) in line.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
    {
      if index % 2 == 1 {
        fields[fields.count - 1] += part
      } else {
        let values = part.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        fields[fields.count - 1] += values[0]
        fields += values.dropFirst()
      }
    }
    return fields
  }

  init() throws {
    var segments = StreetSegments()
    var numbers: [String: UInt32] = [:]
    for row in try Self.table("nodes.csv") {
      let place = FixedPoint(longitude: Double(row["lon"]!)!, latitude: Double(row["lat"]!)!)
      numbers[row["node_id"]!] = UInt32(segments.nodes.count)
      segments.keptNodes.insert(UInt32(segments.nodes.count))
      segments.nodes.append(place)
    }
    var shortest: [[UInt32]: UInt32] = [:]
    for row in try Self.table("edges.csv") {
      let ends = [numbers[row["from"]!]!, numbers[row["to"]!]!].sorted()
      if ends[0] == ends[1] { continue }
      let length = UInt32((Double(row["length_m"]!)! * 1000).rounded())
      shortest[ends] = min(shortest[ends] ?? .max, length)
    }
    for ends in shortest.keys.sorted(by: { ($0[0], $0[1]) < ($1[0], $1[1]) }) {
      segments.append(tail: ends[0], head: ends[1])
    }
    let built = StreetGraphBuilder.build(segments)
    let placeOf = segments.nodes
    var byPlace: [FixedPoint: UInt32] = [:]
    for node in 0..<built.nodeCount { byPlace[built.nodes[node]] = UInt32(node) }
    for (name, number) in numbers { nodeOf[name] = byPlace[placeOf[Int(number)]] }
    var lengths: [[UInt32]: UInt32] = [:]
    for (ends, length) in shortest {
      lengths[ends.map { byPlace[placeOf[Int($0)]]! }.sorted()] = length
    }
    graph = Self.withLengths(lengths, built)
    for edge in 0..<graph.edgeCount {
      edgeOf[graph.edgeTails[edge]] = UInt32(edge)
      edgeOf[graph.edgeHeads[edge]] = UInt32(edge)
    }
  }

  private static func withLengths(
    _ lengths: [[UInt32]: UInt32], _ graph: StreetGraph
  ) -> StreetGraph {
    let edges = (0..<graph.edgeCount).map {
      lengths[[graph.edgeTails[$0], graph.edgeHeads[$0]].sorted()]!
    }
    var arcs: [Arc] = []
    for node in 0..<graph.nodeCount {
      for index in Int(graph.outgoing.starts[node])..<Int(graph.outgoing.starts[node + 1]) {
        let head = graph.outgoing.arcs[index].head
        arcs.append(Arc(head: head, walkMillimetres: lengths[[UInt32(node), head].sorted()]!))
      }
    }
    var result = graph
    result.edgeMillimetres = GraphArray(edges)
    result.edgeForward = GraphArray(edges)
    result.outgoing = ArcTable(starts: graph.outgoing.starts, arcs: GraphArray(arcs))
    return result
  }

  func place(of name: String) -> SnappedPoint {
    let node = nodeOf[name]!
    let edge = edgeOf[node]!
    let atTail = graph.edgeTails[Int(edge)] == node
    return SnappedPoint(
      edge: edge, alongMillimetres: atTail ? 0 : graph.edgeMillimetres[Int(edge)],
      legMillimetres: 0)
  }

  func node(of name: String) -> FixedPoint { graph.nodes[Int(nodeOf[name]!)] }

  func entrance(at name: String) -> StationEntrance {
    StationEntrance(station: 0, place: place(of: name))
  }
}
