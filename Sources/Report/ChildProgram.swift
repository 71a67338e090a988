import Glibc
import Model

/// Another program that is run to its end, by `posix_spawn` and `waitpid` alone.
enum ChildProgram {
  /// The path of a program on `PATH`; nil when there is none.
  static func find(_ name: String) -> String? {
    let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
    return path.split(separator: ":").map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
  }

  /// Runs `name` with nothing to read and its words in the file `log`; gives its exit code, or 128 and the signal it died of.
  ///
  /// The clock that goes into its output is set to 2000-01-01, so that the same page gives the same bytes.
  ///
  /// - Throws: 66 when it cannot be started.
  static func run(_ name: String, _ arguments: [String], log: String) throws -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    let path = find(name) ?? name
    var words = ([path] + arguments).map { strdup($0) } + [nil]
    var variables = environment.map { strdup($0) } + [nil]
    defer { for text in words + variables { free(text) } }
    var child: pid_t = 0
    let failure = posix_spawn(&child, path, &actions, nil, &words, &variables)
    if failure != 0 { throw AnalysisError.cannotOpen(Subject(file: path), code: failure) }
    return wait(for: child)
  }

  private static func wait(for child: pid_t) -> Int32 {
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 {
      if errno != EINTR { return 127 }
    }
    let signal = status & 0x7F
    return signal == 0 ? status >> 8 & 0xFF : 128 + signal
  }

  private static var environment: [String] {
    var variables: [String] = []
    var next = environ
    while let variable = next.pointee {
      let text = String(cString: variable)
      if !text.hasPrefix("SOURCE_DATE_EPOCH=") { variables.append(text) }
      next += 1
    }
    return variables + ["SOURCE_DATE_EPOCH=946684800"]
  }

  /// Writes a file for a program to read, from which it makes `output`.
  ///
  /// - Throws: 74, which names the output.
  static func write(_ text: String, to path: String, for output: String) throws {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw AnalysisError.writeFailed(output, errno) }
    defer { close(file) }
    var text = text
    try text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        let count = Glibc.write(file, rest.baseAddress!, rest.count)
        if count < 0 {
          if errno == EINTR { continue }
          throw AnalysisError.writeFailed(output, errno)
        }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
    }
  }

  /// What a file holds; empty when it cannot be read.
  static func bytes(of path: String) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return [] }
    defer { close(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = read(file, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      if count <= 0 { return bytes }
      bytes += buffer[..<count]
    }
  }

  /// The last line of a file that is not empty; empty when there is none.
  static func lastLine(of path: String) -> String {
    String(decoding: bytes(of: path), as: UTF8.self).split(whereSeparator: \.isNewline).last
      .map(String.init) ?? ""
  }
}
