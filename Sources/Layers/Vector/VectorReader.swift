internal import CGDAL
import Model

/// Reads one layer of a vector file or database through GDAL, in input order, one output feature for each
/// input feature.
enum VectorReader {
  /// Features in a chunk, unless they have very many coordinates.
  static let chunkSize = 2_000
  /// A chunk is closed early at this many coordinates (16 MB).
  static let chunkCoordinates = 1_000_000

  /// - Throws: 64 for a wrong option, 65 for content that cannot be used, 74 when reading fails half-way.
  static func read(
    _ request: LayerRequest, place: LayerPlace, format: VectorFormat, ledger: inout Ledger
  ) throws -> Layer {
    try GDALLibrary.run { messages in
      let source = try VectorSource(place, format: format, request: request, ledger: &ledger)
      let dataset = try VectorDataset(
        path: source.path, drivers: source.drivers, option: source.openOption,
        shownAs: place.path, messages: messages)
      if dataset.driver == "GPKG" { try GeoPackageSafety.check(dataset, shownAs: place.path) }
      var inner = place
      inner.layerName = source.isSingleLayer ? nil : place.layerName
      let (layer, name) = try LayerChoice.pick(
        dataset, place: inner, role: request.role, ledger: &ledger)
      var reading = LayerReading(
        layer: layer, source: source, driver: dataset.driver, path: place.path, ledger: &ledger)
      var chunks = try reading.chunks(messages, &ledger)
      let declared = declared(layer, driver: dataset.driver)
      if declared.system == nil, request.coordinateSystem == nil,
        source.hasProjectionText || isLocal(layer)
      {
        ledger.record(VectorLedger.projectionUnreadable, Subject(file: place.path))
      }
      let (system, choice) = try CoordinateSystemRules.settle(
        &chunks, declared: declared, request: request,
        path: place.path, ledger: &ledger)
      return Layer(
        source: LayerSource(
          path: place.path, layerName: name, driver: dataset.driver,
          encoding: source.decoder.name, encodingChoice: source.encodingChoice,
          coordinateSystem: system, coordinateSystemChoice: choice,
          manifest: GDALGetMetadataItem(layer, "lifecircle", nil).map { String(cString: $0) }),
        fields: reading.fields(in: chunks), chunks: chunks)
    }
  }

  /// The layer states a system of its own that has no place on the earth.
  private static func isLocal(_ layer: OGRLayerH) -> Bool {
    guard let reference = OGR_L_GetSpatialRef(layer) else { return false }
    return OSRIsLocal(reference) != 0 && !SystemFacts.isUndefined(reference)
  }

  /// What the layer says of its coordinate system; KML is WGS 84 by its standard.
  private static func declared(
    _ layer: OGRLayerH, driver: String
  ) -> CoordinateSystemRules.Declared {
    if driver.hasSuffix("KML") {
      return CoordinateSystemRules.Declared(system: .wgs84, isFormatDefault: true)
    }
    let facts = OGR_L_GetSpatialRef(layer).flatMap { SystemFacts($0) }
    let isDefault = driver.hasPrefix("GeoJSON") && facts?.system == .wgs84
    return CoordinateSystemRules.Declared(system: facts?.system, isFormatDefault: isDefault)
  }
}
