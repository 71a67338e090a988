/// What stands in the way.
public enum BarrierKind: UInt8, Sendable, Hashable, CaseIterable, BitwiseCopyable {
  case water, railway, wall, fence
  /// A line of a barrier layer that does not say what it is.
  case other
}

/// One straight part of a barrier line.
public struct BarrierSegment: Sendable, Hashable, BitwiseCopyable {
  public var from: FixedPoint
  public var to: FixedPoint
  public var kind: BarrierKind

  public init(from: FixedPoint, to: FixedPoint, kind: BarrierKind) {
    self.from = from
    self.to = to
    self.kind = kind
  }
}

/// Barrier lines and the openings (gates, crossings, bridge heads) through which they may be passed.
public struct BarrierSet: Sendable {
  public var segments: GraphArray<BarrierSegment>
  /// Open gates and crossings: a crossing within `openingMetres` of one is no crossing.
  public var openings: GraphArray<FixedPoint>

  /// How near to an opening a barrier may be passed, metres: half the width of a wide gate.
  public static let openingMetres = 6.0

  public init(segments: [BarrierSegment] = [], openings: [FixedPoint] = []) {
    self.segments = GraphArray(segments)
    self.openings = GraphArray(openings)
  }

  public init(segments: GraphArray<BarrierSegment>, openings: GraphArray<FixedPoint>) {
    self.segments = segments
    self.openings = openings
  }

  public var isEmpty: Bool { segments.isEmpty }
}
