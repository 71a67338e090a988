import Foundation
import Model

/// A layer's polygons in one plane: rings in flat arrays, outer ones counter-clockwise, holes clockwise,
/// without repeated vertices.
struct MosaicPlane: Sendable {
  /// Ring vertices in plane metres; rings are closed.
  private(set) var points: [Coordinate] = []
  /// First vertex of each ring, and the end.
  private(set) var ringStarts: [Int32] = [0]
  private(set) var ringIsOuter: [Bool] = []
  /// First ring of each feature, and the end; features that are no polygons have none.
  private(set) var featureStarts: [Int32] = [0]
  /// Box of each feature; empty without rings.
  private(set) var boxes: [BoundingBox] = []
  let index: PackedBoxIndex
  let projection: MosaicProjection

  init(_ layer: Layer) {
    let projection = MosaicProjection(layer)
    self.projection = projection
    points.reserveCapacity(layer.chunks.reduce(0) { $0 + $1.shapes.coordinates.count })
    var boxes: [BoundingBox] = []
    boxes.reserveCapacity(layer.count)
    var ring: [Coordinate] = []
    for chunk in layer.chunks {
      for feature in 0..<chunk.count {
        if chunk.shapes.kinds[feature].isAreal {
          Self.append(chunk.shapes, feature, projection, &ring, &points, &ringStarts, &ringIsOuter)
        }
        let first = Int(featureStarts[featureStarts.count - 1])
        featureStarts.append(Int32(ringIsOuter.count))
        var box = BoundingBox.empty
        let start = Int(ringStarts[first])
        for index in start..<points.count { box.extend(x: points[index].x, y: points[index].y) }
        boxes.append(box)
      }
    }
    self.boxes = boxes
    index = PackedBoxIndex(boxes)
  }

  private static func append(
    _ shapes: ShapeColumn, _ feature: Int, _ projection: MosaicProjection,
    _ ring: inout [Coordinate], _ points: inout [Coordinate], _ ringStarts: inout [Int32],
    _ ringIsOuter: inout [Bool]
  ) {
    for part in shapes.parts(of: feature) {
      let rings = shapes.rings(of: part)
      for number in rings {
        ring.removeAll(keepingCapacity: true)
        for index in shapes.coordinates(of: number) {
          let point = projection.project(shapes.coordinates[index])
          if ring.last != point { ring.append(point) }
        }
        // A ring without area bounds nothing; one that is an outer ring takes its holes with it.
        let area = ring.count < 4 ? 0 : signedArea(ring[...])
        let isOuter = number == rings.lowerBound
        if area == 0 || area.isNaN {
          if isOuter { break }
          continue
        }
        if (area > 0) != isOuter { ring.reverse() }
        points += ring
        ringStarts.append(Int32(points.count))
        ringIsOuter.append(isOuter)
      }
    }
  }

  /// Positive for counter-clockwise rings, relative to the first vertex so that no digits cancel.
  static func signedArea(_ ring: ArraySlice<Coordinate>) -> Double {
    guard let origin = ring.first else { return 0 }
    var twice = 0.0
    var previous = origin
    for point in ring.dropFirst() {
      twice +=
        (previous.x - origin.x) * (point.y - origin.y)
        - (point.x - origin.x) * (previous.y - origin.y)
      previous = point
    }
    return twice / 2
  }

  /// Number of features.
  var count: Int { boxes.count }

  func rings(of feature: Int) -> Range<Int> {
    Int(featureStarts[feature])..<Int(featureStarts[feature + 1])
  }

  func vertices(of ring: Int) -> Range<Int> { Int(ringStarts[ring])..<Int(ringStarts[ring + 1]) }

  /// Plane area of a feature, m².
  func area(of feature: Int) -> Double {
    rings(of: feature).reduce(0) { $0 + Self.signedArea(points[vertices(of: $1)]) }
  }

  /// True when the point lies in the feature by the crossing rule; its boundary may go either way.
  func contains(_ feature: Int, _ point: Coordinate) -> Bool {
    let box = boxes[feature]
    guard point.x >= box.minX, point.x <= box.maxX, point.y >= box.minY, point.y <= box.maxY
    else { return false }
    var isInside = false
    points.withUnsafeBufferPointer { points in
      for ring in rings(of: feature) {
        let range = vertices(of: ring)
        for index in range.lowerBound..<(range.upperBound - 1) {
          let a = points[index]
          let b = points[index + 1]
          if (a.y > point.y) != (b.y > point.y),
            point.x < a.x + (point.y - a.y) / (b.y - a.y) * (b.x - a.x)
          {
            isInside.toggle()
          }
        }
      }
    }
    return isInside
  }

  /// The feature as a geometry in the plane, made valid when it is not.
  func geometry(of feature: Int) throws -> GEOSGeometry {
    var parts: [[[Coordinate]]] = []
    for ring in rings(of: feature) {
      let vertices = Array(points[vertices(of: ring)])
      if ringIsOuter[ring] || parts.isEmpty {
        parts.append([vertices])
      } else {
        parts[parts.count - 1].append(vertices)
      }
    }
    var shapes = ShapeColumn()
    shapes.append(parts.count == 1 ? .polygon : .multiPolygon, parts: parts)
    return try GEOSGeometry(shapes, feature: 0)
  }
}

/// From degrees to the mosaic's plane and back.
///
/// Up to 6° wide it is transverse Mercator on the half-degree strip in the middle; wider layers use an
/// equirectangular plane, whose “metres” serve for comparing only. Areas are taken in the strip of the
/// measured shape itself.
struct MosaicProjection: Sendable {
  private let local: LocalProjection?
  private let scale: Double
  private static let metresPerDegree = 111_195.0

  init(_ layer: Layer) {
    var box = BoundingBox.empty
    for chunk in layer.chunks {
      for point in chunk.shapes.coordinates where point.isFinite {
        box.extend(x: point.x, y: point.y)
      }
    }
    let isNarrow =
      !box.isEmpty && box.maxX - box.minX <= 6 && box.minY > -85 && box.maxY < 85
    local = isNarrow ? LocalProjection(longitude: (box.minX + box.maxX) / 2) : nil
    let middle = box.isEmpty ? 0 : min(max((box.minY + box.maxY) / 2, -80), 80)
    scale = cos(middle * .pi / 180)
  }

  func project(_ place: Coordinate) -> Coordinate {
    guard let local else {
      return Coordinate(
        x: place.x * Self.metresPerDegree * scale, y: place.y * Self.metresPerDegree)
    }
    let point = local.project(GeographicPoint(longitude: place.x, latitude: place.y))
    return Coordinate(x: point.x, y: point.y)
  }

  func unproject(_ point: Coordinate) -> GeographicPoint {
    guard let local else {
      return GeographicPoint(
        longitude: point.x / (Self.metresPerDegree * scale),
        latitude: point.y / Self.metresPerDegree)
    }
    return local.unproject(PlanarPoint(x: point.x, y: point.y))
  }

  /// True area (m²) and perimeter (m) of a shape given in the plane.
  func measure(_ shapes: ShapeColumn, feature: Int) -> (area: Double, perimeter: Double) {
    let box = shapes.boundingBox(of: feature)
    if box.isEmpty { return (0, 0) }
    let centre = unproject(
      Coordinate(x: (box.minX + box.maxX) / 2, y: (box.minY + box.maxY) / 2))
    let strip = LocalProjection(longitude: centre.longitude)
    // Beyond some 40 km the strip's scale is off by more than 10 ppm: geodesics then serve.
    let isLarge = local == nil || max(box.maxX - box.minX, box.maxY - box.minY) > 40_000
    var area = 0.0
    var perimeter = 0.0
    for part in shapes.parts(of: feature) {
      for (number, ring) in shapes.rings(of: part).enumerated() {
        let places = shapes.coordinates(of: ring).map { unproject(shapes.coordinates[$0]) }
        let own: (Double, Double)
        if isLarge {
          let found = Geodesic.wgs84.area(
            of: places.dropLast().map { Coordinate(x: $0.longitude, y: $0.latitude) })
          own = (abs(found.area), found.perimeter)
        } else {
          own = Self.measure(places.map(strip.project))
        }
        area += number == 0 ? own.0 : -own.0
        perimeter += own.1
      }
    }
    return (max(0, area), perimeter)
  }

  private static func measure(_ ring: [PlanarPoint]) -> (Double, Double) {
    let points = ring.map { Coordinate(x: $0.x, y: $0.y) }
    let length = zip(points, points.dropFirst()).reduce(0.0) {
      $0 + hypot($1.1.x - $1.0.x, $1.1.y - $1.0.y)
    }
    return (abs(MosaicPlane.signedArea(points[...])), length)
  }
}
