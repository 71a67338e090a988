import Glibc
import Layers
import Model

/// What kind of file `--streets` names: the ending tells, and the first bytes where it does not.
enum StreetFileKind: Sendable, Hashable {
  /// A graph saved by `lifecircle network build`.
  case graph
  /// OpenStreetMap objects: PBF or XML, compressed or not.
  case extract
  /// Anything else: a layer of lines.
  case layer

  /// With those that are not read: the extract's reader says what they are.
  private static let extractEndings = [
    ".pbf", ".osm", ".osm.gz", ".osm.bz2", ".osm.xz", ".osm.zst", ".osm.7z", ".osm.zip", ".o5m",
  ]

  /// Looks at the path and, without a telling ending, into the file. A database and a file with a layer named
  /// after it are layers.
  static func of(_ path: String) -> StreetFileKind {
    let lower = path.lowercased()
    if lower.hasSuffix(".lcg") { return .graph }
    if extractEndings.contains(where: lower.hasSuffix) { return .extract }
    if path.hasPrefix("PG:") { return .layer }
    let head = firstBytes(path)
    if head.starts(with: [0x8C, 0x4C, 0x43, 0x47]) { return .graph }
    let text = String(decoding: head, as: UTF8.self)
    let isBinary = head.count > 14 && head[4] == 0x0A && text.contains("OSMHeader")
    let isXML = text.contains("<osm ") || text.contains("<osm>") || text.contains("<osmChange")
    return isBinary || isXML ? .extract : .layer
  }

  private static func firstBytes(_ path: String) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    if descriptor < 0 { return [] }
    defer { close(descriptor) }
    var status = stat()
    // Reading from a pipe would take away what the reader needs.
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return [] }
    var bytes = [UInt8](repeating: 0, count: 512)
    let count = read(descriptor, &bytes, bytes.count)
    return Array(bytes.prefix(max(0, count)))
  }
}
