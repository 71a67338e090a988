import Model

/// Cuts geometries at the 180° meridian, so that no part crosses it (RFC 7946, 3.1.9).
///
/// Two positions more than 180° of longitude apart are taken as neighbours across the meridian, except ±180
/// themselves, whose edge goes once around. Longitudes may also run on beyond ±180 (to ±540). A ring that goes
/// around a pole cannot be cut at one meridian; it is left as it is.
enum Antimeridian {
  /// One feature's geometry after cutting.
  struct Cut {
    var shapes: ShapeColumn
    /// False when the geometry needed no cut after all.
    var wasCut: Bool
  }

  /// Cuts feature `feature`; nil when a coordinate is not finite, beyond ±540° or beyond ±90° of latitude.
  static func cut(_ shapes: ShapeColumn, _ feature: Int) -> Cut? {
    let kind = shapes.kinds[feature]
    let parts = shapes.parts(at: feature)
    for ring in parts.joined() {
      guard ring.allSatisfy({ $0.x.magnitude <= 540 && $0.y.magnitude <= 90 }) else { return nil }
    }
    let pieces: [[[Coordinate]]] =
      switch kind {
      case .polygon, .multiPolygon: parts.flatMap(cutPolygon)
      case .lineString, .multiLineString: parts.flatMap { cutLine($0[0]) }.map { [$0] }
      default: parts.map { $0.map { $0.map { Coordinate(x: normal($0.x), y: $0.y) } } }
      }
    var column = ShapeColumn()
    let isCut = pieces.count > parts.count
    column.append(isCut ? kind.multiple : kind, parts: pieces)
    return Cut(shapes: column, wasCut: isCut)
  }

  /// A longitude within ±180.
  private static func normal(_ longitude: Double) -> Double {
    longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude
  }

  /// The same positions with longitudes that run on beyond ±180 where the meridian is crossed.
  private static func unrolled(_ ring: [Coordinate]) -> [Coordinate] {
    var out = ring
    for index in out.indices.dropFirst() {
      var step = ring[index].x - ring[index - 1].x
      let goesAround = step.magnitude == 360 && ring[index].x.magnitude == 180
      if step > 180, !goesAround { step -= 360 }
      if step < -180, !goesAround { step += 360 }
      // Positions on the first turn keep their exact longitude.
      let turns = ((out[index - 1].x + step - ring[index].x) / 360).rounded()
      out[index].x = ring[index].x + 360 * turns
    }
    return out
  }

  // MARK: Lines

  private static func cutLine(_ line: [Coordinate]) -> [[Coordinate]] {
    let line = unrolled(line)
    var pieces: [[Coordinate]] = []
    var piece: [Coordinate] = []
    var turn = 0.0
    for (index, position) in line.enumerated() {
      let here = turnOf(position.x, previous: turn)
      if index == 0 { turn = here }
      while turn != here {
        let next = turn + (here > turn ? 1 : -1)
        let meridian = 360 * max(turn, next) - 180
        let crossing = Coordinate(
          x: meridian, y: latitude(at: meridian, from: line[index - 1], to: position))
        pieces.append((piece + [crossing]).map { shifted($0, by: turn) })
        piece = [crossing]
        turn = next
      }
      piece.append(position)
    }
    pieces.append(piece.map { shifted($0, by: turn) })
    return pieces.filter { $0.count >= 2 && Set($0).count >= 2 }
  }

  /// Which turn around the globe a longitude is on; a meridian itself belongs to the turn before it.
  private static func turnOf(_ longitude: Double, previous: Double) -> Double {
    let low = 360 * previous - 180
    if longitude >= low, longitude <= low + 360 { return previous }
    return ((longitude + 180) / 360).rounded(.down)
  }

  private static func shifted(_ position: Coordinate, by turn: Double) -> Coordinate {
    Coordinate(x: position.x - 360 * turn, y: position.y)
  }

  private static func latitude(at x: Double, from: Coordinate, to: Coordinate) -> Double {
    from.x == to.x ? to.y : from.y + (to.y - from.y) * ((x - from.x) / (to.x - from.x))
  }

  // MARK: Polygons

  private static func cutPolygon(_ rings: [[Coordinate]]) -> [[[Coordinate]]] {
    guard let first = rings.first, !first.isEmpty else { return [] }
    let outer = unrolled(first)
    guard outer.first == outer.last else { return [rings] }
    let holes = rings.dropFirst().map { aligned(unrolled($0), with: outer) }
    let longitudes = outer.map(\.x)
    let lowest = ((longitudes.min()! + 180) / 360).rounded(.down)
    let highest = ((longitudes.max()! + 180) / 360).rounded(.up) - 1
    if highest <= lowest { return [([outer] + holes).map { $0.map { shifted($0, by: lowest) } }] }
    var pieces: [[[Coordinate]]] = []
    var rest = [[outer] + holes]
    for turn in stride(from: lowest, through: highest, by: 1) {
      let meridian = 360 * turn + 180
      var beyond: [[[Coordinate]]] = []
      for polygon in rest {
        let (west, east) = MeridianCut(polygon, meridian).sides
        pieces += west.map { $0.map { $0.map { shifted($0, by: turn) } } }
        beyond += east
      }
      rest = beyond
    }
    return pieces
  }

  /// A hole moved by whole turns to lie over its outer ring.
  private static func aligned(_ hole: [Coordinate], with outer: [Coordinate]) -> [Coordinate] {
    let turns = ((middle(outer) - middle(hole)) / 360).rounded()
    return turns == 0 ? hole : hole.map { shifted($0, by: -turns) }
  }

  private static func middle(_ ring: [Coordinate]) -> Double {
    let longitudes = ring.map(\.x)
    return ((longitudes.min() ?? 0) + (longitudes.max() ?? 0)) / 2
  }
}

extension ShapeKind {
  /// The kind for several of the same.
  fileprivate var multiple: ShapeKind {
    switch self {
    case .point: .multiPoint
    case .lineString: .multiLineString
    case .polygon: .multiPolygon
    default: self
    }
  }
}
