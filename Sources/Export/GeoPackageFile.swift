internal import CGDAL
import Glibc
import Model

/// Writes a table as one layer of a GeoPackage; the other layers of an existing file stay.
///
/// An existing file is copied and the copy changed, so it appears complete or not at all. A layer of the same
/// name is replaced; a file that holds nothing else is made anew. The layer carries its style for QGIS and the run's manifest as metadata.
struct GeoPackageFile {
  let rows: Rows
  let layerName: String
  let manifest: JSONValue?

  func write(to folder: StagedFolder, ledger: inout Ledger) throws {
    let file = folder.mainFile
    try GDALSession.run { messages in
      let exists = try hasOtherLayers(folder.target) && copyExisting(to: file, from: folder.target)
      messages.clear()
      guard let dataset = open(file, exists) else { throw GDALTable.failure(folder.path, messages) }
      var isOpen = true
      defer { if isOpen { GDALClose(dataset) } }
      if exists { try deleteLayer(in: dataset, folder.path, messages) }
      var table = GDALTable(rows, path: folder.path, layerName: layerName)
      table.creationOptions = [
        "FID=\(unused("fid"))", "GEOMETRY_NAME=\(unused("geom"))",
        "IDENTIFIER=\(layerName)",
      ]
      table.recordNames(in: &ledger)
      try table.write(to: dataset, messages, ledger: &ledger)
      try writeStyle(to: dataset, table.geometryType, folder.path, messages)
      writeManifest(to: dataset)
      messages.clear()
      GDALClose(dataset)
      isOpen = false
      if !messages.last.isEmpty { throw GDALTable.failure(folder.path, messages) }
      messages.record(folder.path, in: &ledger)
    }
    settle(file)
  }

  /// A column name that no attribute has.
  private func unused(_ wish: String) -> String {
    let taken = Set(rows.columns.map { $0.name.lowercased() })
    return taken.contains(wish) ? unused("lifecircle_" + wish) : wish
  }

  /// Whether there is a GeoPackage with layers besides this one and its style.
  private func hasOtherLayers(_ target: String?) -> Bool {
    guard let target, access(target, F_OK) == 0 else { return false }
    guard let dataset = GDALOpenEx(target, UInt32(GDAL_OF_VECTOR), nil, nil, nil) else {
      return false
    }
    defer { GDALClose(dataset) }
    return (0..<GDALDatasetGetLayerCount(dataset)).contains { index in
      let name = String(cString: OGR_L_GetName(GDALDatasetGetLayer(dataset, index)))
      return name != "layer_styles" && name.lowercased() != layerName.lowercased()
    }
  }

  private func open(_ file: String, _ exists: Bool) -> GDALDatasetH? {
    guard exists else {
      let driver = GDALGetDriverByName("GPKG")
      return GDALSession.withOptions(["VERSION=1.2"]) {
        GDALCreate(driver, file, 0, 0, 0, GDT_Unknown, $0)
      }
    }
    let flags = UInt32(GDAL_OF_VECTOR | GDAL_OF_UPDATE)
    return GDALSession.withOptions(["GPKG"]) { drivers in
      drivers!.withMemoryRebound(to: UnsafePointer<CChar>?.self, capacity: 2) {
        GDALOpenEx(file, flags, $0, nil, nil)
      }
    }
  }

  private func deleteLayer(
    in dataset: GDALDatasetH, _ path: String, _ messages: GDALSession.Messages
  ) throws {
    for index in 0..<GDALDatasetGetLayerCount(dataset) {
      let name = String(cString: OGR_L_GetName(GDALDatasetGetLayer(dataset, index)))
      guard name.lowercased() == layerName.lowercased() else { continue }
      if GDALDatasetDeleteLayer(dataset, index) != OGRERR_NONE {
        throw GDALTable.failure(path, messages)
      }
      return
    }
  }

  private func writeManifest(to dataset: GDALDatasetH) {
    guard let manifest, let layer = GDALDatasetGetLayerByName(dataset, layerName) else { return }
    GDALSetMetadataItem(layer, "lifecircle", JSONText.encode(manifest), nil)
  }

  /// Copies a GeoPackage (and what its write-ahead log still holds); false when there is none.
  private func copyExisting(to file: String, from target: String?) throws -> Bool {
    guard let target, access(target, F_OK) == 0 else { return false }
    for ending in ["", "-wal"] where access(target + ending, F_OK) == 0 {
      try FileCopy.copy(target + ending, to: file + ending)
    }
    return true
  }

  /// The file header's counters depend on the library's version and the transactions made, not on the clock.
  private func settle(_ file: String) {
    for ending in ["-wal", "-shm", "-journal"] { unlink(file + ending) }
  }
}

extension GeoPackageFile {
  /// Enters the layer's style as the default of QGIS's `layer_styles` table.
  private func writeStyle(
    to dataset: GDALDatasetH, _ type: OGRwkbGeometryType, _ path: String,
    _ messages: GDALSession.Messages
  ) throws {
    let isAreal = type == wkbPolygon || type == wkbMultiPolygon
    guard isAreal || type == wkbPoint, let qml = QGISStyle.document(for: rows, isAreal: isAreal)
    else { return }
    execute(
      """
      CREATE TABLE IF NOT EXISTS layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, \
      f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256), \
      f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT, \
      useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), \
      update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))
      """, in: dataset)
    execute(
      """
      INSERT OR IGNORE INTO gpkg_contents (table_name, data_type, identifier, description, \
      last_change) VALUES ('layer_styles', 'attributes', 'layer_styles', '', \
      '\(GDALSession.fixedDate)')
      """, in: dataset)
    execute(
      "DELETE FROM layer_styles WHERE f_table_name = \(Self.quoted(layerName))", in: dataset)
    messages.clear()
    execute(
      """
      INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, \
      f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, \
      update_time) VALUES ('', '', \(Self.quoted(layerName)), \(Self.quoted(unused("geom"))), \
      'coverage', \(Self.quoted(qml)), '', 1, '', '', '\(GDALSession.fixedDate)')
      """, in: dataset)
    if !messages.last.isEmpty { throw GDALTable.failure(path, messages) }
  }

  private func execute(_ statement: String, in dataset: GDALDatasetH) {
    let result = GDALDatasetExecuteSQL(dataset, statement, nil, nil)
    if let result { GDALDatasetReleaseResultSet(dataset, result) }
  }

  /// An SQL string literal.
  private static func quoted(_ text: String) -> String {
    "'" + text.replacing("\0", with: "").replacing("'", with: "''") + "'"
  }
}
