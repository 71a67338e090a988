import Model

/// One straight part of an edge in lattice units.
struct StreetPart: BitwiseCopyable, Sendable {
  var from: SIMD2<Double>
  var to: SIMD2<Double>
  /// Fractions of the edge's length at its two ends.
  var fractionFrom: Float
  var fractionTo: Float
  var edge: UInt32
}

/// The usable edges as straight parts in lattice units, in the order of edges.
struct StreetParts: Sendable {
  /// By edge + 1: where its parts begin; none for an edge of an unusable component.
  let starts: GraphArray<UInt32>
  let parts: GraphArray<StreetPart>

  init(_ graph: StreetGraph, _ lattice: IsochroneLattice, threads: Int) throws {
    var starts = [UInt32](repeating: 0, count: graph.edgeCount + 1)
    for edge in 0..<graph.edgeCount {
      let isUsable =
        graph.isUsable(component: graph.componentOf[Int(graph.edgeTails[edge])])
        && (graph.edgeForward[edge] != StreetGraph.noWay
          || graph.backward(edge) != StreetGraph.noWay)
      let count = graph.shapeStarts[edge + 1] - graph.shapeStarts[edge] + 1
      starts[edge + 1] = starts[edge] + (isUsable ? count : 0)
    }
    let total = Int(starts[graph.edgeCount])
    let offsets = GraphArray(starts)
    parts = try GraphArray(count: total) { base in
      let target = PartTarget(base: base)
      let chunk = 4096
      try Parallel.forEach(count: (graph.edgeCount + chunk - 1) / chunk, threads: threads) {
        index in
        for edge in index * chunk..<min(graph.edgeCount, (index + 1) * chunk)
        where offsets[edge] < offsets[edge + 1] {
          Self.write(graph, lattice, edge, target.base + Int(offsets[edge]))
        }
      }
    }
    self.starts = offsets
  }

  @inline(__always)
  func range(_ edge: Int) -> Range<Int> { Int(starts.base[edge])..<Int(starts.base[edge + 1]) }

  /// The place at a fraction of an edge, in columns and rows; nil for an edge without parts.
  @inline(__always)
  func place(_ edge: Int, _ fraction: Float) -> SIMD2<Double>? {
    var index = Int(starts.base[edge])
    var left = Int(starts.base[edge &+ 1]) &- index &- 1
    if left < 0 { return nil }
    // The first part that ends there or beyond, else the last.
    while left > 0 {
      let half = left >> 1
      let isBefore = parts.base[index &+ half].fractionTo < fraction
      index &+= isBefore ? half &+ 1 : 0
      left = isBefore ? left &- half &- 1 : half
    }
    let part = parts.base + index
    // A fraction beyond the last part by rounding is its end.
    let span = part.pointee.fractionTo - part.pointee.fractionFrom
    if span <= 0 { return part.pointee.to }
    let along = max(0, min(1, (fraction - part.pointee.fractionFrom) / span))
    return part.pointee.from + Double(along) * (part.pointee.to - part.pointee.from)
  }

  /// Writes the parts of one edge; fractions by true length.
  private static func write(
    _ graph: StreetGraph, _ lattice: IsochroneLattice, _ edge: Int,
    _ target: UnsafeMutablePointer<StreetPart>
  ) {
    var last = lattice.position(graph.nodes[Int(graph.edgeTails[edge])])
    let metres = SIMD2(
      Double(lattice.columnMetres(row: Int(last.y))), Double(lattice.metresNorth))
    var count = 0
    var length = 0.0
    func add(_ place: FixedPoint) {
      let next = lattice.position(place)
      let way = (next - last) * metres
      let end = length + (way * way).sum().squareRoot()
      target[count] = StreetPart(
        from: last, to: next, fractionFrom: Float(length), fractionTo: Float(end),
        edge: UInt32(edge))
      (last, length, count) = (next, end, count + 1)
    }
    for shape in Int(graph.shapeStarts[edge])..<Int(graph.shapeStarts[edge + 1]) {
      add(graph.shapePoints[shape])
    }
    add(graph.nodes[Int(graph.edgeHeads[edge])])
    let scale = length > 0 ? Float(1 / length) : 0
    for index in 0..<count {
      target[index].fractionFrom *= scale
      target[index].fractionTo *= scale
    }
    target[count - 1].fractionTo = 1
  }
}

/// Sendable because every edge's parts are written by one worker and read only after all have finished.
private struct PartTarget: @unchecked Sendable {
  let base: UnsafeMutablePointer<StreetPart>
}
