internal import CGDAL
import Model

/// GDAL as one process-wide library: registered once, cut off from the network, its messages caught.
enum GDALLibrary {
  /// Registers the drivers and closes every way by which a file could reach the network or other files.
  private static let registered: Void = {
    let settings = [
      // No SQL function or table of a GeoPackage may open another source.
      ("OGR_SQLITE_STATIC_VIRTUAL_OGR", "NO"), ("OGR_SQLITE_ALLOW_EXTERNAL_ACCESS", "NO"),
      ("OGR_SQLITE_LOAD_EXTENSIONS", nil),
      // No side files are read or written beside the inputs.
      ("GDAL_PAM_ENABLED", "NO"), ("SHAPE_RESTORE_SHX", "NO"),
      // Remote files, should any driver ask for them, are refused by every suffix.
      ("CPL_VSIL_CURL_ALLOWED_EXTENSIONS", "{none}"), ("GDAL_HTTP_MAX_RETRY", "0"),
    ]
    for (key, value) in settings { CPLSetConfigOption(key, value) }
    OSRSetPROJEnableNetwork(0)
    GDALAllRegister()
  }()

  /// Runs `body` with GDAL's messages going to the log it is given instead of standard error.
  static func run<Result>(_ body: (GDALMessages) throws -> Result) rethrows -> Result {
    _ = registered
    let messages = GDALMessages()
    // The handler stack is per thread, and the object outlives the handler: it is popped before release.
    CPLPushErrorHandlerEx(
      { severity, _, text in
        guard let data = CPLGetErrorHandlerUserData(), let text else { return }
        Unmanaged<GDALMessages>.fromOpaque(data).takeUnretainedValue()
          .add(String(cString: text), isFailure: severity.rawValue >= CE_Failure.rawValue)
      }, Unmanaged.passUnretained(messages).toOpaque())
    defer { CPLPopErrorHandler() }
    return try withExtendedLifetime(messages) { try body(messages) }
  }
}

/// What GDAL said during one call of `GDALLibrary.run`, on one thread.
final class GDALMessages {
  private(set) var failures: [String] = []
  private(set) var failureCount = 0

  fileprivate func add(_ text: String, isFailure: Bool) {
    guard isFailure else { return }
    failureCount += 1
    if failures.count < 100 { failures.append(text) }
  }

  /// The last failure, on one line; empty when there was none.
  var last: String {
    (failures.last ?? "").split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
