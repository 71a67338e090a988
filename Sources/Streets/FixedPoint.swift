import Model

/// A place in units of 1e-7 degrees (at most 11 mm), as OpenStreetMap stores it: eight bytes, exact, comparable.
public struct FixedPoint: Sendable, Hashable, BitwiseCopyable {
  public var longitudeE7: Int32
  public var latitudeE7: Int32

  @inlinable
  public init(longitudeE7: Int32, latitudeE7: Int32) {
    self.longitudeE7 = longitudeE7
    self.latitudeE7 = latitudeE7
  }

  /// The nearest fixed point to a place on WGS 84 with |longitude| ≤ 180 and |latitude| ≤ 90.
  @inlinable
  public init(longitude: Double, latitude: Double) {
    longitudeE7 = Int32((longitude * 1e7).rounded())
    latitudeE7 = Int32((latitude * 1e7).rounded())
  }

  @inlinable public var longitude: Double { Double(longitudeE7) / 1e7 }
  @inlinable public var latitude: Double { Double(latitudeE7) / 1e7 }
  @inlinable public var place: GeographicPoint {
    GeographicPoint(longitude: longitude, latitude: latitude)
  }
}
