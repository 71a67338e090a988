import Model
import Synchronization

extension IsochroneField {
  /// Margin of the lattice beyond `snapMetres`, in cells: the outline lies within one cell of the last point.
  static let marginCells = 1.5

  /// The field around the usable streets of `graph`, in the tiles for which `isWanted`; all when nil.
  init(
    _ graph: StreetGraph, lattice: IsochroneLattice, parts: StreetParts, index: StreetIndex,
    snapMetres: Double, isWanted: [Bool]?, threads: Int
  ) throws {
    self.lattice = lattice
    self.snapMetres = Float(snapMetres)
    let streets = TileIndex(lattice, count: parts.parts.count) {
      (parts.parts.base[$0].from, parts.parts.base[$0].to)
    }
    let cell = max(lattice.metresNorth, lattice.metresEast.max() ?? 0)
    let reach = Float(snapMetres) + Float(Self.marginCells) * cell
    let wanted = Self.tilesNearStreets(lattice, streets, reach: reach, isWanted)
    var slots = [Int32](repeating: -1, count: lattice.tileCount)
    for (slot, tile) in wanted.enumerated() { slots[Int(tile)] = Int32(slot) }
    self.slots = GraphArray(slots)

    let barriers = index.barriers.map { TileBarriers($0, lattice) }
    let chunk = 64
    let chunks = (wanted.count + chunk - 1) / chunk
    let lists = ChunkLists(count: chunks)
    let snap = Float(snapMetres)
    let unit = PackedFoot.legUnit(reach: reach)
    legUnit = unit
    feet = try GraphArray(count: 64 * wanted.count) { base in
      let target = FeetTarget(base: base)
      try Parallel.forEach(count: chunks, threads: threads) { number in
        var finder = TileFeet(
          graph, lattice: lattice, parts: parts.parts, streets: streets, barriers: barriers,
          index: index, reach: reach, legUnit: unit)
        var list: [OwnedPoints] = []
        for slot in number * chunk..<min(wanted.count, (number + 1) * chunk) {
          let tile = Int(wanted[slot])
          let feet = target.base + 64 * slot
          let hasAny = finder.write(
            column: tile % lattice.tileColumns, row: tile / lattice.tileColumns, feet)
          if hasAny { Self.collect(feet, unit, UInt32(tile), snap, &list) }
        }
        lists.set(number, list)
      }
    }
    let walker = EdgeCells(
      graph: graph, lattice: lattice, parts: parts, slots: self.slots, feet: feet,
      owned: PointsByEdge(edgeCount: graph.edgeCount, lists: lists.all()))
    (masks, cells) = try walker.collect(threads: threads)
  }

  /// The tiles that a leg from a street can reach, in order.
  private static func tilesNearStreets(
    _ lattice: IsochroneLattice, _ streets: TileIndex, reach: Float, _ isWanted: [Bool]?
  ) -> [Int32] {
    let columns = lattice.tileColumns
    let rows = lattice.tileRows
    // Widened by whole tiles first along rows, then along columns.
    func radius(_ metres: Float) -> Int { Int((reach / (8 * metres)).rounded(.up)) }
    var wide = [Bool](repeating: false, count: lattice.tileCount)
    for row in 0..<rows {
      let r = radius(lattice.metresEast[row])
      for column in 0..<columns {
        let tile = row * columns + column
        if streets.starts[tile] == streets.starts[tile + 1] { continue }
        for x in max(0, column - r)...min(columns - 1, column + r) {
          wide[row * columns + x] = true
        }
      }
    }
    var result: [Int32] = []
    let r = radius(lattice.metresNorth)
    for row in 0..<rows {
      for column in 0..<columns {
        let tile = row * columns + column
        if let isWanted, !isWanted[tile] { continue }
        let near = (max(0, row - r)...min(rows - 1, row + r)).contains {
          wide[$0 * columns + column]
        }
        if near { result.append(Int32(tile)) }
      }
    }
    return result
  }

  /// One entry for each edge that owns points of a tile.
  private static func collect(
    _ feet: UnsafeMutablePointer<PackedFoot>, _ legUnit: Float, _ tile: UInt32,
    _ snapMetres: Float, _ list: inout [OwnedPoints]
  ) {
    let first = list.count
    var at = first
    for index in 0..<64 {
      let foot = feet[index].foot(legUnit: legUnit)
      if foot.edge == StreetFoot.none || foot.leg > snapMetres { continue }
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
