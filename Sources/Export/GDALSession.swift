internal import CGDAL
import Model

/// GDAL for writing: registered once, its messages caught, clocks in its files stopped.
enum GDALSession {
  /// The time stamp of everything written: the same inputs give the same bytes.
  static let fixedDate = "2000-01-01T00:00:00.000Z"

  private static let registered: Void = {
    GDALAllRegister()
  }()

  /// What GDAL complained about during one `run`, on one thread.
  final class Messages {
    fileprivate(set) var last = ""

    /// The first warnings, and how many there were.
    fileprivate(set) var warnings: [String] = []
    fileprivate(set) var warningCount = 0

    fileprivate func add(_ text: String, isFailure: Bool) {
      let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
      if isFailure {
        last = line
        return
      }
      warningCount += 1
      if warnings.count < Ledger.exampleLimit { warnings.append(line) }
    }

    /// Passes the warnings on: what a format changed or left out on its own is not silent.
    func record(_ path: String, in ledger: inout Ledger) {
      guard warningCount > 0 else { return }
      let examples = warnings.map { LedgerExample(Subject(file: path), detail: $0) }
      ledger.add(.formatWarning, count: warningCount, examples: examples)
    }

    /// Forgets what was said, before a call whose complaints matter on their own.
    func clear() { last = "" }
  }

  /// Runs `body` with GDAL's messages caught, its dates fixed and no side files.
  static func run<Result>(_ body: (Messages) throws -> Result) rethrows -> Result {
    _ = registered
    let messages = Messages()
    // Handlers and thread-local options belong to this thread; `messages` outlives the handler.
    CPLPushErrorHandlerEx(
      { severity, _, text in
        guard severity.rawValue >= CE_Warning.rawValue, let text,
          let data = CPLGetErrorHandlerUserData()
        else { return }
        Unmanaged<Messages>.fromOpaque(data).takeUnretainedValue()
          .add(String(cString: text), isFailure: severity.rawValue >= CE_Failure.rawValue)
      }, Unmanaged.passUnretained(messages).toOpaque())
    let options = [("OGR_CURRENT_DATE", fixedDate), ("GDAL_PAM_ENABLED", "NO")]
    for (key, value) in options { CPLSetThreadLocalConfigOption(key, value) }
    defer {
      for (key, _) in options { CPLSetThreadLocalConfigOption(key, nil) }
      CPLPopErrorHandler()
    }
    return try withExtendedLifetime(messages) { try body(messages) }
  }

  /// Lends GDAL's list of `NAME=VALUE` strings.
  static func withOptions<Result>(
    _ options: [String],
    _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) throws -> Result
  ) rethrows -> Result {
    var list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
    for option in options { list = CSLAddString(list, option) }
    defer { CSLDestroy(list) }
    return try body(list)
  }
}
