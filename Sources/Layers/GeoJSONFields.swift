internal import CSimdJSON
import Model

/// Gathers the attributes of the pieces in order of first appearance.
struct GeoJSONFields {
  private var known: [GeoJSONField] = []
  private var index: [String: Int] = [:]
  private var names: [String] = []
  /// Where the raw keys of the last layout went, to pass quickly over pieces that repeat it.
  private var layout: (keys: [[UInt8]], places: [Int]) = ([], [])

  mutating func add(_ fields: [GeoJSONField]) {
    let keys = fields.map(\.key)
    if keys != layout.keys { layout = (keys, keys.map { place(of: $0) }) }
    for (field, place) in zip(fields, layout.places) { known[place].types |= field.types }
  }

  private mutating func place(of key: [UInt8]) -> Int {
    let name = AttributeText.unescape(key)
    if let place = index[name] { return place }
    index[name] = names.count
    names.append(name)
    known.append(GeoJSONField(key: key, types: 0))
    return names.count - 1
  }

  var fields: [Field] {
    zip(names, known).map { Field(name: $0, type: Self.type($1.types)) }
  }

  /// The narrowest type that holds all values seen; nulls do not count, all nulls are text.
  private static func type(_ types: UInt32) -> FieldType {
    let integer = UInt32(GEOJSON_INTEGER)
    let integer64 = UInt32(GEOJSON_INTEGER64)
    let real = UInt32(GEOJSON_REAL)
    let seen = types & ~UInt32(GEOJSON_NULL)
    switch seen {
    case 0, UInt32(GEOJSON_STRING): return .string
    case UInt32(GEOJSON_BOOLEAN): return .boolean
    case integer: return .integer
    case integer64, integer64 | integer: return .integer64
    default:
      return seen & ~(integer | integer64 | real) == 0 ? .real : .json
    }
  }
}
