/// A place on a street with the leg to it.
public struct SnappedPoint: Sendable, Hashable, BitwiseCopyable {
  public var edge: UInt32
  /// From the tail of the edge, true millimetres, 0 ... `edgeMillimetres`.
  public var alongMillimetres: UInt32
  /// The straight way between the place and the street, true millimetres.
  public var legMillimetres: UInt32

  @inlinable
  public init(edge: UInt32, alongMillimetres: UInt32, legMillimetres: UInt32) {
    self.edge = edge
    self.alongMillimetres = alongMillimetres
    self.legMillimetres = legMillimetres
  }
}

/// What came of looking for a street near a place.
public enum SnapResult: Sendable, Hashable {
  case snapped(SnappedPoint)
  /// No usable street within the limit.
  case noStreetNearby
  /// Some within the limit, but every straight leg to them crosses a barrier.
  case behindBarrier
}
