/// Numbers with a fixed count of decimals, as `convert` writes them.
package enum FixedDecimals {
  /// `value` with `decimals` digits after the point.
  package static func text(_ value: Double, decimals: Int) -> String {
    var bytes: [UInt8] = []
    append(value, decimals: decimals, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends `value` with `decimals` digits after the point (at least 1), trailing zeros kept, zero without a
  /// sign; rounded as C's `%.*f` does.
  ///
  /// - Precondition: `accepts` the value.
  package static func append(_ value: Double, decimals: Int, to bytes: inout [UInt8]) {
    let scaled = scaled(value, by: scale(decimals))
    if scaled < 0 { bytes.append(UInt8(ascii: "-")) }
    var divisor: UInt64 = 1
    for _ in 0..<decimals { divisor *= 10 }
    let (whole, fraction) = scaled.magnitude.quotientAndRemainder(dividingBy: divisor)
    bytes += String(whole).utf8
    bytes.append(UInt8(ascii: "."))
    var rest = fraction
    for _ in 0..<decimals {
      divisor /= 10
      bytes.append(UInt8(ascii: "0") + UInt8(rest / divisor))
      rest %= divisor
    }
  }

  /// `value × scale` of the exact product, rounded to the nearest integer, ties to even.
  private static func scaled(_ value: Double, by scale: Double) -> Int64 {
    let product = value * scale
    let floor = product.rounded(.down)
    // The product's own rounding error decides what looks like a tie.
    let error = (-product).addingProduct(value, scale)
    let over = (product - floor - 0.5) + error
    let isUp = over > 0 || over == 0 && Int64(floor) & 1 == 1
    return Int64(floor) + (isUp ? 1 : 0)
  }

  private static func scale(_ decimals: Int) -> Double {
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    return scale
  }

  /// True when `append` may take `value`.
  package static func accepts(_ value: Double, decimals: Int) -> Bool {
    (value * scale(decimals)).magnitude < 0x1p52
  }
}
