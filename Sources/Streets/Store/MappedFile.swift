import Glibc
import Model

/// A file's bytes mapped read-only; unmapped with its last owner.
///
/// Another program that shortens the file while it is mapped makes reading its end a bus error, as with every mapped
/// file; one that replaces it by renaming, as `StreetGraph.save` does, does not disturb.
package final class MappedFile: @unchecked Sendable {
  // Sendable: the memory is never written, and freed by `deinit` only.
  package let bytes: UnsafeRawBufferPointer

  /// - Parameter refusal: makes the error (65) of a file that is empty or no regular one.
  /// - Throws: `.missingInput` (66) when it cannot be opened, what `refusal` makes, `.inputOutput` (74) when the system
  ///   cannot map it.
  package init(
    _ path: String,
    refusal: (String, LocalizedText) -> AnalysisError = AnalysisError.damagedGraph
  ) throws {
    let subject = Subject(file: path)
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    if descriptor < 0 { throw AnalysisError.cannotOpen(subject, code: errno) }
    defer { close(descriptor) }
    var status = stat()
    if fstat(descriptor, &status) != 0 {
      throw AnalysisError.readingFailed(subject, code: errno)
    }
    if status.st_mode & S_IFMT == S_IFDIR {
      throw AnalysisError.cannotOpen(subject, code: EISDIR)
    }
    guard status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 else {
      throw refusal(
        path, LocalizedText("is empty or no regular file", zh: "为空或不是普通文件"))
    }
    let size = Int(status.st_size)
    guard let base = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), base != MAP_FAILED
    else { throw AnalysisError.readingFailed(subject, code: errno) }
    bytes = UnsafeRawBufferPointer(start: base, count: size)
  }

  deinit { munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count) }
}

extension AnalysisError {
  /// A graph file that cannot be used, and why.
  static func damagedGraph(_ path: String, _ reason: LocalizedText) -> AnalysisError {
    AnalysisError(
      .badData, Subject(file: path),
      LocalizedText(
        "unusable street graph: \(reason.english)", zh: "路网文件不可用：\(reason.chinese)"),
      hint: LocalizedText(
        "build it again with `lifecircle network build`", zh: "请用 `lifecircle network build` 重新生成"))
  }
}
