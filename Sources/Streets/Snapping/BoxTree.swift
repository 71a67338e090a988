/// Boxes of fixed points in a packed tree: the items stay where they are, in an order that keeps neighbours together.
///
/// Four neighbouring items share a box, eight boxes a node. Boxes are 32-bit floats relative to the middle of all
/// items, widened by more than their rounding, so a test may let too much through but never too little; the items
/// themselves are tested exactly by the caller. Size follows the number of items alone, however long or far apart
/// they are.
struct BoxTree: Sendable {
  /// A box in 1e-7 degrees, borders inclusive.
  struct Box: BitwiseCopyable, Sendable {
    var west = Int.max
    var south = Int.max
    var east = Int.min
    var north = Int.min

    mutating func add(_ point: FixedPoint) {
      west = min(west, Int(point.longitudeE7))
      east = max(east, Int(point.longitudeE7))
      south = min(south, Int(point.latitudeE7))
      north = max(north, Int(point.latitudeE7))
    }
  }

  static let itemsPerBox = 4
  static let boxesPerNode = 8

  private let itemCount: Int
  /// By level from the lowest: index of its first node.
  private let levelStarts: [Int]
  /// By node: eight west, south, east, north borders; 32 floats.
  private let borders: GraphArray<Float>
  private let middle: FixedPoint

  /// `box` must give the box of each item below `count`.
  init(count: Int, threads: Int = 1, box: @Sendable (Int) -> Box) {
    itemCount = count
    let pieces = IndexPieces(threads: threads)
    let groups = FilledArray<Box>((count + Self.itemsPerBox - 1) / Self.itemsPerBox)
    pieces.forEach(groups.array.count) { range in
      for group in range {
        var joined = Box()
        let first = group * Self.itemsPerBox
        for item in first..<min(count, first + Self.itemsPerBox) { Self.join(&joined, box(item)) }
        groups[group] = joined
      }
    }
    var all = Box()
    for box in groups.array { Self.join(&all, box) }
    let isEmpty = count == 0
    let middle = FixedPoint(
      longitudeE7: isEmpty ? 0 : Int32((all.west + all.east) / 2),
      latitudeE7: isEmpty ? 0 : Int32((all.south + all.north) / 2))
    self.middle = middle
    var starts: [Int] = []
    var nodes = 0
    var levels: [GraphArray<Box>] = []
    var boxes = groups.array
    while true {
      starts.append(nodes)
      levels.append(boxes)
      let count = (boxes.count + Self.boxesPerNode - 1) / Self.boxesPerNode
      nodes += max(1, count)
      if count <= 1 { break }
      boxes = Self.parents(boxes, count)
    }
    levelStarts = starts
    let reach = isEmpty ? 0 : max(all.east - all.west, all.north - all.south)
    let margin = Float(reach) * 0x1p-22 + 1
    let borders = FilledArray<Float>(nodes * 32)
    for (start, boxes) in zip(starts, levels) {
      let count = max(1, (boxes.count + Self.boxesPerNode - 1) / Self.boxesPerNode)
      pieces.forEach(count) { range in
        for node in range {
          let at = borders.base + (start + node) * 32
          at.initialize(repeating: .infinity, count: 32)
          let first = node * Self.boxesPerNode
          for index in first..<min(boxes.count, first + Self.boxesPerNode) {
            let (slot, box) = (at + index - first, boxes[index])
            slot[0] = Float(box.west - Int(middle.longitudeE7)) - margin
            slot[8] = Float(box.south - Int(middle.latitudeE7)) - margin
            slot[16] = Float(box.east - Int(middle.longitudeE7)) + margin
            slot[24] = Float(box.north - Int(middle.latitudeE7)) + margin
          }
        }
      }
    }
    self.borders = borders.array
  }

  /// Each around up to eight boxes.
  private static func parents(_ boxes: GraphArray<Box>, _ count: Int) -> GraphArray<Box> {
    GraphArray(count: count) { parents in
      parents.initialize(repeating: Box(), count: count)
      for index in 0..<boxes.count { join(&parents[index / boxesPerNode], boxes[index]) }
    }
  }

  private static func join(_ box: inout Box, _ other: Box) {
    box.west = min(box.west, other.west)
    box.south = min(box.south, other.south)
    box.east = max(box.east, other.east)
    box.north = max(box.north, other.north)
  }

  private struct Waiting: BitwiseCopyable {
    var node: UInt32
    var level: UInt32
    var squared: Float
  }

  /// Calls `body` with ranges of items by roughly growing distance from the frame's origin. It gets and returns the
  /// square of the distance in metres beyond which items do not matter any more.
  ///
  /// `ignoresLongitude` where the surroundings reach across the 180th meridian: then only latitudes are compared.
  @inline(__always)
  func visit(
    around frame: LocalFrame, within squaredMetres: Float, ignoresLongitude: Bool,
    _ body: (Range<Int>, Float) -> Float
  ) {
    if itemCount == 0 { return }
    let x = Float(Int(frame.origin.longitudeE7) - Int(middle.longitudeE7))
    let y = Float(Int(frame.origin.latitudeE7) - Int(middle.latitudeE7))
    let east = ignoresLongitude ? 0 : Float(frame.metresEast)
    let north = Float(frame.metresNorth)
    // Above the rounding of the few products below.
    let slack: Float = 1.00001
    var bound = squaredMetres * slack
    withUnsafeTemporaryAllocation(of: Waiting.self, capacity: 8 * levelStarts.count + 8) { stack in
      let base = stack.baseAddress!
      let borders = borders.base
      base[0] = Waiting(node: 0, level: UInt32(levelStarts.count - 1), squared: 0)
      var depth = 1
      while depth > 0 {
        depth -= 1
        let top = base[depth]
        if top.squared > bound { continue }
        if top.level == .max {
          let first = Int(top.node) * Self.itemsPerBox
          bound = body(first..<min(itemCount, first + Self.itemsPerBox), bound) * slack
          continue
        }
        let box = borders + (levelStarts[Int(top.level)] + Int(top.node)) * 32
        let all = Self.squares(box, x, y, east, north)
        let lowest = depth
        var near = Self.bits(all .<= bound)
        while near != 0 {
          let slot = near.trailingZeroBitCount
          near &= near &- 1
          let squared = all[slot]
          // The nearest on top.
          var at = depth
          while at > lowest, base[at - 1].squared < squared {
            base[at] = base[at - 1]
            at -= 1
          }
          base[at] = Waiting(
            node: top.node * 8 + UInt32(slot), level: top.level &- 1, squared: squared)
          depth += 1
        }
      }
    }
  }

  /// Calls `body` with ranges of items, in their order, of which some may meet a box; all others do not.
  func visit(meeting box: Box, _ body: (Range<Int>) -> Void) {
    if itemCount == 0 { return }
    let west = Float(box.west - Int(middle.longitudeE7)).nextDown
    let east = Float(box.east - Int(middle.longitudeE7)).nextUp
    let south = Float(box.south - Int(middle.latitudeE7)).nextDown
    let north = Float(box.north - Int(middle.latitudeE7)).nextUp
    func visit(_ node: Int, _ level: Int) {
      let borders = borders.base + (levelStarts[level] + node) * 32
      for slot in 0..<Self.boxesPerNode {
        // An empty slot's west is infinite.
        if borders[slot] > east || borders[slot + 16] < west || borders[slot + 8] > north
          || borders[slot + 24] < south
        {
          continue
        }
        let child = node * Self.boxesPerNode + slot
        if level > 0 {
          visit(child, level - 1)
        } else {
          let first = child * Self.itemsPerBox
          body(first..<min(itemCount, first + Self.itemsPerBox))
        }
      }
    }
    visit(0, levelStarts.count - 1)
  }

  /// Squares of the distances of a node's eight boxes; infinite or not a number for an empty slot.
  @inline(__always)
  private static func squares(
    _ box: UnsafePointer<Float>, _ x: Float, _ y: Float, _ east: Float, _ north: Float
  ) -> SIMD8<Float> {
    let raw = UnsafeRawPointer(box)
    func borders(_ row: Int) -> SIMD8<Float> {
      raw.loadUnaligned(fromByteOffset: row * 32, as: SIMD8<Float>.self)
    }
    let dx = larger(larger(borders(0) - x, x - borders(2)), .zero) * east
    let dy = larger(larger(borders(1) - y, y - borders(3)), .zero) * north
    return dx * dx + dy * dy
  }

  @inline(__always)
  private static func larger(_ a: SIMD8<Float>, _ b: SIMD8<Float>) -> SIMD8<Float> {
    a.replacing(with: b, where: a .< b)
  }

  /// One bit a lane.
  @inline(__always)
  private static func bits(_ mask: SIMDMask<SIMD8<Int32>>) -> Int32 {
    let powers = SIMD8<Int32>(1, 2, 4, 8, 16, 32, 64, 128)
    return SIMD8<Int32>.zero.replacing(with: powers, where: mask).wrappedSum()
  }
}
