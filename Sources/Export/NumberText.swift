/// Decimal text of numbers, correctly rounded and without the C library, so no locale can change it.
///
/// Rounding is to the nearest decimal of the double's exact value, exact ties to the even last digit: the
/// same digits as C's `%.*f`. Trailing zeros and a bare point are cut, and zero has no sign.
enum NumberText {
  /// Most bytes any function here writes, including what is written ahead and then taken back.
  static let longest = 48

  static let powersOfTen: [Double] = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8]

  /// 1.5 × 2⁵²: added to a number below 2⁵¹ in size it leaves the nearest integer in the mantissa's low bits
  /// (ties to even); about ten times faster than a call to `rint` where the target has no rounding instruction.
  private static let integerShift = 6_755_399_441_055_744.0

  /// `value × scale` of the exact product, rounded to the nearest integer, ties to even.
  ///
  /// - Precondition: |value × scale| < 2⁴³, so that a product's error is below 0.0005.
  @inline(__always)
  static func scaled(_ value: Double, by scale: Double) -> Int64 {
    let product = value * scale
    let shifted = product + integerShift
    let difference = product - (shifted - integerShift)
    let nearest = Int64(bitPattern: shifted.bitPattern &- integerShift.bitPattern)
    if difference.magnitude > 0.499 { return settled(nearest, difference, product, value, scale) }
    return nearest
  }

  /// Decides a product close to a tie with its exact rounding error, which `fma` gives.
  @inline(never)
  private static func settled(
    _ nearest: Int64, _ difference: Double, _ product: Double, _ value: Double, _ scale: Double
  ) -> Int64 {
    let error = (-product).addingProduct(value, scale)
    let over = (difference - 0.5) + error
    if difference > 0, over > 0 { return nearest + 1 }
    if difference > 0, over == 0 { return nearest + (nearest & 1) }
    let under = (difference + 0.5) + error
    if difference < 0, under < 0 { return nearest - 1 }
    if difference < 0, under == 0 { return nearest - (nearest & 1) }
    return nearest
  }

  /// The eight digits of a number below 10⁸, one a byte (not yet characters), the first in the lowest byte.
  @inline(__always)
  static func eightDigits(_ number: UInt64) -> UInt64 {
    let upper = (number &* 109_951_163) >> 40  // ÷ 10⁴, exact below 10⁸
    let halves = upper | (number &- upper &* 10_000) << 32
    let hundreds = ((halves &* 10486) >> 20) & 0x7f_0000_007f
    let pairs = hundreds | (halves &- hundreds &* 100) << 16
    let tens = ((pairs &* 103) >> 10) & 0x000f_000f_000f_000f
    return tens | (pairs &- tens &* 10) << 8
  }

  private static let zeros: UInt64 = 0x3030_3030_3030_3030

  /// Writes a point and the eight-digit `fraction` without trailing zeros; nothing for 0.
  @inline(__always)
  static func appendFraction(_ fraction: UInt64, to out: inout UnsafeMutablePointer<UInt8>) {
    let digits = eightDigits(fraction)
    out[0] = UInt8(ascii: ".")
    UnsafeMutableRawPointer(out + 1).storeBytes(of: digits | zeros, as: UInt64.self)
    let length = (71 &- (digits | 1).leadingZeroBitCount) >> 3
    out += digits == 0 ? 0 : length &+ 1
  }

  /// Writes a whole number.
  @inline(__always)
  static func append(_ number: UInt64, to out: inout UnsafeMutablePointer<UInt8>) {
    if number < 10 {
      out[0] = UInt8(truncatingIfNeeded: number) | 0x30
      out += 1
      return
    }
    if number < 100_000_000 { return appendShort(number, to: &out) }
    appendLong(number, to: &out)
  }

  /// Writes a whole number from 1 to 10⁸ − 1: leading zero digits are shifted out.
  @inline(__always)
  private static func appendShort(_ number: UInt64, to out: inout UnsafeMutablePointer<UInt8>) {
    let digits = eightDigits(number)
    let leading = digits.trailingZeroBitCount & ~7
    UnsafeMutableRawPointer(out).storeBytes(
      of: (digits | zeros) >> UInt64(leading), as: UInt64.self)
    out += 8 &- leading >> 3
  }

  @inline(never)
  private static func appendLong(_ number: UInt64, to out: inout UnsafeMutablePointer<UInt8>) {
    append(number / 100_000_000, to: &out)
    let digits = eightDigits(number % 100_000_000)
    UnsafeMutableRawPointer(out).storeBytes(of: digits | zeros, as: UInt64.self)
    out += 8
  }

  @inline(__always)
  static func append(_ number: Int64, to out: inout UnsafeMutablePointer<UInt8>) {
    if number < 0 {
      out[0] = UInt8(ascii: "-")
      out += 1
    }
    append(number.magnitude, to: &out)
  }

  /// Writes `value` with at most `decimals` (0…8) digits after the point; `null` when it is not finite.
  ///
  /// From 2⁶³ on, where doubles are whole numbers of more digits than they know, the shortest text that reads
  /// back the same is written (`1e+20`).
  @inline(__always)
  static func append(_ value: Double, decimals: Int, to out: inout UnsafeMutablePointer<UInt8>) {
    let size = value.magnitude
    if decimals == 2, size < 0x1p36 { return appendScaled(value, 1e2, 100, 1_000_000, to: &out) }
    if decimals == 6, size < 0x1p23 { return appendScaled(value, 1e6, 1_000_000, 100, to: &out) }
    appendAny(value, decimals: decimals, to: &out)
  }

  @inline(__always)
  private static func appendScaled(
    _ value: Double, _ scale: Double, _ unit: UInt64, _ rest: UInt64,
    to out: inout UnsafeMutablePointer<UInt8>
  ) {
    let number = scaled(value, by: scale)
    if number < 0 {
      out[0] = UInt8(ascii: "-")
      out += 1
    }
    let size = number.magnitude
    let whole = size / unit
    append(whole, to: &out)
    appendFraction((size &- whole &* unit) &* rest, to: &out)
  }

  /// Splits off the whole part, which is exact, and rounds the rest.
  @inline(never)
  private static func appendAny(
    _ value: Double, decimals: Int, to out: inout UnsafeMutablePointer<UInt8>
  ) {
    guard value.isFinite else { return append("null", to: &out) }
    let size = value.magnitude
    guard size < 0x1p63 else { return append("\(value)", to: &out) }
    var whole = UInt64(size)
    let unit = powersOfTen[min(max(decimals, 0), 8)]
    var fraction: UInt64
    if unit == 1 {
      // `rounded` and not `scaled(rest, 1)`: a tie is even by the whole number's last digit.
      whole = UInt64(size.rounded(.toNearestOrEven))
      fraction = 0
    } else {
      fraction = UInt64(scaled(size - Double(whole), by: unit))
    }
    if fraction == UInt64(unit), unit > 1 {
      whole += 1
      fraction = 0
    }
    if value < 0, whole != 0 || fraction != 0 {
      out[0] = UInt8(ascii: "-")
      out += 1
    }
    append(whole, to: &out)
    appendFraction(fraction * UInt64(1e8 / unit), to: &out)
  }

  static func append(_ text: String, to out: inout UnsafeMutablePointer<UInt8>) {
    for byte in text.utf8 {
      out[0] = byte
      out += 1
    }
  }

  /// `value` as a string; for use outside the bulk path.
  static func string(_ value: Double, decimals: Int) -> String {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: longest) { buffer in
      var out = buffer.baseAddress!
      append(value, decimals: decimals, to: &out)
      return String(decoding: buffer[..<(out - buffer.baseAddress!)], as: UTF8.self)
    }
  }
}
