import Model

/// How close streets run to others that they do not join, seen at points evenly spread over a network.
///
/// Two streets *join* when at most two stretches lie between an end of one and an end of the other. What is told
/// about a place depends on the network alone.
struct StreetCloseness: Sendable {
  /// The distances told apart, metres (≤).
  static let distances: [Float] = [1, 2, 4, 6]
  /// True metres of street from one point to the next: 80 to 300 points within `radiusMetres` in towns.
  static let spacingMetres = 400
  /// What lies this far around a place, metres, counts.
  static let radiusMetres = 1_000.0

  /// Points around a place, and by distance how many of them have such a street within it.
  struct Count: Sendable, Hashable {
    var points = 0
    var close = [Int](repeating: 0, count: StreetCloseness.distances.count)

    /// The share of the points with such a street within `distances[index]`; 0 without points.
    func share(_ index: Int) -> Double {
      points == 0 ? 0 : Double(close[index]) / Double(points)
    }
  }

  private struct Point: BitwiseCopyable, Sendable {
    var place: FixedPoint
    var edge: UInt32
  }

  private let graph: StreetGraph
  private let index: StreetIndex
  private let points: GraphArray<Point>
  private let tree: BoxTree

  /// `index` is one of the same graph.
  init(_ graph: StreetGraph, _ index: StreetIndex) {
    self.graph = graph
    self.index = index
    let points = GraphArray(Self.points(index.pieces))
    self.points = points
    tree = BoxTree(count: points.count) {
      var box = BoxTree.Box()
      box.add(points[$0].place)
      return box
    }
  }

  /// One point every `spacingMetres` along all pieces, one behind the other.
  private static func points(_ pieces: GraphArray<StreetPiece>) -> [Point] {
    let spacing = 1000 * spacingMetres
    var points: [Point] = []
    // Millimetres from the beginning of a piece to the next point.
    var next = spacing / 2
    for index in 0..<pieces.count {
      let piece = pieces.base + index
      let length = Int(piece.pointee.toAlong) - Int(piece.pointee.fromAlong)
      while next < length {
        let place = piece.pointee.place(Double(next) / Double(length))
        points.append(Point(place: place, edge: piece.pointee.edge))
        next += spacing
      }
      next -= length
    }
    return points
  }

  /// What is found around each group of places: within the radius of any of them, every point once.
  func counts(around groups: [[FixedPoint]], threads: Int) throws -> [Count] {
    let lists = groups.map { near($0) }
    var isWanted = [Bool](repeating: false, count: points.count)
    for list in lists { for point in list { isWanted[point] = true } }
    let wanted = isWanted.indices.filter { isWanted[$0] }
    let chunk = 256
    let chunks = try Parallel.map(count: (wanted.count + chunk - 1) / chunk, threads: threads) {
      number in
      wanted[number * chunk..<min(wanted.count, (number + 1) * chunk)].map {
        distanceToOther(points[$0])
      }
    }
    var metres = [Float](repeating: .infinity, count: points.count)
    for (point, distance) in zip(wanted, chunks.joined()) { metres[point] = distance }
    return lists.map { list in
      var count = Count()
      for point in list {
        count.points += 1
        for (index, distance) in Self.distances.enumerated() where metres[point] <= distance {
          count.close[index] += 1
        }
      }
      return count
    }
  }

  /// The points within the radius of any of some places. Across the 180th meridian none is found.
  private func near(_ places: [FixedPoint]) -> [Int] {
    let bound = Self.radiusMetres * Self.radiusMetres
    var found: [Int] = []
    for place in places {
      let frame = LocalFrame(place)
      tree.visit(around: frame, within: Float(bound), ignoresLongitude: false) { range, limit in
        for index in range {
          let (x, y) = frame.metres(points[index].place)
          if x * x + y * y <= bound { found.append(index) }
        }
        return limit
      }
    }
    return places.count > 1 ? Set(found).sorted() : found
  }

  /// Metres from a point to the nearest street that its own does not join; infinite beyond the largest distance.
  private func distanceToOther(_ point: Point) -> Float {
    let frame = LocalFrame(point.place)
    let farthest = Self.distances.last ?? 0
    var least = farthest * farthest
    var isFound = false
    var joined: [UInt32] = []
    index.tree.visit(around: frame, within: least, ignoresLongitude: false) { range, _ in
      for item in range where index.pieces[item].edge != point.edge {
        let squared = index.pieces[item].squaredDistance(frame)
        if squared > least || isFound && squared == least { continue }
        if joined.isEmpty { joined = joinedNodes(point.edge) }
        let edge = Int(index.pieces[item].edge)
        if joined.contains(graph.edgeTails[edge]) || joined.contains(graph.edgeHeads[edge]) {
          continue
        }
        (least, isFound) = (squared, true)
      }
      return least
    }
    return isFound ? least.squareRoot() : .infinity
  }

  /// The ends of an edge and all nodes at most two stretches from them.
  private func joinedNodes(_ edge: UInt32) -> [UInt32] {
    var nodes = [graph.edgeTails[Int(edge)], graph.edgeHeads[Int(edge)]]
    for table in [graph.outgoing, graph.incoming].compactMap({ $0 }) {
      var first = 0
      for _ in 0..<2 {
        let last = nodes.count
        for node in nodes[first..<last] {
          for arc in Int(table.starts[Int(node)])..<Int(table.starts[Int(node) + 1]) {
            let head = table.arcs[arc].head
            if !nodes.contains(head) { nodes.append(head) }
          }
        }
        first = last
      }
    }
    return nodes
  }
}

extension StreetPiece {
  /// The place at a part 0…1 of the piece.
  fileprivate func place(_ part: Double) -> FixedPoint {
    let east = Double(LocalFrame.eastwards(from: from, to: to)) * part
    let north = Double(Int(to.latitudeE7) - Int(from.latitudeE7)) * part
    return FixedPoint(
      longitudeE7: from.longitudeE7 + Int32(east.rounded()),
      latitudeE7: from.latitudeE7 + Int32(north.rounded()))
  }

  /// The square of the metres from the origin of a frame.
  fileprivate func squaredDistance(_ frame: LocalFrame) -> Float {
    let a = frame.metres(from)
    let b = frame.metres(to)
    let start = SIMD2<Float>(Float(a.x), Float(a.y))
    let line = TileLine(start, SIMD2<Float>(Float(b.x), Float(b.y)))
    let distance = line.nearest(SIMD2()).distance
    return distance * distance
  }
}
