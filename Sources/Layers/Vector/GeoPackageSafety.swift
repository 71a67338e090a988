import Model

/// Refuses GeoPackages whose SQL reaches beyond the file.
enum GeoPackageSafety {
  /// Virtual table modules that only look at the file itself.
  private static let harmlessModules = ["rtree", "fts3", "fts4", "fts5", "rtree_i32"]
  /// SQL functions that read other files or the network.
  private static let reachingFunctions = [
    "ogr_geocode", "gdal_get_layer_pixel_value", "gdal_get_pixel_value", "load_extension",
    "readfile", "writefile", "ogr_datasource_load_layers", "blobfromfile", "xb_loadxml",
    "importshp", "exportshp", "edit(",
  ]

  /// - Throws: 65 naming the table or view that reaches out.
  static func check(_ dataset: borrowing VectorDataset, shownAs shown: String) throws {
    let statements = dataset.strings(
      "SELECT sql FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%' OR sql LIKE 'CREATE VIEW%' "
        + "OR sql LIKE '%CREATE%VIRTUAL%TABLE%'")
    for statement in statements {
      let plain = statement.lowercased()
      let reaches = reachingFunctions.contains { plain.contains($0) }
      guard reaches || usesForeignModule(plain) else { continue }
      throw AnalysisError(
        .badData, Subject(file: shown),
        LocalizedText(
          "a table or view reaches outside the file: \(statement.prefix(80))",
          zh: "表或视图引用了文件之外的内容：\(statement.prefix(80))"),
        hint: LocalizedText("export the layer to a new GeoPackage", zh: "请把图层另存为新的 GeoPackage"))
    }
  }

  private static func usesForeignModule(_ statement: String) -> Bool {
    let words = statement.split { $0.isWhitespace || $0 == "(" }
    guard words.dropFirst().first == "virtual", let using = words.firstIndex(of: "using"),
      using + 1 < words.count
    else { return false }
    let module = words[using + 1].filter { $0 != "\"" && $0 != "'" && $0 != "`" }
    return !harmlessModules.contains(String(module))
  }
}
