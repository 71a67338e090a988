import Glibc
import Model

/// Copies files byte by byte.
enum FileCopy {
  /// Copies `source` to `target`, which is made or emptied.
  ///
  /// - Throws: `.inputOutput` naming the file that failed.
  static func copy(_ source: String, to target: String) throws {
    let input = open(source, O_RDONLY | O_CLOEXEC)
    guard input >= 0 else { throw AnalysisError.writeFailed(source, errno) }
    defer { close(input) }
    let output = open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard output >= 0 else { throw AnalysisError.writeFailed(target, errno) }
    defer { close(output) }
    try withBlocks(of: input, source) { block in
      var rest = block
      while !rest.isEmpty {
        let count = write(output, rest.baseAddress!, rest.count)
        if count < 0, errno == EINTR { continue }
        if count < 0 { throw AnalysisError.writeFailed(source, errno) }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
    }
  }

  /// Calls `body` with the file's bytes, block by block, from its start to its end.
  static func withBlocks(
    of descriptor: Int32, _ path: String, _ body: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    try withUnsafeTemporaryAllocation(byteCount: 1 << 18, alignment: 16) { buffer in
      while true {
        let count = read(descriptor, buffer.baseAddress!, buffer.count)
        if count < 0, errno == EINTR { continue }
        if count < 0 { throw AnalysisError.writeFailed(path, errno) }
        if count == 0 { return }
        try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      }
    }
  }
}
