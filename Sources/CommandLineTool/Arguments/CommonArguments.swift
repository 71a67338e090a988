import Glibc
import Model

/// What the options every command has were set to.
public struct CommonArguments: Sendable, Hashable {
  /// Upper limit of worker threads, 1…256.
  public var threads: Int
  public var isQuiet: Bool
  /// Progress even where standard error is no terminal.
  public var forcesProgress: Bool
  /// Warnings make the exit code 1.
  public var isStrict: Bool
  /// Where the timings object goes.
  public var timings: String?

  package init(_ parsed: ParsedCommand) {
    let cores = max(1, min(256, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))))
    threads = parsed.integer("threads") ?? cores
    isQuiet = parsed.flag("quiet")
    forcesProgress = parsed.flag("progress")
    isStrict = parsed.flag("strict")
    timings = parsed.text("timings")
  }
}
