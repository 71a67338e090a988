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

extension LedgerCode {
  /// Text cells that a spreadsheet would have taken for formulas got a leading apostrophe.
  public static let formulaGuarded = LedgerCode(
    "formula_guarded", .note,
    LocalizedText(
      "text cells that look like formulas got a leading apostrophe",
      zh: "形似公式的文本单元格前已加撇号"))

  /// An own value does not fit its column's type and was left empty.
  public static let valueNotWritten = LedgerCode(
    "value_not_written", .warning,
    LocalizedText(
      "values that do not fit their column's type were left empty", zh: "与列类型不符的值已留空"))

  /// A Shapefile field has another, shorter name.
  public static let fieldShortened = LedgerCode(
    "field_shortened", .note,
    LocalizedText(
      "field names cut to a Shapefile's 10 bytes; the .fields.csv beside it lists them",
      zh: "字段名已截短到 Shapefile 的 10 字节，对照表见同名 .fields.csv"))

  /// Text longer than the 254 bytes a DBF field holds was cut.
  public static let textTruncated = LedgerCode(
    "text_truncated", .warning,
    LocalizedText(
      "texts cut to the 254 bytes a Shapefile holds", zh: "文本已截短到 Shapefile 的 254 字节"))

  /// Whole numbers that most readers of a DBF would round.
  public static let integerBeyondDouble = LedgerCode(
    "integer_beyond_double", .warning,
    LocalizedText(
      "whole numbers beyond 2^53, which readers of a Shapefile may round",
      zh: "超过 2^53 的整数，读取 Shapefile 的软件可能会取整"))

  /// A part of the Shapefile is larger than 2 GB.
  public static let shapefileOver2GB = LedgerCode(
    "shapefile_over_2gb", .warning,
    LocalizedText(
      "a part of the Shapefile is larger than 2 GB, which some software cannot open",
      zh: "Shapefile 的某个文件超过 2 GB，有些软件无法打开"))
}

extension LedgerCode {
  /// Text longer than an Excel cell holds was cut.
  public static let cellTruncated = LedgerCode(
    "cell_truncated", .warning,
    LocalizedText(
      "texts cut to the 32,767 characters of an Excel cell", zh: "文本已截短到 Excel 单元格的 32,767 个字符"))
}

extension LedgerCode {
  /// FlatGeobuf (as GDAL 3.6 writes it) drops features without geometry.
  public static let featureWithoutGeometry = LedgerCode(
    "feature_without_geometry", .warning,
    LocalizedText(
      "features without geometry, which this format cannot hold, were left out",
      zh: "此格式不能保存无几何的要素，已略去"))
}

extension LedgerCode {
  /// The library that writes a format warned about something it changed or left out.
  public static let formatWarning = LedgerCode(
    "format_warning", .warning,
    LocalizedText("the output format could not keep everything", zh: "输出格式未能保留全部内容"))
}
