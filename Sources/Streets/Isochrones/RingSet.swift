import Model

/// Rings of one isochrone on their way to polygons with holes.
struct RingSet {
  private let lattice: IsochroneLattice
  private var outer: [Ring] = []
  private var holes: [Ring] = []
  private var squareMetres = 0.0
  private var isSound = true

  private struct Ring {
    var places: [GeographicPoint]
    var squareMetres: Double
  }

  init(_ lattice: IsochroneLattice) { self.lattice = lattice }

  /// Adds a ring given in columns and rows, not closed, the inside on its left.
  mutating func add(_ ring: UnsafeBufferPointer<SIMD2<Double>>) {
    let area = signedSquareMetres(ring)
    isSound = isSound && area != 0
    let places = [GeographicPoint](unsafeUninitializedCapacity: ring.count + 1) { target, count in
      for index in ring.indices {
        target.initializeElement(
          at: index, to: lattice.place(column: ring[index].x, row: ring[index].y))
      }
      target.initializeElement(at: ring.count, to: target[0])
      count = ring.count + 1
    }
    let entry = Ring(places: places, squareMetres: area)
    squareMetres += area
    if area > 0 { outer.append(entry) } else { holes.append(entry) }
  }

  /// Area with sign (counter-clockwise positive) in true metres: the integral of the metres for a degree along the
  /// meridians, to the second order about the ring's first point (1e-6 at 20 km).
  private func signedSquareMetres(_ ring: UnsafeBufferPointer<SIMD2<Double>>) -> Double {
    let origin = ring[0]
    let latitude = lattice.place(column: origin.x, row: origin.y).latitude
    let here = LocalFrame.metresPerUnit(latitude: latitude)
    let north = LocalFrame.metresPerUnit(latitude: latitude + 0.01)
    let cell = here.east * here.north * Double(lattice.stepEast) * Double(lattice.stepNorth)
    // How the size of a cell changes from row to row.
    let change =
      (north.east * north.north / (here.east * here.north) - 1) / 1e5
      * Double(lattice.stepNorth)
    func strip(_ rows: Double) -> Double { rows + change / 2 * rows * rows }
    var sum = 0.0
    var (x, height) = (0.0, 0.0)
    for place in ring {
      let offset = place - origin
      let next = strip(offset.y)
      sum -= (offset.x - x) * (height + next) / 2
      (x, height) = (offset.x, next)
    }
    sum += x * height / 2
    return sum * cell
  }

  /// The polygons: each hole in the smallest outer ring that has it inside. Rings do not touch, so one point
  /// decides.
  ///
  /// - Parameter isApart: no line of a ring touches another; see `IsochroneTracing`.
  func isochrone(limit: UInt32, isApart: Bool) -> Isochrone {
    var polygons = outer.map { [$0.places] }
    var isSound = isSound && isApart
    let boxes = outer.count > 1 && !holes.isEmpty ? outer.map { Self.box($0.places) } : []
    for hole in holes {
      var owner = outer.isEmpty ? -1 : 0
      if outer.count > 1 {
        owner = -1
        let place = hole.places[0]
        var least = Double.infinity
        for (index, ring) in outer.enumerated()
        where ring.squareMetres < least && boxes[index].minX <= place.longitude
          && boxes[index].maxX >= place.longitude && boxes[index].minY <= place.latitude
          && boxes[index].maxY >= place.latitude && Self.holds(ring.places, place)
        {
          (owner, least) = (index, ring.squareMetres)
        }
      }
      if owner < 0 {
        isSound = false
        continue
      }
      polygons[owner].append(hole.places)
    }
    return Isochrone(
      limit: limit, polygons: polygons, squareMetres: squareMetres, isSound: isSound)
  }

  private static func box(_ ring: [GeographicPoint]) -> BoundingBox {
    var box = BoundingBox.empty
    for place in ring { box.extend(x: place.longitude, y: place.latitude) }
    return box
  }

  /// True when a closed ring winds around a place not on it.
  static func holds(_ ring: [GeographicPoint], _ place: GeographicPoint) -> Bool {
    var isIn = false
    for index in 1..<ring.count {
      let (a, b) = (ring[index - 1], ring[index])
      if (a.latitude > place.latitude) == (b.latitude > place.latitude) { continue }
      let part = (place.latitude - a.latitude) / (b.latitude - a.latitude)
      if a.longitude + part * (b.longitude - a.longitude) > place.longitude { isIn.toggle() }
    }
    return isIn
  }
}
