import Foundation
import Geometry
import Model

/// Tests hypotheses by the distance of points (stations, buildings) to the nearest street.
struct StreetTest {
  let points: DatumSide
  let streets: DatumSide

  private static let leastPoints = 20
  private static let limit = 2000
  /// Points farther than this from any street in every reading say nothing, metres.
  private static let reach = 1000.0

  /// Nil with fewer than twenty points that lie among the streets in every reading.
  func run() -> DatumEvidence? {
    let lines = StreetSegments(streets.layer)
    let places = points.points.compactMap { $0 }.prefix(Self.limit)
    var distances = [[Double]](repeating: [], count: DatumHypothesis.all.count)
    for place in places {
      let moved = DatumHypothesis.all.map { $0.moved(place) }
      // A reading must not look worse because it takes the point beyond the streets' edge.
      guard moved.allSatisfy(lines.surround) else { continue }
      let own = moved.map(lines.distance)
      guard (own.min() ?? .infinity) <= Self.reach else { continue }
      for index in own.indices { distances[index].append(own[index]) }
    }
    guard (distances.first?.count ?? 0) >= Self.leastPoints else { return nil }
    let medians = distances.map(DatumStatistic.median)
    let winner = DatumStatistic.winner(medians: medians, limit: 80).flatMap {
      Self.isConsistent($0, distances) ? $0 : nil
    }
    let readings = DatumStatistic.best(
      medians, LocalizedText("points", zh: "点"), LocalizedText("streets", zh: "道路"))
    return DatumEvidence(
      winner: winner,
      text: LocalizedText(
        "median distance of \(distances[0].count) points to the nearest street: "
          + readings.english,
        zh: "\(distances[0].count) 个点到最近道路的距离中位数："
          + readings.chinese),
      reason: winner == nil
        ? LocalizedText(
          "streets are so dense that other readings fit nearly as well",
          zh: "道路较密，其他读法同样吻合，无法区分") : .empty)
  }
}

extension StreetTest {
  /// True when the winner is the nearest of each pair of readings for at least two thirds of the points: a
  /// median alone may be luck.
  private static func isConsistent(_ winner: Int, _ distances: [[Double]]) -> Bool {
    distances.indices.allSatisfy { other in
      let nearer = distances[winner].indices.count {
        distances[winner][$0] < distances[other][$0]
      }
      return other == winner || nearer * 3 >= distances[winner].count * 2
    }
  }
}

/// Street segments with an index, in metres of an equirectangular plane around their middle: good to a
/// percent over a city, which distances to compare need.
private struct StreetSegments {
  private var ends: [(Coordinate, Coordinate)] = []
  private let index: PackedBoxIndex
  private let scaleX: Double
  private let scaleY = 111_195.0

  init(_ layer: Layer) {
    var box = BoundingBox.empty
    for chunk in layer.chunks {
      for point in chunk.shapes.coordinates where point.isFinite {
        box.extend(x: point.x, y: point.y)
      }
    }
    let middle = box.isEmpty ? 0 : (box.minY + box.maxY) / 2
    let scaleX = 111_195 * max(0.01, cos(middle * .pi / 180))
    var ends: [(Coordinate, Coordinate)] = []
    for chunk in layer.chunks {
      for feature in 0..<chunk.count where chunk.shapes.kinds[feature].isLineal {
        for part in chunk.shapes.parts(of: feature) {
          for ring in chunk.shapes.rings(of: part) {
            let points = chunk.shapes.coordinates[chunk.shapes.coordinates(of: ring)].map {
              Coordinate(x: $0.x * scaleX, y: $0.y * 111_195)
            }
            ends += zip(points, points.dropFirst())
          }
        }
      }
    }
    self.ends = ends
    self.scaleX = scaleX
    index = PackedBoxIndex(
      ends.map {
        BoundingBox(
          minX: min($0.0.x, $0.1.x), minY: min($0.0.y, $0.1.y), maxX: max($0.0.x, $0.1.x),
          maxY: max($0.0.y, $0.1.y))
      })
  }

  /// True when the place (degrees) lies in the box around all streets.
  func surround(_ place: Coordinate) -> Bool {
    let box = index.bounds
    let x = place.x * scaleX
    let y = place.y * scaleY
    return x >= box.minX && x <= box.maxX && y >= box.minY && y <= box.maxY
  }

  /// Metres from a place in degrees to the nearest segment; infinite beyond 5 km.
  func distance(to place: Coordinate) -> Double {
    let x = place.x * scaleX
    let y = place.y * scaleY
    let found = index.nearest(x: x, y: y, within: 5000) { segment, _ in
      let (a, b) = ends[segment]
      let dx = b.x - a.x
      let dy = b.y - a.y
      let length = dx * dx + dy * dy
      let t = length > 0 ? min(max(((x - a.x) * dx + (y - a.y) * dy) / length, 0), 1) : 0
      return hypot(x - a.x - t * dx, y - a.y - t * dy)
    }
    return found?.distance ?? .infinity
  }
}
