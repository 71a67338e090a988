import Geometry
import Model
import Synchronization

/// The stations that serve a run (or one group of its blocks), with what is needed to find the nearest.
///
/// `points` has one element an entrance; `owner[i]` is the index of the station it belongs to in the run's
/// list of stations, ascending.
package struct StationSet: Sendable {
  package let points: [GeographicPoint]
  package let owner: [Int32]
  /// The largest absolute latitude, degrees.
  let highestLatitude: Double

  package init(points: [GeographicPoint], owner: [Int32]) {
    precondition(points.count == owner.count)
    self.points = points
    highestLatitude = points.reduce(0) { max($0, abs($1.latitude)) }
    self.owner = owner
  }
}

/// Finds stations near any place on the globe: a planar grid for each half-degree strip, built when first
/// asked for, and a tree over the whole set for places far from every station.
package final class StationIndex: Sendable {
  package let set: StationSet
  private let margin: Double
  private let strips = Mutex<[Int: StripStations]>([:])
  private let tree = Mutex<GlobalStationTree?>(nil)

  /// Nearest stations are looked for in the plane up to this many metres; beyond, along geodesics. At 6 km
  /// from a strip the scale error is still below 10 ppm.
  package static let planarReach = 6_000.0

  /// - Parameter reach: the largest radius that will be asked for, metres.
  package init(_ set: StationSet, reach: Double) {
    self.set = set
    margin = max(Self.planarReach, reach + 10)
  }

  /// The stations around a strip; the same value whichever thread asks first. They live as
  /// long as the index.
  package func stations(of projection: LocalProjection) -> StripStations {
    if let known = strips.withLock({ $0[projection.strip] }) { return known }
    let made = StripStations(set, projection: projection, margin: margin)
    // Grids that were handed out must stay valid: the first one made is kept.
    return strips.withLock { strips in
      if let known = strips[projection.strip] { return known }
      strips[projection.strip] = made
      return made
    }
  }

  /// The nearest station by geodesic distance at any distance; nil only for an empty set.
  package func nearestAnywhere(_ point: GeographicPoint) -> (station: Int32, metres: Double)? {
    let tree = tree.withLock { tree in
      if tree == nil { tree = GlobalStationTree(set) }
      return tree
    }
    return tree?.nearest(point)
  }

  /// Stations, some of them twice, that may decide anything in a ball around a place: see `GlobalStationTree.relevant`.
  package func relevant(around centre: GeographicPoint, radius: Double, reach: Double) -> [Int32] {
    let tree = tree.withLock { tree in
      if tree == nil { tree = GlobalStationTree(set) }
      return tree
    }
    return tree?.relevant(around: centre, radius: radius, reach: reach) ?? []
  }
}
