internal import CSimdJSON
import Model

extension LedgerCode {
  static let geoJSONByteOrderMark = LedgerCode(
    "byte_order_mark", .note,
    LocalizedText("the file begins with a byte order mark", zh: "文件以字节顺序标记（BOM）开头"))
  static let geoJSONTypeMissing = LedgerCode(
    "type_missing", .note,
    LocalizedText("a member “type” is missing", zh: "缺少 type 成员"))

  /// The code, with what is said of each example.
  static func geoJSON(_ issue: geojson_issue) -> (code: LedgerCode, detail: String) {
    switch issue {
    case GEOJSON_Z_DROPPED: (zDropped, "")
    case GEOJSON_RING_CLOSED: (ringClosed, "")
    case GEOJSON_HAS_COLLECTION: (geometryCollection, "GeometryCollection")
    case GEOJSON_PROPERTIES_NOT_OBJECT:
      (
        LedgerCode(
          "properties_not_object", .warning,
          LocalizedText(
            "“properties” is not an object and was passed over", zh: "properties 不是对象，已略过")),
        ""
      )
    case GEOJSON_TYPE_MISSING: (geoJSONTypeMissing, "")
    case GEOJSON_BARE_GEOMETRY:
      (
        LedgerCode(
          "bare_geometry", .note,
          LocalizedText(
            "a geometry stands where a feature should and was read as one",
            zh: "应为要素之处是图形，已按要素读取")),
        ""
      )
    default: (geometryUnreadable, reason(issue))
    }
  }

  private static func reason(_ issue: geojson_issue) -> String {
    switch issue {
    case GEOJSON_RING_SHORT: "ring < 4 positions"
    case GEOJSON_LINE_SHORT: "line < 2 positions"
    case GEOJSON_POSITION_SHORT: "position < 2 numbers"
    case GEOJSON_NOT_A_NUMBER: "coordinate is not a number"
    case GEOJSON_NUMBER_TOO_LARGE: "coordinate > 1.8e308"
    case GEOJSON_WRONG_NESTING: "coordinates nested wrongly"
    case GEOJSON_UNKNOWN_TYPE: "unknown type"
    case GEOJSON_NO_COORDINATES: "no coordinates"
    default: "not an object"
    }
  }
}

extension Ledger {
  /// Records what happened in one piece; `piece.chunk.firstIndex` is final.
  mutating func record(_ piece: GeoJSONPiece, path: String) {
    for (number, issue) in piece.issues.enumerated() where issue.count > 0 {
      let (code, detail) = LedgerCode.geoJSON(geojson_issue(UInt32(number)))
      let examples = withUnsafeBytes(of: issue.examples) { raw in
        raw.bindMemory(to: Int32.self).prefix(issue.count).map { offset in
          LedgerExample(piece.chunk.subject(Int(offset), path: path), detail: detail)
        }
      }
      add(code, count: issue.count, examples: Array(examples))
    }
  }
}

extension FeatureChunk {
  /// The feature at `offset` for a message.
  func subject(_ offset: Int, path: String) -> Subject {
    let identifier = identifiers[offset]
    return Subject(
      file: path, row: row(offset),
      id: identifier.isEmpty ? nil : AttributeText.text(ofToken: identifier))
  }
}
