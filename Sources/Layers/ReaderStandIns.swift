import Model

// Both readers have files of their own; remove this file when they are here.

enum GeoJSONReader {
  static func read(_ request: LayerRequest, ledger: inout Ledger) throws -> Layer {
    let place = try LayerPlace(request.path)
    return try VectorReader.read(request, place: place, format: .geoJSON, ledger: &ledger)
  }
}

enum TableReader {
  static func read(_ request: LayerRequest, ledger: inout Ledger) throws -> Layer {
    throw AnalysisError(
      .badData, Subject(file: request.path), LocalizedText("tables are not read", zh: "不能读取表格"))
  }
}
