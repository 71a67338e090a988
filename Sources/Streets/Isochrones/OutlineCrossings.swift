import Model

/// Finds where the outline of one limit passes between a point inside and a neighbour outside.
struct OutlineCrossings {
  private let network: IsochroneNetwork
  private let scratch: IsochroneScratch
  private let origins: EdgeOrigins
  private let bounds: UnsafeMutableBufferPointer<ReachedBound>
  private let lattice: IsochroneLattice
  private let window: TileWindow
  private let budget: Float
  /// A larger difference between neighbours is a leap from one street to another, not a slope: two cells, which
  /// steps (counted double) reach.
  private let leap: Float
  private let cellMetres: Float
  private let metresNorth: Double
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
    bounds = scratch.bounds[limit].buffer
    lattice = network.field.lattice
    window = scratch.window
    budget = Float(network.settings.limits[limit])
    leap = Float(2000 * network.settings.cellMetres)
    cellMetres = Float(network.settings.cellMetres)
    metresNorth = Double(lattice.metresNorth)
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
    moveLeaps(outline, shares)
    clamp(outline, shares)
    touchBounds(outline)
    for index in 0..<outline.bounded.count {
      let side = outline.bounded.base[index]
      shares[side] = max(shares[side], bound(outline, outline.sides.base[side]))
    }
    let places = outline.places.resized(count)
    let (sides, points) = (outline.sides.base, outline.corners.points.base)
    var areClear = true
    for index in 0..<count {
      let side = sides[index]
      let share = Double(shares[index])
      areClear = areClear && share > 0.02 && share < 0.98
      places[index] = window.position(points[Int(side.inner)]) + share * Self.step(side.way)
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

  /// Keeps shares within the reach of legs and off the ends of their sides; sides with bounds are listed.
  private func clamp(_ outline: Outline, _ shares: UnsafeMutablePointer<Float>) {
    let (sides, points) = (outline.sides.base, outline.corners.points.base)
    let margin = Float(IsochroneMarking.margin)
    for index in 0..<outline.sides.count {
      let side = sides[index]
      var part = shares[index]
      let outerLeg = foot(outline, side.outer).leg
      if outerLeg > snap {
        let innerLeg = foot(outline, side.inner).leg
        part = min(part, (snap - innerLeg) / max(min(outerLeg - innerLeg, cellMetres), 0.001))
      }
      // The margin for what is not a number, too.
      shares[index] = max(margin, min(1 - margin, part))
      let start = points[Int(side.way.rawValue >= 2 ? side.outer : side.inner)]
      if boundPoints[start >> 6] & (1 << UInt64(truncatingIfNeeded: start & 63)) != 0 {
        outline.bounded.append(index)
      }
    }
  }

  @inline(__always)
  private func point(_ outline: Outline, _ corner: Int32) -> Int {
    outline.corners.points.base[Int(corner)]
  }

  @inline(__always)
  private func foot(_ outline: Outline, _ corner: Int32) -> StreetFoot {
    outline.corners.feet.base[Int(corner)].foot(legUnit: legUnit)
  }

  /// Moves crossings between streets of different reach to where the street of the outer point becomes nearer than that
  /// of the inner, if that is less.
  private func moveLeaps(_ outline: Outline, _ shares: UnsafeMutablePointer<Float>) {
    touchParts(outline)
    for index in 0..<outline.leaps.count {
      let number = outline.leaps.base[index]
      let side = outline.sides.base[number]
      guard let inner = footPlace(outline, side.inner), let outer = footPlace(outline, side.outer)
      else { continue }
      shares[number] = min(shares[number], halfway(outline, side, inner, outer))
    }
  }

  /// See `IsochroneScratch.touched`.
  private func touchParts(_ outline: Outline) {
    let (starts, parts) = (network.parts.starts.base, network.parts.parts.base)
    let (sides, feet) = (outline.sides.base, outline.corners.feet.base)
    var touched: UInt32 = 0
    for index in 0..<outline.leaps.count {
      let side = sides[outline.leaps.base[index]]
      let (inner, outer) = (feet[Int(side.inner)].edge, feet[Int(side.outer)].edge)
      if inner == StreetFoot.none || outer == StreetFoot.none { continue }
      touched &+= parts[Int(starts[Int(inner)])].edge &+ parts[Int(starts[Int(outer)])].edge
    }
    scratch.touched &+= touched
  }

  private func touchBounds(_ outline: Outline) {
    let cells = network.field.cells
    var touched: UInt32 = 0
    for index in 0..<outline.bounded.count {
      let side = outline.sides.base[outline.bounded.base[index]]
      let slot = Int(slots[point(outline, side.way.rawValue >= 2 ? side.outer : side.inner) >> 6])
      if slot < 0 { continue }
      let (first, end) = (cells.sideStarts.base[slot], cells.sideStarts.base[slot + 1])
      if first < end { touched &+= cells.sides.base[Int((first + end) / 2)].edge }
    }
    scratch.touched &+= touched
  }

  /// The street point nearest to a corner.
  @inline(__always)
  private func footPlace(_ outline: Outline, _ corner: Int32) -> SIMD2<Double>? {
    let foot = foot(outline, corner)
    return foot.edge == StreetFoot.none ? nil : network.parts.place(Int(foot.edge), foot.fraction)
  }

  /// The share of a side at which the second of two places becomes nearer than the first.
  @inline(__always)
  private func halfway(
    _ outline: Outline, _ side: Outline.Side, _ first: SIMD2<Double>, _ second: SIMD2<Double>
  ) -> Float {
    let from = window.position(point(outline, side.inner))
    let metres = SIMD2(Double(lattice.columnMetres(row: Int(from.y))), metresNorth)
    let way = Self.step(side.way) * metres
    let (toA, toB) = ((first - from) * metres, (second - from) * metres)
    let slope = 2 * (way * (toB - toA)).sum()
    return slope > 0 ? Float(((toB * toB).sum() - (toA * toA).sum()) / slope) : 1
  }

  /// How much of a side lies inside for the sake of streets near others; 0 without such.
  private func bound(_ outline: Outline, _ side: Outline.Side) -> Float {
    let fromNeighbour = side.way.rawValue >= 2
    let start = point(outline, fromNeighbour ? side.outer : side.inner)
    return bound(
      Int(slots[start >> 6]), start >> 6,
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
