import Geometry
import Model

/// Distances to the nearest station at sample points of one block, with weights.
///
/// Samples are demand points, or a lattice where people are spread over an area. Reused scratch memory.
final class StationSamples {
  /// Metres to the nearest station; infinite when there is none.
  private(set) var metres: [Double] = []
  private var weights: [Double] = []
  private var stations: [Int32] = []
  private var total = 0.0

  // Lattice scratch.
  private var xs: [Double] = []
  private var ys: [Double] = []
  private var cuts: [Double] = []
  private var nearX: [Double] = []
  private var nearY: [Double] = []
  private var nearStation: [Int32] = []
  private var order: [Int] = []

  private func reset() {
    metres.removeAll(keepingCapacity: true)
    weights.removeAll(keepingCapacity: true)
    stations.removeAll(keepingCapacity: true)
    total = 0
  }

  private func add(_ distance: Double, _ weight: Double, _ station: Int32) {
    metres.append(distance)
    weights.append(weight)
    stations.append(station)
    total += weight
  }

  /// Samples points given in degrees. All weights zero counts every point once.
  func sample(
    _ places: ArraySlice<GeographicPoint>, weights given: ArraySlice<Double>,
    stations index: StationIndex
  ) {
    reset()
    let isWeighted = given.contains { $0 > 0 }
    for (place, weight) in zip(places, given) {
      let projection = LocalProjection(longitude: place.longitude)
      let planar = projection.project(place)
      if let found = index.stations(of: projection).nearest(planar.x, planar.y) {
        let scale = LocalProjection.pointScale(easting: planar.x, latitude: place.latitude)
        add(found.squaredDistance.squareRoot() / scale, isWeighted ? weight : 1, found.station)
      } else if let found = index.nearestAnywhere(place) {
        add(found.metres, isWeighted ? weight : 1, found.station)
      } else {
        add(.infinity, isWeighted ? weight : 1, -1)
      }
    }
  }

  /// Samples pieces on a lattice; `nearest` is the distance from some point of the block to its nearest
  /// station, which bounds the search.
  func sample(_ spread: [WeightedPiece], stations index: StationIndex, nearest: Double) {
    reset()
    for part in spread {
      xs.removeAll(keepingCapacity: true)
      ys.removeAll(keepingCapacity: true)
      Lattice.fill(part.piece.polygon, &xs, &ys, &cuts)
      sample(part.piece, weight: part.weight / Double(xs.count), index, nearest)
    }
  }

  private func sample(
    _ piece: BlockPiece, weight: Double, _ index: StationIndex, _ nearest: Double
  ) {
    let strip = index.stations(of: piece.projection)
    if collectNearby(piece, strip, nearest) {
      for sample in xs.indices {
        var best = Double.infinity
        var owner: Int32 = -1
        for candidate in nearX.indices {
          let dx = nearX[candidate] - xs[sample]
          let dy = nearY[candidate] - ys[sample]
          let d2 = dx * dx + dy * dy
          if d2 < best || (d2 == best && nearStation[candidate] < owner) {
            best = d2
            owner = nearStation[candidate]
          }
        }
        add(best.squareRoot() / piece.scale, weight, owner)
      }
      return
    }
    for sample in xs.indices {
      let planar = PlanarPoint(x: xs[sample] + piece.origin.x, y: ys[sample] + piece.origin.y)
      if let found = strip.nearest(planar.x, planar.y) {
        add(found.squaredDistance.squareRoot() / piece.scale, weight, found.station)
      } else if let found = index.nearestAnywhere(piece.projection.unproject(planar)) {
        add(found.metres, weight, found.station)
      } else {
        add(.infinity, weight, -1)
      }
    }
  }

  /// Collects all entrances that could be nearest to some place in the piece's box; false when there could be
  /// one beyond the strip's margin.
  private func collectNearby(
    _ piece: BlockPiece, _ strip: StripStations, _ nearest: Double
  ) -> Bool {
    let box = piece.polygon.box
    let width = box.maxX - box.minX
    let height = box.maxY - box.minY
    // No place of the piece is farther from its nearest station than this.
    let reach = nearest * 1.000_01 + (width * width + height * height).squareRoot()
    if !(reach <= strip.margin) || reach > 40 * (width + height) { return false }
    nearX.removeAll(keepingCapacity: true)
    nearY.removeAll(keepingCapacity: true)
    nearStation.removeAll(keepingCapacity: true)
    var limit = Double.infinity
    let wide = BoundingBox(
      minX: box.minX + piece.origin.x - reach, minY: box.minY + piece.origin.y - reach,
      maxX: box.maxX + piece.origin.x + reach, maxY: box.maxY + piece.origin.y + reach)
    strip.forEachEntrance(in: wide) { index in
      let px = strip.x[index] - piece.origin.x
      let py = strip.y[index] - piece.origin.y
      let near = Self.squaredNear(px, py, box)
      if near > limit { return }
      let farX = max(box.maxX - px, px - box.minX)
      let farY = max(box.maxY - py, py - box.minY)
      limit = min(limit, farX * farX + farY * farY)
      nearX.append(px)
      nearY.append(py)
      nearStation.append(strip.station[index])
    }
    // The bound tightened on the way: drop what it now excludes.
    var kept = 0
    for index in nearX.indices where Self.squaredNear(nearX[index], nearY[index], box) <= limit {
      nearX[kept] = nearX[index]
      nearY[kept] = nearY[index]
      nearStation[kept] = nearStation[index]
      kept += 1
    }
    nearX.removeLast(nearX.count - kept)
    nearY.removeLast(nearY.count - kept)
    nearStation.removeLast(nearStation.count - kept)
    return kept > 0
  }

  @inline(__always)
  private static func squaredNear(_ px: Double, _ py: Double, _ box: BoundingBox) -> Double {
    let dx = max(box.minX - px, 0, px - box.maxX)
    let dy = max(box.minY - py, 0, py - box.maxY)
    return dx * dx + dy * dy
  }

  /// Share of the weight whose distance satisfies `condition`; 0 without samples.
  func share(_ condition: (Double) -> Bool) -> Double {
    var reached = 0.0
    for index in metres.indices where condition(metres[index]) { reached += weights[index] }
    // The same additions in the same order: all samples reached gives exactly 1.
    return total > 0 ? reached / total : 0
  }

  /// Weighted mean of `value` over samples whose distance satisfies `condition`; NaN without any.
  func mean(where condition: (Double) -> Bool = { _ in true }, _ value: (Double) -> Double)
    -> Double
  {
    var sum = 0.0
    var weight = 0.0
    for index in metres.indices where condition(metres[index]) {
      sum += weights[index] * value(metres[index])
      weight += weights[index]
    }
    return sum / weight
  }

  /// The station that is nearest for the most weight (ties: the first station), −1 without any.
  func mostUsedStation(_ condition: (Double) -> Bool) -> Int32 {
    guard let first = stations.first else { return -1 }
    if stations.allSatisfy({ $0 == first }) { return first }
    var sums: [Int32: Double] = [:]
    for index in metres.indices where condition(metres[index]) && stations[index] >= 0 {
      sums[stations[index], default: 0] += weights[index]
    }
    let best = sums.min { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
    return best?.key ?? -1
  }

  /// The smallest distance within which at least `share` of the weight lies; NaN without samples.
  func percentile(_ share: Double) -> Double {
    if metres.isEmpty { return .nan }
    order.removeAll(keepingCapacity: true)
    order.append(contentsOf: metres.indices)
    let metres = metres
    order.sort { metres[$0] < metres[$1] }
    let wanted = share * total
    var reached = 0.0
    for index in order {
      reached += weights[index]
      // A hair of slack: sums of equal weights must reach 0.9 of their number.
      if reached >= wanted * (1 - 1e-12) { return metres[index] }
    }
    return metres[order[order.count - 1]]
  }
}
