import Glibc
import Model

/// What stands at an output path now, and where the bytes really go.
enum OutputPlace: Hashable {
  /// A file to be made or replaced; symbolic links are already followed.
  case file(path: String, replacedMode: mode_t?)
  /// A pipe, device or socket, or (`descriptor`) one that is already open: written directly.
  case stream(path: String, descriptor: Int32?)

  /// Looks at `path`; `-` is standard output.
  ///
  /// - Throws: `.outputNotWritable` for a directory, a folder that is missing, or a circle of links.
  init(_ path: String) throws {
    if path == "-" {
      self = .stream(path: path, descriptor: STDOUT_FILENO)
      return
    }
    if let descriptor = Self.openDescriptor(named: path) {
      self = .stream(path: path, descriptor: descriptor)
      return
    }
    let target = try Self.followLinks(path)
    if let descriptor = Self.openDescriptor(named: target) {
      self = .stream(path: path, descriptor: descriptor)
      return
    }
    var status = stat()
    guard stat(target, &status) == 0 else {
      if errno != ENOENT { throw AnalysisError.notWritable(path, errno) }
      self = .file(path: target, replacedMode: nil)
      return
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: self = .file(path: target, replacedMode: status.st_mode & 0o7777)
    case S_IFDIR: throw AnalysisError.notWritable(path, EISDIR)
    default: self = .stream(path: path, descriptor: nil)
    }
  }

  /// The number in `/dev/stdout`, `/dev/fd/N`, `/proc/self/fd/N`: such a name stands for something open.
  private static func openDescriptor(named path: String) -> Int32? {
    if path == "/dev/stdout" || path == "/proc/self/fd/1" { return STDOUT_FILENO }
    if path == "/dev/stderr" { return STDERR_FILENO }
    for prefix in ["/dev/fd/", "/proc/self/fd/"] where path.hasPrefix(prefix) {
      return Int32(path.dropFirst(prefix.count))
    }
    return nil
  }

  /// The path at the end of a chain of symbolic links; the last need not exist.
  private static func followLinks(_ path: String) throws -> String {
    var target = path
    for _ in 0..<40 {
      guard let next = linkTarget(target) else { return target }
      target = next.hasPrefix("/") ? next : folder(of: target) + "/" + next
    }
    throw AnalysisError.notWritable(path, ELOOP)
  }

  private static func linkTarget(_ path: String) -> String? {
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let length = buffer.withUnsafeMutableBytes { bytes in
      readlink(path, bytes.baseAddress!.assumingMemoryBound(to: CChar.self), bytes.count)
    }
    return length < 0 ? nil : String(decoding: buffer[..<length], as: UTF8.self)
  }

  /// The folder a path is in: `.` for a bare name.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The last component of a path.
  static func name(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }
}

extension AnalysisError {
  /// An output that cannot be created, with the system's reason.
  package static func notWritable(_ path: String, _ code: Int32) -> AnalysisError {
    let folder = OutputPlace.folder(of: path)
    let hint: LocalizedText =
      switch code {
      // Nobody can make files in /proc, which says so as if it were missing.
      case ENOENT where access(folder, F_OK) == 0:
        LocalizedText("choose another folder: files cannot be made there", zh: "请选择其他文件夹：此处不能建立文件")
      case ENOENT: LocalizedText("create the folder \(folder) first", zh: "请先建立文件夹 \(folder)")
      case EISDIR: LocalizedText("give a file name inside it", zh: "请给出其中的文件名")
      case EACCES, EPERM, EROFS:
        LocalizedText("choose a folder you may write to", zh: "请选择有写入权限的文件夹")
      default: .empty
      }
    let reason = String(cString: strerror(code))
    return AnalysisError(
      .outputNotWritable, Subject(file: path),
      LocalizedText("cannot be written: \(reason)", zh: "无法写入：\(reason)"), hint: hint)
  }

  /// A write that failed half-way.
  package static func writeFailed(_ path: String, _ code: Int32) -> AnalysisError {
    let hint: LocalizedText =
      switch code {
      case ENOSPC, EDQUOT, EFBIG: fullDisk
      case EPIPE:
        LocalizedText(
          "the program reading the output stopped early", zh: "读取输出的程序提前结束")
      default: .empty
      }
    return writeFailed(path, String(cString: strerror(code)), hint)
  }

  /// The same with a library's words for it.
  package static func writeFailed(_ path: String, saying words: String) -> AnalysisError {
    let isFull = [String(cString: strerror(ENOSPC)), "disk is full"].contains { words.contains($0) }
    return writeFailed(path, words, isFull ? fullDisk : .empty)
  }

  private static func writeFailed(
    _ path: String, _ reason: String, _ hint: LocalizedText
  ) -> AnalysisError {
    AnalysisError(
      .inputOutput, Subject(file: path == "-" ? "stdout" : path),
      LocalizedText("writing failed: \(reason)", zh: "写入失败：\(reason)"), hint: hint)
  }

  private static var fullDisk: LocalizedText {
    LocalizedText("free some space and run again", zh: "请腾出空间后重试")
  }
}
