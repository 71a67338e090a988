import Coverage
import Geometry
import Model

/// Which places a set of stations reaches in a straight line, measured as coverage measures: planar metres of the
/// place's own strip, divided by the point scale at the place.
struct StraightPairs {
  let index: StationIndex
  let demand: GroundDemand
  /// Group of stations each station belongs to, and of each block; pairs of different groups do not count. Nil: all.
  var groups: (ofStation: [Int32], ofBlock: [Int32])?

  private static let slice = 2048

  /// Calls `body` for every demand with the stations at most `reach(demand)` metres away (each once, its nearest
  /// entrance), and returns what it gives to `start`, slice by slice in the order of demands.
  func map<Result: Sendable>(
    from start: Result, threads: Int, reach: @Sendable (Int) -> Double,
    _ body: @Sendable (Int, [(station: Int32, metres: Double)], inout Result) -> Void
  ) throws -> [Result] {
    let count = (demand.count + Self.slice - 1) / Self.slice
    return try Parallel.map(count: count, threads: threads) { part in
      var result = start
      var found: [(station: Int32, metres: Double)] = []
      for number in part * Self.slice..<min(demand.count, (part + 1) * Self.slice) {
        collect(number, reach(number), &found)
        body(number, found, &result)
      }
      return result
    }
  }

  private func collect(
    _ number: Int, _ reach: Double, _ found: inout [(station: Int32, metres: Double)]
  ) {
    found.removeAll(keepingCapacity: true)
    let place = demand.places[number]
    let projection = LocalProjection(longitude: place.longitude)
    let planar = projection.project(place)
    let scale = LocalProjection.pointScale(easting: planar.x, latitude: place.latitude)
    let strip = index.stations(of: projection)
    // A millimetre more: the comparison is made on the distance itself.
    let half = min(reach * scale + 0.001, strip.margin)
    let box = BoundingBox(
      minX: planar.x - half, minY: planar.y - half, maxX: planar.x + half, maxY: planar.y + half)
    let block = Int(demand.blockOf[number])
    strip.forEachEntrance(in: box) { entrance in
      let (dx, dy) = (strip.x[entrance] - planar.x, strip.y[entrance] - planar.y)
      let metres = (dx * dx + dy * dy).squareRoot() / scale
      let station = strip.station[entrance]
      if metres > reach { return }
      if let groups, groups.ofStation[Int(station)] != groups.ofBlock[block] { return }
      found.append((station, metres))
    }
    found.sort { ($0.station, $0.metres) < ($1.station, $1.metres) }
    keepFirst(&found)
  }

  /// The nearest entrance of each station.
  private func keepFirst(_ found: inout [(station: Int32, metres: Double)]) {
    var kept = 0
    for index in found.indices where index == 0 || found[index].station != found[kept - 1].station {
      found[kept] = found[index]
      kept += 1
    }
    found.removeLast(found.count - kept)
  }
}
