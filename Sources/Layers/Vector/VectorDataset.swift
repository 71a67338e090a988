internal import CGDAL
import Model

/// One data source opened read-only through GDAL, closed at the end of its life. Used on one thread.
struct VectorDataset: ~Copyable {
  let driver: String
  private let handle: GDALDatasetH

  /// Opens `path` with the first of `drivers` that is installed and accepts it, and with no other.
  ///
  /// - Throws: 65 with GDAL's own words when none does.
  init(
    path: String, drivers: [String], option: String? = nil, shownAs shown: String,
    messages: GDALMessages
  ) throws {
    for driver in drivers where GDALGetDriverByName(driver) != nil {
      if let handle = lc_open_vector(path, driver, option) {
        self.handle = handle
        self.driver = driver
        return
      }
    }
    let reason = Self.reason(messages, path: path, shown: shown)
    if drivers == VectorFormat.database.drivers { throw Self.noAnswer(shown, reason) }
    throw AnalysisError(
      .badData, Subject(file: shown),
      LocalizedText("cannot be read: \(reason)", zh: "无法读取：\(reason)"),
      hint: LocalizedText("check that the file is complete", zh: "请检查文件是否完整"))
  }

  /// GDAL's most telling failure: not the last driver's shrug when an earlier one said what is wrong.
  private static func reason(_ messages: GDALMessages, path: String, shown: String) -> String {
    let telling = messages.failures.last { !$0.contains("not recognized as a supported") } ?? ""
    let said = ConnectionText.redacted(telling, connection: path)
      .replacing(path, with: shown).replacing("`\(shown)'", with: "")
      .split(whereSeparator: \.isNewline).joined(separator: " ").trimmed
    return said.isEmpty ? "its content is not what its ending or first bytes promise" : said
  }

  private static func noAnswer(_ shown: String, _ reason: String) -> AnalysisError {
    AnalysisError(
      .missingInput, Subject(file: shown),
      LocalizedText("the database cannot be opened: \(reason)", zh: "无法打开数据库：\(reason)"),
      hint: LocalizedText(
        "check host, dbname, user and that the server runs", zh: "请检查主机、库名、用户及服务器是否运行"))
  }

  deinit { GDALClose(handle) }

  var layerCount: Int { Int(GDALDatasetGetLayerCount(handle)) }

  /// The layer at `index`; valid while this dataset lives.
  func layer(_ index: Int) -> OGRLayerH? { GDALDatasetGetLayer(handle, Int32(index)) }

  /// Calls `body` with every feature of every layer, in the order the driver finds them; formats that hold all layers
  /// in one stream are read once.
  func forEachFeature(_ body: (OGRFeatureH) -> Void) {
    GDALDatasetResetReading(handle)
    while let feature = GDALDatasetGetNextFeature(handle, nil, nil, nil, nil) {
      body(feature)
      OGR_F_Destroy(feature)
    }
  }

  /// The first column of an SQL query's rows, for looking into a GeoPackage's own tables.
  func strings(_ query: String) -> [String] {
    guard let result = GDALDatasetExecuteSQL(handle, query, nil, nil) else { return [] }
    defer { GDALDatasetReleaseResultSet(handle, result) }
    var found: [String] = []
    while let feature = OGR_L_GetNextFeature(result) {
      if OGR_F_IsFieldSetAndNotNull(feature, 0) != 0, let text = OGR_F_GetFieldAsString(feature, 0)
      {
        found.append(String(cString: text))
      }
      OGR_F_Destroy(feature)
    }
    return found
  }
}
