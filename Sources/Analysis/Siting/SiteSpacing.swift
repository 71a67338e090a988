import Coverage
import Geometry
import Model

/// Candidates that stand too near each other or an existing station.
struct SiteSpacing {
  private(set) var pairs: [[Int]] = []
  private(set) var nearExisting: [Int] = []

  /// - Parameter metres: nearer than this (<) is too near; straight distance between the nearest entrances.
  init(_ candidates: CandidateSet, _ stations: StationInput, metres: Double) {
    let set = candidates.set()
    let own = StationIndex(StationSet(points: set.points, owner: set.owner), reach: metres)
    let existing = StationIndex(stations.set(stations.places.indices), reach: metres)
    for (site, places) in candidates.places.enumerated() {
      let near = places.reduce(into: Set<Int>()) {
        $0.formUnion(Self.near($1, own, metres).map { Int($0) })
      }
      pairs += near.filter { $0 > site }.sorted().map { [site, $0] }
      if places.contains(where: { !Self.near($0, existing, metres).isEmpty }) {
        nearExisting.append(site)
      }
    }
  }

  private static func near(
    _ place: GeographicPoint, _ index: StationIndex, _ metres: Double
  ) -> [Int32] {
    let projection = LocalProjection(longitude: place.longitude)
    let planar = projection.project(place)
    let scale = LocalProjection.pointScale(easting: planar.x, latitude: place.latitude)
    let strip = index.stations(of: projection)
    let half = metres * scale
    let box = BoundingBox(
      minX: planar.x - half, minY: planar.y - half, maxX: planar.x + half, maxY: planar.y + half)
    var found: [Int32] = []
    strip.forEachEntrance(in: box) { entrance in
      let (dx, dy) = (strip.x[entrance] - planar.x, strip.y[entrance] - planar.y)
      if (dx * dx + dy * dy).squareRoot() / scale < metres { found.append(strip.station[entrance]) }
    }
    return found
  }
}
