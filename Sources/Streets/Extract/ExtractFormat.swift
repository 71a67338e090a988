import Glibc
import Model

/// The format of an extract, told from its first bytes: names lie.
enum ExtractFormat {
  /// The format as libosmium names it.
  ///
  /// - Throws: `AnalysisError`: missing input when the file cannot be opened, bad data when it is empty or no OSM file.
  static func of(_ path: String) throws -> (format: String, bytes: Int) {
    let subject = Subject(file: path)
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
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
    var head = [UInt8](repeating: 0, count: 256)
    let count = read(descriptor, &head, head.count)
    guard count >= 0 else { throw AnalysisError.readingFailed(subject, code: errno) }
    guard count > 0 else {
      throw AnalysisError(
        .badData, subject, LocalizedText("the file is empty", zh: "文件为空"),
        hint: LocalizedText("download or export it again", zh: "请重新下载或导出"))
    }
    guard let format = format(of: head.prefix(count)) else { throw notOSM(subject) }
    return (format, Int(status.st_size))
  }

  static func notOSM(_ subject: Subject) -> AnalysisError {
    AnalysisError(
      .badData, subject,
      LocalizedText("is no OpenStreetMap file", zh: "不是 OpenStreetMap 文件"),
      hint: LocalizedText(
        "give an .osm.pbf, .osm, .osm.gz or .osm.bz2 file",
        zh: "请给出 .osm.pbf、.osm、.osm.gz 或 .osm.bz2 文件"))
  }

  private static func format(of head: ArraySlice<UInt8>) -> String? {
    // Four bytes of length, then field 1 of nine bytes: the type of the first block.
    if head.count >= 15, head[4] == 0x0A, head[5] == 9, head[6..<15].elementsEqual("OSMHeader".utf8) {
      return "pbf"
    }
    if head.starts(with: [0x1F, 0x8B]) { return "osm.gz" }
    if head.starts(with: "BZh".utf8) { return "osm.bz2" }
    let text = head.starts(with: [0xEF, 0xBB, 0xBF]) ? head.dropFirst(3) : head
    let first = text.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    return first == UInt8(ascii: "<") ? "osm" : nil
  }
}
