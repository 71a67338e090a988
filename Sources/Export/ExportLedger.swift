import Model

extension LedgerCode {
  /// Every part of a geometry had fewer than four (lines: two) different positions at seven decimals.
  public static let geometryLostInRounding = LedgerCode(
    "geometry_lost_in_rounding", .warning,
    LocalizedText(
      "geometries smaller than the 7 decimals written; the geometry is null",
      zh: "几何小于所写的 7 位小数，写为空几何"))

  /// Some rings of a geometry vanished, the rest was written.
  public static let ringLostInRounding = LedgerCode(
    "ring_lost_in_rounding", .note,
    LocalizedText(
      "rings smaller than the 7 decimals written were left out",
      zh: "小于所写的 7 位小数的环已略去"))

  /// Positions merged by rounding made a ring cross or touch itself.
  public static let ringSpoiltByRounding = LedgerCode(
    "ring_spoilt_by_rounding", .warning,
    LocalizedText(
      "rings that touch or cross themselves after rounding to 7 decimals",
      zh: "四舍五入到 7 位小数后自相接触或相交的环"))

  /// A coordinate is not finite or outside what degrees can be.
  public static let geometryOutOfRange = LedgerCode(
    "geometry_out_of_range", .warning,
    LocalizedText(
      "geometries with coordinates that are not degrees; the geometry is null",
      zh: "坐标不是经纬度的几何，写为空几何"))

  /// A geometry was cut at 180° so that no part crosses it (RFC 7946, 3.1.9).
  public static let antimeridianCut = LedgerCode(
    "antimeridian_cut", .note,
    LocalizedText("geometries cut at the 180° meridian", zh: "在 180° 经线处切开的几何"))

  /// An own attribute was renamed because a result column has its name.
  public static let attributeRenamed = LedgerCode(
    "attribute_renamed", .note,
    LocalizedText(
      "own attributes renamed because a result has the same name",
      zh: "与结果列同名的原有字段已改名"))
}
