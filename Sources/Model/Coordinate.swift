/// A position exactly as a file gives it, in the file's own coordinate system: `x` is the easting or
/// longitude, `y` the northing or latitude, whatever order the system's authority defines.
///
/// Bulk arrays of coordinates are `[Coordinate]`; the layer that owns the array says which system it is in.
public struct Coordinate: Sendable, Hashable {
  public var x: Double
  public var y: Double

  @inlinable
  public init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }

  /// False when either part is NaN or infinite.
  @inlinable
  public var isFinite: Bool { x.isFinite && y.isFinite }
}

/// A position in degrees on WGS 84 (or CGCS2000, which agrees with it to centimetres).
public struct GeographicPoint: Sendable, Hashable, BitwiseCopyable {
  public var longitude: Double
  public var latitude: Double

  @inlinable
  public init(longitude: Double, latitude: Double) {
    self.longitude = longitude
    self.latitude = latitude
  }
}

/// A position in metres of one local conformal projection; only comparable with points of the same projection.
public struct PlanarPoint: Sendable, Hashable, BitwiseCopyable {
  public var x: Double
  public var y: Double

  @inlinable
  public init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }
}

/// An axis-parallel box in the units of the coordinates it was made from; empty while `minX > maxX`.
public struct BoundingBox: Sendable, Hashable, BitwiseCopyable {
  public var minX: Double
  public var minY: Double
  public var maxX: Double
  public var maxY: Double

  @inlinable
  public init(minX: Double, minY: Double, maxX: Double, maxY: Double) {
    self.minX = minX
    self.minY = minY
    self.maxX = maxX
    self.maxY = maxY
  }

  /// The box that holds nothing and leaves any box it is joined to unchanged.
  public static let empty = BoundingBox(
    minX: .infinity, minY: .infinity, maxX: -.infinity, maxY: -.infinity)

  @inlinable
  public var isEmpty: Bool { minX > maxX || minY > maxY }

  @inlinable
  public mutating func extend(x: Double, y: Double) {
    if x < minX { minX = x }
    if x > maxX { maxX = x }
    if y < minY { minY = y }
    if y > maxY { maxY = y }
  }

  @inlinable
  public mutating func formUnion(_ other: BoundingBox) {
    minX = min(minX, other.minX)
    minY = min(minY, other.minY)
    maxX = max(maxX, other.maxX)
    maxY = max(maxY, other.maxY)
  }

  /// True when the boxes share at least one point; touching counts.
  @inlinable
  public func intersects(_ other: BoundingBox) -> Bool {
    minX <= other.maxX && other.minX <= maxX && minY <= other.maxY && other.minY <= maxY
  }
}
