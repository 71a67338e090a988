import Export
import Maps
import Model

/// A single map asked for in place of a report.
public struct MapRequest: Sendable {
  public var kind: MapKind
  package var page: MapPage
  /// Of PNG files.
  public var dotsPerInch: Double
  public var files: [String]

  package init(
    kind: MapKind, page: MapPage = .a4Landscape, dotsPerInch: Double = 300, files: [String]
  ) {
    self.kind = kind
    self.page = page
    self.dotsPerInch = dotsPerInch
    self.files = files
  }
}

/// Writes the sheets of one map in several formats.
struct MapFiles {
  let request: MapRequest

  /// All sheets in a PDF; of other formats each sheet is a file, the second named `name-2.png`.
  ///
  /// - Throws: 64 for another ending or more dots than a picture can have.
  func write(_ scenes: [MapScene], in transaction: OutputTransaction) throws {
    for path in request.files {
      let format = try Self.format(path)
      if format == .pdf {
        try add(MapScene.renderPDF(scenes), path, transaction)
        continue
      }
      for (index, scene) in scenes.enumerated() {
        let bytes = try scene.render(format: format, dpi: request.dotsPerInch)
        try add(bytes, Self.sheet(index + 1, of: path), transaction)
      }
    }
  }

  static func format(_ path: String) throws -> MapFormat {
    if let format = MapFormat(path: path) { return format }
    throw AnalysisError(
      .usage, Subject(file: path),
      LocalizedText("no form of a map has this ending", zh: "地图没有与此后缀对应的格式"),
      hint: LocalizedText(
        "use .png .svg or .pdf, or leave --map out for a report",
        zh: "请使用 .png、.svg、.pdf；生成报告请去掉 --map"))
  }

  private func add(_ bytes: [UInt8], _ path: String, _ transaction: OutputTransaction) throws {
    let file = try transaction.open(path)
    try bytes.withUnsafeBytes { try file.append($0) }
  }

  /// `map.png`, `map-2.png`, `map-3.png`.
  static func sheet(_ number: Int, of path: String) -> String {
    guard number > 1, let dot = path.lastIndex(of: ".") else { return path }
    return "\(path[..<dot])-\(number)\(path[dot...])"
  }
}
