import Model
import Synchronization

extension IsochroneField {
  /// Margin of the lattice beyond `snapMetres`, in cells: the outline lies within one cell of the last point.
  static let marginCells = 1.5

  /// Metres beyond which no street is looked for.
  static func reach(_ lattice: IsochroneLattice, snapMetres: Double) -> Float {
    let cell = max(lattice.metresNorth, lattice.metresEast.max() ?? 0)
    return Float(snapMetres) + Float(marginCells) * cell
  }

  /// The field in some tiles of the window around `box`, in which all streets within `reach` of them lie; `parts` are those
  /// of the edges numbered.
  init(
    _ graph: StreetGraph, lattice: IsochroneLattice, box: TileBox, numbers: EdgeNumbers,
    parts: StreetParts, streets: TileIndex, index: StreetIndex, snapMetres: Double,
    reached: ReachedTiles.Found, threads: Int
  ) throws {
    self.lattice = lattice
    let window = TileWindow(box)
    self.window = window
    let tiles = reached.tiles
    self.snapMetres = Float(snapMetres)
    let reach = Self.reach(lattice, snapMetres: snapMetres)
    slots = GraphArray(count: window.count) { slots in
      slots.initialize(repeating: -1, count: window.count)
      for (slot, tile) in tiles.enumerated() { slots[Int(tile)] = Int32(slot) }
    }
    let barriers = index.barriers.map { TileBarriers($0, lattice, box) }
    let chunk = 64
    let chunks = (tiles.count + chunk - 1) / chunk
    let lists = ChunkLists(count: chunks)
    let snap = Float(snapMetres)
    let unit = PackedFoot.legUnit(reach: reach)
    legUnit = unit
    feet = try GraphArray(count: 64 * tiles.count) { base in
      let target = FeetTarget(base: base)
      try Parallel.forEach(
        count: chunks, threads: threads,
        state: {
          TileFeet(
            graph, lattice: lattice, window: window, numbers: numbers, parts: parts.parts,
            streets: streets, barriers: barriers, index: index, reach: reach, legUnit: unit)
        },
        { finder, number in
          var list: [OwnedPoints] = []
          for slot in number * chunk..<min(tiles.count, (number + 1) * chunk) {
            let feet = target.base + 64 * slot
            let hasAny = finder.write(Int(tiles[slot]), feet)
            if hasAny {
              Self.collect(feet, unit, UInt32(tiles[slot]), snap, reached.isReached, &list)
            }
          }
          lists.set(number, list)
        })
    }
    let walker = EdgeCells(
      graph: graph, numbers: numbers, lattice: lattice, window: window, parts: parts,
      slots: slots, feet: feet, isReached: reached.isReached,
      owned: PointsByEdge(edgeCount: numbers.count, lists: lists.all()))
    (masks, cells) = try walker.collect(threads: threads)
  }

  /// One entry for each reached edge that owns points of a tile.
  private static func collect(
    _ feet: UnsafeMutablePointer<PackedFoot>, _ legUnit: Float, _ tile: UInt32,
    _ snapMetres: Float, _ isReached: [Bool], _ list: inout [OwnedPoints]
  ) {
    let first = list.count
    var at = first
    for index in 0..<64 {
      let foot = feet[index].foot(legUnit: legUnit)
      if foot.edge == StreetFoot.none || foot.leg > snapMetres || !isReached[Int(foot.edge)] {
        continue
      }
      if at >= list.count || list[at].edge != foot.edge {
        at = first
        while at < list.count && list[at].edge != foot.edge { at += 1 }
        if at == list.count {
          list.append(
            OwnedPoints(
              edge: foot.edge, tile: tile, bits: 0, shortestLeg: .infinity, longestLeg: 0,
              fractionFrom: .infinity, fractionTo: 0))
        }
      }
      list[at].bits |= 1 << UInt64(index)
      list[at].shortestLeg = min(list[at].shortestLeg, foot.leg)
      list[at].longestLeg = max(list[at].longestLeg, foot.leg)
      list[at].fractionFrom = min(list[at].fractionFrom, foot.fraction)
      list[at].fractionTo = max(list[at].fractionTo, foot.fraction)
    }
  }
}

/// The corners of a cell as bits of the tiles that hold them.
enum CellCorners {
  /// Calls `body(tile, bits)` for the one, two or four tiles that hold corners of cell (column, row), the south-western
  /// of which lies in `tile`; `north` is what the number of a tile grows by to the north.
  @inline(__always)
  static func forEach(
    _ tile: Int, _ column: Int, _ row: Int, north step: Int, _ body: (Int, UInt64) -> Void
  ) {
    let bit = IsochroneLattice.bit(column, row)
    let atEast = column & 7 == 7
    let atNorth = row & 7 == 7
    // East of column 7 is column 0 of the next tile: seven bits back in the same row.
    let eastBit = atEast ? bit >> 7 : bit << 1
    let northBit = atNorth ? bit >> 56 : bit << 8
    let northEastBit = atEast ? northBit >> 7 : northBit << 1
    let north = tile + step
    switch (atEast, atNorth) {
    case (false, false): body(tile, bit | eastBit | northBit | northEastBit)
    case (true, false):
      body(tile, bit | northBit)
      body(tile + 1, eastBit | northEastBit)
    case (false, true):
      body(tile, bit | eastBit)
      body(north, northBit | northEastBit)
    case (true, true):
      body(tile, bit)
      body(tile + 1, eastBit)
      body(north, northBit)
      body(north + 1, northEastBit)
    }
  }
}

/// Sendable because every tile's feet are written by one worker and read only after all have finished.
private struct FeetTarget: @unchecked Sendable {
  let base: UnsafeMutablePointer<PackedFoot>
}

/// Lists of the chunks of tiles, by index.
private final class ChunkLists: Sendable {
  private let lists: Mutex<[[OwnedPoints]]>

  init(count: Int) { lists = Mutex(Array(repeating: [], count: count)) }

  func set(_ index: Int, _ list: [OwnedPoints]) { lists.withLock { $0[index] = list } }

  func all() -> [[OwnedPoints]] { lists.withLock { $0 } }
}
