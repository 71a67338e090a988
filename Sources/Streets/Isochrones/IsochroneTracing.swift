import Foundation
import Model

/// Follows the outline of the lattice points inside one limit (marching squares: W. E. Lorensen and H. E. Cline,
/// *Marching Cubes*, SIGGRAPH 1987, in the plane).
///
/// Between a point inside and a neighbour outside the outline passes where the walking length, taken as linear,
/// meets the limit. Where two opposite corners of a cell are inside they are kept apart, for every limit alike: so
/// outlines of rising limits lie within each other. No two crossings fall together and no two lines of a cell meet, so
/// that rings are simple and apart from each other: each side of a cell is passed once at most, clear of its ends (which
/// is watched), and the lines of a cell cut off different corners of it.
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
    scratch.ring.hasDoubtfulPlace = false
    var rings = RingSet(network.field.lattice)
    // The outer tiles of a window are empty.
    for tile in 0..<window.count {
      while unpassed[tile] != 0 {
        let point = unpassed[tile].trailingZeroBitCount
        let place = window.place(tile)
        follow(8 * place.column + point & 7, 8 * place.row + point >> 3)
        rings.add(scratch.ring.places)
      }
    }
    for cut in scratch.cuts[limit] { cutCells[cut.cell >> 6] = 0 }
    for bound in scratch.bounds[limit] { scratch.boundPoints[bound.side >> 8] = 0 }
    return rings.isochrone(
      limit: network.settings.limits[limit], isApart: !scratch.ring.hasDoubtfulPlace)
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
    let ring = scratch.ring
    ring.removeAll()
    // Facing north: `a` inside on the left, `b` outside on the right.
    var (a, b) = (Corner(column, row, window), Corner(column + 1, row, window))
    let start = a
    var (east, north) = (0, 1)
    var (valueA, valueB) = (crossings.value(a), crossings.value(b))
    var last = crossings.place(a, b, valueA, valueB)
    ring.append(last)
    while true {
      if north == 1 { unpassed[a.tile] &= ~(1 << UInt64(truncatingIfNeeded: a.point)) }
      // The south-western corner of the cell that is entered.
      let cell =
        north == 1
        ? a : north == -1 ? b.moved(0, -1, window) : east == 1 ? b : a.moved(-1, 0, window)
      let left = a.moved(east, north, window)
      if !isInside(left) {
        (b, valueB) = (left, crossings.value(left))
        (east, north) = (0 &- north, east)
      } else {
        let right = b.moved(east, north, window)
        if !isInside(right) {
          (a, b) = (left, right)
          (valueA, valueB) = (crossings.value(left), crossings.value(right))
        } else {
          (a, valueA) = (right, crossings.value(right))
          (east, north) = (north, 0 &- east)
        }
      }
      let next = crossings.place(a, b, valueA, valueB)
      if cutCells[cell.tile] & (1 << UInt64(truncatingIfNeeded: cell.point)) != 0 {
        addCuts(cell.tile << 6 | cell.point, last, next)
      }
      if north == 1 && a.column == start.column && a.row == start.row { return }
      ring.append(next)
      last = next
    }
  }

  @inline(__always)
  private func isInside(_ corner: Corner) -> Bool {
    inside[corner.tile] & (1 << UInt64(truncatingIfNeeded: corner.point)) != 0
  }

  /// Adds the cuts of streets in a cell that lie beyond the straight outline between two crossings: their convex hull,
  /// so that the streets up to them lie inside too.
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
    for place in hull[1..<hull.count - 1] { scratch.ring.append(place) }
  }
}

/// A lattice point.
struct Corner: BitwiseCopyable {
  let column: Int
  let row: Int
  /// Its tile in the window and its bit there.
  let tile: Int
  let point: Int

  @inline(__always)
  init(_ column: Int, _ row: Int, _ window: TileWindow) {
    self.column = column
    self.row = row
    tile = window.tile(column, row)
    point = (row & 7) << 3 | column & 7
  }

  @inline(__always)
  func moved(_ east: Int, _ north: Int, _ window: TileWindow) -> Corner {
    Corner(column &+ east, row &+ north, window)
  }
}
