internal import CGDAL
import Glibc
import Model

/// One attribute as it is read: where it stands in a feature and how its values become JSON.
struct VectorField {
  /// Position among OGR's fields; nil for the row identity column, which OGR keeps apart.
  var index: Int32?
  var field: Field
  /// The member's name in quotes with its colon, `"name":`.
  var key: [UInt8]
  /// Values are single-precision and are written with that precision's digits.
  var isSinglePrecision = false
  /// Bytes a full text field holds; 0: no limit.
  var width = 0
  /// A dBASE logical field, which GDAL 3.6 reads as text.
  var isLogical = false
}

/// The attributes of one layer in the file's order, with unique names.
struct VectorSchema {
  private(set) var columns: [VectorField] = []
  private var names: Set<String> = []

  /// How a place mark is drawn: GDAL gives these to every KML feature, set by its author or not.
  private static let drawingFields: Set<String> = [
    "tessellate", "extrude", "visibility", "drawOrder", "altitudeMode", "icon",
  ]
  /// KML's own fields that GDAL lists whether or not any feature has them.
  private static let optionalFields: Set<String> = [
    "Name", "description", "timestamp", "begin", "end", "snippet",
  ]

  /// The fields of the layer, without those KML lists and no feature of `chunks` has.
  func fields(in chunks: [FeatureChunk], driver: String) -> [Field] {
    guard driver == "LIBKML" else { return columns.map(\.field) }
    let texts = chunks.map { String(decoding: $0.attributes.bytes, as: UTF8.self) }
    return columns.map(\.field).filter { field in
      !Self.optionalFields.contains(field.name)
        || texts.contains { $0.contains("\"\(field.name)\":") }
    }
  }

  /// Reads the layer's definition; `table` is a Shapefile's own, without which it has no attributes.
  init(
    _ layer: OGRLayerH, driver: String, table: DBFTable?, decoder: TextDecoder,
    shownAs shown: String,
    ledger: inout Ledger
  ) {
    if driver == "ESRI Shapefile", table == nil { return }
    addIdentityColumn(layer, driver: driver)
    guard let definition = OGR_L_GetLayerDefn(layer) else { return }
    let count = OGR_FD_GetFieldCount(definition)
    let columns = table?.columns.count == Int(count) ? table?.columns : nil
    for index in 0..<count {
      guard let field = OGR_FD_GetFieldDefn(definition, index) else { continue }
      let bytes = OGR_Fld_GetNameRef(field).map { String(cString: $0, decoder: decoder) } ?? ""
      if driver == "LIBKML", Self.drawingFields.contains(bytes) { continue }
      let name = unique(bytes, index: Int(index), shown: shown, ledger: &ledger)
      let subtype = OGR_Fld_GetSubType(field)
      var column = VectorField(
        index: index,
        field: Field(name: name, type: Self.type(OGR_Fld_GetType(field), subtype)),
        key: Self.key(name), isSinglePrecision: subtype == OFSTFloat32,
        width: table == nil ? 0 : Int(OGR_Fld_GetWidth(field)))
      if let dbf = columns?[Int(index)], dbf.type == UInt8(ascii: "L"), column.field.type == .string
      {
        column.isLogical = true
        column.field.type = .boolean
      }
      self.columns.append(column)
    }
  }

  /// A named key column is an attribute its owner chose; `fid` and `ogc_fid` are what software adds.
  private mutating func addIdentityColumn(_ layer: OGRLayerH, driver: String) {
    guard driver == "GPKG" || driver == "PostgreSQL", let text = OGR_L_GetFIDColumn(layer) else {
      return
    }
    let name = String(cString: text)
    guard !["", "fid", "ogc_fid"].contains(name.lowercased()) else { return }
    names.insert(name)
    columns.append(
      VectorField(index: nil, field: Field(name: name, type: .integer64), key: Self.key(name)))
  }

  private mutating func unique(
    _ name: String, index: Int, shown: String, ledger: inout Ledger
  ) -> String {
    let base = name.isEmpty ? "field_\(index + 1)" : name
    var candidate = base
    var number = 2
    while !names.insert(candidate).inserted {
      candidate = "\(base)_\(number)"
      number += 1
    }
    if candidate != name {
      ledger.record(
        VectorLedger.fieldRenamed, Subject(file: shown), detail: "\(name) → \(candidate)")
    }
    return candidate
  }

  private static func key(_ name: String) -> [UInt8] {
    var key: [UInt8] = []
    FieldText.append(Array(name.utf8), to: &key)
    key.append(UInt8(ascii: ":"))
    return key
  }

  private static func type(_ type: OGRFieldType, _ subtype: OGRFieldSubType) -> FieldType {
    switch type {
    case OFTInteger: subtype == OFSTBoolean ? .boolean : .integer
    case OFTInteger64: .integer64
    case OFTReal: .real
    case OFTDate: .date
    case OFTTime: .time
    case OFTDateTime: .dateTime
    case OFTBinary: .binary
    case OFTIntegerList: .integerList
    case OFTInteger64List: .integer64List
    case OFTRealList: .realList
    case OFTStringList: .stringList
    default: subtype == OFSTJSON ? .json : .string
    }
  }
}

extension String {
  /// A C string's text in the decoder's encoding.
  fileprivate init(cString text: UnsafePointer<CChar>, decoder: TextDecoder) {
    let bytes = UnsafeBufferPointer(
      start: UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self), count: strlen(text))
    self = String(decoding: decoder.decode(bytes, mayBeCut: bytes.count >= 10).text, as: UTF8.self)
  }
}
