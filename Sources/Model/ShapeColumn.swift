/// What one feature's geometry is.
public enum ShapeKind: UInt8, Sendable, CaseIterable {
  /// No geometry (`null`, or an empty one).
  case none
  case point
  case multiPoint
  case lineString
  case multiLineString
  case polygon
  case multiPolygon
  /// A geometry collection: its parts are not stored; a layer names such features and passes over them.
  case collection

  /// True for polygon and multipolygon.
  public var isAreal: Bool { self == .polygon || self == .multiPolygon }
  /// True for point and multipoint.
  public var isPuntal: Bool { self == .point || self == .multiPoint }
  /// True for line string and multi line string.
  public var isLineal: Bool { self == .lineString || self == .multiLineString }
}

/// The geometries of many features in flat arrays: feature → parts → rings → coordinates.
///
/// Shapes: `kinds.count` features; feature `f` has parts `featureStarts[f] ..< featureStarts[f + 1]`; part `p`
/// has rings `partStarts[p] ..< partStarts[p + 1]`; ring `r` has coordinates
/// `ringStarts[r] ..< ringStarts[r + 1]`. Every `…Starts` array has one more element than it has things.
///
/// A polygon is one part: its first ring is the outer one, the others are holes. A multipolygon has one part
/// a polygon. A line string or point is one part of one ring; multi-variants have one part a member. Polygon
/// rings are always closed (the last coordinate equals the first). Only x and y are kept.
public struct ShapeColumn: Sendable, Equatable {
  public var kinds: [ShapeKind] = []
  public var coordinates: [Coordinate] = []
  public var ringStarts: [Int32] = [0]
  public var partStarts: [Int32] = [0]
  public var featureStarts: [Int32] = [0]

  public init() {}

  /// Number of features.
  public var count: Int { kinds.count }

  /// Part indices of feature `feature`.
  public func parts(of feature: Int) -> Range<Int> {
    Int(featureStarts[feature])..<Int(featureStarts[feature + 1])
  }

  /// Ring indices of part `part`.
  public func rings(of part: Int) -> Range<Int> {
    Int(partStarts[part])..<Int(partStarts[part + 1])
  }

  /// Coordinate indices of ring `ring`.
  public func coordinates(of ring: Int) -> Range<Int> {
    Int(ringStarts[ring])..<Int(ringStarts[ring + 1])
  }

  /// Coordinate indices of the whole feature: its coordinates are contiguous.
  public func coordinateRange(of feature: Int) -> Range<Int> {
    let rings =
      Int(
        partStarts[Int(featureStarts[feature])])..<Int(
        partStarts[Int(featureStarts[feature + 1])])
    return Int(ringStarts[rings.lowerBound])..<Int(ringStarts[rings.upperBound])
  }

  /// Appends one feature given as parts of rings of coordinates.
  ///
  /// - Precondition: `parts` fits `kind` (a point has one part with one ring of one coordinate …) and
  ///   polygon rings are closed. `.none` and `.collection` take no parts.
  public mutating func append(_ kind: ShapeKind, parts: [[[Coordinate]]]) {
    for rings in parts {
      for ring in rings {
        coordinates.append(contentsOf: ring)
        ringStarts.append(Int32(coordinates.count))
      }
      partStarts.append(Int32(ringStarts.count - 1))
    }
    featureStarts.append(Int32(partStarts.count - 1))
    kinds.append(kind)
  }

  /// The rings of feature `feature`, part by part: the inverse of `append`.
  public func parts(at feature: Int) -> [[[Coordinate]]] {
    parts(of: feature).map { part in
      rings(of: part).map { Array(coordinates[coordinates(of: $0)]) }
    }
  }

  /// The box around feature `feature`; empty when it has no coordinates.
  public func boundingBox(of feature: Int) -> BoundingBox {
    var box = BoundingBox.empty
    for index in coordinateRange(of: feature) {
      box.extend(x: coordinates[index].x, y: coordinates[index].y)
    }
    return box
  }
}
