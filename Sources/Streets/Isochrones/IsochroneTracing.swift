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
    let outline = scratch.outline
    outline.removeAll()
    // The outer tiles of a window are empty.
    for tile in 0..<window.count {
      while unpassed[tile] != 0 { follow(tile << 6 | unpassed[tile].trailingZeroBitCount, outline) }
    }
    crossings.place(outline)
    for cut in scratch.cuts[limit] { cutCells[cut.cell >> 6] = 0 }
    scratch.boundPoints.update(repeating: 0, count: window.count)
    let rings = rings(outline)
    return rings.isochrone(
      limit: network.settings.limits[limit], isApart: !outline.hasDoubtfulPlace)
  }

  /// Finds the crossings towards the east, of which every ring has one, and the points at which sides with bounds begin.
  private func prepare() {
    let columnZero: UInt64 = 0x0101_0101_0101_0101
    let row = 1 << window.shift
    let sidePoints = network.field.cells.sidePoints.base
    // The outer tiles of a window are empty.
    for tile in 0..<window.count - row {
      let (bits, eastern) = (inside[tile], inside[tile + 1])
      if bits | eastern | inside[tile + row] == 0 { continue }
      let east = (bits >> 1) & ~(columnZero << 7) | (eastern & columnZero) << 7
      unpassed[tile] = bits & ~east
      let slot = Int(scratch.slots[tile])
      if slot >= 0 { scratch.boundPoints[tile] = sidePoints[slot] }
    }
    for cut in scratch.cuts[limit] { cutCells[cut.cell >> 6] |= 1 << UInt64(cut.cell & 63) }
    for bound in scratch.bounds[limit].buffer {
      scratch.boundPoints[bound.side >> 8] |= 1 << UInt64(bound.side >> 2 & 63)
    }
  }

  /// Follows the ring through the crossing east of point `start`, the inside on its left. Only bits are looked at: where
  /// it runs does not wait for walks.
  private func follow(_ start: Int, _ outline: Outline) {
    var ring = RingEnd(
      inner: start, innerCorner: outline.addCorner(start),
      outerCorner: outline.addCorner(window.east(of: start)), way: .east)
    repeat {
      switch ring.way {
      case .east:
        unpassed[ring.inner >> 6] &= ~bit(ring.inner)
        advance(&ring, outline, cell: ring.inner, window.north, window.east, turn: .north, .south)
      case .north:
        let cell = window.west(of: ring.inner)
        advance(&ring, outline, cell: cell, window.west, window.north, turn: .west, .east)
      case .west:
        let cell = window.west(of: window.south(of: ring.inner))
        advance(&ring, outline, cell: cell, window.south, window.west, turn: .south, .north)
      case .south:
        let cell = window.south(of: ring.inner)
        advance(&ring, outline, cell: cell, window.east, window.south, turn: .east, .west)
      }
    } while ring.inner != start || ring.way != .east
    outline.ringEnds.append(outline.sides.count)
  }

  /// Adds the side at the end of a ring, and goes on through `cell`, given by its south-western corner, to the next side
  /// of it. `ahead` leads to the neighbour in front of a point, `across` to the one on the outside.
  @inline(__always)
  private func advance(
    _ ring: inout RingEnd, _ outline: Outline, cell: Int, _ ahead: (Int) -> Int,
    _ across: (Int) -> Int, turn toLeft: Outline.Way, _ toRight: Outline.Way
  ) {
    outline.sides.append(
      Outline.Side(inner: ring.innerCorner, outer: ring.outerCorner, way: ring.way))
    if cutCells[cell >> 6] & bit(cell) != 0 {
      outline.cutCells.append(Outline.CutCell(side: outline.sides.count, cell: cell))
    }
    let left = ahead(ring.inner)
    let right = across(left)
    if inside[left >> 6] & bit(left) == 0 {
      ring.outerCorner = outline.addCorner(left)
      ring.way = toLeft
    } else if inside[right >> 6] & bit(right) == 0 {
      ring.inner = left
      ring.innerCorner = outline.addCorner(left)
      ring.outerCorner = outline.addCorner(right)
    } else {
      ring.inner = right
      ring.innerCorner = outline.addCorner(right)
      ring.way = toRight
    }
  }

  /// Where a ring has come to: a point inside, and the way to its neighbour outside.
  private struct RingEnd {
    var inner: Int
    var innerCorner: Int32
    var outerCorner: Int32
    var way: Outline.Way
  }

  @inline(__always)
  private func bit(_ point: Int) -> UInt64 { 1 << UInt64(truncatingIfNeeded: point & 63) }

  /// The rings of an outline with the cuts of streets.
  private func rings(_ outline: Outline) -> RingSet {
    var rings = RingSet(network.field.lattice)
    let places = outline.places.base
    var (start, cut) = (0, 0)
    for index in 0..<outline.ringEnds.count {
      let end = outline.ringEnds.base[index]
      outline.ring.removeAll()
      for side in start..<end {
        outline.ring.append(places[side])
        if cut < outline.cutCells.count && outline.cutCells.base[cut].side == side + 1 {
          let next = side + 1 == end ? start : side + 1
          addCuts(outline.cutCells.base[cut].cell, places[side], places[next])
          cut += 1
        }
      }
      rings.add(UnsafeBufferPointer(start: outline.ring.base, count: outline.ring.count))
      start = end
    }
    return rings
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
      if side(from, to, cuts[first].place) < 0 { scratch.outline.ring.append(cuts[first].place) }
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
    for place in hull[1..<hull.count - 1] { scratch.outline.ring.append(place) }
  }
}
