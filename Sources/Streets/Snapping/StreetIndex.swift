import Model

/// Finds the nearest street point. Immutable; safe to share.
public final class StreetIndex: Sendable {
  public init(_ graph: StreetGraph, legBarriers: Bool, threads: Int) {}

  public func snap(_ place: GeographicPoint, limitMetres: Double) -> SnapResult { .noStreetNearby }
}
