import Glibc
import Model

/// The format of an extract, told from its first bytes: names lie.
enum ExtractFormat {
  /// The format as libosmium names it.
  ///
  /// - Throws: `AnalysisError`: missing input when the file cannot be opened, bad data when it is empty or no OSM file.
  static func of(_ path: String) throws -> (format: String, bytes: Int) {
    let subject = Subject(file: path)
    // A named pipe would be waited for, maybe for ever.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw AnalysisError.cannotOpen(subject, code: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw AnalysisError.cannotOpen(subject, code: errno)
    }
    if status.st_mode & S_IFMT == S_IFDIR { throw AnalysisError.cannotOpen(subject, code: EISDIR) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw AnalysisError(
        .missingInput, subject,
        LocalizedText("is no regular file; an extract is read from a path", zh: "不是普通文件"),
        hint: LocalizedText("save it to a file first", zh: "请先保存为文件"))
    }
    var head = [UInt8](repeating: 0, count: 4096)
    let count = read(descriptor, &head, head.count)
    guard count >= 0 else { throw AnalysisError.readingFailed(subject, code: errno) }
    guard count > 0 else {
      throw AnalysisError(
        .badData, subject, LocalizedText("the file is empty", zh: "文件为空"),
        hint: LocalizedText("download or export it again", zh: "请重新下载或导出"))
    }
    return (try format(of: head.prefix(count), subject), Int(status.st_size))
  }

  static func notOSM(_ subject: Subject, _ what: LocalizedText? = nil) -> AnalysisError {
    AnalysisError(
      .badData, subject,
      what ?? LocalizedText("is no OpenStreetMap file", zh: "不是 OpenStreetMap 文件"),
      hint: LocalizedText(
        "give an .osm.pbf, .osm, .osm.gz or .osm.bz2 file",
        zh: "请给出 .osm.pbf、.osm、.osm.gz 或 .osm.bz2 文件"))
  }

  private static func format(of head: ArraySlice<UInt8>, _ subject: Subject) throws -> String {
    // Four bytes of length, then field 1 of nine bytes: the type of the first block.
    if head.count >= 15, head[4] == 0x0A, head[5] == 9, head[6..<15].elementsEqual("OSMHeader".utf8)
    {
      return "pbf"
    }
    if head.starts(with: [0x1F, 0x8B]) { return "osm.gz" }
    if head.starts(with: "BZh".utf8) { return "osm.bz2" }
    if let packer = packers.first(where: { head.starts(with: $0.magic) })?.name {
      throw notOSM(
        subject,
        LocalizedText("is packed as \(packer), which is not read", zh: "为 \(packer) 压缩，无法直接读取"))
    }
    let text = head.starts(with: [0xEF, 0xBB, 0xBF]) ? head.dropFirst(3) : head
    guard text.first(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) == UInt8(ascii: "<") else {
      throw notOSM(subject)
    }
    if let root = rootElement(text), !["osm", "osmChange"].contains(root) {
      throw notOSM(
        subject,
        LocalizedText(
          "is no OpenStreetMap file: its first element is <\(root)>",
          zh: "不是 OpenStreetMap 文件：首个元素为 <\(root)>"))
    }
    return "osm"
  }

  /// Ways to pack a file that libosmium does not undo.
  private static let packers: [(name: String, magic: [UInt8])] = [
    ("xz", [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0]), ("zstd", [0x28, 0xB5, 0x2F, 0xFD]),
    ("zip", [0x50, 0x4B, 3, 4]), ("7z", [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]),
    ("o5m", [0xFF, 0xE0, 4, 0x6F, 0x35, 0x6D]),
  ]

  /// Name of the first element of an XML text, at most 20 characters; nil when the head does not reach it.
  private static func rootElement(_ head: ArraySlice<UInt8>) -> String? {
    var rest = Substring(String(decoding: head, as: UTF8.self))
    while let start = rest.firstIndex(of: "<") {
      rest = rest[start...].dropFirst()
      if rest.hasPrefix("!--") {
        guard let end = rest.firstRange(of: "-->") else { return nil }
        rest = rest[end.upperBound...]
      } else if rest.first != "?" && rest.first != "!" {
        let name = rest.prefix { $0.isLetter || $0.isNumber || "_-:.".contains($0) }
        return name.endIndex == rest.endIndex ? nil : String(name.prefix(20))
      }
    }
    return nil
  }
}
