internal import CGDAL
import Model

/// Which layer of a file is read: the one named, else the only one that fits.
enum LayerChoice {
  private struct Candidate {
    var index: Int
    var name: String
    var geometry: OGRwkbGeometryType
    var count: Int64
  }

  /// The layer and its name.
  ///
  /// - Throws: 65 when the named layer does not exist, or none is named and several fit; lists the names.
  static func pick(
    _ dataset: borrowing VectorDataset, place: LayerPlace, role: LayerRequest.Role,
    ledger: inout Ledger
  ) throws -> (layer: OGRLayerH, name: String) {
    let candidates = candidates(in: dataset)
    let chosen: Candidate
    if let name = place.layerName {
      chosen = try named(name, among: candidates, path: place.path)
    } else {
      chosen = try onlyFitting(candidates, role: role, place: place)
      if candidates.count > 1 {
        let others = candidates.count - 1
        ledger.record(
          VectorLedger.layerChosen, Subject(file: place.path), detail: "\(chosen.name) (+\(others))"
        )
      }
    }
    guard let layer = dataset.layer(chosen.index) else {
      throw AnalysisError(
        .badData, Subject(file: place.path), LocalizedText("has no layer", zh: "没有图层"))
    }
    return (layer, chosen.name)
  }

  private static func candidates(in dataset: borrowing VectorDataset) -> [Candidate] {
    var found: [Candidate] = []
    for index in 0..<dataset.layerCount {
      guard let layer = dataset.layer(index), let name = OGR_L_GetName(layer),
        !isStyles(String(cString: name), layer)
      else { continue }
      found.append(
        Candidate(
          index: index, name: String(cString: name), geometry: OGR_L_GetGeomType(layer),
          count: OGR_L_GetFeatureCount(layer, 0)))
    }
    return found
  }

  /// The table in which QGIS keeps the styles of a GeoPackage's layers, which is nobody's data.
  private static func isStyles(_ name: String, _ layer: OGRLayerH) -> Bool {
    name == "layer_styles" && OGR_L_GetGeomType(layer) == wkbNone
  }

  private static func named(
    _ name: String, among candidates: [Candidate], path: String
  ) throws -> Candidate {
    let names = candidates.map(\.name)
    if let index = names.firstIndex(of: name)
      ?? names.firstIndex(where: { $0.lowercased() == name.lowercased() })
    {
      return candidates[index]
    }
    throw AnalysisError(
      .badData, Subject(file: path),
      LocalizedText("there is no layer “\(name)”", zh: "没有图层“\(name)”"),
      hint: LocalizedText("it has: \(list(names))", zh: "现有图层：\(list(names))"))
  }

  private static func onlyFitting(
    _ candidates: [Candidate], role: LayerRequest.Role, place: LayerPlace
  ) throws -> Candidate {
    let path = place.path
    guard candidates.count != 1 else { return candidates[0] }
    guard let first = candidates.first else {
      throw AnalysisError(
        .badData, Subject(file: path), LocalizedText("holds no vector layer", zh: "不含矢量图层"))
    }
    let spatial = candidates.filter { $0.geometry != wkbNone && $0.count != 0 }
    if spatial.count == 1 { return spatial[0] }
    let fitting = spatial.filter { fits($0.geometry, role: role) }
    if fitting.count == 1 { return fitting[0] }
    let names = (fitting.isEmpty ? (spatial.isEmpty ? candidates : spatial) : fitting).map(\.name)
    throw AnalysisError(
      .badData, Subject(file: path),
      LocalizedText("holds several layers", zh: "含多个图层"),
      hint: place.connection == nil
        ? LocalizedText(
          "name one after a colon, for example \(path):\(first.name); it has: \(list(names))",
          zh: "请在冒号后写明图层，例如 \(path):\(first.name)；现有图层：\(list(names))")
        : LocalizedText(
          "add tables=NAME to the connection; it has: \(list(names))",
          zh: "请在连接串中加 tables=表名；现有：\(list(names))"))
  }

  private static func fits(_ geometry: OGRwkbGeometryType, role: LayerRequest.Role) -> Bool {
    let flat = OGR_GT_Flatten(geometry)
    if flat == wkbUnknown || flat == wkbGeometryCollection { return true }
    let dimension = [wkbPoint, wkbMultiPoint].contains(flat) ? 0 : (isLine(flat) ? 1 : 2)
    switch role {
    case .blocks, .mask: return dimension == 2
    case .stations, .demand, .candidates, .gates: return dimension == 0
    case .streets: return dimension == 1
    case .barriers: return dimension > 0
    case .control, .table: return true
    }
  }

  private static func isLine(_ flat: OGRwkbGeometryType) -> Bool {
    OGR_GT_IsCurve(flat) != 0 || flat == wkbMultiLineString || flat == wkbMultiCurve
  }

  private static func list(_ names: [String]) -> String {
    names.prefix(20).joined(separator: ", ") + (names.count > 20 ? " …" : "")
  }
}
