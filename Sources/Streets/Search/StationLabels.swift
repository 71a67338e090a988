/// One way into a station from the street; a station may have several, the best wins.
public struct StationEntrance: Sendable, Hashable, BitwiseCopyable {
  /// Number of the station, ≥ 0.
  public var station: Int32
  public var place: SnappedPoint
  /// Added to every walk to or from this entrance (dispatch, stairs), as walking length in millimetres.
  public var extraMillimetres: UInt32

  @inlinable
  public init(station: Int32, place: SnappedPoint, extraMillimetres: UInt32 = 0) {
    self.station = station
    self.place = place
    self.extraMillimetres = extraMillimetres
  }
}

/// Which way the walk goes; it matters where streets are one-way on foot or steep.
public enum WalkDirection: Sendable, Hashable, CaseIterable {
  /// People walk to stations.
  case towardsStations
  /// Workers walk from stations to people.
  case fromStations
}

/// The nearest station of one node.
public struct StationLabel: Sendable, Hashable, BitwiseCopyable {
  /// Walking length with the station's leg and extra; `UInt32.max` unreached.
  public var millimetres: UInt32
  /// -1 unreached.
  public var station: Int32
}

/// The nearest station of every node and the way to it.
public struct StationLabels: Sendable {
  /// By node: walking length in the upper, station in the lower 32 bits, so that order is by length, then station.
  let keys: GraphArray<UInt64>
  /// Lengths above this were not looked for.
  public let limit: UInt32

  static let unreached = UInt64.max

  public var nodeCount: Int { keys.count }

  @inline(__always)
  public subscript(node: Int) -> StationLabel {
    let key = keys[node]
    return StationLabel(
      millimetres: UInt32(truncatingIfNeeded: key >> 32),
      station: Int32(truncatingIfNeeded: key))
  }

  /// By node: walking length in millimetres, `UInt32.max` unreached.
  public var millimetres: some RandomAccessCollection<UInt32> & Sendable {
    LabelColumn(keys: keys) { UInt32(truncatingIfNeeded: $0 >> 32) }
  }

  /// By node: number of the station, -1 unreached.
  public var station: some RandomAccessCollection<Int32> & Sendable {
    LabelColumn(keys: keys) { Int32(truncatingIfNeeded: $0) }
  }
}

/// One half of the labels.
private struct LabelColumn<Element: Sendable>: RandomAccessCollection, Sendable {
  let keys: GraphArray<UInt64>
  let half: @Sendable (UInt64) -> Element

  var startIndex: Int { 0 }
  var endIndex: Int { keys.count }
  subscript(index: Int) -> Element { half(keys[index]) }
}
