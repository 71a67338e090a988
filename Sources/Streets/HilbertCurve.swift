/// Hilbert's curve through 2¹⁶ × 2¹⁶ cells: neighbours along it are neighbours in the plane.
enum HilbertCurve {
  /// Position of cell (x, y), both below 2¹⁶, along the curve.
  ///
  /// D. Hilbert, *Über die stetige Abbildung einer Linie auf ein Flächenstück*, Math. Ann. 38 (1891); one quadrant a
  /// step, from the largest to the smallest.
  static func position(_ x: UInt32, _ y: UInt32) -> UInt32 {
    var (x, y) = (x, y)
    var position: UInt32 = 0
    var side: UInt32 = 1 << 15
    while side > 0 {
      let right: UInt32 = x & side != 0 ? 1 : 0
      let upper: UInt32 = y & side != 0 ? 1 : 0
      position = position << 2 | ((3 * right) ^ upper)
      if upper == 0 {
        if right == 1 {
          x = ~x & 0xFFFF
          y = ~y & 0xFFFF
        }
        swap(&x, &y)
      }
      side >>= 1
    }
    return position
  }
}
