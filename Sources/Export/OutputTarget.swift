import Glibc
import Model

/// The formats that can be written.
public enum OutputFormat: String, Sendable, Hashable, CaseIterable {
  case geoJSON, geoJSONLines, geoPackage, shapefile, zippedShapefile, flatGeobuf, kml, csv, tsv,
    xlsx
  case postGIS
}

/// Where an output goes and in which format, as given by `-o`.
public struct OutputTarget: Sendable, Hashable {
  public var format: OutputFormat
  /// The file's path without a layer suffix; `-` is standard output; for PostGIS the connection string.
  public var path: String
  /// The layer named after a GeoPackage's colon.
  public var layerName: String?

  private static let endings: [(String, OutputFormat)] = [
    (".geojson", .geoJSON), (".json", .geoJSON), (".geojsonl", .geoJSONLines),
    (".gpkg", .geoPackage), (".shp", .shapefile), (".zip", .zippedShapefile),
    (".fgb", .flatGeobuf), (".kml", .kml), (".csv", .csv), (".tsv", .tsv), (".xlsx", .xlsx),
  ]

  /// Reads an output as a user gives it: the ending decides, whatever its case; `file.gpkg:layer` and `PG:…` are
  /// understood; a pipe or device without an ending, and `-`, are GeoJSON.
  ///
  /// - Throws: `.usage` (64) for any other ending, with the list of formats.
  public init(_ text: String) throws {
    if text.hasPrefix("PG:") || text.hasPrefix("postgresql:") {
      self.init(format: .postGIS, path: text)
      return
    }
    let lower = text.lowercased()
    if let match = Self.endings.first(where: { lower.hasSuffix($0.0) }) {
      self.init(format: match.1, path: text)
      return
    }
    if let range = Self.layerSuffix(of: text) {
      self.init(
        format: .geoPackage, path: String(text[..<range.lowerBound]),
        layerName: String(text[text.index(after: range.lowerBound)...]))
      return
    }
    if text == "-" || Self.isStream(text) {
      self.init(format: .geoJSON, path: text)
      return
    }
    let list = Self.endings.map(\.0).joined(separator: " ")
    throw AnalysisError(
      .usage, Subject(file: text),
      LocalizedText("no format has this ending", zh: "没有与此后缀对应的格式"),
      hint: LocalizedText("use one of \(list)", zh: "请使用：\(list)"))
  }

  public init(format: OutputFormat, path: String, layerName: String? = nil) {
    self.format = format
    self.path = path
    self.layerName = layerName
  }

  /// The colon of `….gpkg:layer`.
  private static func layerSuffix(of text: String) -> Range<String.Index>? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard let last = parts.last, !last.isEmpty, parts.count > 1 else { return nil }
    let colon = text.index(before: last.startIndex)
    guard text[..<colon].lowercased().hasSuffix(".gpkg") else { return nil }
    return colon..<text.endIndex
  }

  private static func isStream(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else { return false }
    return status.st_mode & S_IFMT != S_IFREG && status.st_mode & S_IFMT != S_IFDIR
  }

  /// Whether this output and `input` are the same file, by device and inode, so that writing would destroy it.
  /// False for pipes and devices, and while either does not exist.
  public func isSameFile(as input: String) -> Bool {
    var (left, right) = (stat(), stat())
    guard format != .postGIS, stat(path, &left) == 0, stat(input, &right) == 0 else { return false }
    return left.st_dev == right.st_dev && left.st_ino == right.st_ino
      && left.st_mode & S_IFMT == S_IFREG
  }

  /// Refuses an output that is also an input.
  ///
  /// - Throws: `.usage` (64) naming the path.
  public func refuse(inputs: [String]) throws {
    for input in inputs where isSameFile(as: input) {
      throw AnalysisError(
        .usage, Subject(file: path),
        LocalizedText("the output is also the input \(input)", zh: "输出文件同时是输入 \(input)"),
        hint: LocalizedText("give another output name", zh: "请换一个输出文件名"))
    }
  }
}
