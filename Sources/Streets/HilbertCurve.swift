/// Hilbert's curve through 2¹⁶ × 2¹⁶ cells: neighbours along it are neighbours in the plane.
enum HilbertCurve {
  /// Position of cell (x, y), both below 2¹⁶, along the curve.
  ///
  /// D. Hilbert, *Über die stetige Abbildung einer Linie auf ein Flächenstück*, Math. Ann. 38 (1891); one quadrant a
  /// step, from the largest to the smallest. Instead of turning the plane in each step, the turn is kept: `isSwapped`
  /// when x and y change places, `isMirrored` when both run backwards. No branches to guess.
  @inline(__always)
  static func position(_ x: UInt32, _ y: UInt32) -> UInt32 {
    var position: UInt32 = 0
    var isSwapped: UInt32 = 0
    var isMirrored: UInt32 = 0
    var shift: UInt32 = 16
    while shift > 0 {
      shift &-= 1
      let a = (x &>> shift) & 1
      let b = (y &>> shift) & 1
      let exchange = (a ^ b) & isSwapped
      let right = a ^ exchange ^ isMirrored
      let upper = b ^ exchange ^ isMirrored
      position = position &<< 2 | ((3 &* right) ^ upper)
      isMirrored ^= (upper ^ 1) & right
      isSwapped ^= upper ^ 1
    }
    return position
  }
}
