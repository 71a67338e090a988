import Glibc
import Model
import Standards

/// Checks of paths before any work: inputs can be opened, outputs can be written, and no output is an input.
package enum InputPaths {
  /// Fails with 66 unless `path` is something that can be read; layer suffixes, `-` and database connections
  /// are understood.
  package static func requireReadable(_ path: String) throws {
    if path == "-" || path.hasPrefix("PG:") { return }
    let file = PathText.file(of: path)
    let subject = Subject(file: path)
    var status = stat()
    guard stat(file, &status) == 0 else { throw AnalysisError.cannotOpen(subject, code: errno) }
    if status.st_mode & S_IFMT == S_IFDIR { throw AnalysisError.cannotOpen(subject, code: EISDIR) }
    if access(file, R_OK) != 0 { throw AnalysisError.cannotOpen(subject, code: errno) }
  }

  /// Fails with 73 when `path` certainly cannot be written: its folder is missing, or it is a directory.
  package static func requireWritable(_ path: String) throws {
    if path == "-" { return }
    var status = stat()
    if stat(path, &status) == 0 {
      if status.st_mode & S_IFMT == S_IFDIR { throw cannotWrite(path, EISDIR) }
      return
    }
    let folder = PathText.folder(of: PathText.resolved(path) ?? path)
    guard stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw cannotWrite(path, ENOENT)
    }
    if access(folder, W_OK | X_OK) != 0 { throw cannotWrite(path, errno) }
  }

  /// Fails with 73 when `path` is certainly no folder that can be written or made: it is a file, or there is none around
  /// it.
  package static func requireFolder(_ path: String) throws {
    var status = stat()
    guard stat(path, &status) == 0 else {
      let end = path.lastIndex { $0 != "/" }
      return try requireWritable(end.map { String(path[...$0]) } ?? path)
    }
    if status.st_mode & S_IFMT != S_IFDIR { throw cannotWrite(path, EEXIST) }
    if access(path, W_OK | X_OK) != 0 { throw cannotWrite(path, errno) }
  }

  /// The failure of creating the output `path` with this system error.
  static func cannotWrite(_ path: String, _ number: Int32) -> AnalysisError {
    let message: LocalizedText
    switch number {
    case ENOENT, ENOTDIR: message = LocalizedText("its folder does not exist", zh: "所在文件夹不存在")
    case EISDIR: message = LocalizedText("is a directory", zh: "是文件夹")
    case EACCES, EPERM: message = LocalizedText("no permission to write", zh: "没有写入权限")
    default:
      let reason = SystemError.text(number)
      message = LocalizedText("cannot be written: \(reason)", zh: "无法写入：\(reason)")
    }
    return AnalysisError(
      .outputNotWritable, Subject(file: path), message,
      hint: LocalizedText("choose another output path", zh: "请换一个输出路径"))
  }

  /// Fails with 64 when an output is also an input (also through links), or two outputs are one file.
  package static func requireDistinct(inputs: [String], outputs: [String]) throws {
    let read = Set(inputs.filter { $0 != "-" }.map { identity(PathText.file(of: $0)) })
    var written: Set<String> = []
    for path in outputs where !isDevice(path) {
      let identity = identity(path)
      if read.contains(identity) {
        throw AnalysisError(
          .usage, Subject(file: path),
          LocalizedText("this output is also an input", zh: "该输出同时是输入"),
          hint: LocalizedText("choose another output path", zh: "请换一个输出路径"))
      }
      guard written.insert(identity).inserted else {
        throw AnalysisError(
          .usage, Subject(file: path),
          LocalizedText("two outputs go to the same file", zh: "两个输出指向同一文件"),
          hint: LocalizedText("give each its own path", zh: "请分别给出路径"))
      }
    }
  }

  /// Device and inode of what exists (so that hard links count), else the resolved path.
  private static func identity(_ path: String) -> String {
    var status = stat()
    if path != "-", stat(path, &status) == 0 { return "\(status.st_dev):\(status.st_ino)" }
    return PathText.resolved(path) ?? path
  }

  private static func isDevice(_ path: String) -> Bool {
    var status = stat()
    return path != "-" && stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFCHR
  }
}

extension ValueKind {
  /// The file that a value of this kind names, nil where it names none.
  func inputPath(in text: String) -> String? {
    switch self {
    case .inputPath: text
    case .candidates: CandidateText.isPath(text) ? text : nil
    case .standard: StandardLibrary.isPath(text) ? text : nil
    case .namedInput: NamedInput.parts(of: text).path
    default: nil
    }
  }
}
