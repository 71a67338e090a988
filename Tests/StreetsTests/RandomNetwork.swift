import Model

@testable import Streets

/// The SplitMix64 sequence (G. L. Steele and others, *Fast splittable pseudorandom number generators*, 2014).
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Random street networks with bends, loops, doubled, one-way and uneven edges.
enum RandomNetwork {
  /// `nodes` junctions within `metres` × `metres` at 44° N, joined by `edges` edges between near numbers.
  static func make(
    nodes: Int, edges: Int, metres: Double, isSymmetric: Bool, using random: inout SplitMix
  ) -> StreetGraph {
    var segments = StreetSegments()
    func place(_ random: inout SplitMix) -> FixedPoint {
      FixedPoint(
        longitude: 125 + Double.random(in: 0...metres, using: &random) / 80_000,
        latitude: 44 + Double.random(in: 0...metres, using: &random) / 111_000)
    }
    for node in 0..<nodes {
      segments.nodes.append(place(&random))
      segments.keptNodes.insert(UInt32(node))
    }
    let factors: [Float] = [1, 1, 1, 2, 0, 0.7]
    for _ in 0..<edges {
      let tail = UInt32.random(in: 0..<UInt32(nodes), using: &random)
      let head = UInt32.random(in: 0..<UInt32(nodes), using: &random)
      let bends = Int.random(in: 0...2, using: &random)
      let forward = isSymmetric ? 1 : factors.randomElement(using: &random)!
      let backward = isSymmetric ? 1 : factors.randomElement(using: &random)!
      segments.append(
        tail: tail, head: head, shape: (0..<bends).map { _ in place(&random) },
        forwardFactor: forward, backwardFactor: backward)
    }
    return StreetGraphBuilder.build(segments)
  }

  static func point(on graph: StreetGraph, using random: inout SplitMix) -> SnappedPoint {
    let edge = Int.random(in: 0..<graph.edgeCount, using: &random)
    let whole = graph.edgeMillimetres[edge]
    // Often exactly an end.
    let along =
      [0, whole, UInt32.random(in: 0...whole, using: &random)].randomElement(using: &random)!
    return SnappedPoint(
      edge: UInt32(edge), alongMillimetres: along,
      legMillimetres: UInt32.random(in: 0...60_000, using: &random))
  }

  static func entrances(
    on graph: StreetGraph, stations: Int, using random: inout SplitMix
  ) -> [StationEntrance] {
    (0..<stations).flatMap { station in
      (0..<Int.random(in: 1...3, using: &random)).map { _ in
        StationEntrance(
          station: Int32(station), place: point(on: graph, using: &random),
          extraMillimetres: Bool.random(using: &random) ? 0 : 120_000)
      }
    }
  }
}
