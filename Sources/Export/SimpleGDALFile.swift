internal import CGDAL
import Model

/// Writes a table as a new FlatGeobuf or KML file.
struct SimpleGDALFile {
  let rows: Rows
  let driver: String
  let layerName: String
  /// FlatGeobuf's spatial index would reorder the features, which stay in input order here.
  var creationOptions: [String] = []

  func write(to file: String, path: String, ledger: inout Ledger) throws {
    try GDALSession.run { messages in
      guard WatchedFiles.installed else { throw GDALTable.failure(path, messages) }
      let watched = WatchedFiles.prefix + file
      let dataset = GDALCreate(GDALGetDriverByName(driver), watched, 0, 0, 0, GDT_Unknown, nil)
      guard let dataset else { throw GDALTable.failure(path, messages) }
      var isOpen = true
      defer { if isOpen { GDALClose(dataset) } }
      var table = GDALTable(rows, path: path, layerName: layerName)
      table.creationOptions = creationOptions
      table.needsGeometry = driver == "FlatGeobuf"
      table.recordNames(in: &ledger)
      try table.write(to: dataset, messages, ledger: &ledger)
      messages.clear()
      GDALClose(dataset)
      isOpen = false
      if let code = WatchedFiles.takeFailure(of: file) {
        throw AnalysisError.writeFailed(path, code)
      }
      if !messages.last.isEmpty { throw GDALTable.failure(path, messages) }
      messages.record(path, in: &ledger)
    }
  }
}

/// Writes a table to PostGIS in one transaction; an existing table of the name is replaced.
struct PostGISTable {
  let rows: Rows
  let tableName: String

  /// - Parameter connection: `PG:host=… dbname=…`; never shown in a message, as it may hold a password.
  func write(to connection: String, ledger: inout Ledger) throws {
    try GDALSession.run { messages in
      let flags = UInt32(GDAL_OF_VECTOR | GDAL_OF_UPDATE)
      guard let dataset = GDALOpenEx(connection, flags, nil, nil, nil) else {
        throw AnalysisError(
          .outputNotWritable, Subject(file: "PG:"),
          LocalizedText("the database cannot be opened", zh: "无法打开数据库"),
          hint: LocalizedText(
            "check host, dbname, user and password", zh: "请检查 host、dbname、user 和 password"))
      }
      defer { GDALClose(dataset) }
      var table = GDALTable(rows, path: "PG:\(tableName)", layerName: tableName)
      table.creationOptions = ["OVERWRITE=YES", "LAUNDER=NO", "GEOMETRY_NAME=geom"]
      table.recordNames(in: &ledger)
      try table.write(to: dataset, messages, ledger: &ledger)
    }
  }
}
