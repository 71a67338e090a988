import Glibc
import Model

extension StreetGraph {
  /// Saves the graph as a `.lcg` file that appears complete under its name or not at all; symbolic links are followed.
  ///
  /// - Throws: `.outputNotWritable` (73) when the folder or file cannot be written, `.inputOutput` (74) when writing
  ///   fails.
  public func save(to path: String) throws {
    let target = Self.resolved(path)
    let temporary = Self.temporaryName(beside: target)
    let descriptor = Glibc.open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    if descriptor < 0 { throw Self.failure(.outputNotWritable, path, errno) }
    var isOpen = true
    do {
      try encoded { try Self.write($0, to: descriptor, path) }
      isOpen = false
      if close(descriptor) != 0 { throw Self.failure(.inputOutput, path, errno) }
      if rename(temporary, target) != 0 { throw Self.failure(.outputNotWritable, path, errno) }
    } catch {
      if isOpen { close(descriptor) }
      unlink(temporary)
      throw error
    }
  }

  private static func write(
    _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, _ path: String
  ) throws {
    var rest = bytes
    while !rest.isEmpty {
      let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
      if written < 0 {
        if errno == EINTR { continue }
        throw failure(.inputOutput, path, errno)
      }
      rest = UnsafeRawBufferPointer(rebasing: rest[written...])
    }
  }

  /// The file a symbolic link leads to, or the path itself.
  private static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  /// Hidden, in the same folder and so on the same filesystem; one writer of a name at a time in a process.
  private static func temporaryName(beside target: String) -> String {
    let slash = target.lastIndex(of: "/").map { target.index(after: $0) } ?? target.startIndex
    return "\(target[..<slash]).\(target[slash...]).\(getpid()).part"
  }

  private static func failure(
    _ kind: AnalysisError.Kind, _ path: String, _ code: Int32
  ) -> AnalysisError {
    let reason = SystemError.text(code)
    return AnalysisError(
      kind, Subject(file: path),
      LocalizedText("cannot be written: \(reason)", zh: "无法写入：\(reason)"),
      hint: LocalizedText("check the folder, its permissions and free space", zh: "请检查文件夹、权限和剩余空间"))
  }
}
