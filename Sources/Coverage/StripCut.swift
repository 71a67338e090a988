import Model

// Rings cut along the edges of strips.
extension BlockProjector {
  /// The part of a closed ring between two meridians (Sutherland–Hodgman). Where the ring comes back along a
  /// meridian, edges run to and fro on it and cancel in every integral along the boundary.
  static func clip(_ ring: [Coordinate], west: Double, east: Double) -> [Coordinate] {
    let inWest = clip(ring, keep: { $0.x >= west }, at: west)
    return clip(inWest, keep: { $0.x <= east }, at: east)
  }

  private static func clip(
    _ ring: [Coordinate], keep: (Coordinate) -> Bool, at longitude: Double
  ) -> [Coordinate] {
    var result: [Coordinate] = []
    for (from, to) in zip(ring, ring.dropFirst()) {
      if keep(from) { result.append(from) }
      if keep(from) != keep(to) {
        let t = (longitude - from.x) / (to.x - from.x)
        result.append(Coordinate(x: longitude, y: from.y + t * (to.y - from.y)))
      }
    }
    if let first = result.first { result.append(first) }
    return result
  }

  /// The same ring with points every 0.01° along the two meridians. These curve in the plane: chords of 0.4°
  /// on both sides of a cut would leave out a sliver a quarter of a metre wide, with the people on it.
  static func dense(_ ring: [Coordinate], west: Double, east: Double) -> [Coordinate] {
    var result: [Coordinate] = []
    for place in ring {
      if let last = result.last, last.x == place.x, place.x == west || place.x == east {
        let pieces = (abs(place.y - last.y) / 0.01).rounded(.up)
        for piece in 1..<max(1, Int(pieces)) {
          let y = last.y + (place.y - last.y) * Double(piece) / pieces
          result.append(Coordinate(x: place.x, y: y))
        }
      }
      result.append(place)
    }
    return result
  }
}
