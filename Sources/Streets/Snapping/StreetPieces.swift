import Model

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
    let chunk = 1 << 14
    let chunks = (edgeCount + chunk - 1) / chunk
    // Nothing in the body throws.
    let made =
      (try? Parallel.map(count: chunks, threads: threads) { index -> [StreetPiece] in
        var pieces: [StreetPiece] = []
        for edge in index * chunk..<min(edgeCount, (index + 1) * chunk) where isUsed(edge) {
          addPieces(of: edge, to: &pieces)
        }
        return pieces
      }) ?? []
    return GraphArray(count: made.reduce(0) { $0 + $1.count }) { out in
      var at = out
      for pieces in made {
        pieces.withUnsafeBufferPointer { source in
          if let from = source.baseAddress { at.update(from: from, count: source.count) }
        }
        at += pieces.count
      }
    }
  }

  private func isUsed(_ edge: Int) -> Bool {
    isUsable(component: componentOf[Int(edgeTails[edge])])
      && (edgeForward[edge] != Self.noWay || backward(edge) != Self.noWay)
  }

  /// Shares the length of the edge out over its straight parts.
  private func addPieces(of edge: Int, to pieces: inout [StreetPiece]) {
    let whole = edgeMillimetres[edge]
    let (tail, head) = (nodes[Int(edgeTails[edge])], nodes[Int(edgeHeads[edge])])
    let inner = Int(shapeStarts[edge])..<Int(shapeStarts[edge + 1])
    if inner.isEmpty {
      pieces.append(
        StreetPiece(from: tail, to: head, edge: UInt32(edge), fromAlong: 0, toAlong: whole))
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
      pieces.append(
        StreetPiece(from: last, to: place, edge: UInt32(edge), fromAlong: along, toAlong: next))
      (last, along) = (place, next)
    }
    pieces.append(
      StreetPiece(from: last, to: head, edge: UInt32(edge), fromAlong: along, toAlong: whole))
  }
}
