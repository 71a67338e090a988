/// Hilbert's curve through 2¹⁶ × 2¹⁶ cells: neighbours along it are neighbours in the plane.
///
/// D. Hilbert, *Über die stetige Abbildung einer Linie auf ein Flächenstück*, Math. Ann. 38 (1891); one quadrant a
/// step, from the largest to the smallest.
enum HilbertCurve {
  /// Position of cell (x, y), both below 2¹⁶, along the curve; four steps at a time by table.
  @inline(__always)
  static func position(_ x: UInt32, _ y: UInt32) -> UInt32 {
    let table = table
    var turn: UInt32 = 0
    var position: UInt32 = 0
    var shift: UInt32 = 16
    while shift > 0 {
      shift &-= 4
      let entry = table[Int(turn &<< 8 | (x &>> shift & 15) &<< 4 | (y &>> shift & 15))]
      position = position &<< 8 | UInt32(entry & 255)
      turn = UInt32(entry &>> 8)
    }
    return position
  }

  /// By turn, four bits of x and four of y: the position among 16 × 16 cells, and above it the turn in the cell.
  ///
  /// Unsafe only to the compiler: it is written before anyone has it, and never freed.
  nonisolated(unsafe) private static let table: UnsafePointer<UInt16> = {
    let entries = UnsafeMutablePointer<UInt16>.allocate(capacity: 4 << 8)
    for index in 0..<UInt16(4 << 8) {
      var turn = Turn(isSwapped: index >> 8 & 1, isMirrored: index >> 9)
      var position: UInt16 = 0
      for shift in [3, 2, 1, 0] as [UInt16] {
        position = position << 2 | turn.step(index >> (shift + 4) & 1, index >> shift & 1)
      }
      entries[Int(index)] = (turn.isMirrored << 1 | turn.isSwapped) << 8 | position
    }
    return UnsafePointer(entries)
  }()

  /// How the curve lies in a quadrant: with x and y in each other's place, and with both running backwards.
  private struct Turn {
    var isSwapped: UInt16
    var isMirrored: UInt16

    /// The quadrant at which the curve comes to the half (a, b), from 0 to 3; turns as it does there.
    mutating func step(_ a: UInt16, _ b: UInt16) -> UInt16 {
      let exchange = (a ^ b) & isSwapped
      let right = a ^ exchange ^ isMirrored
      let upper = b ^ exchange ^ isMirrored
      isMirrored ^= (upper ^ 1) & right
      isSwapped ^= upper ^ 1
      return (3 * right) ^ upper
    }
  }
}
