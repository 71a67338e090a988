import Glibc
import Model

/// Leaflet, the library that draws maps that can be moved, as Debian's `libjs-leaflet` installs it.
public struct LeafletLibrary: Sendable {
  /// Safe to stand in a script element; begins with the library's licence.
  public let script: String
  /// Safe to stand in a style element; asks for no pictures.
  public let styles: String

  private static let folder = "/usr/share/javascript/leaflet"
  private static let licence = "/usr/share/doc/libjs-leaflet/copyright"

  /// Reads the library.
  ///
  /// - Throws: 66 naming the file and the package, when it is not installed.
  public static func read() throws -> LeafletLibrary {
    let script = try text("\(folder)/leaflet.min.js")
    let styles = try text("\(folder)/leaflet.css")
    let licence = (try? text(Self.licence)) ?? "Leaflet, BSD-2-Clause, https://leafletjs.com"
    return LeafletLibrary(
      script: inScript("/*\n" + licence.replacing("*/", with: "* /") + "\n*/\n" + script),
      styles: withoutPictures(styles).replacing("</", with: "<\\/"))
  }

  /// The library without its files: for tests.
  package init(script: String, styles: String) {
    self.script = script
    self.styles = styles
  }

  /// No text in a script element may look like its end or open a comment.
  static func inScript(_ text: String) -> String {
    text.replacing("</script", with: "<\\/script").replacing("<!--", with: "<\\!--")
      .replacing("//# sourceMappingURL", with: "// source map")
  }

  /// Styles without `url(…)`: a page asks for nothing.
  static func withoutPictures(_ styles: String) -> String {
    var out = ""
    var rest = styles[...]
    while let start = rest.firstRange(of: "url(") {
      out += rest[..<start.lowerBound] + "none"
      guard let end = rest[start.upperBound...].firstIndex(of: ")") else { return out }
      rest = rest[rest.index(after: end)...]
    }
    return (out + rest).replacing("/*# sourceMappingURL", with: "/* source map")
  }

  private static func text(_ path: String) throws -> String {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      throw AnalysisError(
        .missingInput, Subject(file: path),
        LocalizedText(
          "the map of a page needs it: \(SystemError.text(errno))",
          zh: "网页中的地图需要此文件：\(SystemError.text(errno))"),
        hint: LocalizedText(
          "install the Debian package libjs-leaflet", zh: "请安装 Debian 软件包 libjs-leaflet"))
    }
    defer { close(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(file, &buffer, buffer.count)
      if count < 0 { throw AnalysisError.readingFailed(Subject(file: path), code: errno) }
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
