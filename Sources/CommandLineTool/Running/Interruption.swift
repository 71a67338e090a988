import Glibc
import Model

/// Ctrl-C and requests to stop: unfinished outputs are removed and the process ends with 130.
enum Interruption {
  /// From here on SIGINT, SIGTERM and SIGHUP are taken by a thread of their own, where any code may run; call
  /// before other threads start, which inherit that the signals are blocked.
  ///
  /// A signal that whoever started us ignores (`nohup`) stays ignored.
  ///
  /// - Parameters:
  ///   - message: what is said on standard error.
  ///   - removeUnfinished: removes temporary files of outputs that are not complete.
  static func watch(message: String, removeUnfinished: @escaping @Sendable () -> Void) {
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM, SIGHUP] where !isIgnored(number) {
      sigaddset(&signals, number)
    }
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    let watch = Watch(signals: signals, message: message, removeUnfinished: removeUnfinished)
    var thread = pthread_t()
    let argument = Unmanaged.passRetained(watch)
    let result = pthread_create(
      &thread, nil,
      { pointer in
        Unmanaged<Watch>.fromOpaque(pointer!).takeRetainedValue().wait()
        return nil
      }, argument.toOpaque())
    guard result == 0 else {
      // No thread, no clean end: let the signals end the process as they would.
      argument.release()
      pthread_sigmask(SIG_UNBLOCK, &signals, nil)
      return
    }
    pthread_detach(thread)
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    guard sigaction(number, nil, &action) == 0 else { return false }
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
      == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}

/// What the waiting thread needs.
private final class Watch: Sendable {
  private let signals: sigset_t
  private let message: String
  private let removeUnfinished: @Sendable () -> Void

  init(signals: sigset_t, message: String, removeUnfinished: @escaping @Sendable () -> Void) {
    self.signals = signals
    self.message = message
    self.removeUnfinished = removeUnfinished
  }

  /// Waits for a signal and ends the process.
  func wait() {
    var signals = signals
    var number: Int32 = 0
    while sigwait(&signals, &number) != 0 {}
    removeUnfinished()
    // A drawn progress line is overwritten.
    let start = isatty(STDERR_FILENO) == 1 ? "\r\u{1B}[K" : ""
    Descriptor.write("\(start)lifecircle: \(message)\n", to: STDERR_FILENO)
    _exit(AnalysisError.Kind.interrupted.rawValue)
  }
}
