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
  }

  /// Adds lattice points of a tile of the window to a limit.
  @inline(__always)
  func mark(_ limit: Int, _ tile: Int, _ bits: UInt64) {
    // Nested by construction, whatever rounding may do.
    insideLargest[tile] |= bits
    inside[limit &* window.count &+ tile] |= bits
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
    for (index, origin) in origins.all.enumerated()
    where index == 0 || origins.all[index - 1].edge != origin.edge {
      markOriginEdge(Int(origin.edge))
    }
  }

  private func markEdge(_ edge: Int) {
    if origins.mayBeOn(UInt32(edge)) && !origins.on(UInt32(edge)).isEmpty { return }
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
    if first < full {
      markPoints(edge, first..<full, reach)
      for limit in first..<full {
        if most <= limits[limit] {
          markCorners(edge, limit)
        } else {
          markEnds(edge, limit, reach)
        }
      }
    }
  }

  /// An edge with an entrance on it is reached from its middle too.
  private func markOriginEdge(_ edge: Int) {
    let reach = EdgeReach(network.edges.records.base[edge], scratch.search.labels)
    markPoints(edge, 0..<limits.count, reach, origins.on(UInt32(edge)))
    for (limit, budget) in limits.enumerated() {
      markEnds(edge, limit, reach)
      for origin in origins.on(UInt32(edge)) where origin.own <= budget {
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
    let masks = network.field.masks.masks.base
    for index in network.edges.masks(edge) {
      let mask = masks[index]
      guard let tile = tile(mask) else { continue }
      for limit in first..<limits.count { mark(limit, tile, mask.bits) }
    }
  }

  private func markCorners(_ edge: Int, _ limit: Int) {
    let (masks, parts) = (network.field.masks.masks.base, network.field.masks.parts.base)
    for index in network.edges.masks(edge) where parts[index].crossed != 0 {
      if let tile = tile(masks[index]) { mark(limit, tile, parts[index].crossed) }
    }
  }

  /// The points of the edge for each of the limits of a range: those of a tile at once, or one by one. With `origins`
  /// on the edge these count too.
  private func markPoints(
    _ edge: Int, _ range: Range<Int>, _ reach: EdgeReach, _ origins: ArraySlice<EdgeOrigin>? = nil
  ) {
    let (masks, parts) = (network.field.masks.masks.base, network.field.masks.parts.base)
    for index in network.edges.masks(edge) {
      let part = parts[index]
      guard part.owned != 0, let tile = tile(masks[index]) else { continue }
      for limit in range {
        if origins == nil {
          if reach.isBeyond(limits[limit], part) { continue }
          if reach.isWithin(limits[limit], part) {
            mark(limit, tile, part.owned)
            continue
          }
        }
        let rest = part.owned & ~inside[limit &* window.count &+ tile]
        mark(limit, tile, pointsWithin(limits[limit], tile, rest, reach, origins))
      }
    }
  }

  /// Those of some points of a tile, all nearest to one edge, whose walk is within the limit.
  @inline(__always)
  private func pointsWithin(
    _ limit: Float, _ tile: Int, _ points: UInt64, _ reach: EdgeReach,
    _ origins: ArraySlice<EdgeOrigin>?
  ) -> UInt64 {
    let feet = network.field.feet.base + Int(scratch.slots[tile]) << 6
    var (rest, within): (UInt64, UInt64) = (points, 0)
    while rest != 0 {
      let point = rest.trailingZeroBitCount
      rest &= rest &- 1
      let foot = feet[point].foot(legUnit: network.field.legUnit)
      var walk = reach.millimetres(foot.fraction)
      if let origins { walk = origins.least(walk, foot.fraction) }
      let isIn: UInt64 = walk + 1000 * foot.leg <= limit ? 1 : 0
      within |= isIn << UInt64(truncatingIfNeeded: point)
    }
    return within
  }

  /// Nil outside the window: too far for any limit.
  @inline(__always)
  private func tile(_ mask: TileMask) -> Int? {
    window.index(tileColumn: Int(mask.column), tileRow: Int(mask.row))
  }
}
