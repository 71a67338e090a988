import Model

/// How well an isochrone tells reached from unreached street points.
public struct IsochroneFidelity: Sendable, Hashable {
  /// Street points within the limit, and those of them inside the polygons.
  public var reached = 0
  public var reachedInside = 0
  /// Street points beyond the limit, and those of them outside the polygons.
  public var unreached = 0
  public var unreachedOutside = 0
  /// Unreached points inside whose place is within the limit all the same: by a straight leg from a reached street
  /// that crosses no barrier, as on the pavement beside it, or above a tunnel.
  public var unreachedInsideByLeg = 0

  /// Street points drawn.
  public var points: Int { reached + unreached }

  /// Share of the street points classified right, 0…1; 1 without points.
  public var share: Double { share(reachedInside + unreachedOutside) }

  /// Share of the points classified right as places, 0…1: those within the limit by a leg belong inside.
  public var shareOfPlaces: Double {
    share(reachedInside + unreachedOutside + unreachedInsideByLeg)
  }

  private func share(_ right: Int) -> Double {
    points == 0 ? 1 : Double(right) / Double(points)
  }

  public init() {}

  /// Both samples as one.
  public mutating func add(_ other: IsochroneFidelity) {
    reached += other.reached
    reachedInside += other.reachedInside
    unreached += other.unreached
    unreachedOutside += other.unreachedOutside
    unreachedInsideByLeg += other.unreachedInsideByLeg
  }
}

extension IsochroneBuilder {
  /// Draws `count` street points evenly by length from all usable streets whose parts begin within the circle of
  /// the limit around the station, and classifies each by the search and by the polygons.
  ///
  /// Repeatable: the same `seed` draws the same points. For measuring, not fast.
  public func fidelity(
    of isochrone: Isochrone, at entrance: IsochroneEntrance, count: Int, seed: UInt64,
    scratch: IsochroneScratch
  ) -> IsochroneFidelity {
    let network = prepare([entrance], scratch)
    let middle = lattice.position(entrance.place)
    let metres = SIMD2(
      Double(lattice.columnMetres(row: Int(middle.y))), Double(lattice.metresNorth))
    let radius = Double(isochrone.limit) / 1000
    var near: [(part: Int, length: Double)] = []
    for index in 0..<network.parts.parts.count {
      let part = network.parts.parts.base[index]
      let offset = (part.from - middle) * metres
      if (offset * offset).sum() > radius * radius { continue }
      let way = (part.to - part.from) * metres
      near.append((index, (way * way).sum().squareRoot()))
    }
    scratch.search.run(
      [entrance.entrance], direction: settings.direction, limit: isochrone.limit)
    let parts = near.map { network.parts.parts.base[$0.part] }
    return sample(near, network.parts, count, seed) { edge, fraction, place in
      let isReached = scratch.search.walk(from: point(network, edge, fraction)) != nil
      let isInside = isochrone.holds(place)
      let hasLeg =
        isInside && !isReached
        && hasLeg(from: place, to: parts, limit: isochrone.limit, scratch.search, network)
      return (isReached, isInside, hasLeg)
    }
  }

  private func point(
    _ network: IsochroneNetwork, _ number: Int, _ fraction: Float
  ) -> SnappedPoint {
    let edge = network.numbers.edges[number]
    let whole = Float(graph.edgeMillimetres[Int(edge)])
    return SnappedPoint(
      edge: edge, alongMillimetres: UInt32((fraction * whole).rounded()),
      legMillimetres: 0)
  }

  /// True when a straight leg from the place, no longer than `snapMetres`, leads to a street point from which the
  /// limit is kept. Streets are tried at their nearest point and every metre.
  private func hasLeg(
    from place: GeographicPoint, to parts: [StreetPart], limit: UInt32, _ search: ReachSearch,
    _ network: IsochroneNetwork
  ) -> Bool {
    let fixed = FixedPoint(longitude: place.longitude, latitude: place.latitude)
    let middle = lattice.position(fixed)
    let metres = SIMD2(
      Double(lattice.columnMetres(row: Int(middle.y))), Double(lattice.metresNorth))
    let view = index.barriers.map {
      LegView(
        $0, LocalFrame(fixed), x: 0, y: 0, within: settings.snapMetres, ignoresLongitude: false)
    }
    return parts.contains { part in
      let from = (part.from - middle) * metres
      let way = (part.to - part.from) * metres
      let square = (way * way).sum()
      let nearest = square > 0 ? max(0, min(1, -(from * way).sum() / square)) : 0
      let steps = max(1, Int(square.squareRoot()))
      return ([nearest] + (0...steps).map { Double($0) / Double(steps) }).contains { share in
        let offset = from + share * way
        let leg = (offset * offset).sum().squareRoot()
        if leg > settings.snapMetres || view?.isBlocked(offset.x, offset.y) == true { return false }
        let fraction =
          part.fractionFrom + Float(share) * (part.fractionTo - part.fractionFrom)
        guard let walk = search.walk(from: point(network, Int(part.edge), fraction)) else {
          return false
        }
        return Double(walk) + 1000 * leg <= Double(limit)
      }
    }
  }

  private func sample(
    _ parts: [(part: Int, length: Double)], _ street: StreetParts, _ count: Int, _ seed: UInt64,
    _ classify: (Int, Float, GeographicPoint) -> (isReached: Bool, isInside: Bool, hasLeg: Bool)
  ) -> IsochroneFidelity {
    var result = IsochroneFidelity()
    let total = parts.reduce(0) { $0 + $1.length }
    if total == 0 { return result }
    var state = seed
    var done = 0.0
    var at = 0
    // One point in each of `count` equal lengths (stratified), at a random place in it.
    for index in 0..<count {
      let aim = (Double(index) + Self.random(&state)) / Double(count) * total
      while at + 1 < parts.count && done + parts[at].length < aim {
        done += parts[at].length
        at += 1
      }
      let part = street.parts.base[parts[at].part]
      let share = parts[at].length > 0 ? min(1, max(0, (aim - done) / parts[at].length)) : 0
      let place = part.from + share * (part.to - part.from)
      let fraction = part.fractionFrom + Float(share) * (part.fractionTo - part.fractionFrom)
      let (isReached, isInside, hasLeg) = classify(
        Int(part.edge), fraction,
        lattice.place(column: place.x, row: place.y))
      if isReached {
        result.reached += 1
        result.reachedInside += isInside ? 1 : 0
      } else {
        result.unreached += 1
        result.unreachedOutside += isInside ? 0 : 1
        result.unreachedInsideByLeg += hasLeg ? 1 : 0
      }
    }
    return result
  }

  /// Evenly in 0..<1 (S. Vigna's SplitMix64).
  private static func random(_ state: inout UInt64) -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((z ^ (z >> 31)) >> 11) * 0x1p-53
  }
}

extension Isochrone {
  /// True when a place lies in one of the polygons; places in holes do not.
  public func holds(_ place: GeographicPoint) -> Bool {
    polygons.contains { rings in
      RingSet.holds(rings[0], place) && !rings.dropFirst().contains { RingSet.holds($0, place) }
    }
  }
}
