import Glibc
import Model
import Synchronization

/// Where a run's words go: results to standard output, everything else to standard error, one whole text at a
/// time from any thread.
package final class Console: Sendable {
  package let language: Language
  /// Notes are left out; warnings of the ledger too, errors never.
  package let isQuiet: Bool
  /// Nil: no progress is shown.
  private let bar: Mutex<ProgressBar?>

  /// - Parameter forcesProgress: show progress even where standard error is no terminal.
  package init(language: Language, isQuiet: Bool = false, forcesProgress: Bool = false) {
    self.language = language
    self.isQuiet = isQuiet
    let isTerminal = isatty(STDERR_FILENO) == 1
    let wanted = forcesProgress || isTerminal && !isQuiet
    bar = Mutex(wanted ? ProgressBar(language: language, redraws: isTerminal) : nil)
  }

  /// Writes results to standard output.
  ///
  /// - Throws: `ClosedPipe` when its reader went away, else `AnalysisError` of kind 74.
  package func output(_ text: String) throws { try output(Array(text.utf8)) }

  /// Writes a result's bytes to standard output; throws as for text.
  package func output(_ bytes: [UInt8]) throws {
    try bar.withLock { bar in
      Descriptor.write(bar?.clear() ?? "", to: STDERR_FILENO)
      let failure = bytes.withUnsafeBytes { Descriptor.write($0, to: STDOUT_FILENO) }
      if failure == EPIPE { throw ClosedPipe() }
      if failure != 0 {
        let reason = SystemError.text(failure)
        throw AnalysisError(
          .inputOutput, .none,
          LocalizedText(
            "writing to standard output failed: \(reason)", zh: "写标准输出失败：\(reason)"))
      }
    }
  }

  /// One line to standard error unless quiet.
  package func note(_ text: LocalizedText) {
    if !isQuiet { diagnose(text[language] + "\n") }
  }

  /// The ledger to standard error unless quiet.
  package func ledger(_ ledger: Ledger) {
    if !isQuiet { diagnose(LedgerText(language).text(ledger)) }
  }

  /// The one line of a failure, also when quiet.
  package func failure(_ error: AnalysisError) {
    diagnose("lifecircle: \(TextTable.oneLine(error.line(in: language)))\n")
  }

  /// Tells how far a stage is, 0…1; a new stage begins with its first call.
  package func progress(_ stage: LocalizedText, _ fraction: Double) {
    bar.withLock { bar in
      _ = Descriptor.write(bar?.update(stage, fraction) ?? "", to: STDERR_FILENO)
    }
  }

  /// Takes the progress bar off the terminal.
  package func endProgress() {
    bar.withLock { bar in _ = Descriptor.write(bar?.clear() ?? "", to: STDERR_FILENO) }
  }

  private func diagnose(_ text: String) {
    bar.withLock { bar in
      _ = Descriptor.write((bar?.clear() ?? "") + text, to: STDERR_FILENO)
    }
  }

  /// True when standard output is a pipe whose reader went away.
  package static var isReaderGone: Bool {
    var state = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
    return poll(&state, 1, 0) == 1 && state.revents & Int16(POLLERR) != 0
  }

  /// Columns of the terminal on standard output, 80 without one.
  package static var width: Int {
    var size = winsize()
    guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 else {
      return 80
    }
    return size.ws_col == 0 ? 80 : Int(size.ws_col)
  }
}

/// The reader of standard output went away (`lifecircle … | head`): no failure of ours, the run ends quietly.
package struct ClosedPipe: Error {
  package init() {}
}

/// Writing all of a text to an open descriptor.
enum Descriptor {
  /// 0, or the system's error number.
  @discardableResult
  static func write(_ text: String, to descriptor: Int32) -> Int32 {
    var text = text
    return text.withUTF8 { write(UnsafeRawBufferPointer($0), to: descriptor) }
  }

  /// 0, or the system's error number.
  static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
    var rest = bytes
    while !rest.isEmpty {
      let count = Glibc.write(descriptor, rest.baseAddress!, rest.count)
      if count < 0 {
        if errno == EINTR { continue }
        guard errno == EAGAIN else { return errno }
        // Whoever started us made the descriptor non-blocking.
        var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&wait, 1, -1)
        continue
      }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
    return 0
  }
}
