@testable import Streets

/// A street of a graph in a form that does not depend on its direction, nor a ring's on where it begins.
struct PlainEdge: Hashable {
  var places: [FixedPoint]
  /// Metres; walking metres along and against, nil where not allowed.
  var metres: Double
  var forward: Double?
  var backward: Double?
  var traits: EdgeTraits

  var reversed: PlainEdge {
    PlainEdge(
      places: places.reversed(), metres: metres, forward: backward, backward: forward,
      traits: traits)
  }

  /// Of all ways to write it the first by places, then by lengths.
  func canonical(isFreeRing: Bool) -> PlainEdge {
    var forms = [self, reversed]
    if isFreeRing {
      forms = forms.flatMap { form in
        form.places.indices.dropLast().map { first in
          var turned = form
          let ring = form.places.dropLast()
          turned.places = Array(ring[first...] + ring[..<first]) + [form.places[first]]
          return turned
        }
      }
    }
    return forms.min { $0.key.lexicographicallyPrecedes($1.key) }!
  }

  var key: [Double] {
    places.flatMap { [Double($0.longitudeE7), Double($0.latitudeE7)] }
      + [Double(traits.rawValue), forward ?? -1, backward ?? -1]
  }
}

/// Joins segments one node at a time by dictionaries, as slowly and plainly as the contract reads.
struct PlainBuilder {
  private struct Piece {
    var ends: [UInt32]
    var places: [FixedPoint]
    var factors: [Float]
    var traits: EdgeTraits

    var reversed: Piece {
      Piece(
        ends: ends.reversed(), places: places.reversed(), factors: factors.reversed(),
        traits: traits)
    }
  }

  private var pieces: [Int: Piece] = [:]
  private var endsAt: [UInt32: [Int]] = [:]
  private let kept: Set<UInt32>
  private(set) var edges: [PlainEdge] = []
  /// Places of the nodes by component, by falling length.
  private(set) var components: [(metres: Double, places: Set<FixedPoint>)] = []

  init(_ segments: StreetSegments) {
    kept = segments.keptNodes
    for segment in 0..<segments.count {
      let inner = Int(segments.shapeStarts[segment])..<Int(segments.shapeStarts[segment + 1])
      let ends = [segments.tails[segment], segments.heads[segment]]
      pieces[segment] = Piece(
        ends: ends,
        places: [segments.nodes[Int(ends[0])]] + segments.shapePoints[inner]
          + [segments.nodes[Int(ends[1])]],
        factors: [segments.forwardFactors[segment], segments.backwardFactors[segment]],
        traits: segments.traits[segment])
      for end in ends { endsAt[end, default: []].append(segment) }
    }
    for node in endsAt.keys.sorted() { join(at: node) }
    edges = pieces.values.map { edge($0) }
    findComponents()
  }

  private mutating func join(at node: UInt32) {
    guard let meeting = endsAt[node], meeting.count == 2, meeting[0] != meeting[1],
      !kept.contains(node), let first = pieces[meeting[0]], let second = pieces[meeting[1]]
    else { return }
    let arriving = first.ends[1] == node ? first : first.reversed
    let leaving = second.ends[0] == node ? second : second.reversed
    guard arriving.factors == leaving.factors, arriving.traits == leaving.traits else { return }
    pieces[meeting[0]] = Piece(
      ends: [arriving.ends[0], leaving.ends[1]],
      places: arriving.places + leaving.places.dropFirst(), factors: arriving.factors,
      traits: arriving.traits)
    pieces[meeting[1]] = nil
    endsAt[node] = nil
    endsAt[leaving.ends[1]] = endsAt[leaving.ends[1]]!.map { $0 == meeting[1] ? meeting[0] : $0 }
  }

  private func edge(_ piece: Piece) -> PlainEdge {
    let metres = zip(piece.places, piece.places.dropFirst()).reduce(0) {
      $0 + LocalFrame.distance($1.0, $1.1)
    }
    func walk(_ factor: Float) -> Double? { factor > 0 ? metres * Double(factor) : nil }
    let isRing = piece.ends[0] == piece.ends[1]
    return PlainEdge(
      places: piece.places, metres: metres, forward: walk(piece.factors[0]),
      backward: walk(piece.factors[1]), traits: piece.traits
    ).canonical(isFreeRing: isRing && endsAt[piece.ends[0]]!.count == 2)
  }

  private mutating func findComponents() {
    var seen: Set<UInt32> = []
    for start in endsAt.keys.sorted() where !seen.contains(start) {
      var (waiting, inside) = ([start], Set([start]))
      while let node = waiting.popLast() {
        for end in endsAt[node]!.flatMap({ pieces[$0]!.ends }) where inside.insert(end).inserted {
          waiting.append(end)
        }
      }
      seen.formUnion(inside)
      let own = pieces.values.filter { inside.contains($0.ends[0]) }
      // A free ring may keep any of its nodes, so its component is known by all places.
      components.append(
        (own.reduce(0) { $0 + edge($1).metres }, Set(own.flatMap(\.places))))
    }
    components.sort { $0.metres > $1.metres }
  }
}
