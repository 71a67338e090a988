import Geometry
import Model

/// The part of one block beyond a distance of every station, as a polygon.
package struct UncoveredArea: Sendable {
  /// Segments a quarter circle in the drawn outline: at 500 m the outline is at most 1 cm inside the true
  /// circle. Areas are not taken from it but from the closed form.
  package static let quadrantSegments = 128

  /// Outline of the gap in WGS 84 degrees: one feature, or none when nothing is uncovered.
  package static func outline(
    _ pieces: ArraySlice<BlockPiece>, stations: StationIndex?, distance: Double
  ) throws -> ShapeColumn {
    try outline(pieces) { piece, block in
      let discs =
        try stations.map { try self.discs(around: piece, $0, distance * piece.scale) } ?? []
      let gap = discs.isEmpty ? block : try block.difference(GEOSGeometry.unaryUnion(of: discs))
      return try polygons(of: gap)
    }
  }

  /// The polygons of a geometry as rings; lines and points in it are nothing.
  static func polygons(of geometry: GEOSGeometry) throws -> [[[Coordinate]]] {
    var shapes = ShapeColumn()
    try geometry.append(to: &shapes, polygonalPart: true)
    if shapes.count != 1 || !shapes.kinds[0].isAreal { return [] }
    return shapes.parts(at: 0).map { rings in rings.map { Array($0) } }
  }

  /// The same of what `gap` leaves of each piece: polygons in the piece's plane, from its origin.
  static func outline(
    _ pieces: ArraySlice<BlockPiece>,
    _ gap: (_ piece: BlockPiece, _ block: GEOSGeometry) throws -> [[[Coordinate]]]
  ) throws -> ShapeColumn {
    var parts: [[[Coordinate]]] = []
    for piece in pieces {
      var block = try GEOSGeometry(piece.polygon.shape(), feature: 0)
      if try !block.isValid { block = try block.madeValid() }
      parts += try gap(piece, block).map { rings in
        rings.map { ring in ring.map { degrees($0, piece) } }
      }
    }
    var result = ShapeColumn()
    if !parts.isEmpty {
      result.append(parts.count == 1 ? .polygon : .multiPolygon, parts: parts)
    }
    return result
  }

  private static func discs(
    around piece: BlockPiece, _ stations: StationIndex, _ distance: Double
  ) throws -> [GEOSGeometry] {
    let strip = stations.stations(of: piece.projection)
    let box = piece.polygon.box
    var centres: [PlanarPoint] = []
    let wide = BoundingBox(
      minX: box.minX + piece.origin.x - distance, minY: box.minY + piece.origin.y - distance,
      maxX: box.maxX + piece.origin.x + distance, maxY: box.maxY + piece.origin.y + distance)
    strip.forEachEntrance(in: wide) { index in
      centres.append(
        PlanarPoint(x: strip.x[index] - piece.origin.x, y: strip.y[index] - piece.origin.y))
    }
    return try centres.map {
      try GEOSGeometry(point: $0).buffer(distance, quadrantSegments: quadrantSegments)
    }
  }

  private static func degrees(_ point: Coordinate, _ piece: BlockPiece) -> Coordinate {
    let place = piece.projection.unproject(
      PlanarPoint(x: point.x + piece.origin.x, y: point.y + piece.origin.y))
    return Coordinate(x: place.longitude, y: place.latitude)
  }
}
