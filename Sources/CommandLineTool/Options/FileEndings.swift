/// The endings of files that options take and write, without the first dot: what a shell offers when it completes
/// a name. Files with other endings may be typed all the same.
package enum FileEndings {
  /// Layers and tables of blocks, stations, people.
  package static let layers = [
    "geojson", "json", "geojsonl", "ndjson", "gpkg", "shp", "zip", "fgb", "kml", "csv", "tsv",
    "xlsx",
  ]
  package static let tables = ["csv", "tsv", "xlsx"]
  package static let rasters = ["tif", "tiff"]
  /// Extracts and prepared graphs first.
  package static let streets = ["osm.pbf", "osm", "osm.gz", "osm.bz2", "lcg"] + layers
  /// Run files, walking rules, standards.
  package static let settings = ["json5", "json"]
  /// Whatever a command may write beside results of its own kind.
  package static let results = layers + ["html", "pdf", "docx", "png", "svg"]
}

extension OptionSpecification {
  /// The same option, for files with these endings.
  package func taking(_ endings: [String]) -> OptionSpecification {
    var option = self
    option.endings = endings
    return option
  }

  /// Endings of the files the option takes or writes; empty when its value names no file.
  ///
  /// What `taking` says, else the ending its placeholder has (`FILE.json`), else those of its kind.
  package var fileEndings: [String] {
    if !endings.isEmpty { return endings }
    if let dot = placeholder.firstIndex(of: ".") {
      return [String(placeholder[placeholder.index(after: dot)...])]
    }
    return kind.fileEndings
  }
}

extension ValueKind {
  /// Endings of the files a value of this kind may name; empty when it names none.
  package var fileEndings: [String] {
    switch self {
    case .inputPath, .candidates, .namedInput: FileEndings.layers
    case .outputPath: FileEndings.results
    case .standard: FileEndings.settings
    default: []
    }
  }
}
