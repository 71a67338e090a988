import Model

/// What a walking network needs of an extract: its streets and barriers with the places of their nodes.
struct ExtractContents {
  /// The extent the header declares, degrees.
  var frame: BoundingBox?
  var nodeCount = 0
  /// Ids of all ways in file order, and by way whether it has a `highway`.
  var wayIDs: [Int64] = []
  var isHighway: [Bool] = []
  /// Ways that a later version of themselves replaced.
  var replacedWays = 0

  /// Walkable ways, labelled with their verdict's index; barriers, labelled with their kind.
  var streets = WayList<UInt32>()
  var barriers = WayList<BarrierKind>()
  var verdicts: [WalkVerdict] = []

  /// Numbers of the nodes that ways need, and their places; `noPlace` where the extract lacks one.
  let index = NodeIndex()
  var places: LargeList<FixedPoint> = []
  /// Nodes that open or close a line, by number.
  var roles: [UInt32: BarrierRules.NodeRole] = [:]

  /// Distinct ways; those with `highway`.
  var wayCount: Int { wayIDs.count - replacedWays }
  var highwayCount: Int { isHighway.lazy.filter { $0 }.count }

  static let noPlace = FixedPoint(
    longitudeE7: ExtractFile.noPlace, latitudeE7: ExtractFile.noPlace)
}

/// Ways of one sort with their node references.
struct WayList<Label: BitwiseCopyable> {
  /// Position of each way among all ways of the file.
  var ordinals: [UInt32] = []
  var labels: [Label] = []
  /// ways + 1 elements.
  var starts: [Int] = [0]
  var nodes = LargeList<Int64>()

  var count: Int { ordinals.count }

  mutating func append(_ ordinal: UInt32, _ label: Label, _ refs: UnsafeBufferPointer<Int64>) {
    ordinals.append(ordinal)
    labels.append(label)
    nodes.append(contentsOf: refs)
    starts.append(nodes.count)
  }

  /// Puts the ways in the order of the file.
  mutating func sortByOrdinal() {
    var sorted = WayList()
    for way in ordinals.indices.sorted(by: { (ordinals[$0], $0) < (ordinals[$1], $1) }) {
      nodes.withUnsafeBufferPointer {
        sorted.append(
          ordinals[way], labels[way],
          UnsafeBufferPointer(rebasing: $0[starts[way]..<starts[way + 1]]))
      }
    }
    self = sorted
  }

  /// The ways for which `isKept` is true of the ordinal, in order.
  func filtered(_ isKept: (UInt32) -> Bool) -> WayList {
    var kept = WayList()
    for way in ordinals.indices where isKept(ordinals[way]) {
      nodes.withUnsafeBufferPointer {
        kept.append(
          ordinals[way], labels[way],
          UnsafeBufferPointer(rebasing: $0[starts[way]..<starts[way + 1]]))
      }
    }
    return kept
  }
}
