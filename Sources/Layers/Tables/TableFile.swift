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
    (path, sheet) = LayerPlace.split(text)
    let subject = Subject(file: path)
    guard !path.utf8.contains(0), !path.isEmpty else {
      throw AnalysisError.cannotOpen(subject, code: ENOENT)
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw AnalysisError.cannotOpen(subject, code: errno) }
    defer { close(descriptor) }
    var information = stat()
    guard fstat(descriptor, &information) == 0 else {
      throw AnalysisError.cannotOpen(subject, code: errno)
    }
    if information.st_mode & S_IFMT == S_IFDIR {
      throw AnalysisError.cannotOpen(subject, code: EISDIR)
    }
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
        throw AnalysisError.readingFailed(subject, code: errno)
      }
      if got == 0 { return }
      bytes.append(contentsOf: buffer[..<got])
      if bytes.count > Self.limit { throw Self.tooLarge(subject) }
    }
  }

  private static func tooLarge(_ subject: Subject) -> AnalysisError {
    AnalysisError(
      .badData, subject, LocalizedText("more than 2 GiB", zh: "超过 2 GiB"),
      hint: LocalizedText("split the table", zh: "请拆分表格"))
  }
}
