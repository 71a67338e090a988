import Model

/// A way from source to target coordinates that several workers can use, each with its own state.
struct CoordinateConversion: Sendable {
  /// Degrees in the target: 10 decimals; else metres: 4.
  var isTargetGeographic: Bool
  /// Makes one worker's function: it converts in place and leaves non-finite what has no image.
  var makeWorker: @Sendable () throws -> (inout [Coordinate]) throws -> Void

  /// Digits after the point: 10 of a degree are 0.01 mm, 4 of a metre 0.1 mm.
  var decimals: Int { isTargetGeographic ? 10 : 4 }
}

extension LedgerCode {
  /// Rows `convert` kept with empty coordinates.
  static let rowsNotConverted = LedgerCode(
    "rows_not_converted", .warning,
    LocalizedText(
      "rows without usable coordinates are kept with empty x and y", zh: "坐标不可用的行保留，x、y 留空"))
}
