import Glibc

/// Runs a program and waits for it, through `posix_spawn` and `waitpid` alone.
///
/// Foundation's `Process` learns of an exit through a socket that other children inherit; with several of them it
/// now and then waits for ever.
enum ChildProcess {
  /// Runs `program` and returns its exit code, or 128 + the signal that ended it.
  ///
  /// - Parameters:
  ///   - input: path of what standard input reads.
  ///   - output, error: paths of files that are made or emptied.
  ///   - limit: seconds after which the program is killed.
  static func run(
    _ program: String, _ arguments: [String], folder: String? = nil,
    environment: [String: String], input: String = "/dev/null", output: String, error: String,
    limit: Int = 120
  ) -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    if error == "/dev/stdout" {
      posix_spawn_file_actions_adddup2(&actions, 1, 2)
    } else {
      posix_spawn_file_actions_addopen(&actions, 2, error, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    }
    // `env -C` changes the folder and becomes the program.
    let line = folder.map { ["/usr/bin/env", "-C", $0, program] } ?? [program]
    var words = (line + arguments).map { strdup($0) } + [nil]
    var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in words + variables { free(text) } }
    var child = pid_t()
    guard posix_spawn(&child, line[0], &actions, nil, &words, &variables) == 0 else { return 127 }
    return wait(for: child, limit: limit)
  }

  /// Standard output of `program` as text, with standard error in it when `joined`; nil when it fails (or with
  /// `joined` only when it cannot be run).
  static func text(_ program: String, _ arguments: [String], joined: Bool = false) -> String? {
    var name = Array("/tmp/lifecircle-output-XXXXXX".utf8CString)
    let file = mkstemp(&name)
    guard file >= 0 else { return nil }
    close(file)
    let path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { unlink(path) }
    var environment: [String: String] = [:]
    for variable in ["PATH", "HOME", "LANG", "TMPDIR"] {
      if let value = getenv(variable) { environment[variable] = String(cString: value) }
    }
    let code = run(
      program, arguments, environment: environment, output: path,
      error: joined ? "/dev/stdout" : "/dev/null")
    guard joined ? code != 127 : code == 0 else { return nil }
    guard let stream = fopen(path, "r") else { return nil }
    defer { fclose(stream) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&block, 1, block.count, stream), count > 0 {
      bytes += block[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func wait(for child: pid_t, limit: Int) -> Int32 {
    var status: Int32 = 0
    // A look every 2 ms: the programs run for tens of milliseconds.
    for _ in 0..<(limit * 500) {
      let ended = waitpid(child, &status, WNOHANG)
      if ended == child { return code(status) }
      if ended < 0 && errno != EINTR { return 127 }
      usleep(2_000)
    }
    kill(child, SIGKILL)
    waitpid(child, &status, 0)
    return code(status)
  }

  private static func code(_ status: Int32) -> Int32 {
    status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
  }
}
