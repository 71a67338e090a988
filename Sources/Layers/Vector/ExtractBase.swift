internal import CGDAL
import Model

/// What a base map takes from an OpenStreetMap extract: streets, railways and water near a place.
package struct ExtractBase: Sendable {
  /// One kind of line with the value of its key.
  package enum LineKind: Sendable, Hashable {
    /// Value of `highway`.
    case street(String)
    case rail
    /// A river or canal given by its middle line.
    case river
    case stream
  }

  /// Lines in WGS 84 degrees, in the extract's order, and what each is.
  package private(set) var lines = ShapeColumn()
  package private(set) var kinds: [LineKind] = []
  /// Lakes, basins and the surfaces of rivers.
  package private(set) var water = ShapeColumn()

  /// Reads an extract (`.osm.pbf`, `.osm`, `.osm.gz`) through GDAL in one pass. What does not touch `box` (degrees)
  /// is passed over.
  ///
  /// - Throws: 65 when the file is no extract GDAL reads, 66 when it cannot be opened.
  package init(path: String, within box: BoundingBox) throws {
    let place = try LayerPlace(path)
    let isPacked = place.path.lowercased().hasSuffix(".gz")
    self = try GDALLibrary.run { messages in
      var base = ExtractBase()
      let dataset = try VectorDataset(
        path: isPacked ? "/vsigzip/" + place.safePath : place.safePath, drivers: ["OSM"],
        // Larger node tables than this would go to a file in the working folder.
        option: "MAX_TMPFILE_SIZE=1000", shownAs: place.path, messages: messages)
      var reader = ShapeReader()
      dataset.forEachFeature { base.take($0, &reader, box) }
      if messages.failureCount > 0 {
        throw AnalysisError(
          .badData, Subject(file: place.path),
          LocalizedText(
            "the base map cannot be read: \(messages.last)", zh: "无法读取底图：\(messages.last)"),
          hint: LocalizedText("check that the extract is complete", zh: "请检查文件是否完整"))
      }
      return base
    }
  }

  private init() {}

  private mutating func take(
    _ feature: OGRFeatureH, _ reader: inout ShapeReader, _ box: BoundingBox
  ) {
    guard let geometry = OGR_F_GetGeometryRef(feature) else { return }
    var envelope = OGREnvelope()
    OGR_G_GetEnvelope(geometry, &envelope)
    let own = BoundingBox(
      minX: envelope.MinX, minY: envelope.MinY, maxX: envelope.MaxX, maxY: envelope.MaxY)
    guard own.intersects(box) else { return }
    let kind = OGR_GT_Flatten(OGR_G_GetGeometryType(geometry))
    if kind == wkbLineString, let line = Self.lineKind(feature) {
      let shape = Self.shape(geometry, &reader)
      guard shape.kinds[0].isLineal else { return }
      lines.append(shape.kinds[0], parts: shape.parts(at: 0))
      kinds.append(line)
    } else if kind == wkbMultiPolygon, Self.isWater(feature) {
      let shape = Self.shape(geometry, &reader)
      guard shape.kinds[0].isAreal else { return }
      water.append(shape.kinds[0], parts: shape.parts(at: 0))
    }
  }

  private static func shape(_ geometry: OGRGeometryH, _ reader: inout ShapeReader) -> ShapeColumn {
    _ = reader.append(geometry)
    return reader.take()
  }

  /// Nil for lines a base does not show: walls, power lines, sidings under ground …
  private static func lineKind(_ feature: OGRFeatureH) -> LineKind? {
    if let highway = text(feature, "highway") { return .street(highway) }
    switch text(feature, "railway") {
    case "rail", "light_rail", "narrow_gauge": return .rail
    default: break
    }
    switch text(feature, "waterway") {
    case "river", "canal": return .river
    case "stream", "ditch", "drain": return .stream
    default: return nil
    }
  }

  private static func isWater(_ feature: OGRFeatureH) -> Bool {
    text(feature, "natural") == "water"
      || ["reservoir", "basin"].contains(text(feature, "landuse"))
      || text(feature, "other_tags")?.contains("\"waterway\"=>\"riverbank\"") == true
  }

  private static func text(_ feature: OGRFeatureH, _ field: String) -> String? {
    let index = OGR_F_GetFieldIndex(feature, field)
    guard index >= 0, OGR_F_IsFieldSetAndNotNull(feature, index) != 0,
      let text = OGR_F_GetFieldAsString(feature, index)
    else { return nil }
    return String(cString: text)
  }
}
