import Foundation
import Model

/// Follows the outline of the lattice points inside one limit (marching squares: W. E. Lorensen and H. E. Cline,
/// *Marching Cubes*, SIGGRAPH 1987, in the plane).
///
/// Between a point inside and a neighbour outside the outline passes where the walking length, taken as linear,
/// meets the limit. Where two opposite corners of a cell are inside they are kept apart, for every limit alike: so
/// outlines of rising limits lie within each other. No two crossings fall together and no two lines of a cell meet, so
/// that rings are simple and apart from each other.
struct IsochroneTracing {
  let network: IsochroneNetwork
  let scratch: IsochroneScratch
  let origins: [EdgeOrigin]
  let limit: Int
  private let lattice: IsochroneLattice
  private let budget: Float
  private let inside: UnsafeMutablePointer<UInt64>
  /// A larger difference between neighbours is a leap from one street to another, not a slope: two cells, which
  /// steps (counted double) reach.
  private let leap: Float

  init(
    _ network: IsochroneNetwork, _ scratch: IsochroneScratch, _ origins: [EdgeOrigin], limit: Int
  ) {
    self.network = network
    self.scratch = scratch
    self.origins = origins
    self.limit = limit
    lattice = network.field.lattice
    budget = Float(network.settings.limits[limit])
    inside = scratch.inside[limit]
    leap = Float(2000 * network.settings.cellMetres)
  }

  func trace() -> Isochrone {
    prepare()
    var rings = RingSet(lattice)
    for tile in scratch.touched {
      while scratch.crossings[Int(tile)] != 0 {
        let point = scratch.crossings[Int(tile)].trailingZeroBitCount
        let column = 8 * (Int(tile) % lattice.tileColumns) + (point & 7)
        let row = 8 * (Int(tile) / lattice.tileColumns) + (point >> 3)
        follow(column, row)
        rings.add(scratch.ring)
      }
    }
    for cut in scratch.cuts[limit] { scratch.cutCells[cut.cell >> 6] = 0 }
    return rings.isochrone(limit: network.settings.limits[limit])
  }

  /// Finds the crossings towards the east; every ring has one.
  private func prepare() {
    let columnZero: UInt64 = 0x0101_0101_0101_0101
    for tile in scratch.touched {
      let bits = inside[Int(tile)]
      let east = (bits >> 1) & ~(columnZero << 7) | (inside[Int(tile) + 1] & columnZero) << 7
      scratch.crossings[Int(tile)] = bits & ~east
    }
    for cut in scratch.cuts[limit] {
      scratch.cutCells[cut.cell >> 6] |= 1 << UInt64(cut.cell & 63)
    }
  }

  /// Follows the ring through the crossing east of (column, row), the inside on its left, into `scratch.ring`.
  private func follow(_ column: Int, _ row: Int) {
    scratch.ring.removeAll(keepingCapacity: true)
    // Facing north: `a` inside on the left, `b` outside on the right.
    var (a, b) = (Corner(column, row), Corner(column + 1, row))
    var heading = SIMD2<Int>(0, 1)
    let start = a
    var (valueA, valueB) = (value(a), value(b))
    var last = crossing(a, b, valueA, valueB)
    scratch.ring.append(last)
    while true {
      if heading.y == 1 {
        scratch.crossings[lattice.tile(a.column, a.row)] &= ~IsochroneLattice.bit(a.column, a.row)
      }
      let left = Corner(a.column &+ heading.x, a.row &+ heading.y)
      let right = Corner(b.column &+ heading.x, b.row &+ heading.y)
      let cell = Corner(
        min(min(a.column, b.column), left.column), min(min(a.row, b.row), left.row))
      if !isInside(left) {
        (b, valueB) = (left, value(left))
        heading = SIMD2(0 &- heading.y, heading.x)
      } else if !isInside(right) {
        (a, b) = (left, right)
        (valueA, valueB) = (value(left), value(right))
      } else {
        (a, valueA) = (right, value(right))
        heading = SIMD2(heading.y, 0 &- heading.x)
      }
      let next = crossing(a, b, valueA, valueB)
      addCuts(cell, last, next)
      if heading.y == 1 && a.column == start.column && a.row == start.row { return }
      scratch.ring.append(next)
      last = next
    }
  }

  @inline(__always)
  private func isInside(_ corner: Corner) -> Bool {
    inside[lattice.tile(corner.column, corner.row)]
      & IsochroneLattice.bit(corner.column, corner.row) != 0
  }

  /// Walking millimetres and leg of a lattice point.
  @inline(__always)
  private func value(_ corner: Corner) -> PointValue {
    let foot = network.field.foot(corner.column, corner.row)
    if foot.edge == StreetFoot.none { return PointValue(walk: EdgeReach.far, foot: foot) }
    let reach = EdgeReach(
      network.graph, scratch.search, Int(foot.edge), network.settings.direction)
    var walk = reach.millimetres(foot.fraction)
    for origin in origins where origin.edge == foot.edge {
      walk = min(walk, origin.millimetres(foot.fraction))
    }
    return PointValue(walk: walk + 1000 * foot.leg, foot: foot)
  }

  /// Where the outline passes between a point inside and its neighbour outside.
  @inline(__always)
  private func crossing(
    _ a: Corner, _ b: Corner, _ valueA: PointValue, _ valueB: PointValue
  ) -> SIMD2<Double> {
    let walk = min(valueA.walk, budget)
    var part = (budget - walk) / max(1, min(valueB.walk - walk, leap))
    if part > 0 && valueB.walk - walk > leap {
      part = min(part, halfway(a, b, valueA.foot, valueB.foot))
    }
    let snap = network.field.snapMetres
    if valueB.foot.leg > snap {
      let rise = min(valueB.foot.leg - valueA.foot.leg, Float(network.settings.cellMetres))
      part = min(part, (snap - valueA.foot.leg) / max(rise, 0.001))
    }
    let margin = Float(IsochroneMarking.margin)
    let share = Double(max(margin, bound(a, b), min(1 - margin, part)))
    return SIMD2(
      Double(a.column) + share * Double(b.column - a.column),
      Double(a.row) + share * Double(b.row - a.row))
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
  private func bound(_ a: Corner, _ b: Corner) -> Float {
    let isFromNeighbour = b.column < a.column || b.row < a.row
    let start = isFromNeighbour ? b : a
    let tile = lattice.tile(start.column, start.row)
    let starts = network.field.cells.sideStarts.base
    let range = Int(starts[tile])..<Int(starts[tile + 1])
    return range.isEmpty
      ? 0
      : bound(
        tile, range,
        StreetCells.key(
          bit: (start.row & 7) << 3 | start.column & 7, isNorthwards: a.row != b.row,
          fromNeighbour: isFromNeighbour))
  }

  private func bound(_ tile: Int, _ range: Range<Int>, _ key: UInt32) -> Float {
    var share: Float = 0
    let sides = network.field.cells.sides.base
    var index = Self.first(range) { sides[$0].key >= key }
    while index < range.upperBound && sides[index].key == key {
      let reach = EdgeReach(
        network.graph, scratch.search, Int(sides[index].edge), network.settings.direction)
      if reach.most <= budget { share = max(share, sides[index].share) }
      index += 1
    }
    let bounds = scratch.bounds[limit]
    let side = tile << 8 | Int(key)
    index = Self.first(bounds.indices) { bounds[$0].side >= side }
    while index < bounds.count && bounds[index].side == side {
      share = max(share, bounds[index].share)
      index += 1
    }
    return share
  }

  /// The first index for which `isReached`, which holds for all after it; the end when there is none.
  @inline(__always)
  private static func first(_ range: Range<Int>, _ isReached: (Int) -> Bool) -> Int {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if isReached(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// Adds the cuts of streets in a cell that lie beyond the straight outline between two crossings: their convex hull,
  /// so that the streets up to them lie inside too.
  @inline(__always)
  private func addCuts(_ cell: Corner, _ from: SIMD2<Double>, _ to: SIMD2<Double>) {
    let tile = lattice.tile(cell.column, cell.row)
    let bit = IsochroneLattice.bit(cell.column, cell.row)
    if scratch.cutCells[tile] & bit != 0 {
      addCuts(tile << 6 | bit.trailingZeroBitCount, from, to)
    }
  }

  private func addCuts(_ cell: Int, _ from: SIMD2<Double>, _ to: SIMD2<Double>) {
    /// Positive when `c` is on the left of the way from `a` to `b`, where the inside is.
    func side(_ a: SIMD2<Double>, _ b: SIMD2<Double>, _ c: SIMD2<Double>) -> Double {
      let (way, offset) = (b - a, c - a)
      return way.x * offset.y - way.y * offset.x
    }
    let cuts = scratch.cuts[limit]
    let first = Self.first(cuts.indices) { cuts[$0].cell >= cell }
    if first + 1 == cuts.count || cuts[first + 1].cell != cell {
      if side(from, to, cuts[first].place) < 0 { scratch.ring.append(cuts[first].place) }
      return
    }
    let beyond = cuts[first...].prefix { $0.cell == cell }.map(\.place)
      .filter { side(from, to, $0) < 0 }
      .sorted { side(from, $0, $1) > 0 }
    // R. L. Graham, *An Efficient Algorithm for Determining the Convex Hull of a Finite Planar Set*, Information
    // Processing Letters 1, 1972.
    var hull = [from]
    for place in beyond + [to] {
      while hull.count > 1 && side(hull[hull.count - 2], hull[hull.count - 1], place) <= 0 {
        hull.removeLast()
      }
      hull.append(place)
    }
    scratch.ring += hull[1..<hull.count - 1]
  }
}

/// A lattice point.
private struct Corner {
  var column: Int
  var row: Int
  @inline(__always)
  init(_ column: Int, _ row: Int) {
    self.column = column
    self.row = row
  }
}

/// What the outline needs to know of a lattice point.
private struct PointValue {
  var walk: Float
  var foot: StreetFoot
}
