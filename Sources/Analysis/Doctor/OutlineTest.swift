import Geometry
import Model

/// Tests hypotheses by two polygon layers that name the same areas: which shift brings their middles together.
struct OutlineTest {
  let first: DatumSide
  let second: DatumSide
  let firstFields: NamingFields
  let secondFields: NamingFields

  /// Pairs of areas needed.
  private static let leastPairs = 3

  /// Nil when fewer than three areas are named in both.
  func run() -> DatumEvidence? {
    let pairs = matched()
    guard pairs.count >= Self.leastPairs else { return nil }
    let medians = DatumHypothesis.all.map { hypothesis in
      DatumStatistic.median(
        pairs.map { pair in
          let moved = hypothesis.moved(Coordinate(x: pair.0.longitude, y: pair.0.latitude))
          return Geodesic.wgs84.distance(
            GeographicPoint(longitude: moved.x, latitude: moved.y), pair.1)
        })
    }
    let winner = DatumStatistic.winner(medians: medians, limit: 300)
    let readings = DatumStatistic.best(
      medians, LocalizedText("these", zh: "本图层"), LocalizedText("those", zh: "另一图层"))
    return DatumEvidence(
      winner: winner,
      text: LocalizedText(
        "middles of \(pairs.count) areas named in both lie apart by (median): "
          + readings.english,
        zh: "两图层同名的 \(pairs.count) 个区域，其中心相距（中位数）："
          + readings.chinese),
      reason: winner == nil
        ? LocalizedText("no reading fits clearly better", zh: "没有一种读法明显更吻合") : .empty)
  }

  /// Middles of areas that exactly one feature of each layer names alike.
  private func matched() -> [(GeographicPoint, GeographicPoint)] {
    var best: [(Int, Int)] = []
    for left in firstFields.columns {
      let leftNames = Self.unique(left)
      for right in secondFields.columns {
        let found = Self.unique(right).compactMap { name, index in
          leftNames[name].map { ($0, index) }
        }
        if found.count > best.count { best = found }
      }
    }
    let firstPlaces = Self.middles(first.layer)
    let secondPlaces = Self.middles(second.layer)
    return best.sorted { $0.0 < $1.0 }.compactMap { left, right in
      guard let a = firstPlaces[left], let b = secondPlaces[right] else { return nil }
      return (a, b)
    }
  }

  /// Values that occur once, written short, with the feature that has them.
  private static func unique(_ column: NamingFields.Column) -> [String: Int] {
    var found: [String: Int] = [:]
    var repeated = Set<String>()
    for (index, value) in column.values.enumerated() {
      guard let value else { continue }
      let short = NamingFields.short(value)
      if found.updateValue(index, forKey: short) != nil { repeated.insert(short) }
    }
    for name in repeated { found[name] = nil }
    return found
  }

  /// Centre of mass of each polygon feature, in degrees.
  private static func middles(_ layer: Layer) -> [GeographicPoint?] {
    let polygon = PlanarPolygon()
    var places: [GeographicPoint?] = []
    for chunk in layer.chunks {
      for feature in 0..<chunk.count {
        guard chunk.shapes.kinds[feature].isAreal else {
          places.append(nil)
          continue
        }
        polygon.assign(chunk.shapes, feature: feature)
        places.append(
          GeographicPoint(longitude: polygon.centroid.x, latitude: polygon.centroid.y))
      }
    }
    return places
  }
}
