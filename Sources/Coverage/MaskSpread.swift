import Geometry
import Model

/// People only in the part of a block that lies in a mask, evenly: residential land, quarters.
package struct MaskSpread: PeopleSpread {
  package let method = PopulationMethod.mask
  /// Areas in WGS 84 degrees.
  package let layer: Layer
  private let index: PackedBoxIndex

  /// - Parameter layer: areas in WGS 84 degrees; other kinds are passed over. They may overlap.
  package init(_ layer: Layer) {
    self.layer = layer
    var boxes: [BoundingBox] = []
    for chunk in layer.chunks {
      for offset in 0..<chunk.count {
        boxes.append(
          chunk.shapes.kinds[offset].isAreal ? chunk.shapes.boundingBox(of: offset) : .empty)
      }
    }
    index = PackedBoxIndex(boxes)
  }

  package func makeSpreader() -> any BlockSpreader { Spreader(mask: self) }

  private struct Spreader: BlockSpreader {
    let mask: MaskSpread
    /// Keep the memory of the pieces of the last call.
    private var parts: [PlanarPolygon] = []

    init(mask: MaskSpread) { self.mask = mask }

    mutating func spread(_ pieces: BlockPieces) throws -> [WeightedPiece] {
      parts.removeAll(keepingCapacity: true)
      var result: [WeightedPiece] = []
      for (source, piece) in pieces.enumerated() {
        let areas = try mask.areas(around: piece)
        if areas.isEmpty { continue }
        let block = try GEOSGeometry(piece.polygon.shape(), feature: 0)
        let whole = areas.count == 1 ? areas[0] : try GEOSGeometry.unaryUnion(of: areas)
        var shapes = ShapeColumn()
        try (try block.isValid ? block : block.madeValid()).intersection(whole)
          .append(to: &shapes, polygonalPart: true)
        guard shapes.count == 1, shapes.kinds[0].isAreal else { continue }
        let polygon = PlanarPolygon()
        polygon.assign(shapes, feature: 0)
        if polygon.area > 0 {
          parts.append(polygon)
          let part = piece.with(polygon.outline)
          result.append(WeightedPiece(piece: part, weight: part.area, source: source))
        }
      }
      return result
    }
  }

  /// Valid mask areas whose box meets the piece's, in the piece's plane.
  private func areas(around piece: BlockPiece) throws -> [GEOSGeometry] {
    let box = piece.polygon.box
    var degrees = BoundingBox.empty
    for (x, y) in [
      (box.minX, box.minY), (box.maxX, box.minY), (box.minX, box.maxY), (box.maxX, box.maxY),
    ] {
      let place = piece.projection.unproject(
        PlanarPoint(x: x + piece.origin.x, y: y + piece.origin.y))
      degrees.extend(x: place.longitude, y: place.latitude)
    }
    // Meridian convergence bends the box's sides a little: look 1 % further.
    let margin = 0.01 * max(degrees.maxX - degrees.minX, degrees.maxY - degrees.minY)
    degrees.minX -= margin
    degrees.maxX += margin
    degrees.minY -= margin
    degrees.maxY += margin
    // In the order of the layer: that of the index depends on what else is in it.
    return try index.query(degrees).sorted().compactMap { feature in
      let (chunk, offset) = layer.locate(Int(feature))
      let shapes = layer.chunks[chunk].shapes
      guard shapes.kinds[offset].isAreal else { return nil }
      var planar = ShapeColumn()
      planar.append(
        shapes.kinds[offset],
        parts: shapes.parts(at: offset).map { rings in
          rings.map { ring in ring.map { project($0, piece) } }
        })
      let area = try GEOSGeometry(planar, feature: 0)
      return try area.isValid ? area : area.madeValid()
    }
  }

  private func project(_ place: Coordinate, _ piece: BlockPiece) -> Coordinate {
    let planar = piece.projection.project(
      GeographicPoint(longitude: place.x, latitude: place.y))
    return Coordinate(x: planar.x - piece.origin.x, y: planar.y - piece.origin.y)
  }
}
