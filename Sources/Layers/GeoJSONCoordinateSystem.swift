import Foundation
import Model

/// The coordinate system of a GeoJSON file: the option, else an old-style `crs` member, else WGS 84 as RFC 7946
/// says.
enum GeoJSONCoordinateSystem {
  /// The system and how it was decided.
  ///
  /// - Parameters:
  ///   - boxes: by piece, around its coordinates.
  ///   - chunk: the features of a piece; called only to name one.
  /// - Throws: 65 when the system is in degrees and a coordinate lies beyond ±180, ±90, or `crs` is not
  ///   understood.
  static func settle(
    _ boxes: [BoundingBox], crs: [UInt8]?, _ request: LayerRequest, path: String,
    chunk: (Int) throws -> FeatureChunk
  ) throws -> (CoordinateSystem, Choice) {
    let (system, choice) = try stated(crs, request, path: path)
    if case .definition = system { return (system, choice) }
    for (piece, box) in boxes.enumerated() where !isDegrees(box) {
      try refuse(chunk(piece), boxes, request, path: path)
    }
    return (system, choice)
  }

  private static func stated(
    _ crs: [UInt8]?, _ request: LayerRequest, path: String
  ) throws -> (CoordinateSystem, Choice) {
    if let option = request.coordinateSystem { return (option, .option) }
    guard let crs, crs != Array("null".utf8) else { return (.wgs84, .assumed) }
    guard let name = name(crs), let system = system(named: name) else {
      let seen = String(decoding: crs.prefix(120), as: UTF8.self)
      throw AnalysisError(
        .badData, Subject(file: path),
        LocalizedText("the crs member \(seen) is not understood", zh: "无法理解 crs 成员 \(seen)"),
        hint: LocalizedText(
          "give \(request.coordinateSystemOption) EPSG:n",
          zh: "请用 \(request.coordinateSystemOption) EPSG:n 注明"))
    }
    return (system, .file)
  }

  /// The name in `{"type": "name", "properties": {"name": …}}`, or of the older `{"type": "EPSG", "properties":
  /// {"code": 4547}}`, or a bare string.
  private static func name(_ crs: [UInt8]) -> String? {
    if crs.first == UInt8(ascii: "\"") { return AttributeText.text(ofToken: crs) }
    guard let properties = member("properties", of: crs) else { return nil }
    if let name = member("name", of: properties), name.first == UInt8(ascii: "\"") {
      return AttributeText.text(ofToken: name)
    }
    return member("code", of: properties).map { "EPSG:" + AttributeText.text(ofToken: $0) }
  }

  private static func member(_ key: String, of object: [UInt8]) -> [UInt8]? {
    guard object.first == UInt8(ascii: "{") else { return nil }
    return object.withUnsafeBufferPointer { bytes in
      var found: [UInt8]?
      for member in AttributeScanner(bytes, in: 1..<(bytes.count - 1))
      where AttributeText.unescape(bytes[member.key]) == key {
        found = Array(bytes[member.value])
      }
      return found
    }
  }

  /// Understands `EPSG:4547`, `urn:ogc:def:crs:EPSG::4547`, `http://www.opengis.net/def/crs/EPSG/0/4547`,
  /// `OGC:CRS84` in the same forms, and `urn:ogc:def:crs:OGC:1.3:CRS84`; nil for anything else.
  static func system(named name: String) -> CoordinateSystem? {
    let parts = name.trimmingCharacters(in: .whitespaces).uppercased()
      .split { $0 == ":" || $0 == "/" || $0 == "#" }
    guard let code = parts.last else { return nil }
    if ["CRS84", "CRS84H", "WGS84"].contains(code) { return .wgs84 }
    guard parts.dropLast().contains(where: { $0.hasPrefix("EPSG") }), let number = Int(code),
      number > 0
    else { return nil }
    switch number {
    // CGCS2000 and its three-dimensional forms agree with WGS 84 to centimetres.
    case 4326, 4490, 4979, 4480: return .wgs84
    default: return .definition("EPSG:\(number)")
    }
  }

  // MARK: degrees

  /// In range; empty boxes are.
  private static func isDegrees(_ box: BoundingBox) -> Bool {
    box.isEmpty || CoordinateExtent.isDegrees(box)
  }

  /// Names the first coordinate of the first feature that is out of range.
  private static func refuse(
    _ chunk: FeatureChunk, _ boxes: [BoundingBox], _ request: LayerRequest, path: String
  ) throws {
    for feature in 0..<chunk.count {
      for index in chunk.shapes.coordinateRange(of: feature) {
        let place = chunk.shapes.coordinates[index]
        let box = BoundingBox(minX: place.x, minY: place.y, maxX: place.x, maxY: place.y)
        guard !isDegrees(box) else { continue }
        throw AnalysisError(
          .badData, chunk.subject(feature, path: path),
          LocalizedText(
            "coordinate [\(place.x), \(place.y)] is not longitude and latitude in degrees",
            zh: "坐标 [\(place.x), \(place.y)] 不是以度为单位的经纬度"),
          hint: candidates(boxes.reduce(into: .empty) { $0.formUnion($1) }, request))
      }
    }
  }

  private static func candidates(_ box: BoundingBox, _ request: LayerRequest) -> LocalizedText {
    let option = request.coordinateSystemOption
    if box.minX >= 3, box.maxX <= 54, box.minY >= 73, box.maxY <= 136 {
      return LocalizedText(
        "latitude stands before longitude: swap the two", zh: "纬度写在了经度之前，请对调")
    }
    return MetresHint.hint(box, option: option)
  }
}
