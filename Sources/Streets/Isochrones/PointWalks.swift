import Model

/// The walks of many lattice points, worked out together, so that memory fetched for one point does not wait for that
/// of another. Belongs to one worker.
final class PointWalks {
  /// The points: 64 × tile of the window + bit.
  let points = ReusedList<Int>()
  /// By point: its nearest street point.
  let feet = ReusedList<PackedFoot>()
  /// By point: walking millimetres, legs included; at least `EdgeReach.far` where no street is near or reached.
  let walks = ReusedList<Float>()

  /// Fills `feet` and `walks` from the last run of `scratch.search`.
  func evaluate(_ network: IsochroneNetwork, _ scratch: IsochroneScratch, _ origins: EdgeOrigins) {
    let count = points.count
    let (points, feet, walks) = (points.base, feet.resized(count), walks.resized(count))
    let (slots, table) = (scratch.slots, network.field.feet.base)
    let absent = PackedFoot.absent
    for index in 0..<count {
      let slot = Int(slots[points[index] >> 6])
      feet[index] = slot < 0 ? absent : table[slot << 6 | points[index] & 63]
    }
    let (edges, labels) = (network.edges.records.base, scratch.search.labels)
    let legUnit = network.field.legUnit
    for index in 0..<count {
      let foot = feet[index].foot(legUnit: legUnit)
      if foot.edge == StreetFoot.none {
        walks[index] = EdgeReach.far
        continue
      }
      var walk = EdgeReach(edges[Int(foot.edge)], labels).millimetres(foot.fraction)
      if origins.mayBeOn(foot.edge) { walk = origins.least(walk, foot.edge, foot.fraction) }
      walks[index] = walk + 1000 * foot.leg
    }
  }
}

/// A list that keeps its memory from use to use.
final class ReusedList<Element: BitwiseCopyable> {
  /// Valid until the list grows.
  private(set) var base: UnsafeMutablePointer<Element>
  private(set) var count = 0
  private var capacity = 1024

  init() { base = .allocate(capacity: capacity) }

  deinit { base.deallocate() }

  func removeAll() { count = 0 }

  @inline(__always)
  func append(_ element: Element) {
    if count == capacity { grow(to: 2 &* capacity) }
    base[count] = element
    count &+= 1
  }

  /// Its elements, valid until it grows.
  var buffer: UnsafeMutableBufferPointer<Element> {
    UnsafeMutableBufferPointer(start: base, count: count)
  }

  /// Takes out all elements but those for which `isKept`, in their order.
  @inline(__always)
  func keep(_ isKept: (Element) -> Bool) {
    var kept = 0
    for index in 0..<count {
      base[kept] = base[index]
      kept &+= isKept(base[index]) ? 1 : 0
    }
    count = kept
  }

  /// Room for `count` elements of any value.
  func resized(_ count: Int) -> UnsafeMutablePointer<Element> {
    if count > capacity { grow(to: max(count, 2 * capacity)) }
    self.count = count
    return base
  }

  private func grow(to larger: Int) {
    let block = UnsafeMutablePointer<Element>.allocate(capacity: larger)
    block.update(from: base, count: count)
    base.deallocate()
    (base, capacity) = (block, larger)
  }
}
