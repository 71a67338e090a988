import Model

/// What cutting at barriers did, for the ledger.
public struct BarrierCuts: Sendable, Hashable {
  /// Places where streets were cut: along streets, and junctions on a barrier that were parted.
  public var cuts = 0
  /// Crossings of a barrier that stayed: at an opening, on a bridge or in a tunnel.
  public var passedAtOpenings = 0
  public var passedOnDecks = 0
  /// The first places of cuts, for examples.
  public var examples: [FixedPoint] = []

  public init() {}
}

extension StreetSegments {
  /// Cuts streets where they cross a barrier: two nodes at the same place, each the end of one side. The barriers and
  /// openings join those that the segments have, so that legs see them too.
  ///
  /// A bridge or tunnel passes, and so does a crossing within `BarrierSet.openingMetres` (≤) of an opening, given or
  /// of the segments' own. To touch is not to cross: a street goes on past the end of a barrier, along one, and away on the
  /// side it came from. A junction on a barrier is parted by its sides, unless a bridge or tunnel begins there.
  public mutating func cut(by barriers: [BarrierSegment], openings: [FixedPoint]) -> BarrierCuts {
    let index = BarrierIndex(barriers, openings: openings + Array(self.barriers.openings))
    var cutting = BarrierCutting(self, index)
    let cuts = cutting.run()
    let own = self.barriers
    self = cutting.result
    self.barriers = BarrierSet(
      segments: Array(own.segments) + barriers, openings: Array(own.openings) + openings)
    return cuts
  }
}

extension StreetGraph {
  /// The graph with its edges cut at barriers, as `StreetSegments.cut` does it; nodes and edges are numbered anew.
  public func cut(
    by barriers: [BarrierSegment], openings: [FixedPoint]
  ) -> (graph: StreetGraph, cuts: BarrierCuts) {
    var segments = StreetSegments(self)
    let cuts = segments.cut(by: barriers, openings: openings)
    return (StreetGraphBuilder.build(segments), cuts)
  }
}

/// One run of cutting.
private struct BarrierCutting {
  private let source: StreetSegments
  private let index: BarrierIndex
  private(set) var result = StreetSegments()
  private var cuts = BarrierCuts()
  /// Ends (segment · 2, + 1 for its head) by those nodes that lie on a barrier.
  private var endsAt: [UInt32: [Int]] = [:]
  /// The new node of an end that was parted from its node.
  private var nodeOfEnd: [Int: UInt32] = [:]

  init(_ source: StreetSegments, _ index: BarrierIndex) {
    self.source = source
    self.index = index
    result.nodes = source.nodes
    result.keptNodes = source.keptNodes
    result.facts = source.facts
  }

  mutating func run() -> BarrierCuts {
    partNodes()
    for segment in 0..<source.count {
      let places = places(of: segment)
      let isDeck = !source.traits[segment].isDisjoint(with: .onDeck)
      emit(segment, places, cuts: crossings(places, isDeck: isDeck))
    }
    return cuts
  }

  private func places(of segment: Int) -> [FixedPoint] {
    let inner = Int(source.shapeStarts[segment])..<Int(source.shapeStarts[segment + 1])
    return [source.nodes[Int(source.tails[segment])]] + source.shapePoints[inner]
      + [source.nodes[Int(source.heads[segment])]]
  }

  /// Where a street leaves its tail or comes to its head: the next place that is another one.
  private func arm(_ end: Int) -> FixedPoint {
    let places = places(of: end / 2)
    let from = end % 2 == 0 ? places[0] : places[places.count - 1]
    let next =
      end % 2 == 0 ? places.first { $0 != from } : places.last { $0 != from }
    return next ?? from
  }

  /// Nodes on a barrier become one node for each side that has streets.
  private mutating func partNodes() {
    var sectors: [UInt32: BarrierSectors] = [:]
    for node in source.nodes.indices {
      let place = source.nodes[node]
      let touching = touching(place)
      if touching.count > 0 { sectors[UInt32(node)] = BarrierSectors(at: place, touching) }
    }
    if sectors.isEmpty { return }
    for segment in 0..<source.count {
      for (end, node) in [
        (2 * segment, source.tails[segment]), (2 * segment + 1, source.heads[segment]),
      ] where sectors[node] != nil { endsAt[node, default: []].append(end) }
    }
    for node in endsAt.keys.sorted() { part(node, sectors[node]!) }
  }

  private mutating func part(_ node: UInt32, _ barrier: BarrierSectors) {
    let ends = endsAt[node]!
    let sides = barrier.sectors(of: ends.map(arm))
    if sides.allSatisfy({ $0 == sides[0] }) { return }
    if ends.contains(where: { !source.traits[$0 / 2].isDisjoint(with: .onDeck) }) {
      cuts.passedOnDecks += 1
      return
    }
    if !mayCut(source.nodes[Int(node)]) { return }
    var nodeOfSide = [sides[0]: node]
    for (end, side) in zip(ends, sides) {
      if nodeOfSide[side] == nil { nodeOfSide[side] = addNode(source.nodes[Int(node)]) }
      nodeOfEnd[end] = nodeOfSide[side]
    }
  }

  /// Counts a cut, or a passage where there is an opening.
  private mutating func mayCut(_ place: FixedPoint) -> Bool {
    if index.isOpen(place) {
      cuts.passedAtOpenings += 1
      return false
    }
    cuts.cuts += 1
    if cuts.examples.count < Ledger.exampleLimit { cuts.examples.append(place) }
    return true
  }

  private mutating func addNode(_ place: FixedPoint) -> UInt32 {
    result.nodes.append(place)
    return UInt32(result.nodes.count - 1)
  }

  private func touching(_ place: FixedPoint) -> [BarrierSegment] {
    index.barriers(near: place, place).filter {
      PlaneSegments.isOn(place, $0.from, $0.to)
    }
  }

  /// A place along a street where it is cut: in part `part`, or at its first place when `share` is 0.
  private struct Cut {
    var part: Int
    var share: Double
    var place: FixedPoint
  }

  /// Cuts between the two nodes, in order, each once.
  private mutating func crossings(_ places: [FixedPoint], isDeck: Bool) -> [Cut] {
    var found: [Cut] = []
    for part in 0..<places.count - 1 where places[part] != places[part + 1] {
      let (a, b) = (places[part], places[part + 1])
      for barrier in index.barriers(near: a, b) {
        let (c, d) = (barrier.from, barrier.to)
        if PlaneSegments.cross(a, b, c, d) {
          let share = PlaneSegments.crossing(a, b, c, d)
          found.append(Cut(part: part, share: share, place: PlaneSegments.place(a, b, share)))
        } else {
          for touched in [c, d] where touched != a && touched != b {
            if PlaneSegments.isOn(touched, a, b), isParted(touched, a, b) {
              found.append(Cut(part: part, share: share(touched, a, b), place: touched))
            }
          }
          if part > 0, PlaneSegments.isOn(a, c, d), isParted(a, before(part, places), b) {
            found.append(Cut(part: part, share: 0, place: a))
          }
        }
      }
    }
    found.sort { ($0.part, $0.share) < ($1.part, $1.share) }
    var kept: [Cut] = []
    for cut in found where kept.last.map({ $0.place != cut.place }) ?? true { kept.append(cut) }
    if isDeck {
      cuts.passedOnDecks += kept.count
      return []
    }
    return kept.filter { mayCut($0.place) }
  }

  private func isParted(_ place: FixedPoint, _ from: FixedPoint, _ to: FixedPoint) -> Bool {
    let sides = BarrierSectors(at: place, touching(place)).sectors(of: [from, to])
    return sides[0] != sides[1]
  }

  private func before(_ part: Int, _ places: [FixedPoint]) -> FixedPoint {
    places[..<part].last { $0 != places[part] } ?? places[part]
  }

  private func share(_ p: FixedPoint, _ a: FixedPoint, _ b: FixedPoint) -> Double {
    PlaneSegments.nearest(p, a, b, LocalFrame.metresPerUnit(latitude: a.latitude)).t
  }

  private mutating func emit(_ segment: Int, _ places: [FixedPoint], cuts: [Cut]) {
    var tail = nodeOfEnd[2 * segment] ?? source.tails[segment]
    let head = nodeOfEnd[2 * segment + 1] ?? source.heads[segment]
    var first = 1
    for cut in cuts {
      // Places up to the start of the cut part lie before it; the start itself is the cut when the share is 0.
      let last = cut.share == 0 ? cut.part : cut.part + 1
      append(segment, tail, addNode(cut.place), places[first..<max(first, last)])
      tail = addNode(cut.place)
      first = cut.part + 1
    }
    append(segment, tail, head, places[first..<max(first, places.count - 1)])
  }

  private mutating func append(
    _ segment: Int, _ tail: UInt32, _ head: UInt32, _ shape: ArraySlice<FixedPoint>
  ) {
    result.append(
      tail: tail, head: head, shape: shape, forwardFactor: source.forwardFactors[segment],
      backwardFactor: source.backwardFactors[segment], traits: source.traits[segment])
  }
}
