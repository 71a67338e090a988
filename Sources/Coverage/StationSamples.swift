import Geometry
import Model

/// Distances to the nearest station at sample points of one block, with weights.
///
/// Samples are demand points, or a lattice where people are spread over an area. Scratch memory of one worker,
/// reused for every block.
final class StationSamples {
  /// Metres to the nearest station; infinite when there is none.
  private var metres = ScratchArray<Double>()
  private var weights = ScratchArray<Double>()
  private var stations = ScratchArray<Int32>()
  private var total = 0.0
  /// The weight of every sample when all are equal, else nil.
  private var commonWeight: Double?

  private let lattice = Lattice()
  private let nearby = NearbyStations()
  private var ranking: [(station: Int32, weight: Double)] = []
  private var largest = ScratchArray<Double>()

  /// Forgets all samples.
  func reset() {
    metres.removeAll()
    weights.removeAll()
    stations.removeAll()
    total = 0
    commonWeight = nil
  }

  /// Adds one sample: metres (any unit of length will do), infinite when no station is reached.
  @inline(__always)
  func add(_ distance: Double, _ weight: Double, _ station: Int32) {
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
      let counted = isWeighted ? weight : 1
      if let found = index.stations(of: projection).grid.nearest(planar.x, planar.y) {
        let scale = LocalProjection.pointScale(easting: planar.x, latitude: place.latitude)
        add(found.squaredDistance.squareRoot() / scale, counted, found.station)
      } else if let found = index.nearestAnywhere(place) {
        add(found.metres, counted, found.station)
      } else {
        add(.infinity, counted, -1)
      }
    }
  }

  /// Samples the parts of a block's pieces on a lattice; `nearest` is the distance from some point of the block
  /// to its nearest station, a first guess of how far to look.
  func sample(
    _ spread: [WeightedPiece], of pieces: BlockPieces, stations index: StationIndex,
    nearest: Double
  ) {
    reset()
    let step = Lattice.step(area: spread.reduce(0) { $0 + $1.piece.area })
    let minimum = (Lattice.minimumSamples + spread.count - 1) / spread.count
    var source = -1
    var isNear = false
    for part in spread {
      let strip = index.stations(of: part.piece.projection).grid
      if part.source != source {
        source = part.source
        isNear = nearby.collect(pieces[pieces.startIndex + source], strip, nearest)
      }
      lattice.fill(part.piece.polygon, step: step, atLeast: minimum)
      let weight = part.weight / Double(lattice.count)
      if isNear {
        sampleNearby(1 / part.piece.scale, weight)
      } else {
        sampleFar(part.piece, weight, index, strip)
      }
      if spread.count == 1 { commonWeight = weight }
    }
  }

  /// Every lattice point against the few stations that can be nearest.
  private func sampleNearby(_ inverseScale: Double, _ weight: Double) {
    metres.reserve(metres.count + lattice.count)
    weights.reserve(weights.count + lattice.count)
    stations.reserve(stations.count + lattice.count)
    for sample in 0..<lattice.count {
      let (squared, owner) = nearby.nearest(lattice.x[sample], lattice.y[sample])
      add(squared.squareRoot() * inverseScale, weight, owner)
    }
  }

  private func sampleFar(
    _ piece: BlockPiece, _ weight: Double, _ index: StationIndex, _ strip: StripGrid
  ) {
    for sample in 0..<lattice.count {
      let planar = PlanarPoint(
        x: lattice.x[sample] + piece.origin.x, y: lattice.y[sample] + piece.origin.y)
      if let found = strip.nearest(planar.x, planar.y) {
        add(found.squaredDistance.squareRoot() / piece.scale, weight, found.station)
      } else if let found = index.nearestAnywhere(piece.projection.unproject(planar)) {
        add(found.metres, weight, found.station)
      } else {
        add(.infinity, weight, -1)
      }
    }
  }

  /// Share of the weight whose distance satisfies `condition`; 0 without samples.
  func share(_ condition: (Double) -> Bool) -> Double {
    var reached = 0.0
    for index in 0..<metres.count where condition(metres[index]) { reached += weights[index] }
    // The same additions in the same order: all samples reached gives exactly 1.
    return total > 0 ? reached / total : 0
  }

  /// The same share by other weights, one a sample in their order (nil: the samples' own), of the samples whose
  /// number satisfies `condition`. Weights that sum to nothing count every sample once.
  func share(of weights: ArraySlice<Double>?, _ condition: (Int) -> Bool) -> Double {
    var reached = 0.0
    guard let weights else {
      for index in 0..<metres.count where condition(index) { reached += self.weights[index] }
      return total > 0 ? reached / total : 0
    }
    let isWeighted = weights.contains { $0 > 0 }
    var total = 0.0
    for (index, weight) in weights.enumerated() {
      let counted = isWeighted ? weight : 1
      total += counted
      if condition(index) { reached += counted }
    }
    return total > 0 ? reached / total : 0
  }

  /// The distance of one sample.
  @inline(__always)
  func metres(of sample: Int) -> Double { metres[sample] }

  /// Weighted mean distance over samples whose distance satisfies `condition`; NaN without any.
  func meanMetres(where condition: (Double) -> Bool = { _ in true }) -> Double {
    var sum = 0.0
    var weight = 0.0
    for index in 0..<metres.count where condition(metres[index]) && weights[index] > 0 {
      sum += weights[index] * metres[index]
      weight += weights[index]
    }
    return sum / weight
  }

  /// The station that is nearest for the most weight (ties: the first station), −1 without any.
  func mostUsedStation(_ condition: (Double) -> Bool) -> Int32 {
    ranking.removeAll(keepingCapacity: true)
    var last = 0
    for index in 0..<metres.count where condition(metres[index]) && stations[index] >= 0 {
      // Neighbouring samples mostly share their station, and a block has few.
      if last < ranking.count && ranking[last].station == stations[index] {
        ranking[last].weight += weights[index]
      } else if let known = ranking.firstIndex(where: { $0.station == stations[index] }) {
        ranking[known].weight += weights[index]
        last = known
      } else {
        last = ranking.count
        ranking.append((stations[index], weights[index]))
      }
    }
    let best = ranking.min {
      $0.weight != $1.weight ? $0.weight > $1.weight : $0.station < $1.station
    }
    return best?.station ?? -1
  }

  /// The smallest distance within which at least `share` of the weight lies; NaN without samples.
  func percentile(_ share: Double) -> Double {
    let count = metres.count
    if count == 0 { return .nan }
    if commonWeight != nil && count <= 400 {
      // With equal weights the answer is one order statistic near the top: keep only the largest few.
      let rank = Int((share * Double(count) - 1e-9).rounded(.up))
      return largestMetres(count - rank + 1)
    }
    return sortedPercentile(share)
  }

  /// The `wanted`-th largest distance, 1 for the largest.
  private func largestMetres(_ wanted: Int) -> Double {
    largest.removeAll()
    for index in 0..<metres.count {
      let value = metres[index]
      if largest.count == wanted {
        if value <= largest[0] { continue }
        // Drops the smallest kept and moves the larger ones down until the new one fits.
        var slot = 0
        while slot + 1 < wanted && largest[slot + 1] < value {
          largest[slot] = largest[slot + 1]
          slot += 1
        }
        largest[slot] = value
      } else {
        var slot = largest.count
        largest.append(value)
        while slot > 0 && largest[slot - 1] > value {
          largest[slot] = largest[slot - 1]
          slot -= 1
        }
        largest[slot] = value
      }
    }
    return largest[0]
  }

  private func sortedPercentile(_ share: Double) -> Double {
    let order = (0..<metres.count).sorted { metres[$0] < metres[$1] }
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
