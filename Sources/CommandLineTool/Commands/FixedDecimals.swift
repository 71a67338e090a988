/// Numbers with a fixed count of decimals, as `convert` writes them.
enum FixedDecimals {
  /// Appends `value` with `decimals` digits after the point (at least 1), trailing zeros kept, zero without a
  /// sign.
  ///
  /// - Precondition: `value × 10^decimals` is below 2⁵³, so that rounding the product is at most 1 unit of the
  ///   last decimal off.
  static func append(_ value: Double, decimals: Int, to bytes: inout [UInt8]) {
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let scaled = Int64((value * scale).rounded(.toNearestOrEven))
    if scaled < 0 { bytes.append(UInt8(ascii: "-")) }
    var digits = String(scaled.magnitude).utf8.map { $0 }
    if digits.count <= decimals {
      digits = Array(repeating: UInt8(ascii: "0"), count: decimals + 1 - digits.count) + digits
    }
    bytes += digits.dropLast(decimals)
    bytes.append(UInt8(ascii: "."))
    bytes += digits.suffix(decimals)
  }

  /// True when `append` may take `value`.
  static func accepts(_ value: Double, decimals: Int) -> Bool {
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    return (value * scale).magnitude < 0x1p53
  }
}
