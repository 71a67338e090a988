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
  private let inside: UnsafeMutablePointer<UInt64>
  private let insideLargest: UnsafeMutablePointer<UInt64>
  private let limitCount: Int
  private let smallest: Float
  private let masks: UnsafePointer<TileMask>
  private let parts: UnsafePointer<TilePart>

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
    let upper = network.upperEdges
    scratch.nodes.forEachSorted(search.visited) { node in
      for edge in search.edges.edges(lower: Int(node)) { markEdge(edge) }
      for index in upper.range(node) where search.label(upper.edges.base[index].lower) == .max {
        markEdge(Int(upper.edges.base[index].edge))
      }
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

  /// For each of the limits of a range the points of the edge, those of a tile at once or listed to be looked at one by
  /// one, and where the longest walk on the edge is within the limit all corners of its cells.
  private func markPoints(
    _ edge: Int, _ range: Range<Int>, _ reach: EdgeReach, most: Float
  ) {
    for index in network.edges.masks(edge) {
      let part = parts[index]
      guard let tile = tile(masks[index]) else { continue }
      for limit in range {
        let crossed = most <= limits[limit] ? part.crossed : 0
        if part.owned == 0 || reach.isBeyond(limits[limit], part) {
          mark(limit, tile, crossed)
        } else if reach.isWithin(limits[limit], part) {
          mark(limit, tile, part.owned | crossed)
        } else {
          mark(limit, tile, crossed)
          let test = PointTest(
            edge: UInt32(edge), tile: UInt32(tile), limit: UInt32(limit), points: part.owned)
          scratch.pointTests.append(test)
          touchFeet(tile, part.owned)
        }
      }
    }
  }

  /// Reads something of each row of some points of a tile.
  @inline(__always)
  private func touchFeet(_ tile: Int, _ points: UInt64) {
    let feet = network.field.feet.base + Int(scratch.slots[tile]) << 6
    var (rest, sum): (UInt64, UInt32) = (points, 0)
    while rest != 0 {
      let first = rest.trailingZeroBitCount & 56
      rest &= ~(0xFF &<< UInt64(truncatingIfNeeded: first))
      sum &+= feet[first].edge
    }
    scratch.touched &+= sum
  }

  /// Those of some points of a tile, all nearest to one edge, whose walk is within the limit: row by row.
  @inline(__always)
  private func pointsWithin(
    _ limit: Float, _ tile: Int, _ points: UInt64, _ reach: EdgeReach
  ) -> UInt64 {
    let feet = network.field.feet.base + Int(scratch.slots[tile]) << 6
    var (rest, within): (UInt64, UInt64) = (points, 0)
    while rest != 0 {
      let first = rest.trailingZeroBitCount & 56
      rest &= ~(0xFF &<< UInt64(truncatingIfNeeded: first))
      let (fractions, legs) = PackedFoot.eight(at: feet + first, legUnit: network.field.legUnit)
      let isIn = reach.millimetres(fractions) + 1000 * legs .<= limit
      let bits = SIMD8<Int32>(1, 2, 4, 8, 16, 32, 64, 128).replacing(with: 0, where: .!isIn)
      within |= UInt64(truncatingIfNeeded: bits.wrappedSum()) &<< UInt64(truncatingIfNeeded: first)
    }
    return within & points
  }

  /// The same with entrances on the edge.
  private func pointsWithin(
    _ limit: Float, _ tile: Int, _ points: UInt64, _ reach: EdgeReach,
    _ origins: ArraySlice<EdgeOrigin>
  ) -> UInt64 {
    let feet = network.field.feet.base + Int(scratch.slots[tile]) << 6
    var (rest, within): (UInt64, UInt64) = (points, 0)
    while rest != 0 {
      let point = rest.trailingZeroBitCount
      rest &= rest &- 1
      let foot = feet[point].foot(legUnit: network.field.legUnit)
      let walk = origins.least(reach.millimetres(foot.fraction), foot.fraction)
      if walk + 1000 * foot.leg <= limit { within |= 1 << UInt64(point) }
    }
    return within
  }

  /// Nil outside the window: too far for any limit.
  @inline(__always)
  private func tile(_ mask: TileMask) -> Int? {
    window.index(tileColumn: Int(mask.column), tileRow: Int(mask.row))
  }
}
