import Model

/// A static R-tree over boxes, packed in Hilbert order: about 40 bytes a box, no pointers, safe to share
/// between threads.
///
/// Boxes are sorted by the Hilbert value of their centres and grouped 16 at a time, level by level
/// (I. Kamel, C. Faloutsos, On packing R-trees, 1993). Empty boxes are never found. Touching counts.
package struct PackedBoxIndex: Sendable {
  /// Number of boxes given.
  package let count: Int
  /// The box around all of them.
  package let bounds: BoundingBox

  /// Children of one node.
  private static let fanOut = 16
  /// All levels, leaves first; the root level is last.
  private let boxes: [BoundingBox]
  /// Where each level starts in `boxes`, and `boxes.count` at the end.
  private let levelStarts: [Int]
  /// For each leaf in packed order, the index of the box it was given as.
  private let originals: [Int32]

  /// - Precondition: fewer than 2³¹ boxes.
  package init(_ given: [BoundingBox]) {
    count = given.count
    var bounds = BoundingBox.empty
    for box in given { bounds.formUnion(box) }
    self.bounds = bounds
    let order = Self.hilbertOrder(given, bounds)
    originals = order
    var boxes = order.map { given[Int($0)] }
    var starts = [0]
    var levelStart = 0
    while boxes.count - levelStart > 1 {
      let levelEnd = boxes.count
      starts.append(levelEnd)
      for first in stride(from: levelStart, to: levelEnd, by: Self.fanOut) {
        var union = BoundingBox.empty
        for child in first..<min(first + Self.fanOut, levelEnd) { union.formUnion(boxes[child]) }
        boxes.append(union)
      }
      levelStart = levelEnd
    }
    starts.append(boxes.count)
    self.boxes = boxes
    levelStarts = starts
  }

  /// Indices of the non-empty boxes by the Hilbert value of their centres, ties by index.
  private static func hilbertOrder(_ given: [BoundingBox], _ bounds: BoundingBox) -> [Int32] {
    let width = max(bounds.maxX - bounds.minX, .leastNormalMagnitude)
    let height = max(bounds.maxY - bounds.minY, .leastNormalMagnitude)
    func cell(_ value: Double, _ low: Double, _ extent: Double) -> UInt32 {
      let share = (value - low) / extent
      return share.isFinite ? UInt32(min(max(share, 0), 1) * 65535) : 0
    }
    var keyed: [UInt64] = []
    keyed.reserveCapacity(given.count)
    for (index, box) in given.enumerated() where !box.isEmpty {
      let x = cell((box.minX + box.maxX) / 2, bounds.minX, width)
      let y = cell((box.minY + box.maxY) / 2, bounds.minY, height)
      keyed.append(UInt64(hilbert(x, y)) << 32 | UInt64(index))
    }
    keyed.sort()
    return keyed.map { Int32(truncatingIfNeeded: $0 & 0xFFFF_FFFF) }
  }

  /// Position on the Hilbert curve through a 65536 × 65536 grid.
  private static func hilbert(_ column: UInt32, _ row: UInt32) -> UInt32 {
    var (x, y) = (column, row)
    var position: UInt32 = 0
    var side: UInt32 = 1 << 15
    while side > 0 {
      let right: UInt32 = x & side == 0 ? 0 : 1
      let upper: UInt32 = y & side == 0 ? 0 : 1
      position = position << 2 | ((3 &* right) ^ upper)
      // Turn the quadrant so that the curve enters and leaves at the right corners.
      if upper == 0 {
        if right == 1 { (x, y) = (~x, ~y) }
        (x, y) = (y, x)
      }
      side >>= 1
    }
    return position
  }
}

// MARK: - Boxes that meet a box

extension PackedBoxIndex {
  /// Calls `body` with the index of each box that meets `box`, in no particular order but always the same;
  /// stops when `body` returns false.
  ///
  /// Allocates nothing for up to 16¹² boxes.
  /// Calls `body` with the index of each box that meets `box`, in no particular order but always the same;
  /// stops when `body` returns false. Allocates nothing.
  package func forEach(meeting box: BoundingBox, _ body: (Int) throws -> Bool) rethrows {
    guard !originals.isEmpty, !box.isEmpty else { return }
    try boxes.withUnsafeBufferPointer { boxes in
      var walk = Walk()
      walk.push(boxes.count - 1, level: levelStarts.count - 2)
      while let (node, level) = walk.pop() {
        guard boxes[node].intersects(box) else { continue }
        if level == 0 {
          if try !body(Int(originals[node])) { return }
          continue
        }
        for child in children(of: node, level: level) where boxes[child].intersects(box) {
          if level == 1 {
            if try !body(Int(originals[child])) { return }
          } else {
            walk.push(child, level: level - 1)
          }
        }
      }
    }
  }

  /// Indices of the boxes that meet `box`, ascending.
  package func query(_ box: BoundingBox) -> [Int32] {
    var found: [Int32] = []
    forEach(meeting: box) {
      found.append(Int32($0))
      return true
    }
    found.sort()
    return found
  }

  /// Positions of the children of `node` on `level` (> 0).
  private func children(of node: Int, level: Int) -> Range<Int> {
    let first = levelStarts[level - 1] + (node - levelStarts[level]) * Self.fanOut
    return first..<min(first + Self.fanOut, levelStarts[level])
  }
}

/// The nodes still to visit, kept on the machine's stack: at most 15 siblings a level wait at a time.
private struct Walk {
  private var nodes = InlineArray<192, (Int32, Int32)>(repeating: (0, 0))
  private var count = 0

  mutating func push(_ node: Int, level: Int) {
    nodes[count] = (Int32(node), Int32(level))
    count += 1
  }

  mutating func pop() -> (Int, Int)? {
    guard count > 0 else { return nil }
    count -= 1
    return (Int(nodes[count].0), Int(nodes[count].1))
  }
}

// MARK: - Nearest boxes

extension PackedBoxIndex {
  /// The box nearest to a point and its distance (0 inside); ties go to the lower index. Nil when there is no
  /// box, or none within `limit` (≤).
  package func nearest(
    x: Double, y: Double, within limit: Double = .infinity
  ) -> (index: Int, distance: Double)? {
    nearest(x: x, y: y, within: limit) { index, bound in bound }
  }

  /// The item nearest to a point by `distance`, which is given an item's index and its box's distance and
  /// returns the true one, at least as large; ties go to the lower index.
  package func nearest(
    x: Double, y: Double, within limit: Double = .infinity,
    by distance: (_ index: Int, _ boxDistance: Double) throws -> Double
  ) rethrows -> (index: Int, distance: Double)? {
    guard !originals.isEmpty else { return nil }
    var best: (index: Int, distance: Double)?
    var queue = NearestQueue()
    queue.insert(0, boxes.count - 1, levelStarts.count - 2)
    while let (bound, node, level) = queue.removeNearest() {
      if bound > min(best?.distance ?? .infinity, limit) { break }
      if level == 0 {
        let index = Int(originals[node])
        let value = try distance(index, bound)
        let isBetter = best.map { (value, index) < ($0.distance, $0.index) } ?? true
        if value <= limit, isBetter { best = (index, value) }
        continue
      }
      for child in children(of: node, level: level) {
        queue.insert(boxes[child].distance(x: x, y: y), child, level - 1)
      }
    }
    return best
  }
}

extension BoundingBox {
  /// Distance from a point to the box, 0 inside or on its edge; infinite for an empty box.
  package func distance(x: Double, y: Double) -> Double {
    let across = max(minX - x, 0, x - maxX)
    let along = max(minY - y, 0, y - maxY)
    return (across * across + along * along).squareRoot()
  }
}

/// A binary heap of nodes by distance.
private struct NearestQueue {
  private typealias Entry = (bound: Double, node: Int, level: Int)
  private var heap: [Entry] = []

  mutating func insert(_ bound: Double, _ node: Int, _ level: Int) {
    heap.append((bound, node, level))
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      if heap[parent].bound <= heap[child].bound { break }
      heap.swapAt(parent, child)
      child = parent
    }
  }

  mutating func removeNearest() -> (Double, Int, Int)? {
    guard let first = heap.first, let last = heap.popLast() else { return nil }
    if heap.isEmpty { return first }
    heap[0] = last
    var parent = 0
    while true {
      var child = 2 * parent + 1
      guard child < heap.count else { break }
      if child + 1 < heap.count, heap[child + 1].bound < heap[child].bound { child += 1 }
      if heap[parent].bound <= heap[child].bound { break }
      heap.swapAt(parent, child)
      parent = child
    }
    return first
  }
}
