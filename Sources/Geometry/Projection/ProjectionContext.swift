internal import CPROJ
import Model

/// One PROJ context with a log that keeps PROJ's last complaint, the only place its useful text appears.
///
/// Not `Sendable`; each transform has its own, so transforms of different workers share nothing.
final class ProjectionContext {
  let handle: OpaquePointer
  /// PROJ's last error line; the first one of a failed call says most, so `clear` before each.
  private(set) var messages: [String] = []

  init() {
    guard let handle = proj_context_create() else {
      fatalError("proj_context_create: out of memory")
    }
    self.handle = handle
    // Grids are never fetched: results must not depend on the network.
    proj_context_set_enable_network(handle, 0)
    proj_log_level(handle, PJ_LOG_ERROR)
    // Unretained is enough: PROJ calls back only while this object, which owns the context, is alive.
    proj_log_func(handle, Unmanaged.passUnretained(self).toOpaque()) { state, _, text in
      guard let state, let text else { return }
      Unmanaged<ProjectionContext>.fromOpaque(state).takeUnretainedValue()
        .messages.append(String(cString: text))
    }
  }

  deinit { proj_context_destroy(handle) }

  func clear() { messages = [] }

  /// PROJ's complaint since `clear`, or its text for `code`.
  func message(_ code: Int32) -> String {
    if let last = messages.last { return last }
    guard code != 0, let text = proj_context_errno_string(handle, code) else { return "no message" }
    return String(cString: text)
  }

  /// A text in PROJ's hands as a Swift value.
  static func text(_ pointer: UnsafePointer<CChar>?) -> String? {
    pointer.map { String(cString: $0) }
  }
}

/// One PROJ object (system, datum, operation …), freed in `deinit`; keeps its context alive.
struct ProjectionObject: ~Copyable {
  let context: ProjectionContext
  let handle: OpaquePointer

  /// Takes over `handle`; nil when there is none.
  init?(_ context: ProjectionContext, _ handle: OpaquePointer?) {
    guard let handle else { return nil }
    self.context = context
    self.handle = handle
  }

  deinit { proj_destroy(handle) }

  var name: String { ProjectionContext.text(proj_get_name(handle)) ?? "" }
}
