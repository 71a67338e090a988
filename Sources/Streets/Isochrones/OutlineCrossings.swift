import Model

/// What the outline needs to know of a lattice point.
struct PointValue: BitwiseCopyable {
  /// Walking millimetres and leg; `EdgeReach.far` where no street is near.
  var walk: Float
  var foot: StreetFoot
  /// Slot of its tile, -1 for none.
  var slot: Int
}

/// Finds where the outline of one limit passes between a point inside and a neighbour outside.
struct OutlineCrossings {
  private let network: IsochroneNetwork
  private let scratch: IsochroneScratch
  private let origins: EdgeOrigins
  private let bounds: [ReachedBound]
  private let lattice: IsochroneLattice
  private let budget: Float
  /// A larger difference between neighbours is a leap from one street to another, not a slope: two cells, which
  /// steps (counted double) reach.
  private let leap: Float
  private let cellMetres: Float
  private let snap: Float
  private let slots: UnsafeMutablePointer<Int32>
  private let feet: UnsafePointer<PackedFoot>
  private let legUnit: Float
  private let edges: UnsafePointer<IsochroneEdge>
  private let sidePoints: UnsafePointer<UInt64>
  private let boundPoints: UnsafeMutablePointer<UInt64>

  init(
    _ network: IsochroneNetwork, _ scratch: IsochroneScratch, _ origins: EdgeOrigins, limit: Int
  ) {
    self.network = network
    self.scratch = scratch
    self.origins = origins
    bounds = scratch.bounds[limit]
    lattice = network.field.lattice
    budget = Float(network.settings.limits[limit])
    leap = Float(2000 * network.settings.cellMetres)
    cellMetres = Float(network.settings.cellMetres)
    snap = network.field.snapMetres
    slots = scratch.slots
    feet = network.field.feet.base
    legUnit = network.field.legUnit
    edges = network.edges.records.base
    sidePoints = network.field.cells.sidePoints.base
    boundPoints = scratch.boundPoints
  }

  @inline(__always)
  func value(_ corner: Corner) -> PointValue {
    let slot = Int(slots[corner.tile])
    if slot < 0 { return PointValue(walk: EdgeReach.far, foot: .absent, slot: slot) }
    let foot = feet[slot << 6 | corner.point].foot(legUnit: legUnit)
    if foot.edge == StreetFoot.none {
      return PointValue(walk: EdgeReach.far, foot: foot, slot: slot)
    }
    var walk = EdgeReach(edges[Int(foot.edge)], scratch.search).millimetres(foot.fraction)
    if origins.mayBeOn(foot.edge) { walk = origins.least(walk, foot.edge, foot.fraction) }
    return PointValue(walk: walk + 1000 * foot.leg, foot: foot, slot: slot)
  }

  /// The place between a point inside, `a`, and a neighbour outside, in columns and rows.
  @inline(__always)
  func place(
    _ a: Corner, _ b: Corner, _ valueA: PointValue, _ valueB: PointValue
  ) -> SIMD2<Double> {
    let walk = min(valueA.walk, budget)
    var part = (budget - walk) / max(1, min(valueB.walk - walk, leap))
    if part > 0 && valueB.walk - walk > leap {
      part = min(part, halfway(a, b, valueA.foot, valueB.foot))
    }
    if valueB.foot.leg > snap {
      let rise = min(valueB.foot.leg - valueA.foot.leg, cellMetres)
      part = min(part, (snap - valueA.foot.leg) / max(rise, 0.001))
    }
    let margin = Float(IsochroneMarking.margin)
    let share = Double(max(margin, bound(a, b, valueA, valueB), min(1 - margin, part)))
    // Not a number, too.
    if !(share > 0.02 && share < 0.98) { scratch.ring.hasDoubtfulPlace = true }
    return SIMD2(
      Double(a.column) + share * Double(b.column &- a.column),
      Double(a.row) + share * Double(b.row &- a.row))
  }

  /// The share of the way from `a` to `b` at which the street of `b` becomes nearer than that of `a`.
  private func halfway(_ a: Corner, _ b: Corner, _ footA: StreetFoot, _ footB: StreetFoot) -> Float
  {
    guard footB.edge != StreetFoot.none,
      let placeA = network.parts.place(Int(footA.edge), footA.fraction),
      let placeB = network.parts.place(Int(footB.edge), footB.fraction)
    else { return 1 }
    let metres = SIMD2(
      Double(lattice.columnMetres(row: a.row)), Double(lattice.metresNorth))
    let from = SIMD2(Double(a.column), Double(a.row))
    let way = (SIMD2(Double(b.column), Double(b.row)) - from) * metres
    let (toA, toB) = ((placeA - from) * metres, (placeB - from) * metres)
    let slope = 2 * (way * (toB - toA)).sum()
    return slope > 0 ? Float(((toB * toB).sum() - (toA * toA).sum()) / slope) : 1
  }

  /// How much of the side from `a` to `b` lies inside for the sake of streets near others; 0 without such.
  @inline(__always)
  private func bound(
    _ a: Corner, _ b: Corner, _ valueA: PointValue, _ valueB: PointValue
  ) -> Float {
    let isFromNeighbour = b.column < a.column || b.row < a.row
    let start = isFromNeighbour ? b : a
    let slot = isFromNeighbour ? valueB.slot : valueA.slot
    let points = boundPoints[start.tile] | (slot < 0 ? 0 : sidePoints[slot])
    if points & (1 << UInt64(truncatingIfNeeded: start.point)) == 0 { return 0 }
    return bound(
      slot, start.tile,
      StreetCells.key(
        bit: start.point, isNorthwards: a.row != b.row, fromNeighbour: isFromNeighbour))
  }

  private func bound(_ slot: Int, _ tile: Int, _ key: UInt32) -> Float {
    var share: Float = 0
    if slot >= 0 {
      let starts = network.field.cells.sideStarts.base
      let sides = network.field.cells.sides.base
      for index in Int(starts[slot])..<Int(starts[slot + 1]) where sides[index].key == key {
        let reach = EdgeReach(edges[Int(sides[index].edge)], scratch.search)
        if reach.most <= budget { share = max(share, sides[index].share) }
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
