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

/// Usable edges as straight parts in lattice units, in the order of edges.
struct StreetParts: Sendable {
  /// By edge + 1: where its parts begin.
  let starts: GraphArray<UInt32>
  let parts: GraphArray<StreetPart>

  init(
    _ graph: StreetGraph, _ numbers: EdgeNumbers, _ lattice: IsochroneLattice, threads: Int
  ) throws {
    let edges = numbers.edges
    let offsets = GraphArray<UInt32>(count: edges.count + 1) { starts in
      starts[0] = 0
      let shapes = graph.shapeStarts.base
      for (number, edge) in edges.enumerated() {
        starts[number + 1] = starts[number] + shapes[Int(edge) + 1] - shapes[Int(edge)] + 1
      }
    }
    let total = Int(offsets[edges.count])
    parts = try GraphArray(count: total) { base in
      let target = PartTarget(base: base)
      let chunk = 4096
      try Parallel.forEach(count: (edges.count + chunk - 1) / chunk, threads: threads) { index in
        for number in index * chunk..<min(edges.count, (index + 1) * chunk) {
          Self.write(
            graph, lattice, number, edge: Int(edges[number]), target.base + Int(offsets[number]))
        }
      }
    }
    self.starts = offsets
  }

  @inline(__always)
  func range(_ edge: Int) -> Range<Int> { Int(starts.base[edge])..<Int(starts.base[edge + 1]) }

  /// The place at a fraction of an edge, in columns and rows.
  @inline(__always)
  func place(_ edge: Int, _ fraction: Float) -> SIMD2<Double> {
    var index = Int(starts.base[edge])
    var left = Int(starts.base[edge &+ 1]) &- index &- 1
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
    _ graph: StreetGraph, _ lattice: IsochroneLattice, _ number: Int, edge: Int,
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
        edge: UInt32(number))
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
