import Foundation

/// Where a street is cut by a limit within a cell, so that the outline can run through that very point.
struct StreetCut: BitwiseCopyable {
  /// Tile of the window and bit of the cell's south-western corner: 64 × tile + bit.
  var cell: Int
  /// In columns and rows.
  var place: SIMD2<Double>
  var edge: Int32
}

/// A bound on a side that a street reached in part brings, see `StreetCells`.
struct ReachedBound: BitwiseCopyable {
  /// Tile of the window and key of the side: 256 × tile + key.
  var side: Int
  var share: Float
}

/// Points of a tile of the window, all nearest to one edge, that may lie within a limit.
struct PointTest: BitwiseCopyable {
  var edge: UInt32
  var tile: UInt32
  var limit: UInt32
  var points: UInt64
}

/// What one worker needs to draw isochrones, used again from station to station.
public final class IsochroneScratch {
  let search: ReachSearch
  let nodes: NodeSet
  /// The edges around the stations being drawn, and what is prepared for them; nil before the first.
  let numbers: EdgeNumbers
  var network: IsochroneNetwork?
  var entrances: [IsochroneEntrance] = []
  private let limits: Int
  /// The tiles of the station being drawn; all words below are by tile of it, 0 in its outer columns and rows.
  private(set) var window: TileWindow
  /// Lattice points inside: those of limit `l` begin at `l * window.count`.
  private(set) var inside: UnsafeMutablePointer<UInt64>
  /// For the limit being traced: crossings from a point inside to its eastern neighbour outside that no ring has
  /// passed yet, cells with a street cut, and points at which a side with one of `bounds` begins. All 0 in between.
  private(set) var crossings: UnsafeMutablePointer<UInt64>
  private(set) var cutCells: UnsafeMutablePointer<UInt64>
  private(set) var boundPoints: UnsafeMutablePointer<UInt64>
  /// Where the feet of each tile begin, see `IsochroneField.slots`.
  private(set) var slots: UnsafeMutablePointer<Int32>
  /// By limit.
  var cuts: [[StreetCut]]
  let bounds: [ReusedList<ReachedBound>]
  /// Edges not reached to their end with all legs for all limits, and points to look at; empty in between.
  let cutEdges = ReusedList<UInt32>()
  let pointTests = ReusedList<PointTest>()
  /// Sum of what was read only to have it in cache. Each station lies elsewhere in the tables of a network: what is
  /// needed of them is read in short loops beforehand, in which one access does not wait for the other.
  var touched: UInt32 = 0
  /// The outline being traced.
  let outline = Outline()
  private var capacity = 0
  /// More words than these are given back after use, and come zeroed from the system.
  private static let largeWords = 1 << 17

  init(search: ReachSearch, limits: Int) {
    self.search = search
    nodes = NodeSet(nodeCount: search.graph.nodeCount)
    numbers = EdgeNumbers(edgeCount: search.graph.edgeCount)
    window = TileWindow(TileBox(columns: 0...0, rows: 0...0))
    self.limits = limits
    inside = Self.zeroed(1)
    (crossings, cutCells, boundPoints) = (inside, inside, inside)
    slots = .allocate(capacity: 1)
    cuts = Array(repeating: [], count: limits)
    bounds = (0..<limits).map { _ in ReusedList() }
  }

  deinit {
    free(inside)
    slots.deallocate()
  }

  private static func zeroed(_ count: Int) -> UnsafeMutablePointer<UInt64> {
    calloc(count, 8)!.bindMemory(to: UInt64.self, capacity: count)
  }

  /// Forgets the last station and gets ready for one in `window`.
  func begin(_ window: TileWindow, _ field: IsochroneField) {
    let before = self.window.count
    self.window = window
    let count = window.count
    let needed = (limits + 3) * count
    if needed <= capacity && capacity <= Self.largeWords {
      // Behind the last station's points inside all is 0.
      inside.update(repeating: 0, count: limits * before)
    } else {
      free(inside)
      inside = Self.zeroed(needed)
      capacity = needed
      slots.deallocate()
      slots = .allocate(capacity: count)
    }
    window.copy(field.slots.base, of: field.window, none: -1, to: slots)
    crossings = inside + limits * count
    cutCells = crossings + count
    boundPoints = cutCells + count
    for limit in 0..<limits {
      cuts[limit].removeAll(keepingCapacity: true)
      bounds[limit].removeAll()
    }
  }
}
