internal import CGEOS
import Foundation
import Model

/// One thread's GEOS context: GEOS's reentrant functions take it and report their errors to it.
///
/// A context belongs to the thread that made it and is freed when the thread ends. Never keep one across
/// `await`: a task may wake up on another thread.
final class GEOSContext {
  let handle: OpaquePointer
  /// What GEOS last reported on this thread.
  fileprivate(set) var message = ""

  private init() {
    guard let handle = GEOS_init_r() else { fatalError("GEOS_init_r: out of memory") }
    self.handle = handle
    // Unretained is enough: GEOS calls back only inside calls made while this object is alive.
    let state = Unmanaged.passUnretained(self).toOpaque()
    GEOSContext_setErrorMessageHandler_r(
      handle,
      { text, state in
        guard let text, let state else { return }
        Unmanaged<GEOSContext>.fromOpaque(state).takeUnretainedValue().message = String(
          cString: text)
      }, state)
  }

  deinit { GEOS_finish_r(handle) }

  /// The calling thread's context, made on first use.
  static var current: GEOSContext {
    if let stored = pthread_getspecific(key) {
      return Unmanaged<GEOSContext>.fromOpaque(stored).takeUnretainedValue()
    }
    let context = GEOSContext()
    let code = pthread_setspecific(key, Unmanaged.passRetained(context).toOpaque())
    precondition(code == 0, "pthread_setspecific failed with \(code)")
    return context
  }

  /// The thread-specific slot; its destructor gives up the reference `current` took.
  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    let code = pthread_key_create(&key) { stored in
      guard let stored else { return }
      Unmanaged<GEOSContext>.fromOpaque(stored).release()
    }
    precondition(code == 0, "pthread_key_create failed with \(code)")
    return key
  }()

  /// The error for a failed `function`, with GEOS's last message, which is used up.
  func failure(_ function: String, _ operand: @autoclosure () -> String) -> GEOSError {
    let text = message.isEmpty ? "no message" : message
    message = ""
    return GEOSError(function: function, operand: operand(), message: text)
  }
}

/// A GEOS call that failed: which function, on what, and what GEOS said.
package struct GEOSError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The C function's name, such as `GEOSUnion_r`.
  package var function: String
  /// A short description of the geometry or text it was given.
  package var operand: String
  /// GEOS's own message.
  package var message: String

  package init(function: String, operand: String, message: String) {
    self.function = function
    self.operand = operand
    self.message = message
  }

  package var description: String { "\(function) on \(operand): \(message)" }

  /// The same failure as a one-line error about the feature at `subject`; exit code 65.
  package func analysisError(_ subject: Subject = .none) -> AnalysisError {
    AnalysisError(
      .badData, subject,
      LocalizedText("geometry failure in \(self)", zh: "几何运算失败：\(self)"),
      hint: LocalizedText(
        "run `lifecircle doctor` on the file, or repair the geometry and try again",
        zh: "用 lifecircle doctor 检查该文件，或修复该几何后重试"))
  }
}
