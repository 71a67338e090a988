import Geometry
import Model

// From where a block's nearest station is looked for, and which it is.
extension BlockMeasurer {
  /// Nearest station from the centroid, or from a point inside where the centroid lies outside.
  func measureNearest(
    _ block: Int, _ pieces: BlockPieces, _ stations: StationIndex
  ) {
    guard
      let widest = pieces.indices.max(by: {
        pieces[$0].polygon.area < pieces[$1].polygon.area
      })
    else { return }
    var piece = pieces[widest]
    var place = piece.polygon.centroid
    var isInside: Bool
    if pieces.count > 1 {
      let centre = Self.centroid(pieces)
      isInside = pieces.contains { Self.holds($0, centre) }
      (piece, place) = Self.home(of: centre, pieces)
    } else {
      isInside = piece.polygon.contains(place.x, place.y)
    }
    if !isInside {
      piece = pieces[widest]
      place = lattice.innerPoint(piece.polygon)
    }
    let gathered = gatherReach * piece.scale
    if pieces.count == 1, let found = candidates[0].nearest(place.x, place.y, within: gathered) {
      table.nearestStation[block] = found.station
      table.nearestMetres[block] = found.squaredDistance.squareRoot() / piece.scale
      return
    }
    let px = place.x + piece.origin.x
    let py = place.y + piece.origin.y
    let clear = candidates[0].count == 0 ? gathered : 0
    if let found = strips.grid(stations, of: piece.projection).nearest(px, py, clear: clear) {
      table.nearestStation[block] = found.station
      table.nearestMetres[block] = found.squaredDistance.squareRoot() / piece.scale
    } else if let found = stations.nearestAnywhere(
      piece.projection.unproject(PlanarPoint(x: px, y: py)))
    {
      table.nearestStation[block] = found.station
      table.nearestMetres[block] = found.metres
    }
  }

  /// True when a place lies in a piece, or on the edge along which the piece was cut from its neighbour.
  private static func holds(_ piece: BlockPiece, _ place: GeographicPoint) -> Bool {
    let planar = piece.projection.project(place)
    let (x, y) = (planar.x - piece.origin.x, planar.y - piece.origin.y)
    return piece.polygon.contains(x - 0.01, y) || piece.polygon.contains(x + 0.01, y)
  }

  /// The centroid of a block in several strips.
  private static func centroid(_ pieces: BlockPieces) -> GeographicPoint {
    var longitude = 0.0
    var latitude = 0.0
    var area = 0.0
    let first = pieces.first?.projection.centralMeridian ?? 0
    for piece in pieces {
      var place = piece.projection.unproject(
        PlanarPoint(
          x: piece.polygon.centroid.x + piece.origin.x,
          y: piece.polygon.centroid.y + piece.origin.y))
      // Parts on both sides of the antimeridian are neighbours.
      if place.longitude - first > 180 { place.longitude -= 360 }
      if first - place.longitude > 180 { place.longitude += 360 }
      longitude += place.longitude * piece.polygon.area
      latitude += place.latitude * piece.polygon.area
      area += piece.polygon.area
    }
    return GeographicPoint(longitude: longitude / area, latitude: latitude / area)
  }

  /// The piece whose strip holds a place, and the place in its plane.
  private static func home(of centre: GeographicPoint, _ pieces: BlockPieces) -> (
    BlockPiece, PlanarPoint
  ) {
    let strip = LocalProjection(longitude: centre.longitude).strip
    let turn = Int(360 / LocalProjection.stripWidth)
    let home =
      pieces.first { ($0.projection.strip - strip).isMultiple(of: turn) }
      ?? pieces[pieces.startIndex]
    let planar = home.projection.project(centre)
    return (home, PlanarPoint(x: planar.x - home.origin.x, y: planar.y - home.origin.y))
  }
}
