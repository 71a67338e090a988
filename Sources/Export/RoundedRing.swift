import Model

/// One ring or line in whole 10⁻⁷ degrees, reused from ring to ring.
struct RoundedRing: ~Copyable {
  /// A position in 10⁻⁷ degrees: x, then y.
  typealias Position = SIMD2<Int32>

  private(set) var positions: UnsafeMutablePointer<Position>
  private var capacity = 256
  private(set) var count = 0
  /// Whole degrees 0…180 as text: three bytes, and the length in the fourth.
  private let wholeDegrees: UnsafeMutablePointer<UInt32>

  init() {
    positions = .allocate(capacity: capacity)
    wholeDegrees = .allocate(capacity: 181)
    for degrees in 0...180 {
      var entry: UInt32 = 0
      let digits = Array(String(degrees).utf8)
      for (place, digit) in digits.enumerated() { entry |= UInt32(digit) << UInt32(8 * place) }
      wholeDegrees[degrees] = entry | UInt32(digits.count) << 24
    }
  }

  deinit {
    positions.deallocate()
    wholeDegrees.deallocate()
  }

  /// Rounds the coordinates and drops those equal to their predecessor.
  ///
  /// False when one is not finite or beyond ±180/±90 degrees or, with `checksSpan`, when the ring is more than
  /// 180° wide.
  @inline(__always)
  mutating func round(
    _ coordinates: UnsafePointer<Coordinate>, _ range: Range<Int>, _ checksSpan: Bool
  ) -> Bool {
    if range.count >= capacity { grow(range.count) }
    let positions = positions
    var last = Position(Int32.min, Int32.min)
    var lowest = Int32.max
    var highest = Int32.min
    var inside = true
    var count = 0
    for index in range {
      let coordinate = coordinates[index]
      guard coordinate.x.magnitude <= 180, coordinate.y.magnitude <= 90 else {
        inside = false
        break
      }
      let position = Position(
        Int32(truncatingIfNeeded: NumberText.scaled(coordinate.x, by: 1e7)),
        Int32(truncatingIfNeeded: NumberText.scaled(coordinate.y, by: 1e7)))
      positions[count] = position
      count &+= position != last ? 1 : 0
      last = position
      lowest = min(lowest, position.x)
      highest = max(highest, position.x)
    }
    self.count = count
    return inside && !(checksSpan && Int64(highest) - Int64(lowest) > 1_800_000_000 && count > 0)
  }

  /// Repeats the first position at the end where it is missing.
  @inline(__always)
  mutating func close() {
    guard count > 0, positions[0] != positions[count - 1] else { return }
    positions[count] = positions[0]
    count += 1
  }

  private mutating func grow(_ wanted: Int) {
    positions.deallocate()
    capacity = wanted * 2
    positions = .allocate(capacity: capacity)
  }

  /// Twice the signed area in units of 10⁻¹⁴ square degrees, exact but for the sign of rings wider than 128°,
  /// where it is the sign alone (±1); positive is counter-clockwise.
  @inline(__always)
  var doubledArea: Int64 {
    let origin = positions[0]
    let originX = Int64(origin.x)
    let originY = Int64(origin.y)
    var area: Int64 = 0
    var widest: Int64 = 0
    var x = Int64(0)
    var y = Int64(0)
    // Partial sums may wrap; the whole is right modulo 2⁶⁴ and fits: 2 × (2 × 128°) × 180° < 2⁶³.
    for index in 1..<count {
      let nextX = Int64(positions[index].x) - originX
      let nextY = Int64(positions[index].y) - originY
      area = area &+ (x &* nextY &- nextX &* y)
      widest = max(widest, abs(nextX))
      x = nextX
      y = nextY
    }
    return widest < 1_280_000_000 ? area : wideArea
  }

  @inline(never)
  private var wideArea: Int64 {
    var area = Int128(0)
    for index in 1..<count {
      let from = positions[index - 1]
      let to = positions[index]
      area += Int128(from.x) * Int128(to.y) - Int128(to.x) * Int128(from.y)
    }
    return Int64(area.signum())
  }

  /// Writes `[[x,y],…]`, backwards when `reversed`.
  ///
  /// Commas go in front, so that nothing is written behind the end: the optimiser of Swift 6.3.1 drops a store
  /// to `out - 1` that is followed by one to `out`.
  @inline(__always)
  func append(reversed: Bool, to out: inout UnsafeMutablePointer<UInt8>) {
    let step = reversed ? -1 : 1
    var position = positions + (reversed ? count - 1 : 0)
    var separator = UInt8(ascii: "[")
    for _ in 0..<count {
      out[0] = separator
      out += 1
      append(position.pointee, to: &out)
      separator = UInt8(ascii: ",")
      position += step
    }
    out[0] = UInt8(ascii: "]")
    out += 1
  }

  /// Writes the first position alone.
  @inline(__always)
  func appendPosition(to out: inout UnsafeMutablePointer<UInt8>) { append(positions[0], to: &out) }

  @inline(__always)
  private func append(_ position: Position, to out: inout UnsafeMutablePointer<UInt8>) {
    out[0] = UInt8(ascii: "[")
    out += 1
    append(degrees: position.x, to: &out)
    out[0] = UInt8(ascii: ",")
    out += 1
    append(degrees: position.y, to: &out)
    out[0] = UInt8(ascii: "]")
    out += 1
  }

  @inline(__always)
  private func append(degrees: Int32, to out: inout UnsafeMutablePointer<UInt8>) {
    let sign = degrees >> 31
    out[0] = UInt8(ascii: "-")
    out -= Int(sign)
    let size = UInt32(bitPattern: (degrees ^ sign) &- sign)
    let whole = size / 10_000_000
    let text = wholeDegrees[Int(whole)]
    UnsafeMutableRawPointer(out).storeBytes(of: text, as: UInt32.self)
    out += Int(text >> 24)
    NumberText.appendFraction(UInt64(size &- whole &* 10_000_000) &* 10, to: &out)
  }
}

extension RoundedRing {
  /// False when two segments of the closed ring that are not neighbours share a point, or neighbours overlap.
  ///
  /// Compares all pairs whose x ranges meet, in order of their left ends: near linear for the short rings that
  /// rounding can merge.
  var isSimple: Bool {
    let segments = (0..<(count - 1)).sorted { leftEnd($0) < leftEnd($1) }
    for (place, first) in segments.enumerated() {
      let right = max(positions[first].x, positions[first + 1].x)
      for second in segments[(place + 1)...] {
        if leftEnd(second) > right { break }
        if meet(min(first, second), max(first, second)) { return false }
      }
    }
    return true
  }

  private func leftEnd(_ segment: Int) -> Int32 {
    min(positions[segment].x, positions[segment + 1].x)
  }

  /// True when segments `first` < `second` share more than the end they have in common.
  private func meet(_ first: Int, _ second: Int) -> Bool {
    let last = count - 2
    let (a, b) = (positions[first], positions[first + 1])
    let (c, d) = (positions[second], positions[second + 1])
    if second == first + 1 { return turn(a, b, d) == 0 && runsBack(b, a, d) }
    if first == 0, second == last { return turn(c, d, b) == 0 && runsBack(a, c, b) }
    let (abc, abd) = (turn(a, b, c), turn(a, b, d))
    let (cda, cdb) = (turn(c, d, a), turn(c, d, b))
    if abc * abd < 0, cda * cdb < 0 { return true }
    return abc == 0 && isBetween(a, b, c) || abd == 0 && isBetween(a, b, d)
      || cda == 0 && isBetween(c, d, a) || cdb == 0 && isBetween(c, d, b)
  }

  /// Whether from the shared `corner` both collinear ends lie in the same direction.
  private func runsBack(_ corner: Position, _ left: Position, _ right: Position) -> Bool {
    let (leftX, leftY) = (Int128(left.x) - Int128(corner.x), Int128(left.y) - Int128(corner.y))
    let (rightX, rightY) = (Int128(right.x) - Int128(corner.x), Int128(right.y) - Int128(corner.y))
    return leftX * rightX + leftY * rightY > 0
  }

  private func turn(_ a: Position, _ b: Position, _ c: Position) -> Int {
    let (bX, bY) = (Int128(b.x) - Int128(a.x), Int128(b.y) - Int128(a.y))
    let (cX, cY) = (Int128(c.x) - Int128(a.x), Int128(c.y) - Int128(a.y))
    return Int((bX * cY - cX * bY).signum())
  }

  private func isBetween(_ a: Position, _ b: Position, _ c: Position) -> Bool {
    min(a.x, b.x) <= c.x && c.x <= max(a.x, b.x) && min(a.y, b.y) <= c.y && c.y <= max(a.y, b.y)
  }
}
