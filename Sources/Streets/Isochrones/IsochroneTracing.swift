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
  let limit: Int
  private let crossings: OutlineCrossings
  private let window: TileWindow
  private let inside: UnsafeMutablePointer<UInt64>
  private let unpassed: UnsafeMutablePointer<UInt64>
  private let cutCells: UnsafeMutablePointer<UInt64>

  init(
    _ network: IsochroneNetwork, _ scratch: IsochroneScratch, _ origins: EdgeOrigins, limit: Int
  ) {
    self.network = network
    self.scratch = scratch
    self.limit = limit
    window = scratch.window
    crossings = OutlineCrossings(network, scratch, origins, limit: limit)
    inside = scratch.inside + limit * scratch.window.count
    unpassed = scratch.crossings
    cutCells = scratch.cutCells
  }

  func trace() -> Isochrone {
    prepare()
    var rings = RingSet(network.field.lattice)
    // The outer tiles of a window are empty.
    for tile in 0..<window.count {
      while unpassed[tile] != 0 {
        let point = unpassed[tile].trailingZeroBitCount
        let place = window.place(tile)
        follow(8 * place.column + point & 7, 8 * place.row + point >> 3)
        rings.add(scratch.ring)
      }
    }
    for cut in scratch.cuts[limit] { cutCells[cut.cell >> 6] = 0 }
    for bound in scratch.bounds[limit] { scratch.boundPoints[bound.side >> 8] = 0 }
    return rings.isochrone(limit: network.settings.limits[limit])
  }

  /// Finds the crossings towards the east; every ring has one.
  private func prepare() {
    let columnZero: UInt64 = 0x0101_0101_0101_0101
    for tile in 0..<window.count where inside[tile] != 0 {
      let bits = inside[tile]
      let east = (bits >> 1) & ~(columnZero << 7) | (inside[tile + 1] & columnZero) << 7
      unpassed[tile] = bits & ~east
    }
    for cut in scratch.cuts[limit] { cutCells[cut.cell >> 6] |= 1 << UInt64(cut.cell & 63) }
    for bound in scratch.bounds[limit] {
      scratch.boundPoints[bound.side >> 8] |= 1 << UInt64(bound.side >> 2 & 63)
    }
  }

  /// Follows the ring through the crossing east of (column, row), the inside on its left, into `scratch.ring`.
  private func follow(_ column: Int, _ row: Int) {
    scratch.ring.removeAll(keepingCapacity: true)
    // Facing north: `a` inside on the left, `b` outside on the right.
    let start = Corner(column, row)
    var (a, b) = (start, Corner(column + 1, row))
    var (east, north) = (0, 1)
    var (valueA, valueB) = (crossings.value(a), crossings.value(b))
    var last = crossings.place(a, b, valueA, valueB)
    scratch.ring.append(last)
    while true {
      if north == 1 { unpassed[window.tile(a.column, a.row)] &= ~IsochroneLattice.bit(a.column, a.row) }
      let left = Corner(a.column &+ east, a.row &+ north)
      let right = Corner(b.column &+ east, b.row &+ north)
      let cell = Corner(
        min(min(a.column, b.column), left.column), min(min(a.row, b.row), left.row))
      if !isInside(left) {
        (b, valueB) = (left, crossings.value(left))
        (east, north) = (0 &- north, east)
      } else if !isInside(right) {
        (a, b) = (left, right)
        (valueA, valueB) = (crossings.value(left), crossings.value(right))
      } else {
        (a, valueA) = (right, crossings.value(right))
        (east, north) = (north, 0 &- east)
      }
      let next = crossings.place(a, b, valueA, valueB)
      addCuts(cell, last, next)
      if north == 1 && a.column == start.column && a.row == start.row { return }
      scratch.ring.append(next)
      last = next
    }
  }

  @inline(__always)
  private func isInside(_ corner: Corner) -> Bool {
    inside[window.tile(corner.column, corner.row)]
      & IsochroneLattice.bit(corner.column, corner.row) != 0
  }

  /// Adds the cuts of streets in a cell that lie beyond the straight outline between two crossings: their convex hull,
  /// so that the streets up to them lie inside too.
  @inline(__always)
  private func addCuts(_ cell: Corner, _ from: SIMD2<Double>, _ to: SIMD2<Double>) {
    let tile = window.tile(cell.column, cell.row)
    let bit = IsochroneLattice.bit(cell.column, cell.row)
    if cutCells[tile] & bit != 0 { addCuts(tile << 6 | bit.trailingZeroBitCount, from, to) }
  }

  private func addCuts(_ cell: Int, _ from: SIMD2<Double>, _ to: SIMD2<Double>) {
    /// Positive when `c` is on the left of the way from `a` to `b`, where the inside is.
    func side(_ a: SIMD2<Double>, _ b: SIMD2<Double>, _ c: SIMD2<Double>) -> Double {
      let (way, offset) = (b - a, c - a)
      return way.x * offset.y - way.y * offset.x
    }
    let cuts = scratch.cuts[limit]
    let first = cuts.firstSortedIndex { $0.cell >= cell }
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
struct Corner: BitwiseCopyable {
  var column: Int
  var row: Int
  @inline(__always)
  init(_ column: Int, _ row: Int) {
    self.column = column
    self.row = row
  }
}
