internal import CGDAL
import Glibc
import Model

/// Writes a table as an ESRI Shapefile: `.shp .shx .dbf .prj .cpg`, and `.fields.csv` that explains the names.
struct ShapefileFile {
  /// The files beside the `.shp`.
  static let companions = [".shx", ".dbf", ".prj", ".cpg", ".fields.csv"]

  let rows: Rows
  let options: ExportOptions

  /// Writes the parts beside `shape` (a path ending in `.shp`).
  func write(to shape: String, path: String, ledger: inout Ledger) throws {
    let encoding = TextEncoding(isGB18030: options.shapefileEncoding == .gb18030)
    let names = ShapefileNames(rows.columns, encoding: encoding).names
    let limits = ShapefileLimits(rows, names, encoding: encoding, ledger: &ledger)
    note(names, limits, path, &ledger)
    var found = Ledger()
    try GDALSession.run { messages in
      let driver = GDALGetDriverByName("ESRI Shapefile")
      guard let dataset = GDALCreate(driver, shape, 0, 0, 0, GDT_Unknown, nil) else {
        throw GDALTable.failure(path, messages)
      }
      var isOpen = true
      defer { if isOpen { GDALClose(dataset) } }
      var table = GDALTable(rows, path: path, layerName: Self.stem(of: shape))
      table.fields = limits.fields
      table.creationOptions = [
        "ENCODING=\(options.shapefileEncoding.rawValue)", "DBF_DATE_LAST_UPDATE=2000-01-01",
        "SHPT=\(try shapeType(table, path))",
      ]
      table.prepare = { cell, index, _, _ in limits.fitted(cell, index) }
      try table.write(to: dataset, messages, ledger: &found)
      messages.clear()
      GDALClose(dataset)
      isOpen = false
      if !messages.last.isEmpty { throw GDALTable.failure(path, messages) }
      messages.record(path, in: &found)
    }
    ledger.merge(found)
    try writeFieldTable(names, limits, to: String(shape.dropLast(4)) + ".fields.csv")
  }

  private static func stem(of shape: String) -> String {
    String(OutputPlace.name(of: shape).dropLast(4))
  }

  /// The one shape type a Shapefile can have.
  ///
  /// - Throws: `.badData` when points, lines and areas are mixed.
  private func shapeType(_ table: GDALTable, _ path: String) throws -> String {
    switch table.geometryType {
    case wkbPoint: return "POINT"
    case wkbMultiPoint: return "MULTIPOINT"
    case wkbLineString, wkbMultiLineString: return "ARC"
    case wkbPolygon, wkbMultiPolygon, wkbNone: return "POLYGON"
    default:
      throw AnalysisError(
        .badData, Subject(file: path),
        LocalizedText(
          "a Shapefile cannot hold points, lines and polygons together",
          zh: "Shapefile 不能同时保存点、线和面"),
        hint: LocalizedText("write .gpkg or .geojson", zh: "请改用 .gpkg 或 .geojson"))
    }
  }

  private func note(
    _ names: [String], _ limits: ShapefileLimits, _ path: String, _ ledger: inout Ledger
  ) {
    for (column, name) in zip(rows.columns, names) where column.name != name {
      ledger.record(.fieldShortened, Subject(file: path), detail: "\(column.name) → \(name)")
    }
    let coordinates = rows.table.layer.chunks.reduce(0) { $0 + $1.shapes.coordinates.count }
    let shapeBytes = coordinates * 16 + rows.table.count * 60
    if max(limits.tableBytes, shapeBytes) > 1 << 31 {
      ledger.record(.shapefileOver2GB, Subject(file: path))
    }
  }

  /// `field,name,type,english,chinese`, one line a field.
  private func writeFieldTable(
    _ names: [String], _ limits: ShapefileLimits, to path: String
  ) throws {
    func quoted(_ text: String) -> String {
      let safe = TableText.isFormula(text) ? "'" + text : text
      return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }
    var text = "field,name,type,english,chinese\n"
    for (column, name) in zip(rows.columns, names) {
      let title = column.result?.title ?? .empty
      let cells = [name, column.name, column.type.rawValue, title.english, title.chinese]
      text += cells.map(quoted).joined(separator: ",") + "\n"
    }
    let file = try AtomicFile(path)
    try file.append(text)
    try file.commit()
  }
}
