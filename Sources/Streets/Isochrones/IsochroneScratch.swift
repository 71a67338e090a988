import Foundation

/// Where a street is cut by a limit within a cell, so that the outline can run through that very point.
struct StreetCut: BitwiseCopyable {
  /// Tile and bit of the cell's south-western corner: 64 × tile + bit.
  var cell: Int
  /// In columns and rows.
  var place: SIMD2<Double>
  var edge: Int32
}

/// A bound on a side that a street reached in part brings, see `StreetCells`.
struct ReachedBound: BitwiseCopyable {
  /// Tile and key of the side: 256 × tile + key.
  var side: Int
  var share: Float
}

/// What one worker needs to draw isochrones, used again from station to station.
public final class IsochroneScratch {
  let search: ReachSearch
  /// By limit, by tile: the lattice points inside.
  let inside: [UnsafeMutablePointer<UInt64>]
  /// By tile, for the limit being traced: crossings from a point inside to its eastern neighbour outside that no
  /// ring has passed yet, and cells with a street cut.
  let crossings: UnsafeMutablePointer<UInt64>
  let cutCells: UnsafeMutablePointer<UInt64>
  /// Tiles with a point inside for any limit, in the order in which they were first met.
  var touched: [UInt32] = []
  /// By limit.
  var cuts: [[StreetCut]]
  var bounds: [[ReachedBound]]
  /// The ring being traced, in columns and rows.
  var ring: [SIMD2<Double>] = []
  private let tileCount: Int

  init(search: ReachSearch, tileCount: Int, limits: Int) {
    self.search = search
    self.tileCount = tileCount
    // Zeroed by the system page by page: a station touches a small part only.
    func zeroed() -> UnsafeMutablePointer<UInt64> {
      calloc(max(1, tileCount), 8)!.bindMemory(to: UInt64.self, capacity: tileCount)
    }
    inside = (0..<limits).map { _ in zeroed() }
    crossings = zeroed()
    cutCells = zeroed()
    cuts = Array(repeating: [], count: limits)
    bounds = Array(repeating: [], count: limits)
  }

  deinit {
    for bits in inside { free(bits) }
    free(crossings)
    free(cutCells)
  }

  /// Forgets the last station.
  func clear() {
    for tile in touched {
      for bits in inside { bits[Int(tile)] = 0 }
    }
    touched.removeAll(keepingCapacity: true)
    for limit in cuts.indices {
      cuts[limit].removeAll(keepingCapacity: true)
      bounds[limit].removeAll(keepingCapacity: true)
    }
  }

  /// Adds lattice points of a tile to limit `limit`. The largest limit is marked with or before smaller ones.
  @inline(__always)
  func mark(_ limit: Int, _ tile: Int, _ bits: UInt64) {
    let largest = inside[inside.count - 1]
    if largest[tile] == 0 { touched.append(UInt32(tile)) }
    // Nested by construction, whatever rounding may do.
    largest[tile] |= bits
    inside[limit][tile] |= bits
  }
}
