import Model

/// Marks the lattice points inside the isochrones of one station, edge by edge.
///
/// Inside are the points whose walk is within the limit, and the corners of every cell that a reached street part
/// passes, so that the outline lies outside all reached streets. Only in the cell where the limit cuts a street,
/// the corners beyond the cut stay as they are, and the outline runs through the cut.
struct IsochroneMarking {
  let network: IsochroneNetwork
  let limits: [Float]
  let scratch: IsochroneScratch
  let origins: EdgeOrigins
  let window: TileWindow
  let inside: UnsafeMutablePointer<UInt64>
  private let insideLargest: UnsafeMutablePointer<UInt64>
  let limitCount: Int
  private let smallest: Float
  let masks: UnsafePointer<TileMask>
  let parts: UnsafePointer<TilePart>

  /// The outline runs this much beyond a cut, metres, so that rounding leaves the cut inside.
  static let beyondCut = 0.3
  /// Outlines stay this far, in cells, from the sides of a cell at an inner corner, and from lattice points.
  static let margin = 0.03

  /// `scratch` has begun its window.
  init(
    _ network: IsochroneNetwork, _ scratch: IsochroneScratch, _ origins: EdgeOrigins,
    limits: [Float]
  ) {
    self.network = network
    self.limits = limits
    self.scratch = scratch
    self.origins = origins
    window = scratch.window
    inside = scratch.inside
    insideLargest = scratch.inside + (limits.count - 1) * scratch.window.count
    limitCount = limits.count
    smallest = limits.first ?? 0
    masks = network.field.masks.masks.base
    parts = network.field.masks.parts.base
  }

  /// Adds lattice points of a tile of the window to a limit.
  @inline(__always)
  func mark(_ limit: Int, _ tile: Int, _ bits: UInt64) {
    // Nested by construction, whatever rounding may do.
    insideLargest[tile] |= bits
    if limit &+ 1 < limitCount { inside[limit &* window.count &+ tile] |= bits }
  }

  /// Marks everything reached by the last run of `scratch.search`.
  func markStreets() {
    let search = scratch.search
    search.forEachReachedEdge(scratch.nodes) {
      let edge = network.numbers.number($0)
      if edge >= 0 { markEdge(edge) }
    }
    markCutEdges()
    for (index, origin) in origins.all.enumerated()
    where index == 0 || origins.all[index - 1].edge != origin.edge {
      markOriginEdge(Int(origin.edge))
    }
  }

  private func markEdge(_ edge: Int) {
    let record = network.edges.records.base[edge]
    let reach = EdgeReach(record, scratch.search.labels)
    // Most are reached to their end, with all legs.
    if reach.isWithin(smallest, longestLeg: record.longestLeg) && !origins.mayBeOn(UInt32(edge)) {
      markWhole(edge, 0)
    } else {
      scratch.cutEdges.append(UInt32(edge))
    }
  }

  /// Marks what is reached of the edges listed.
  private func markCutEdges() {
    let list = scratch.cutEdges
    touchCutEdges()
    for index in 0..<list.count { markEdgeInPart(Int(list.base[index])) }
    list.removeAll()
    let tests = scratch.pointTests
    for index in 0..<tests.count {
      let test = tests.base[index]
      let reach = EdgeReach(network.edges.records.base[Int(test.edge)], scratch.search.labels)
      let (limit, tile) = (Int(test.limit), Int(test.tile))
      let rest = test.points & ~inside[limit &* window.count &+ tile]
      mark(limit, tile, pointsWithin(limits[limit], tile, rest, reach))
    }
    tests.removeAll()
  }

  /// See `IsochroneScratch.touched`.
  private func touchCutEdges() {
    let list = scratch.cutEdges
    let (starts, street) = (network.parts.starts.base, network.parts.parts.base)
    let cells = network.field.cells.cells.base
    var touched: UInt32 = 0
    for index in 0..<list.count {
      let edge = Int(list.base[index])
      let masks = network.edges.masks(edge)
      if masks.isEmpty { continue }
      let last = masks.upperBound &- 1
      touched &+= self.masks[last].row
      touched &+= UInt32(truncatingIfNeeded: parts[masks.lowerBound].owned &+ parts[last].owned)
      touched &+= starts[edge]
    }
    for index in 0..<list.count {
      let edge = Int(list.base[index])
      let record = network.edges.records.base[edge]
      if record.cellCount > 0 {
        touched &+= UInt32(truncatingIfNeeded: cells[Int(record.cells)].row)
      }
      if starts[edge] < starts[edge + 1] { touched &+= street[Int(starts[edge])].edge }
    }
    scratch.touched &+= touched
  }

  private func markEdgeInPart(_ edge: Int) {
    if !origins.on(UInt32(edge)).isEmpty { return }
    let record = network.edges.records.base[edge]
    let reach = EdgeReach(record, scratch.search.labels)
    let least = min(reach.tail, reach.head)
    let most = reach.most
    let all = most + 1000 * record.longestLeg
    let count = limits.count
    var first = 0
    while first < count && least > limits[first] { first += 1 }
    var full = first
    while full < count && all > limits[full] { full += 1 }
    if full < count { markWhole(edge, full) }
    if first == full { return }
    markPoints(edge, first..<full, reach, most: most)
    for limit in first..<full where most > limits[limit] { markEnds(edge, limit, reach) }
  }

  /// An edge with an entrance on it is reached from its middle too.
  private func markOriginEdge(_ edge: Int) {
    let reach = EdgeReach(network.edges.records.base[edge], scratch.search.labels)
    let origins = origins.on(UInt32(edge))
    for index in network.edges.masks(edge) where parts[index].owned != 0 {
      guard let tile = tile(masks[index]) else { continue }
      for limit in limits.indices {
        let rest = parts[index].owned & ~inside[limit &* window.count &+ tile]
        mark(limit, tile, pointsWithin(limits[limit], tile, rest, reach, origins))
      }
    }
    for (limit, budget) in limits.enumerated() {
      markEnds(edge, limit, reach)
      for origin in origins where origin.own <= budget {
        let room = budget - origin.own
        markStretch(edge, limit, from: origin.fraction, to: origin.fraction + room / origin.up)
        markStretch(edge, limit, from: origin.fraction, to: origin.fraction - room / origin.down)
      }
    }
  }

  /// What is reached of an edge from its ends.
  private func markEnds(_ edge: Int, _ limit: Int, _ reach: EdgeReach) {
    let budget = limits[limit]
    if reach.tail <= budget {
      markStretch(edge, limit, from: 0, to: (budget - reach.tail) / reach.fromTail)
    }
    if reach.head <= budget {
      markStretch(edge, limit, from: 1, to: 1 - (budget - reach.head) / reach.fromHead)
    }
  }

  /// All the edge has, for limit `first` and those above.
  @inline(__always)
  private func markWhole(_ edge: Int, _ first: Int) {
    for index in network.edges.masks(edge) {
      guard let tile = tile(masks[index]) else { continue }
      var limit = first
      while limit < limitCount {
        inside[limit &* window.count &+ tile] |= masks[index].bits
        limit &+= 1
      }
    }
  }

  /// Nil outside the window: too far for any limit.
  @inline(__always)
  func tile(_ mask: TileMask) -> Int? {
    window.index(tileColumn: Int(mask.column), tileRow: Int(mask.row))
  }
}
