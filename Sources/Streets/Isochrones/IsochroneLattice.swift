import Foundation
import Model
import Synchronization

/// The lattice on which walking times are drawn as outlines: rows and columns of places at whole multiples of a
/// step in degrees, so that the isochrones of all stations and limits share their lattice points.
///
/// Rows are `cellMetres` apart anywhere on Earth (within 0.6 %: a degree of latitude varies by that much);
/// columns are so at the whole degree of latitude nearest to the network's middle. Points are kept in square
/// tiles of 8 × 8, one bit of a 64-bit word each: bit = 8 × row + column.
struct IsochroneLattice: Sendable {
  /// Points along a side of a tile.
  static let tileSide = 8

  /// 1e-7 degrees between columns and between rows.
  let stepEast: Int
  let stepNorth: Int
  /// The lattice point of column 0, row 0: a whole multiple of the steps.
  let originEast: Int
  let originNorth: Int
  let tileColumns: Int
  let tileRows: Int
  /// By row of tiles: metres between columns at its middle.
  let metresEast: [Float]
  /// Metres between rows.
  let metresNorth: Float

  /// A lattice over an extent and `margin` metres around it.
  init(extent: LatticeExtent, cellMetres: Double, margin: Double) {
    let (reference, west, east) = (extent.reference, extent.west, extent.east)
    let (south, north) = (extent.south, extent.north)
    // Not at a pole, where columns would run together.
    let middle = max(-85, min(85, (Double(south + north) / 2e7).rounded()))
    let unit = LocalFrame.metresPerUnit(latitude: middle)
    stepNorth = max(1, Int((cellMetres / LocalFrame.metresPerUnit(latitude: 45).north).rounded()))
    stepEast = max(1, Int((cellMetres / unit.east).rounded()))
    let marginEast = Int(margin / unit.east) + 2 * Self.tileSide * stepEast
    let marginNorth = Int(margin / unit.north) + 2 * Self.tileSide * stepNorth
    func floorTo(_ value: Int, _ step: Int) -> Int {
      Int((Double(value) / Double(step)).rounded(.down)) * step
    }
    originEast = floorTo(Int(reference.longitudeE7) + west - marginEast, stepEast)
    originNorth = floorTo(south - marginNorth, stepNorth)
    let columns = (Int(reference.longitudeE7) + east + marginEast - originEast) / stepEast
    let rows = (north + marginNorth - originNorth) / stepNorth
    tileColumns = columns / Self.tileSide + 1
    tileRows = rows / Self.tileSide + 1
    let (stepEast, stepNorth, originNorth) = (stepEast, stepNorth, originNorth)
    metresEast = (0..<tileRows).map { row in
      let latitude = Double(originNorth + (8 * row + 4) * stepNorth) / 1e7
      let unit = LocalFrame.metresPerUnit(latitude: max(-89.9, min(89.9, latitude)))
      return Float(unit.east * Double(stepEast))
    }
    metresNorth = Float(unit.north * Double(stepNorth))
  }

  var tileCount: Int { tileColumns * tileRows }

  /// A place in columns and rows, fractions included.
  @inline(__always)
  func position(_ place: FixedPoint) -> SIMD2<Double> {
    // The short way round, for networks across the 180th meridian.
    var east = Int(place.longitudeE7) - originEast
    if east < 0 { east += 3_600_000_000 }
    if east >= 3_600_000_000 { east -= 3_600_000_000 }
    return SIMD2(
      Double(east) / Double(stepEast),
      Double(Int(place.latitudeE7) - originNorth) / Double(stepNorth))
  }

  /// The tile that holds the lattice point (column, row).
  @inline(__always)
  func tile(_ column: Int, _ row: Int) -> Int { (row >> 3) * tileColumns + (column >> 3) }

  /// The bit of (column, row) within its tile.
  @inline(__always)
  static func bit(_ column: Int, _ row: Int) -> UInt64 {
    1 << UInt64(truncatingIfNeeded: (row & 7) << 3 | (column & 7))
  }

  /// What of the Earth some tiles cover; all longitudes where they run past 180°.
  func box(of tiles: TileBox) -> BoxTree.Box {
    let west = originEast + 8 * tiles.columns.lowerBound * stepEast
    let east = originEast + 8 * (tiles.columns.upperBound + 1) * stepEast
    let isPlain = west >= -1_800_000_000 && east <= 1_800_000_000
    return BoxTree.Box(
      west: isPlain ? west : -1_800_000_000,
      south: originNorth + 8 * tiles.rows.lowerBound * stepNorth,
      east: isPlain ? east : 1_800_000_000,
      north: originNorth + 8 * (tiles.rows.upperBound + 1) * stepNorth)
  }

  /// True when the lattice point and its neighbours are inside the lattice.
  func holds(_ position: SIMD2<Double>) -> Bool {
    position.x >= 8 && position.y >= 8 && position.x < Double(8 * tileColumns - 8)
      && position.y < Double(8 * tileRows - 8)
  }

  /// Degrees of a place in columns and rows.
  @inline(__always)
  func place(column: Double, row: Double) -> GeographicPoint {
    GeographicPoint(
      longitude: (Double(originEast) + column * Double(stepEast)) * 1e-7,
      latitude: (Double(originNorth) + row * Double(stepNorth)) * 1e-7)
  }

  /// The lattice's metres for one column at a row.
  @inline(__always)
  func columnMetres(row: Int) -> Float { metresEast[min(max(0, row >> 3), tileRows - 1)] }
}

/// What the nodes of a graph and the inner points of its edges span, in 1e-7 degrees: longitudes counted from a
/// reference, the short way round.
struct LatticeExtent: Sendable {
  private(set) var reference: FixedPoint
  private(set) var west = 0
  private(set) var east = 0
  private(set) var south: Int
  private(set) var north: Int

  init(_ graph: StreetGraph, threads: Int) {
    reference =
      graph.nodes.first ?? graph.shapePoints.first ?? FixedPoint(longitudeE7: 0, latitudeE7: 0)
    (south, north) = (Int(reference.latitudeE7), Int(reference.latitudeE7))
    let pieces = IndexPieces(threads: threads)
    let found = Mutex(self)
    let start = self
    for places in [graph.nodes, graph.shapePoints] {
      pieces.forEach(places.count) { range in
        var extent = start
        for index in range { extent.add(places.base[index]) }
        found.withLock { $0.add(extent) }
      }
    }
    self = found.withLock { $0 }
  }

  @inline(__always)
  private mutating func add(_ place: FixedPoint) {
    let x = LocalFrame.eastwards(from: reference, to: place)
    (west, east) = (min(west, x), max(east, x))
    (south, north) = (min(south, Int(place.latitudeE7)), max(north, Int(place.latitudeE7)))
  }

  private mutating func add(_ other: LatticeExtent) {
    (west, east) = (min(west, other.west), max(east, other.east))
    (south, north) = (min(south, other.south), max(north, other.north))
  }
}
