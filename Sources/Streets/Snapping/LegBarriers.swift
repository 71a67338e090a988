import Model

/// Barrier lines with their openings cut out, found by place.
///
/// A class, so that looking at it from many workers copies nothing.
final class LegBarriers: Sendable {
  struct Line: BitwiseCopyable, Sendable {
    var from: FixedPoint
    var to: FixedPoint
  }

  let lines: GraphArray<Line>
  let tree: BoxTree

  init(_ barriers: BarrierSet) {
    let cut = Self.cutOpenings(barriers)
    let sorted = Self.alongCurve(cut) { $0.from }
    lines = GraphArray(sorted)
    tree = BoxTree(count: sorted.count) { Self.box(sorted[$0].from, sorted[$0].to) }
  }

  static func box(_ from: FixedPoint, _ to: FixedPoint) -> BoxTree.Box {
    var box = BoxTree.Box()
    box.add(from)
    box.add(to)
    // Across the 180th meridian: all longitudes, which is too much but never too little.
    if box.east - box.west > 1_800_000_000 {
      (box.west, box.east) = (-1_800_000_000, 1_800_000_000)
    }
    return box
  }

  /// What is left of the barrier lines outside the discs around the openings.
  private static func cutOpenings(_ barriers: BarrierSet) -> [Line] {
    let openings = alongCurve(Array(barriers.openings)) { $0 }
    let tree = BoxTree(count: openings.count) { box(openings[$0], openings[$0]) }
    let radius = BarrierSet.openingMetres
    var lines: [Line] = []
    lines.reserveCapacity(barriers.segments.count)
    for segment in barriers.segments {
      var open: [(from: Double, to: Double)] = []
      let frame = LocalFrame(segment.from)
      let length = LocalFrame.distance(segment.from, segment.to)
      // Openings near the line are at most its length and a radius from its beginning.
      let reach = Float((length + radius) * 1.01 + 1)
      tree.visit(around: frame, within: reach * reach, ignoresLongitude: false) { range, bound in
        for index in range {
          if let part = openPart(of: segment, around: openings[index], radius) { open.append(part) }
        }
        return bound
      }
      addClosedParts(of: segment, without: open, to: &lines)
    }
    return lines
  }

  /// The part (0...1) of a line within `radius` metres of an opening.
  private static func openPart(
    of segment: BarrierSegment, around opening: FixedPoint, _ radius: Double
  ) -> (from: Double, to: Double)? {
    let frame = LocalFrame(opening)
    let a = frame.metres(segment.from)
    let dx = Double(LocalFrame.eastwards(from: segment.from, to: segment.to)) * frame.metresEast
    let dy = frame.metres(segment.to).y - a.y
    let squared = dx * dx + dy * dy
    if squared == 0 { return a.x * a.x + a.y * a.y <= radius * radius ? (0, 1) : nil }
    let foot = -(a.x * dx + a.y * dy) / squared
    let cross = a.x * dy - a.y * dx
    let halfSquared = (radius * radius - cross * cross / squared) / squared
    if halfSquared < 0 { return nil }
    let half = halfSquared.squareRoot()
    return foot + half < 0 || foot - half > 1 ? nil : (foot - half, foot + half)
  }

  private static func addClosedParts(
    of segment: BarrierSegment, without open: [(from: Double, to: Double)], to lines: inout [Line]
  ) {
    if open.isEmpty {
      lines.append(Line(from: segment.from, to: segment.to))
      return
    }
    let east = Double(LocalFrame.eastwards(from: segment.from, to: segment.to))
    let north = Double(Int(segment.to.latitudeE7) - Int(segment.from.latitudeE7))
    func point(_ part: Double) -> FixedPoint {
      var longitude = Int(segment.from.longitudeE7) + Int((part * east).rounded())
      if longitude > 1_800_000_000 { longitude -= 3_600_000_000 }
      if longitude < -1_800_000_000 { longitude += 3_600_000_000 }
      let latitude = Int(segment.from.latitudeE7) + Int((part * north).rounded())
      return FixedPoint(longitudeE7: Int32(longitude), latitudeE7: Int32(latitude))
    }
    var done = 0.0
    for part in open.sorted(by: { $0.from < $1.from }) {
      if part.from > done { lines.append(Line(from: point(done), to: point(part.from))) }
      done = max(done, part.to)
    }
    if done < 1 { lines.append(Line(from: point(done), to: segment.to)) }
  }

  /// Sorted along a Hilbert curve through the extent.
  private static func alongCurve<Item>(_ items: [Item], _ place: (Item) -> FixedPoint) -> [Item] {
    var all = BoxTree.Box()
    for item in items { all.add(place(item)) }
    if items.isEmpty { return [] }
    var shift = 0
    while max(all.east - all.west, all.north - all.south) >> shift >= 1 << 16 { shift += 1 }
    let keyed = items.enumerated().map { index, item in
      let point = place(item)
      return (
        key: HilbertCurve.position(
          UInt32((Int(point.longitudeE7) - all.west) >> shift),
          UInt32((Int(point.latitudeE7) - all.south) >> shift)), index: index
      )
    }
    return keyed.sorted { ($0.key, $0.index) < ($1.key, $1.index) }.map { items[$0.index] }
  }
}
