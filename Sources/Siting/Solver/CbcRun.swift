import Dispatch
import Synchronization

/// How far CBC looks.
struct CbcEffort: Sendable {
  /// An objective that solutions must not be worse than; nil takes any.
  var cutoff: Double?
  /// |objective − bound| ÷ |objective| at which it stops.
  var gap: Double
  /// Nodes of its tree; nil without a limit.
  var nodes: Int?
}

/// One solve that may be given up.
///
/// CBC looks at the clock between the steps of its search, but not within a relaxation, which can take a
/// hundred times the time allowed (measured: 32 s for 7 s). With a limit it therefore runs on a thread of its
/// own; what has not ended a little after the limit is left to itself and its result dropped.
enum CbcRun {
  /// How long after the limit CBC's own answer is still waited for.
  private static let graceSeconds = 0.1

  /// What CBC finds, or an `unknown` result where the time did not suffice.
  static func result(
    of program: IntegerProgram, _ effort: CbcEffort, _ deadline: Deadline
  ) throws -> IntegerProgramResult {
    guard let seconds = deadline.secondsLeft else {
      return try run(program, effort, deadline)
    }
    let slot = Slot()
    let end = DispatchSemaphore(value: 0)
    DispatchQueue.global().async {
      let result = Result { try run(program, effort, deadline) }
      slot.result.withLock { $0 = result }
      end.signal()
    }
    _ = end.wait(timeout: .now() + seconds + graceSeconds)
    return try slot.result.withLock { try $0?.get() } ?? .none(.unknown, program.sense)
  }

  private static func run(
    _ program: IntegerProgram, _ effort: CbcEffort, _ deadline: Deadline
  ) throws -> IntegerProgramResult {
    try CbcModel.exclusively {
      // The wait for another solve may have used up the time.
      if deadline.hasPassed { return .none(.unknown, program.sense) }
      let model = try CbcModel(program)
      return try model.solve(program, effort, seconds: deadline.secondsLeft)
    }
  }

  private final class Slot: Sendable {
    let result = Mutex<Result<IntegerProgramResult, any Error>?>(nil)
  }
}
