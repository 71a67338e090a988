import Glibc
import Model

/// Small UTF-8 files read whole.
enum FileText {
  /// The bytes of the file at `path`.
  ///
  /// - Throws: `AnalysisError`: 66 when it cannot be opened or is a directory, 65 above `limit` bytes, 74 when
  ///   reading fails.
  static func bytes(_ path: String, limit: Int) throws -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw AnalysisError.cannotOpen(Subject(file: path), code: errno) }
    defer { close(descriptor) }
    var status = stat()
    if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      throw AnalysisError.cannotOpen(Subject(file: path), code: EISDIR)
    }
    return try bytes(descriptor: descriptor, name: path, limit: limit)
  }

  /// Everything that can be read from `descriptor`.
  static func bytes(descriptor: Int32, name: String, limit: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var room = 1 << 16
    while true {
      var count = 0
      var failure: Int32 = 0
      let chunk = [UInt8](unsafeUninitializedCapacity: room) { buffer, filled in
        count = Glibc.read(descriptor, buffer.baseAddress, room)
        failure = errno
        filled = max(0, count)
      }
      if count < 0, failure == EINTR { continue }
      guard count >= 0 else {
        throw AnalysisError.readingFailed(Subject(file: name), code: failure)
      }
      if count == 0 { return bytes }
      bytes += chunk
      guard bytes.count <= limit else {
        throw AnalysisError(
          .badData, Subject(file: name),
          LocalizedText("larger than \(limit) bytes", zh: "超过 \(limit) 字节"))
      }
      room = min(max(room, bytes.count), 1 << 26)
    }
  }

  /// The text of the file at `path`, which must be UTF-8; a byte order mark is passed over.
  static func read(_ path: String, limit: Int) throws -> String {
    let bytes = try bytes(path, limit: limit)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw AnalysisError(
        .badData, Subject(file: path),
        LocalizedText("the text is not UTF-8", zh: "文件不是 UTF-8 编码"),
        hint: LocalizedText("save the file as UTF-8", zh: "请另存为 UTF-8"))
    }
    return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
  }
}
