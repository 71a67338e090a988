/// Straight segments by the cells of a square grid that they pass through, in hashed buckets: places for each cell would
/// be too many where a layer has two far-apart towns.
///
/// Two segments within `reach` metres of each other share at least one bucket. A bucket may hold several cells;
/// whoever reads it compares boxes first.
struct SegmentGrid {
  /// Units of 1e-7 degrees a cell is wide and high, and by which segments are widened.
  private let width: Int
  private let height: Int
  private let reachNorth: Int
  /// By whole degrees of latitude, rounded up.
  private let reachEast: [Int]
  private let mask: UInt64
  /// By bucket + 1: where its segments begin in `items`.
  private(set) var starts: [UInt32] = []
  private(set) var items: [UInt32] = []

  /// The grid over `count` segments, segment `n` from `ends(n).0` to `ends(n).1`. Cells are twice as wide as half of
  /// the segments are long, and wider where long segments would fill too many.
  init(count: Int, reach: Double, ends: (Int) -> (FixedPoint, FixedPoint)) {
    let step = max(1, count / 4096)
    let latitudes = stride(from: 0, to: count, by: step).map { abs(ends($0).0.latitude) }.sorted()
    // The middle one: a stray place at a pole must not widen all cells.
    let latitude = latitudes.isEmpty ? 0 : min(89.9, latitudes[latitudes.count / 2])
    let scale = LocalFrame.metresPerUnit(latitude: latitude)
    reachEast = (0...91).map { degree in
      let east = LocalFrame.metresPerUnit(latitude: min(89.9, Double(degree))).east
      return Int((reach / east).rounded(.up)) + 1
    }
    reachNorth = Int((reach / LocalFrame.metresPerUnit(latitude: 0).north).rounded(.up)) + 1
    let cell = Self.cellMetres(count: count, reach: reach, scale: scale, ends: ends)
    width = max(1, Int(cell / scale.east))
    height = max(1, Int(cell / scale.north))
    var bits = 4
    while 1 << bits < 2 * count { bits += 1 }
    mask = UInt64(1 << bits - 1)
    fill(count: count, ends: ends)
  }

  private static func cellMetres(
    count: Int, reach: Double, scale: (east: Double, north: Double),
    ends: (Int) -> (FixedPoint, FixedPoint)
  ) -> Double {
    var lengths = (0..<count).map { index in
      let (a, b) = ends(index)
      let d = PlaneSegments.difference(a, b)
      return Float(abs(d.x) * scale.east + abs(d.y) * scale.north)
    }
    let total = lengths.reduce(0.0) { $0 + Double($1) }
    // A sample is enough for the middle one.
    let step = max(1, count / 4096)
    lengths = stride(from: 0, to: count, by: step).map { lengths[$0] }.sorted()
    let middle = lengths.isEmpty ? 1 : Double(lengths[lengths.count / 2])
    // A segment passes about length / cell + 1 cells: no more than eight each on average.
    return max(2 * middle, 4 * reach, total / Double(7 * max(1, count)), 1)
  }

  private mutating func fill(count: Int, ends: (Int) -> (FixedPoint, FixedPoint)) {
    let buckets = Int(mask) + 1
    var starts = [UInt32](repeating: 0, count: buckets + 1)
    starts.withUnsafeMutableBufferPointer { starts in
      for index in 0..<count {
        let (a, b) = ends(index)
        visit(a, b) { starts[$0 + 1] += 1 }
      }
      for bucket in 0..<buckets { starts[bucket + 1] += starts[bucket] }
    }
    var next = starts
    var items = [UInt32](repeating: 0, count: Int(starts[buckets]))
    items.withUnsafeMutableBufferPointer { items in
      next.withUnsafeMutableBufferPointer { next in
        for index in 0..<count {
          let (a, b) = ends(index)
          visit(a, b) { bucket in
            items[Int(next[bucket])] = UInt32(index)
            next[bucket] += 1
          }
        }
      }
    }
    (self.starts, self.items) = (starts, items)
  }

  /// Segments in the buckets that a…b passes; some more than once.
  @inline(__always)
  func candidates(_ a: FixedPoint, _ b: FixedPoint, _ body: (Int) -> Void) {
    visit(a, b) { bucket in
      for at in starts[bucket]..<starts[bucket + 1] { body(Int(items[Int(at)])) }
    }
  }

  /// Buckets of the cells within reach of a…b: row by row, the stretch that the segment covers there.
  @inline(__always)
  private func visit(_ a: FixedPoint, _ b: FixedPoint, _ body: (Int) -> Void) {
    let (low, high) = a.latitudeE7 <= b.latitudeE7 ? (a, b) : (b, a)
    let (lowY, highY) = (Int(low.latitudeE7), Int(high.latitudeE7))
    let (lowX, highX) = (Int(low.longitudeE7), Int(high.longitudeE7))
    let first = Self.floor(lowY - reachNorth, height)
    let last = Self.floor(highY + reachNorth, height)
    let reachEast = reachEast[Int(max(abs(lowY), abs(highY)) / 10_000_000) + 1]
    let slope = highY > lowY ? Double(highX - lowX) / Double(highY - lowY) : 0
    for row in first...last {
      var (west, east) = (min(lowX, highX), max(lowX, highX))
      if last > first, highY > lowY {
        // One unit wider than the row on both sides makes up for rounding.
        let from = max(lowY, row * height - reachNorth - 1)
        let to = min(highY, (row + 1) * height + reachNorth + 1)
        let x1 = Double(lowX) + slope * Double(from - lowY)
        let x2 = Double(lowX) + slope * Double(to - lowY)
        west = max(west, Int(min(x1, x2)) - 1)
        east = min(east, Int(max(x1, x2)) + 2)
      }
      let start = Self.floor(west - reachEast, width)
      let end = Self.floor(east + reachEast, width)
      for column in start...max(start, end) { body(bucket(column, row)) }
    }
  }

  @inline(__always)
  private static func floor(_ value: Int, _ size: Int) -> Int {
    value >= 0 ? value / size : -((size - 1 - value) / size)
  }

  @inline(__always)
  private func bucket(_ column: Int, _ row: Int) -> Int {
    var key = UInt64(truncatingIfNeeded: column) &* 0x9E37_79B9_7F4A_7C15
    key ^= UInt64(truncatingIfNeeded: row) &* 0xC2B2_AE3D_27D4_EB4F
    key ^= key >> 29
    key = key &* 0xBF58_476D_1CE4_E5B9
    return Int((key >> 32) & mask)
  }
}
