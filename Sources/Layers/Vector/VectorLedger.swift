import Model

/// Ledger codes of reading vector files.
enum VectorLedger {
  static let notFinite = LedgerCode(
    "coordinates_not_finite", .warning,
    LocalizedText(
      "a coordinate is not a number; the geometry is not used", zh: "坐标不是有限数值，该图形不参与计算"))
  static let curves = LedgerCode(
    "curves_linearised", .note,
    LocalizedText("arcs were replaced by chords every 0.25°", zh: "圆弧已按 0.25° 一段化为折线"))
  static let lineTooShort = LedgerCode(
    "line_too_short", .warning,
    LocalizedText("a line has fewer than two points", zh: "线不足两个点"))
  static let textCut = LedgerCode(
    "text_cut", .note,
    LocalizedText(
      "a character cut in half at the end of a full field was dropped", zh: "字段写满时末尾的半个字符已舍去"))
  static let encodingUnknown = LedgerCode(
    "encoding_unknown", .warning,
    LocalizedText(
      "the encoding named beside the file is unknown and was passed over",
      zh: "文件旁注明的编码无法识别，已忽略"))
  static let realNotFinite = LedgerCode(
    "number_not_finite", .warning,
    LocalizedText("NaN or infinity in a field became null", zh: "字段中的 NaN 或无穷大已记为空"))
  static let encodingIgnored = LedgerCode(
    "encoding_ignored", .note,
    LocalizedText(
      "the format fixes the text encoding; the option was not needed", zh: "该格式的文字编码固定，编码选项未使用"))
  static let projectionUnreadable = LedgerCode(
    "crs_unreadable", .warning,
    LocalizedText(
      "the stated coordinate system is local or not understood and was passed over",
      zh: "注明的坐标系为地方坐标系或无法识别，已忽略"))
  static let dbfMissing = LedgerCode(
    "dbf_missing", .warning,
    LocalizedText("no .dbf beside the .shp: no attributes", zh: "缺少 .dbf，没有属性"))
  static let indexRebuilt = LedgerCode(
    "shx_rebuilt", .note,
    LocalizedText(
      "the .shx index was missing or broken and was rebuilt in memory",
      zh: "缺少 .shx 索引或其已损坏，已在内存中重建"))
  static let recordsMismatch = LedgerCode(
    "records_mismatch", .warning,
    LocalizedText(
      ".shp and .dbf hold different numbers of records", zh: ".shp 与 .dbf 的记录数不同"))
  static let recordsDeleted = LedgerCode(
    "records_deleted", .note,
    LocalizedText("records marked as deleted were passed over", zh: "标记为删除的记录已略过"))
  static let fieldRenamed = LedgerCode(
    "field_renamed", .note,
    LocalizedText("a field name occurred twice and got a number", zh: "字段重名，已加序号"))
  static let layerChosen = LedgerCode(
    "layer_chosen", .note,
    LocalizedText("one layer of several was taken", zh: "文件含多个图层，取其中之一"))
}
