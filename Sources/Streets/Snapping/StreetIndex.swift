import Model

/// Finds the nearest street point a person could use. Immutable; safe to share between threads.
public final class StreetIndex: Sendable {
  let pieces: GraphArray<StreetPiece>
  let tree: BoxTree
  /// Nil when legs may cross anything.
  let barriers: LegBarriers?

  /// Over the edges of usable components that may be walked at least one way. With `legBarriers` (contract §4,
  /// `--leg-barriers osm|none`) legs do not cross the graph's barriers.
  public init(_ graph: StreetGraph, legBarriers: Bool, threads: Int) {
    let pieces = graph.usablePieces(threads: threads)
    self.pieces = pieces
    tree = BoxTree(count: pieces.count, threads: threads) {
      LegBarriers.box(pieces[$0].from, pieces[$0].to)
    }
    barriers = legBarriers && !graph.barriers.isEmpty ? LegBarriers(graph.barriers) : nil
  }

  /// The nearest street point at most `limitMetres` (≤, compared in whole millimetres) from a place on WGS 84 whose
  /// straight leg crosses no barrier, except within `BarrierSet.openingMetres` of an opening; of points equally
  /// near to the millimetre that of the lowest edge, then nearest to its tail.
  ///
  /// Where the nearest point of a straight street piece is hidden, the nearest point of it that can be seen counts.
  /// Distances within 200 m are right to 1 cm.
  public func snap(_ place: GeographicPoint, limitMetres: Double) -> SnapResult {
    var trail = SnapTrail()
    return snap(place, limitMetres: limitMetres, after: &trail)
  }

  /// The same for one of many places near each other: the search begins with the street of the place before, so that
  /// it need not look far. The answer does not depend on the trail.
  public func snap(
    _ place: GeographicPoint, limitMetres: Double, after trail: inout SnapTrail
  ) -> SnapResult {
    guard abs(place.longitude) <= 180, abs(place.latitude) <= 90, limitMetres >= 0 else {
      return .noStreetNearby
    }
    var query = SnapQuery(place, limitMetres: limitMetres)
    let before = Int(trail.piece)
    if before < pieces.count { query.consider(pieces[before], before) }
    run(&query)
    trail.piece = query.bestPiece ?? trail.piece
    // Most legs are free: look at barriers around only where the nearest street is hidden.
    guard let barriers, query.isHidden(by: barriers) else { return query.result }
    query.startAgain(seeing: barriers)
    run(&query)
    return query.result
  }

  private func run(_ query: inout SnapQuery) {
    tree.visit(
      around: query.frame, within: query.squaredBound, ignoresLongitude: query.ignoresLongitude
    ) { range, bound in
      for index in range { query.consider(pieces[index], index) }
      return min(bound, query.squaredBound)
    }
  }
}

/// Where the last of a row of places joined the streets of one index.
public struct SnapTrail: Sendable {
  /// Number of the street piece; none before the first.
  fileprivate var piece = UInt32.max

  public init() {}
}

/// One search for the nearest street point.
private struct SnapQuery {
  let frame: LocalFrame
  let ignoresLongitude: Bool
  /// The place itself, metres from the frame's origin: what rounding to 1e-7 degrees took away.
  private let x: Double
  private let y: Double
  private let limit: Double
  private var best: SnappedPoint?
  /// The piece it lies on; of two that meet there the lower.
  private(set) var bestPiece: UInt32?
  /// Where the leg to the best ends, metres from the place.
  private var end = (x: 0.0, y: 0.0)
  /// The barriers around, when they matter.
  private var view: LegView?
  /// No leg longer than this can be better, metres.
  private var bound: Double
  private(set) var squaredBound: Float

  init(_ place: GeographicPoint, limitMetres: Double) {
    frame = LocalFrame(FixedPoint(longitude: place.longitude, latitude: place.latitude))
    x = (place.longitude * 1e7 - Double(frame.origin.longitudeE7)) * frame.metresEast
    y = (place.latitude * 1e7 - Double(frame.origin.latitudeE7)) * frame.metresNorth
    limit = limitMetres
    let toMeridian = 1_800_000_000 - abs(Double(frame.origin.longitudeE7))
    ignoresLongitude = toMeridian * frame.metresEast < limitMetres + 1
    bound = limitMetres + 0.001
    squaredBound = Float(bound * bound)
  }

  var result: SnapResult {
    if let best { return .snapped(best) }
    return view == nil ? .noStreetNearby : .behindBarrier
  }

  /// Whether a barrier crosses the leg that was found.
  func isHidden(by barriers: LegBarriers) -> Bool {
    guard let best else { return false }
    let around = LegView(
      barriers, frame, x: x, y: y, within: Double(best.legMillimetres) / 1000 + 0.001,
      ignoresLongitude: ignoresLongitude)
    return around.isBlocked(end.x, end.y)
  }

  /// Forgets what was found and sees barriers from now on.
  mutating func startAgain(seeing barriers: LegBarriers) {
    best = nil
    bestPiece = nil
    bound = limit + 0.001
    squaredBound = Float(bound * bound)
    view = LegView(
      barriers, frame, x: x, y: y, within: bound, ignoresLongitude: ignoresLongitude)
  }

  @inline(__always)
  mutating func consider(_ piece: StreetPiece, _ index: Int) {
    let from = frame.metres(piece.from)
    let local = LocalPiece(
      ax: from.x - x, ay: from.y - y,
      dx: Double(LocalFrame.eastwards(from: piece.from, to: piece.to)) * frame.metresEast,
      dy: Double(Int(piece.to.latitudeE7) - Int(piece.from.latitudeE7)) * frame.metresNorth)
    let (part, squared) = local.nearest()
    if squared > bound * bound { return }
    guard let point = better(piece, index, part, squared) else { return }
    let end = local.place(at: part)
    if let view, view.isBlocked(end.x, end.y) {
      considerVisible(piece, index, local, foot: part, view)
    } else {
      accept(point, index, end)
    }
  }

  @inline(never)
  private mutating func considerVisible(
    _ piece: StreetPiece, _ index: Int, _ local: LocalPiece, foot: Double, _ view: LegView
  ) {
    guard let seen = view.nearestVisible(local, foot: foot, within: bound) else { return }
    let end = local.place(at: seen)
    if let point = better(piece, index, seen, end.x * end.x + end.y * end.y) {
      accept(point, index, end)
    }
  }

  /// The point at a part of a piece, if it is within the limit and before the best in order.
  @inline(__always)
  private func better(
    _ piece: StreetPiece, _ index: Int, _ part: Double, _ squared: Double
  ) -> SnappedPoint? {
    let leg = (squared.squareRoot() * 1000).rounded()
    if leg > limit * 1000 || leg >= 4e9 { return nil }
    let length = Double(piece.toAlong - piece.fromAlong)
    let point = SnappedPoint(
      edge: piece.edge, alongMillimetres: piece.fromAlong + UInt32((part * length).rounded()),
      legMillimetres: UInt32(leg))
    if let best, let bestPiece {
      let (known, new) = (Self.order(best), Self.order(point))
      if known < new || (known == new && Int(bestPiece) <= index) { return nil }
    }
    return point
  }

  @inline(__always)
  private static func order(_ point: SnappedPoint) -> (UInt32, UInt32, UInt32) {
    (point.legMillimetres, point.edge, point.alongMillimetres)
  }

  @inline(__always)
  private mutating func accept(
    _ point: SnappedPoint, _ index: Int, _ end: (x: Double, y: Double)
  ) {
    best = point
    bestPiece = UInt32(index)
    self.end = end
    // One millimetre more, for points equally near after rounding.
    bound = Double(point.legMillimetres) / 1000 + 0.001
    squaredBound = Float(bound * bound)
  }
}
