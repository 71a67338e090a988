import Model

/// What a file is, by its first bytes where they say, else by its ending.
enum VectorFormat: Sendable, Hashable {
  case geoJSON, table, shapefile, geoPackage, flatGeobuf, kml, archive, database

  /// GDAL drivers that may open it, in order of preference: the whole allow-list, one format at a time.
  var drivers: [String] {
    switch self {
    case .geoJSON: ["GeoJSON", "GeoJSONSeq"]
    case .shapefile: ["ESRI Shapefile"]
    case .geoPackage: ["GPKG"]
    case .flatGeobuf: ["FlatGeobuf"]
    case .kml: ["LIBKML", "KML"]
    case .database: ["PostgreSQL"]
    case .table, .archive: []
    }
  }

  /// - Throws: 65 when the file is empty or of no format that is read.
  static func of(_ place: LayerPlace) throws -> VectorFormat {
    if place.connection != nil { return .database }
    guard let file = BigFile(place.safePath) else {
      throw AnalysisError(
        .missingInput, Subject(file: place.path), LocalizedText("cannot be opened", zh: "无法打开"))
    }
    if file.size == 0 {
      throw AnalysisError(
        .badData, Subject(file: place.path), LocalizedText("the file is empty", zh: "文件为空"))
    }
    let ending = LayerNames.ending(place.path)
    let start = file.read(at: 0, count: 1024)
    guard let format = bySignature(start, ending: ending) ?? byEnding(ending) ?? byText(start)
    else {
      throw AnalysisError(
        .badData, Subject(file: place.path),
        LocalizedText("the format is not one that is read", zh: "不支持该文件格式"),
        hint: LayerReader.formatHint)
    }
    return format
  }

  private static func bySignature(_ start: [UInt8], ending: String) -> VectorFormat? {
    if start.starts(with: Array("SQLite format 3\0".utf8)) { return .geoPackage }
    if start.starts(with: [0x66, 0x67, 0x62, 0x03]) { return .flatGeobuf }
    if start.starts(with: [0x00, 0x00, 0x27, 0x0A]) { return .shapefile }
    if start.starts(with: [0x50, 0x4B, 0x03, 0x04]) || start.starts(with: [0x50, 0x4B, 0x05, 0x06])
    {
      return ["xlsx", "xlsm"].contains(ending) ? .table : .archive
    }
    return nil
  }

  private static func byEnding(_ ending: String) -> VectorFormat? {
    switch ending {
    case "geojson", "json", "geojsonl", "ndjson", "geojsons", "jsonl", "geojsonseq": .geoJSON
    case "csv", "tsv", "txt", "xlsx", "xlsm", "xls": .table
    case "shp", "shx", "dbf", "prj", "cpg": .shapefile
    case "gpkg": .geoPackage
    case "fgb": .flatGeobuf
    case "kml": .kml
    case "zip", "shz", "kmz": .archive
    default: nil
    }
  }

  private static func byText(_ start: [UInt8]) -> VectorFormat? {
    let text = String(decoding: start, as: UTF8.self).trimmed
    if text.hasPrefix("{") || text.hasPrefix("\u{1E}") { return .geoJSON }
    if text.hasPrefix("<"), text.contains("<kml") { return .kml }
    return nil
  }
}
