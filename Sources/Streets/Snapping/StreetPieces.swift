/// One straight part of a walkable street.
struct StreetPiece: BitwiseCopyable, Sendable {
  var from: FixedPoint
  var to: FixedPoint
  var edge: UInt32
  /// Positions of both ends along the edge, millimetres.
  var fromAlong: UInt32
  var toAlong: UInt32
}

extension StreetGraph {
  /// The straight parts of all edges that a person could use: of a usable component and walkable at least one way.
  func usablePieces(threads: Int) -> GraphArray<StreetPiece> {
    let pieces = IndexPieces(threads: threads)
    let counts = FilledArray<Int>(pieces.count(edgeCount))
    pieces.forEachNumbered(edgeCount) { part, edges in
      var count = 0
      for edge in edges where isUsed(edge) {
        count += Int(shapeStarts[edge + 1] - shapeStarts[edge]) + 1
      }
      counts[part] = count
    }
    var total = 0
    for part in 0..<counts.array.count {
      let count = counts[part]
      counts[part] = total
      total += count
    }
    let all = FilledArray<StreetPiece>(total)
    pieces.forEachNumbered(edgeCount) { part, edges in
      var at = all.base + counts[part]
      for edge in edges where isUsed(edge) { writePieces(of: edge, to: &at) }
    }
    counts.keep()
    return all.array
  }

  private func isUsed(_ edge: Int) -> Bool {
    isUsable(component: componentOf[Int(edgeTails[edge])])
      && (edgeForward[edge] != Self.noWay || backward(edge) != Self.noWay)
  }

  /// Shares the length of the edge out over its straight parts.
  @inline(__always)
  private func writePieces(of edge: Int, to out: inout UnsafeMutablePointer<StreetPiece>) {
    let whole = edgeMillimetres[edge]
    let (tail, head) = (nodes[Int(edgeTails[edge])], nodes[Int(edgeHeads[edge])])
    let inner = Int(shapeStarts[edge])..<Int(shapeStarts[edge + 1])
    if inner.isEmpty {
      out.initialize(
        to: StreetPiece(from: tail, to: head, edge: UInt32(edge), fromAlong: 0, toAlong: whole))
      out += 1
      return
    }
    var metres = 0.0
    var last = tail
    for index in inner {
      metres += LocalFrame.distance(last, shapePoints[index])
      last = shapePoints[index]
    }
    metres += LocalFrame.distance(last, head)
    let scale = metres > 0 ? Double(whole) / metres : 0
    var (passed, along) = (0.0, UInt32(0))
    last = tail
    for index in inner {
      let place = shapePoints[index]
      passed += LocalFrame.distance(last, place)
      let next = min(whole, UInt32((passed * scale).rounded()))
      out.initialize(
        to: StreetPiece(from: last, to: place, edge: UInt32(edge), fromAlong: along, toAlong: next))
      out += 1
      (last, along) = (place, next)
    }
    out.initialize(
      to: StreetPiece(from: last, to: head, edge: UInt32(edge), fromAlong: along, toAlong: whole))
    out += 1
  }
}
