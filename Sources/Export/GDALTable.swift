internal import CGDAL
import Model

/// A column as a GDAL layer holds it.
struct GDALField {
  var name: String
  var type: OGRFieldType
  var subtype = OFSTNone
  var width: Int32 = 0
  var precision: Int32 = 0
}

/// Writes a table into one layer of an open GDAL dataset.
///
/// A layer that holds both single and multiple geometries of one kind becomes the multiple kind; one of several
/// kinds has no fixed geometry type.
struct GDALTable {
  let rows: Rows
  let path: String
  var layerName: String
  var creationOptions: [String] = []
  var fields: [GDALField]
  /// For a format that cannot hold features without geometry: they are left out and counted.
  var needsGeometry = false
  /// Changes a cell before it is written (text limits of a Shapefile).
  var prepare: ((Cell, Int, FeatureChunk, Int) -> Cell)?
  /// Features between commits; one transaction over a million rows needs no more memory than a small one.
  private static let transactionSize = 100_000

  init(_ rows: Rows, path: String, layerName: String) {
    self.rows = rows
    self.path = path
    self.layerName = layerName
    fields = rows.columns.map { GDALField($0) }
    var taken: Set<String> = []
    for index in fields.indices {
      let wish = fields[index].name.isEmpty ? "field" : fields[index].name
      fields[index].name = Self.unused(wish, taken)
      taken.insert(fields[index].name.lowercased())
    }
  }

  /// SQL takes names that differ in case alone as the same.
  private static func unused(_ wish: String, _ taken: Set<String>) -> String {
    if !taken.contains(wish.lowercased()) { return wish }
    var number = 2
    while taken.contains("\(wish)_\(number)".lowercased()) { number += 1 }
    return "\(wish)_\(number)"
  }

  /// Notes names that differ from the columns'.
  func recordNames(in ledger: inout Ledger) {
    for (column, field) in zip(rows.columns, fields) where column.name != field.name {
      ledger.record(
        .attributeRenamed, Subject(file: path), detail: "\(column.name) → \(field.name)")
    }
  }

  /// Creates the layer and its features.
  func write(
    to dataset: GDALDatasetH, _ messages: GDALSession.Messages, ledger: inout Ledger
  ) throws {
    let system = OSRNewSpatialReference(nil)
    defer { OSRRelease(system) }
    OSRImportFromEPSG(system, 4326)
    OSRSetAxisMappingStrategy(system, OAMS_TRADITIONAL_GIS_ORDER)
    let layer = GDALSession.withOptions(creationOptions) {
      GDALDatasetCreateLayer(dataset, layerName, system, geometryType, $0)
    }
    guard let layer else { throw failure(messages) }
    var places: [Int32] = []
    for field in fields { places.append(try create(field, in: layer, messages)) }
    try writeFeatures(to: layer, places, dataset, messages, ledger: &ledger)
  }

  /// Creates a field and returns its place: a layer may have fields of its own, and take ours for one of them.
  private func create(
    _ field: GDALField, in layer: OGRLayerH, _ messages: GDALSession.Messages
  ) throws -> Int32 {
    let definitions = OGR_L_GetLayerDefn(layer)
    let before = OGR_FD_GetFieldCount(definitions)
    let own = OGR_FD_GetFieldIndex(definitions, field.name)
    let definition = OGR_Fld_Create(field.name, field.type)
    defer { OGR_Fld_Destroy(definition) }
    OGR_Fld_SetSubType(definition, field.subtype)
    OGR_Fld_SetWidth(definition, field.width)
    OGR_Fld_SetPrecision(definition, field.precision)
    guard OGR_L_CreateField(layer, definition, 0) == OGRERR_NONE else { throw failure(messages) }
    let after = OGR_FD_GetFieldCount(definitions)
    if after == before, own < 0 { throw failure(messages) }
    return after > before ? after - 1 : own
  }

  private func writeFeatures(
    to layer: OGRLayerH, _ places: [Int32], _ dataset: GDALDatasetH,
    _ messages: GDALSession.Messages, ledger: inout Ledger
  ) throws {
    let definition = OGR_L_GetLayerDefn(layer)
    let geometryType = geometryType
    let asMultiple = OGR_GT_IsSubClassOf(geometryType, wkbGeometryCollection) != 0
    let isTransactional = GDALDatasetTestCapability(dataset, ODsCTransactions) != 0
    var binary = WellKnownBinary()
    var number = 0
    if isTransactional { GDALDatasetStartTransaction(dataset, 0) }
    try rows.visit { chunk, offset, cells in
      let feature = OGR_F_Create(definition)
      defer { OGR_F_Destroy(feature) }
      for (index, cell) in cells.enumerated() {
        let value = prepare?(cell, index, chunk, offset) ?? cell
        if !set(value, fields[index], places[index], of: feature) {
          let subject = Subject(file: rows.table.layer.source.path, row: chunk.row(offset))
          ledger.record(
            .valueNotWritten, subject,
            detail: "\(rows.columns[index].name) = \(cell.plainText ?? "")")
        }
      }
      if binary.encode(chunk.shapes, offset, asMultiple: asMultiple) {
        try setGeometry(binary, of: feature, messages)
      } else if needsGeometry {
        let subject = Subject(file: rows.table.layer.source.path, row: chunk.row(offset))
        return ledger.record(.featureWithoutGeometry, subject)
      }
      if OGR_L_CreateFeature(layer, feature) != OGRERR_NONE { throw failure(messages) }
      number += 1
      if isTransactional, number % Self.transactionSize == 0 {
        if GDALDatasetCommitTransaction(dataset) != OGRERR_NONE { throw failure(messages) }
        GDALDatasetStartTransaction(dataset, 0)
      }
    }
    if isTransactional, GDALDatasetCommitTransaction(dataset) != OGRERR_NONE {
      throw failure(messages)
    }
  }

  private func setGeometry(
    _ binary: WellKnownBinary, of feature: OGRFeatureH?, _ messages: GDALSession.Messages
  ) throws {
    var geometry: OGRGeometryH?
    let result = binary.bytes.withUnsafeBytes {
      OGR_G_CreateFromWkb($0.baseAddress, nil, &geometry, Int32($0.count))
    }
    guard result == OGRERR_NONE, let geometry else { throw failure(messages) }
    OGR_F_SetGeometryDirectly(feature, geometry)
  }

  /// Stores a value as the column's type; false when it does not fit (the field is then null).
  private func set(
    _ cell: Cell, _ kind: GDALField, _ field: Int32, of feature: OGRFeatureH?
  ) -> Bool {
    switch (kind.type, cell) {
    case (_, .null): OGR_F_SetFieldNull(feature, field)
    case (OFTString, _):
      let text = kind.subtype == OFSTJSON ? cell.jsonText : cell.plainText ?? ""
      OGR_F_SetFieldString(feature, field, text.replacing("\0", with: ""))
    case (OFTInteger, .boolean(let flag)): OGR_F_SetFieldInteger(feature, field, flag ? 1 : 0)
    case (OFTInteger, .integer(let number)) where Int32(exactly: number) != nil:
      OGR_F_SetFieldInteger(feature, field, Int32(number))
    case (OFTInteger64, .integer(let number)): OGR_F_SetFieldInteger64(feature, field, number)
    case (OFTReal, .integer(let number)): OGR_F_SetFieldDouble(feature, field, Double(number))
    case (OFTReal, .real(let number, let decimals)):
      OGR_F_SetFieldDouble(feature, field, rounded(number, decimals))
    case (OFTDate, .text(let text)), (OFTTime, .text(let text)), (OFTDateTime, .text(let text)):
      OGR_F_SetFieldString(feature, field, text)
      if OGR_F_IsFieldSetAndNotNull(feature, field) == 0 {
        OGR_F_SetFieldNull(feature, field)
        return false
      }
    default:
      OGR_F_SetFieldNull(feature, field)
      return false
    }
    return true
  }

  /// A result is stored as the decimal that GeoJSON would show.
  private func rounded(_ number: Double, _ decimals: Int?) -> Double {
    guard let decimals else { return number }
    return Double(NumberText.string(number, decimals: decimals)) ?? number
  }

  /// The layer's geometry type from the kinds that occur; none when no feature has a geometry.
  var geometryType: OGRwkbGeometryType {
    var kinds: Set<ShapeKind> = []
    for chunk in rows.table.layer.chunks { kinds.formUnion(chunk.shapes.kinds) }
    kinds.subtract([.none, .collection])
    guard let first = kinds.first else { return wkbNone }
    if kinds.count == 1 { return OGRwkbGeometryType(WellKnownBinary.code(first)) }
    if kinds.isSubset(of: [.polygon, .multiPolygon]) { return wkbMultiPolygon }
    if kinds.isSubset(of: [.lineString, .multiLineString]) { return wkbMultiLineString }
    if kinds.isSubset(of: [.point, .multiPoint]) { return wkbMultiPoint }
    return wkbUnknown
  }

  /// The error for what GDAL last said: out of space is an I/O error, the rest says the output is not writable.
  func failure(_ messages: GDALSession.Messages) -> AnalysisError {
    Self.failure(path, messages)
  }

  static func failure(_ path: String, _ messages: GDALSession.Messages) -> AnalysisError {
    .writeFailed(path, saying: messages.last.isEmpty ? "GDAL" : messages.last)
  }
}

extension GDALField {
  /// The type a column has in formats with rich types.
  init(_ column: Column) {
    self.init(name: column.name, type: OFTString)
    switch column.type {
    case .boolean: (type, subtype) = (OFTInteger, OFSTBoolean)
    case .integer: type = OFTInteger
    case .integer64: type = OFTInteger64
    case .real: type = OFTReal
    case .date: type = OFTDate
    case .time: type = OFTTime
    case .dateTime: type = OFTDateTime
    case .string, .binary: break
    case .integerList, .integer64List, .realList, .stringList, .json: subtype = OFSTJSON
    }
  }
}
