import Glibc
import Model

/// The bytes of a table file and which sheet of it was asked for.
struct TableFile {
  /// The path without a sheet.
  var path: String
  /// The sheet after the last colon.
  var sheet: String?
  var bytes: [UInt8] = []

  /// The most bytes a table file may have.
  static let limit = 2 << 30

  /// - Throws: 66 when the file cannot be opened, 65 when it is too large, 74 when reading fails half-way.
  init(_ text: String) throws {
    (path, sheet) = Self.split(text)
    let subject = Subject(file: path)
    guard !path.utf8.contains(0), !path.isEmpty else { throw Self.cannotOpen(subject, ENOENT) }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.cannotOpen(subject, errno) }
    defer { close(descriptor) }
    var information = stat()
    guard fstat(descriptor, &information) == 0 else { throw Self.cannotOpen(subject, errno) }
    if information.st_mode & S_IFMT == S_IFDIR { throw Self.cannotOpen(subject, EISDIR) }
    guard information.st_size <= Self.limit else { throw Self.tooLarge(subject) }
    try readAll(descriptor, expected: Int(information.st_size), subject: subject)
  }

  /// Lower-case ending without the point.
  var ending: String {
    let name = path.split(separator: "/").last ?? ""
    return name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() } ?? ""
  }

  private mutating func readAll(_ descriptor: Int32, expected: Int, subject: Subject) throws {
    bytes.reserveCapacity(expected + 1)
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let got = read(descriptor, &buffer, buffer.count)
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else {
        throw AnalysisError(
          .inputOutput, subject,
          LocalizedText(
            "reading failed (\(String(cString: strerror(errno))))", zh: "读取失败（错误 \(errno)）"))
      }
      if got == 0 { return }
      bytes.append(contentsOf: buffer[..<got])
      if bytes.count > Self.limit { throw Self.tooLarge(subject) }
    }
  }

  private static func split(_ text: String) -> (String, String?) {
    if access(text, F_OK) == 0 { return (text, nil) }
    var end = text.endIndex
    while let colon = text[..<end].lastIndex(of: ":") {
      let path = String(text[..<colon])
      if access(path, F_OK) == 0 { return (path, String(text[text.index(after: colon)...])) }
      end = colon
    }
    return (text, nil)
  }

  private static func tooLarge(_ subject: Subject) -> AnalysisError {
    AnalysisError(
      .badData, subject, LocalizedText("more than 2 GiB", zh: "超过 2 GiB"),
      hint: LocalizedText("split the table", zh: "请拆分表格"))
  }

  private static func cannotOpen(_ subject: Subject, _ code: Int32) -> AnalysisError {
    switch code {
    case ENOENT, ENOTDIR:
      AnalysisError(
        .missingInput, subject, LocalizedText("no such file", zh: "文件不存在"),
        hint: LocalizedText("check the path and its spelling", zh: "请检查路径和文件名"))
    case EACCES, EPERM:
      AnalysisError(
        .missingInput, subject, LocalizedText("no permission to read it", zh: "没有读取权限"))
    case EISDIR:
      AnalysisError(
        .missingInput, subject, LocalizedText("is a directory", zh: "是文件夹"),
        hint: LocalizedText("name a file in it", zh: "请给出其中的文件"))
    default:
      AnalysisError(
        .missingInput, subject,
        LocalizedText(
          "cannot be opened (\(String(cString: strerror(code))))", zh: "无法打开（错误 \(code)）"))
    }
  }
}
