import Model

/// Finds where the outline of one limit passes between a point inside and a neighbour outside.
struct OutlineCrossings {
  private let network: IsochroneNetwork
  private let scratch: IsochroneScratch
  private let origins: EdgeOrigins
  private let bounds: [ReachedBound]
  private let lattice: IsochroneLattice
  private let window: TileWindow
  private let budget: Float
  /// A larger difference between neighbours is a leap from one street to another, not a slope: two cells, which
  /// steps (counted double) reach.
  private let leap: Float
  private let cellMetres: Float
  private let snap: Float
  private let slots: UnsafeMutablePointer<Int32>
  private let legUnit: Float
  private let edges: UnsafePointer<IsochroneEdge>
  private let boundPoints: UnsafeMutablePointer<UInt64>

  init(
    _ network: IsochroneNetwork, _ scratch: IsochroneScratch, _ origins: EdgeOrigins, limit: Int
  ) {
    self.network = network
    self.scratch = scratch
    self.origins = origins
    bounds = scratch.bounds[limit]
    lattice = network.field.lattice
    window = scratch.window
    budget = Float(network.settings.limits[limit])
    leap = Float(2000 * network.settings.cellMetres)
    cellMetres = Float(network.settings.cellMetres)
    snap = network.field.snapMetres
    slots = scratch.slots
    legUnit = network.field.legUnit
    edges = network.edges.records.base
    boundPoints = scratch.boundPoints
  }

  /// Fills the shares and places of all sides of an outline.
  func place(_ outline: Outline) {
    outline.corners.evaluate(network, scratch, origins)
    let count = outline.sides.count
    let shares = outline.shares.resized(count)
    findShares(outline, shares)
    for index in 0..<outline.leaps.count {
      let side = outline.leaps.base[index]
      shares[side] = min(shares[side], halfway(outline, outline.sides.base[side]))
    }
    let places = outline.places.resized(count)
    var areClear = true
    for index in 0..<count {
      let side = outline.sides.base[index]
      let share = Double(share(outline, side, shares[index]))
      // Not a number, too.
      areClear = areClear && share > 0.02 && share < 0.98
      places[index] = window.position(point(outline, side.inner)) + share * Self.step(side.way)
    }
    outline.hasDoubtfulPlace = !areClear
  }

  /// One column or row.
  @inline(__always)
  private static func step(_ way: Outline.Way) -> SIMD2<Double> {
    let along: Double = way.rawValue < 2 ? 1 : -1
    return way.rawValue & 1 == 0 ? SIMD2(along, 0) : SIMD2(0, along)
  }

  /// Where the walk, taken as linear, meets the limit; sides where it leaps are listed.
  private func findShares(_ outline: Outline, _ shares: UnsafeMutablePointer<Float>) {
    let walks = outline.corners.walks.base
    for index in 0..<outline.sides.count {
      let side = outline.sides.base[index]
      let walk = min(walks[Int(side.inner)], budget)
      let rise = walks[Int(side.outer)] - walk
      shares[index] = (budget - walk) / max(1, min(rise, leap))
      if rise > leap && walk < budget { outline.leaps.append(index) }
    }
  }

  /// The share of a side with the reach of legs, bounds and margins.
  @inline(__always)
  private func share(_ outline: Outline, _ side: Outline.Side, _ walked: Float) -> Float {
    var part = walked
    let outerLeg = foot(outline, side.outer).leg
    if outerLeg > snap {
      let innerLeg = foot(outline, side.inner).leg
      part = min(part, (snap - innerLeg) / max(min(outerLeg - innerLeg, cellMetres), 0.001))
    }
    let margin = Float(IsochroneMarking.margin)
    let bound = bound(outline, side)
    return max(margin, bound, min(1 - margin, part))
  }

  @inline(__always)
  private func point(_ outline: Outline, _ corner: Int32) -> Int {
    outline.corners.points.base[Int(corner)]
  }

  @inline(__always)
  private func foot(_ outline: Outline, _ corner: Int32) -> StreetFoot {
    outline.corners.feet.base[Int(corner)].foot(legUnit: legUnit)
  }

  /// The share of a side at which the street of the outer point becomes nearer than that of the inner.
  private func halfway(_ outline: Outline, _ side: Outline.Side) -> Float {
    let (footA, footB) = (foot(outline, side.inner), foot(outline, side.outer))
    guard footB.edge != StreetFoot.none,
      let placeA = network.parts.place(Int(footA.edge), footA.fraction),
      let placeB = network.parts.place(Int(footB.edge), footB.fraction)
    else { return 1 }
    let from = window.position(point(outline, side.inner))
    let metres = SIMD2(
      Double(lattice.columnMetres(row: Int(from.y))), Double(lattice.metresNorth))
    let way = Self.step(side.way) * metres
    let (toA, toB) = ((placeA - from) * metres, (placeB - from) * metres)
    let slope = 2 * (way * (toB - toA)).sum()
    return slope > 0 ? Float(((toB * toB).sum() - (toA * toA).sum()) / slope) : 1
  }

  /// How much of a side lies inside for the sake of streets near others; 0 without such.
  @inline(__always)
  private func bound(_ outline: Outline, _ side: Outline.Side) -> Float {
    let fromNeighbour = side.way.rawValue >= 2
    let start = point(outline, fromNeighbour ? side.outer : side.inner)
    let tile = start >> 6
    if boundPoints[tile] & (1 << UInt64(truncatingIfNeeded: start & 63)) == 0 { return 0 }
    return bound(
      Int(slots[tile]), tile,
      StreetCells.key(
        bit: start & 63, isNorthwards: side.way.rawValue & 1 != 0, fromNeighbour: fromNeighbour))
  }

  private func bound(_ slot: Int, _ tile: Int, _ key: UInt32) -> Float {
    var share: Float = 0
    if slot >= 0 {
      let starts = network.field.cells.sideStarts.base
      let sides = network.field.cells.sides.base
      let end = Int(starts[slot + 1])
      var index = Int(starts[slot])
      var left = end &- index
      while left > 0 {
        let half = left >> 1
        let isBefore = sides[index &+ half].key < key
        index &+= isBefore ? half &+ 1 : 0
        left = isBefore ? left &- half &- 1 : half
      }
      while index < end && sides[index].key == key {
        let reach = EdgeReach(edges[Int(sides[index].edge)], scratch.search.labels)
        if reach.most <= budget { share = max(share, sides[index].share) }
        index &+= 1
      }
    }
    let side = tile << 8 | Int(key)
    var index = bounds.firstSortedIndex { $0.side >= side }
    while index < bounds.count && bounds[index].side == side {
      share = max(share, bounds[index].share)
      index += 1
    }
    return share
  }
}
