internal import CSimdJSON
import Model

/// The members of the outermost object around its `features`, as raw JSON.
struct GeoJSONMembers {
  enum Outcome {
    /// The list's first byte behind `[` and white space.
    case list(Int)
    /// The byte behind the object.
    case end(Int)
    case failed(GeoJSONFault)
  }

  /// The `type` token; nil: none.
  var type: [UInt8]?
  var isCollection = false
  /// A Feature or a geometry.
  var isSingle = false
  var crs: [UInt8]?
  var name: [UInt8]?
  var firstKey: [UInt8] = []

  /// The member `name` as text; empty without one.
  var title: String { name.map { AttributeText.text(ofToken: $0) } ?? "" }

  /// Adds what one reading of the text found; later members win.
  mutating func take(_ raw: geojson_members, text: UnsafeBufferPointer<UInt8>) {
    func token(_ begin: Int, _ end: Int) -> [UInt8]? {
      begin < end ? Array(text[begin..<end]) : nil
    }
    if let token = token(raw.type_begin, raw.type_end) {
      type = token
      isCollection = raw.type == 1
      isSingle = raw.type == 2
    }
    crs = token(raw.crs_begin, raw.crs_end) ?? crs
    name = token(raw.name_begin, raw.name_end) ?? name
  }
}
