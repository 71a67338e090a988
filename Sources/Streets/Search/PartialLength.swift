/// Walking along part of an edge: the one place where positions become walking lengths.
///
/// `noWay` (`UInt32.max`) stands for "not allowed that way"; a point exactly on a node is at the node whatever the
/// edge allows.
extension StreetGraph {
  /// Walking length of `part` out of `whole` true millimetres of an edge that takes `walk` in all: rounded to the
  /// nearest, halves up.
  @inline(__always)
  public static func partialWalk(_ walk: UInt32, part: UInt32, whole: UInt32) -> UInt32 {
    // Below 2^64: (2^32 - 2)² + 2^31.
    UInt32((UInt64(walk) * UInt64(part) + UInt64(whole / 2)) / UInt64(whole))
  }

  /// The longest part (true millimetres, ≤ `whole`) of an edge whose `partialWalk` is ≤ `budget`.
  @inline(__always)
  public static func longestPart(_ walk: UInt32, budget: UInt32, whole: UInt32) -> UInt32 {
    let below = (UInt64(budget) + 1) * UInt64(whole) - 1 - UInt64(whole / 2)
    return UInt32(min(UInt64(whole), below / UInt64(max(1, walk))))
  }

  @inline(__always)
  private static func part(_ walk: UInt32, _ part: UInt32, _ whole: UInt32) -> UInt32 {
    if part == 0 { return 0 }
    return walk == noWay ? noWay : partialWalk(walk, part: part, whole: whole)
  }

  /// From a point on an edge to the edge's tail.
  @inline(__always)
  func walkToTail(_ edge: Int, from along: UInt32) -> UInt32 {
    Self.part(backward(edge), along, edgeMillimetres[edge])
  }

  /// From a point on an edge to the edge's head.
  @inline(__always)
  func walkToHead(_ edge: Int, from along: UInt32) -> UInt32 {
    let whole = edgeMillimetres[edge]
    return Self.part(edgeForward[edge], whole - min(whole, along), whole)
  }

  /// From the edge's tail to a point on it.
  @inline(__always)
  func walkFromTail(_ edge: Int, to along: UInt32) -> UInt32 {
    Self.part(edgeForward[edge], along, edgeMillimetres[edge])
  }

  /// From the edge's head to a point on it.
  @inline(__always)
  func walkFromHead(_ edge: Int, to along: UInt32) -> UInt32 {
    let whole = edgeMillimetres[edge]
    return Self.part(backward(edge), whole - min(whole, along), whole)
  }

  /// Between two points of one edge, along it.
  @inline(__always)
  func walkAlong(_ edge: Int, from start: UInt32, to end: UInt32) -> UInt32 {
    let whole = edgeMillimetres[edge]
    return start <= end
      ? Self.part(edgeForward[edge], end - start, whole)
      : Self.part(backward(edge), start - end, whole)
  }

  /// Between a person's place and the two nodes of its edge, in the direction of the walk.
  @inline(__always)
  func personEnds(_ place: SnappedPoint, _ direction: WalkDirection) -> (
    tail: UInt32, head: UInt32
  ) {
    let edge = Int(place.edge)
    let along = place.alongMillimetres
    return direction == .towardsStations
      ? (walkToTail(edge, from: along), walkToHead(edge, from: along))
      : (walkFromTail(edge, to: along), walkFromHead(edge, to: along))
  }

  /// Between a station's place and the two nodes of its edge, in the direction of the walk.
  @inline(__always)
  func stationEnds(_ place: SnappedPoint, _ direction: WalkDirection) -> (
    tail: UInt32, head: UInt32
  ) {
    personEnds(place, direction == .towardsStations ? .fromStations : .towardsStations)
  }

  /// Between a person and a station on the same edge, along it; `noWay` where not allowed.
  @inline(__always)
  func directWalk(
    edge: UInt32, person: UInt32, station: UInt32, _ direction: WalkDirection
  ) -> UInt32 {
    direction == .towardsStations
      ? walkAlong(Int(edge), from: person, to: station)
      : walkAlong(Int(edge), from: station, to: person)
  }

  /// The arcs along which a search spreads from the stations.
  func searchArcs(_ direction: WalkDirection) -> ArcTable {
    direction == .towardsStations ? towardsSources : outgoing
  }
}
