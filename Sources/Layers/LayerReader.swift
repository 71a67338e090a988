import Model

/// Reads one input layer of any format that is understood.
public enum LayerReader {
  /// What to give instead of a file of a format that is not read; the hint of that error.
  public static let formatHint = LocalizedText(
    "give GeoJSON, Shapefile, GeoPackage, FlatGeobuf, KML, CSV or XLSX",
    zh: "请用 GeoJSON、Shapefile、GeoPackage、FlatGeobuf、KML、CSV 或 XLSX")

  /// The layer in input order, with one feature for each feature of the file; what had to be chosen,
  /// repaired or passed over is in the ledger. Coordinates stay in the file's own system.
  ///
  /// - Throws: `AnalysisError` — 64 for a wrong option, 65 for content that cannot be used, 66 for a path that
  ///   cannot be opened.
  public static func read(_ request: LayerRequest, ledger: inout Ledger) throws -> Layer {
    let place = try LayerPlace(request.path)
    let format = try GDALLibrary.run { _ in try VectorFormat.of(place) }
    switch format {
    case .geoJSON:
      var inner = request
      inner.path = place.path
      let layer = try GeoJSONReader.read(inner, ledger: &ledger)
      return try CoordinateSystemRules.checked(layer, request: request, ledger: &ledger)
    case .table: return try TableReader.read(request, ledger: &ledger)
    default:
      return try VectorReader.read(request, place: place, format: format, ledger: &ledger)
    }
  }
}
