import Model

/// Ledger codes that the readers of several formats share.
extension LedgerCode {
  static let encodingDetected = LedgerCode(
    "encoding_detected", .note,
    LocalizedText("the text encoding was found by looking at the bytes", zh: "文字编码由内容判断"))
  static let textUndecodable = LedgerCode(
    "text_undecodable", .warning,
    LocalizedText(
      "bytes that are not text in the file's encoding were replaced by �",
      zh: "按文件编码无法解读的字节已用 � 代替"))
  static let zDropped = LedgerCode(
    "z_dropped", .note,
    LocalizedText("heights or measures (Z, M) were dropped", zh: "高程或量测值（Z、M）已舍去"))
  static let ringClosed = LedgerCode(
    "ring_closed", .warning,
    LocalizedText("a ring did not end where it began and was closed", zh: "环未闭合，已补上首点"))
  static let geometryCollection = LedgerCode(
    "geometry_collection", .warning,
    LocalizedText(
      "a geometry of mixed kinds cannot be used", zh: "混合类型的几何集合无法使用"))
  static let geometryUnreadable = LedgerCode(
    "geometry_unreadable", .warning,
    LocalizedText("a geometry could not be read", zh: "图形无法读取"))
  static let coordinateSystemAssumed = LedgerCode(
    "crs_assumed", .note,
    LocalizedText(
      "no coordinate system stated: degrees taken as WGS 84", zh: "未注明坐标系，按 WGS 84 经纬度处理"))
  static let coordinateSystemInChina = LedgerCode(
    "crs_maybe_shifted", .warning,
    LocalizedText(
      "degrees inside China without a stated system may be GCJ-02 or BD-09, some 500 m off",
      zh: "中国境内未注明坐标系的经纬度可能是 GCJ-02 或 BD-09，偏差约 500 米"))
  package static let oldDatumAccepted = LedgerCode(
    "old_datum", .warning,
    LocalizedText(
      "coordinates on an older datum are used as they convert, with the stated error",
      zh: "旧基准坐标按给出的误差接受"))
  static let coordinatesOutOfRange = LedgerCode(
    "coordinates_out_of_range", .warning,
    LocalizedText(
      "degrees beyond ±180, ±90; the geometry is not used", zh: "经纬度超出 ±180、±90，该图形不参与计算"))
  public static let fieldChosen = LedgerCode(
    "field_chosen", .note, LocalizedText("a field was found by its name", zh: "按名称找到字段"))
}
