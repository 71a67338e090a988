import Glibc
import Model

/// A layer's place as typed, split into the file and the layer or sheet named after a colon.
package struct LayerPlace: Sendable, Hashable {
  /// The path as typed, without the layer; a database's connection text with its password hidden.
  package var path: String
  /// The layer or sheet after the last colon; nil when none is named.
  package var layerName: String?
  /// The connection text of a database (`PG:…`), password and all; nil for files.
  package var connection: String?

  /// Splits `text` at the last colon that follows an existing file: `a.gpkg:streets`, `C:\data\a.shp`, `a:b.shp`.
  ///
  /// - Throws: 66 when no such file exists, it may not be read, or it is a directory.
  package init(_ text: String) throws {
    if text.hasPrefix("PG:") {
      self.init(path: ConnectionText.redacted(text), layerName: nil, connection: text)
      return
    }
    let (path, layer) = Self.split(text)
    try Self.requireReadable(path)
    self.init(path: path, layerName: layer, connection: nil)
  }

  private init(path: String, layerName: String?, connection: String?) {
    self.path = path
    self.layerName = layerName
    self.connection = connection
  }

  /// The path in a form that no GDAL driver mistakes for a prefix of its own (`GPKG:`, `GeoJSON:` …).
  var safePath: String { path.hasPrefix("/") ? path : "./" + path }

  /// The file and what stands behind the last colon that follows an existing file.
  package static func split(_ text: String) -> (path: String, layer: String?) {
    if exists(text) { return (text, nil) }
    var end = text.endIndex
    while let colon = text[..<end].lastIndex(of: ":") {
      let path = String(text[..<colon])
      if exists(path) { return (path, String(text[text.index(after: colon)...])) }
      end = colon
    }
    // Nothing exists: name the file alone where the ending shows which part that is.
    if let colon = text.lastIndex(of: ":"), text[..<colon].suffix(9).contains(".") {
      return (String(text[..<colon]), nil)
    }
    return (text, nil)
  }

  private static func exists(_ path: String) -> Bool {
    var information = stat()
    return !path.isEmpty && !path.utf8.contains(0) && stat(path, &information) == 0
  }

  private static func requireReadable(_ path: String) throws {
    let subject = Subject(file: path)
    guard !path.isEmpty else {
      throw AnalysisError(.missingInput, subject, LocalizedText("the path is empty", zh: "路径为空"))
    }
    // `/vsi…` names are GDAL's remote and virtual files; no such folder exists on a disk.
    guard !path.hasPrefix("/vsi"), !path.utf8.contains(0) else {
      throw AnalysisError(
        .missingInput, subject,
        LocalizedText("remote and virtual paths are not opened", zh: "不打开远程或虚拟路径"),
        hint: LocalizedText("give a file on this computer", zh: "请给出本机上的文件"))
    }
    var information = stat()
    guard stat(path, &information) == 0 else {
      throw AnalysisError.cannotOpen(subject, code: errno)
    }
    guard information.st_mode & S_IFMT != S_IFDIR else {
      throw AnalysisError.cannotOpen(subject, code: EISDIR)
    }
    guard information.st_mode & S_IFMT == S_IFREG else {
      throw AnalysisError(
        .missingInput, subject,
        LocalizedText("is a pipe or device, not a file", zh: "是管道或设备，不是文件"),
        hint: LocalizedText("save it to a file first", zh: "请先保存为文件"))
    }
    guard access(path, R_OK) == 0 else { throw AnalysisError.cannotOpen(subject, code: errno) }
  }
}
