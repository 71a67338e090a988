import Model

extension StreetGraph {
  /// Which arrays contradict each other, by name; nil for a graph all of whose indices lie within their arrays.
  func firstContradiction() -> LocalizedText? {
    if !hasAlikeEdgeArrays { return LocalizedText("edges", zh: "路段") }
    if !Self.isStarts(shapeStarts, rows: edgeCount, of: shapePoints.count) {
      return LocalizedText("shapes", zh: "路段形状")
    }
    if !isTable(outgoing) || !(incoming.map(isTable) ?? true) {
      return LocalizedText("arcs", zh: "弧段")
    }
    if componentOf.count != nodeCount || !Self.areBelow(componentOf, componentMetres.count)
      || !componentMetres.allSatisfy({ $0.isFinite && $0 >= 0 })
    {
      return LocalizedText("components", zh: "连通分量")
    }
    if !hasPlacesOnEarth { return LocalizedText("coordinates", zh: "坐标") }
    return nil
  }

  private var hasAlikeEdgeArrays: Bool {
    nodeCount < Int(UInt32.max) && edgeHeads.count == edgeCount
      && edgeMillimetres.count == edgeCount && edgeForward.count == edgeCount
      && edgeBackward?.count ?? edgeCount == edgeCount && edgeTraits.count == edgeCount
      && Self.areBelow(edgeTails, nodeCount) && Self.areBelow(edgeHeads, nodeCount)
      && edgeMillimetres.buffer.allSatisfy { $0 > 0 }
  }

  private var hasPlacesOnEarth: Bool {
    Self.areOnEarth(nodes.buffer) && Self.areOnEarth(shapePoints.buffer)
      && Self.areOnEarth(barriers.openings.buffer)
      && barriers.segments.allSatisfy { Self.isOnEarth($0.from) && Self.isOnEarth($0.to) }
      && facts.looseEnds.allSatisfy(Self.isOnEarth)
  }

  /// Loops over every element without a way out: such loops run at memory bandwidth.
  private static func areOnEarth(_ places: UnsafeBufferPointer<FixedPoint>) -> Bool {
    var worst: UInt32 = 0
    var highest: UInt32 = 0
    for place in places {
      worst = max(worst, place.longitudeE7.magnitude)
      highest = max(highest, place.latitudeE7.magnitude)
    }
    return worst <= 1_800_000_000 && highest <= 900_000_000
  }

  private static func isOnEarth(_ place: FixedPoint) -> Bool {
    place.longitudeE7.magnitude <= 1_800_000_000 && place.latitudeE7.magnitude <= 900_000_000
  }

  private static func areBelow(_ numbers: GraphArray<UInt32>, _ limit: Int) -> Bool {
    var largest: UInt32 = 0
    for number in numbers.buffer { largest = max(largest, number) }
    return numbers.isEmpty || Int(largest) < limit
  }

  private static func isStarts(_ starts: GraphArray<UInt32>, rows: Int, of count: Int) -> Bool {
    guard starts.count == rows + 1, starts[0] == 0, Int(starts[rows]) == count else {
      return false
    }
    var isRising = true
    let starts = starts.buffer
    for row in 0..<rows where starts[row] > starts[row + 1] { isRising = false }
    return isRising
  }

  private func isTable(_ table: ArcTable) -> Bool {
    guard Self.isStarts(table.starts, rows: nodeCount, of: table.arcs.count) else { return false }
    var largest: UInt32 = 0
    for arc in table.arcs.buffer { largest = max(largest, arc.head) }
    return table.arcs.isEmpty || Int(largest) < nodeCount
  }
}
