/// How far one edge is reached: walking lengths at its two ends and along it.
struct EdgeReach {
  /// Walking millimetres at tail and head; `far` when not reached.
  var tail: Float
  var head: Float
  /// Walking millimetres of the whole edge counted from tail and from head; `far` where not allowed.
  var fromTail: Float
  var fromHead: Float

  /// Larger than any limit, small enough that sums stay finite.
  static let far: Float = 1e12

  @inline(__always)
  init(_ graph: StreetGraph, _ search: ReachSearch, _ edge: Int, _ direction: WalkDirection) {
    func millimetres(_ value: UInt32) -> Float { value == .max ? Self.far : Float(value) }
    tail = millimetres(search.label(graph.edgeTails.base[edge]))
    head = millimetres(search.label(graph.edgeHeads.base[edge]))
    let forward = millimetres(graph.edgeForward.base[edge])
    let backward = graph.edgeBackward.map { millimetres($0.base[edge]) } ?? forward
    (fromTail, fromHead) =
      direction == .towardsStations ? (backward, forward) : (forward, backward)
  }

  /// Walking millimetres at a fraction of the edge.
  @inline(__always)
  func millimetres(_ fraction: Float) -> Float {
    min(tail + fraction * fromTail, head + (1 - fraction) * fromHead)
  }

  /// The largest walking length on the edge.
  @inline(__always)
  var most: Float {
    if tail >= head + fromHead { return head + fromHead }
    if tail + fromTail <= head { return tail + fromTail }
    // Where the two ways meet.
    return (fromHead * tail + fromTail * head + fromTail * fromHead) / (fromTail + fromHead)
  }
}

/// An entrance on its edge: what is reached from there along the edge itself.
struct EdgeOrigin {
  var edge: UInt32
  /// 0…1 from the tail.
  var fraction: Float
  /// Walking millimetres of its leg and extra.
  var own: Float
  /// Walking millimetres of a whole edge towards head and towards tail; `EdgeReach.far` where not allowed.
  var up: Float
  var down: Float

  init(_ graph: StreetGraph, _ entrance: StationEntrance, _ direction: WalkDirection) {
    func millimetres(_ value: UInt32) -> Float {
      value == .max ? EdgeReach.far : Float(value)
    }
    let index = Int(entrance.place.edge)
    edge = entrance.place.edge
    fraction = Float(entrance.place.alongMillimetres) / Float(graph.edgeMillimetres[index])
    own = Float(entrance.ownMillimetres)
    let forward = millimetres(graph.edgeForward[index])
    let backward = millimetres(graph.backward(index))
    (up, down) = direction == .towardsStations ? (backward, forward) : (forward, backward)
  }

  /// Walking millimetres at a fraction of the edge, without leaving it.
  func millimetres(_ other: Float) -> Float {
    own + (other >= fraction ? (other - fraction) * up : (fraction - other) * down)
  }
}
