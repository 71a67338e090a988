import Coverage
import Export
import Model

/// Features of a tile as GeoJSON text, one a line: coordinates with the fewest digits that read back the same,
/// attributes and Feature ids as they were.
struct TileLayerText {
  private(set) var bytes: [UInt8] = Array(#"{"type":"FeatureCollection","features":["#.utf8)
  private var isFirst = true

  /// The whole text.
  var finished: [UInt8] { bytes + Array("\n]}\n".utf8) }

  /// Appends one feature of a layer.
  mutating func append(_ chunk: FeatureChunk, _ offset: Int) {
    begin(id: chunk.identifiers[offset])
    append(chunk.shapes, offset)
    bytes += Array(#","properties":{"#.utf8)
    bytes += chunk.attributes[offset]
    bytes += Array("}}".utf8)
  }

  /// Appends one feature at some places.
  ///
  /// - Parameter properties: members of its object.
  mutating func append(_ places: [GeographicPoint], _ properties: [JSONValue.Member]) {
    begin(id: [])
    bytes += Array(
      (places.count == 1
        ? #"{"type":"Point","coordinates":"# : #"{"type":"MultiPoint","coordinates":["#).utf8)
    for (index, place) in places.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      append(Coordinate(x: place.longitude, y: place.latitude))
    }
    bytes += Array((places.count == 1 ? "}" : "]}").utf8)
    bytes += Array(#","properties":\#(JSONText.encode(.object(properties)))}"#.utf8)
  }

  private mutating func begin(id: ArraySlice<UInt8>) {
    if !isFirst { bytes.append(UInt8(ascii: ",")) }
    isFirst = false
    bytes += Array("\n{\"type\":\"Feature\",".utf8)
    if !id.isEmpty {
      bytes += Array(#""id":"#.utf8)
      bytes += id
      bytes.append(UInt8(ascii: ","))
    }
    bytes += Array(#""geometry":"#.utf8)
  }

  private static let names: [ShapeKind: String] = [
    .point: "Point", .multiPoint: "MultiPoint", .lineString: "LineString",
    .multiLineString: "MultiLineString", .polygon: "Polygon", .multiPolygon: "MultiPolygon",
  ]

  private mutating func append(_ shapes: ShapeColumn, _ feature: Int) {
    let kind = shapes.kinds[feature]
    let range = shapes.coordinateRange(of: feature)
    guard let type = Self.names[kind], !range.isEmpty else {
      let text = kind == .collection ? #"{"type":"GeometryCollection","geometries":[]}"# : "null"
      bytes += Array(text.utf8)
      return
    }
    bytes += Array(#"{"type":"\#(type)","coordinates":"#.utf8)
    let parts = shapes.parts(of: feature)
    switch kind {
    case .point: append(shapes.coordinates[range.lowerBound])
    case .multiPoint:
      list(parts) { $0.append($0.first(shapes, $1)) }
    case .lineString: line(shapes, shapes.rings(of: parts.lowerBound).lowerBound)
    case .multiLineString:
      list(parts) { $0.line(shapes, shapes.rings(of: $1).lowerBound) }
    case .polygon: polygon(shapes, parts.lowerBound)
    default: list(parts) { $0.polygon(shapes, $1) }
    }
    bytes.append(UInt8(ascii: "}"))
  }

  private func first(_ shapes: ShapeColumn, _ part: Int) -> Coordinate {
    let ring = shapes.rings(of: part).lowerBound
    return shapes.coordinates[shapes.coordinates(of: ring).lowerBound]
  }

  private mutating func polygon(_ shapes: ShapeColumn, _ part: Int) {
    list(shapes.rings(of: part)) { $0.line(shapes, $1) }
  }

  private mutating func line(_ shapes: ShapeColumn, _ ring: Int) {
    list(shapes.coordinates(of: ring)) { $0.append(shapes.coordinates[$1]) }
  }

  private mutating func list(_ items: Range<Int>, _ item: (inout TileLayerText, Int) -> Void) {
    bytes.append(UInt8(ascii: "["))
    for index in items {
      if index > items.lowerBound { bytes.append(UInt8(ascii: ",")) }
      item(&self, index)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  private mutating func append(_ place: Coordinate) {
    bytes += Array("[\(JSONText.shortest(place.x)),\(JSONText.shortest(place.y))]".utf8)
  }
}
