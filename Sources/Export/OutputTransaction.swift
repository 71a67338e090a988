import Glibc
import Model

/// One temporary file that takes its final name at commit.
struct FileMove {
  var from: String
  var to: String
  /// The output as the user named it, for messages.
  var path: String
}

/// Something written that only appears at commit: a file, or the several files of one format.
protocol PendingOutput: AnyObject {
  /// Ends writing, so that what can fail has failed.
  func finish() throws
  /// The renames that make the output appear; none for a stream.
  var moves: [FileMove] { get }
  /// Takes the renames as done.
  func didCommit()
  /// Drops what was written.
  func discard()
}

/// All outputs of one run, which appear together or not at all.
///
/// Every output is finished before the first is renamed. When a rename fails after all, those done before are
/// taken back: a replaced file keeps a hidden second name until all renames are done (on filesystems without
/// hard links it cannot be brought back). Streams have already been written.
public final class OutputTransaction {
  private var outputs: [any PendingOutput] = []

  public init() {}

  /// Adds an output that is to appear at `commit`, after those added before.
  func add(_ output: any PendingOutput) { outputs.append(output) }

  /// Makes a hidden folder in which another program writes `path`, which appears at `commit`.
  ///
  /// - Parameter scratch: endings of further files beside it that are never to appear.
  package func stage(_ path: String, scratch: [String]) throws -> StagedFolder {
    let folder = try StagedFolder(for: path, scratch: scratch)
    add(folder)
    return folder
  }

  /// Opens `path` as part of this transaction.
  public func open(_ path: String) throws -> AtomicFile {
    let file = try AtomicFile(path)
    add(file)
    return file
  }

  /// Writes `text` as the whole content of `path`, which appears at `commit`.
  public func write(_ text: String, to path: String) throws { try open(path).append(text) }

  /// Writes one small text file on its own.
  public static func single(_ text: String, to path: String) throws {
    let transaction = OutputTransaction()
    try transaction.write(text, to: path)
    try transaction.commit()
  }

  /// Makes all outputs appear.
  ///
  /// - Throws: `.inputOutput` or `.outputNotWritable`; then no output has changed.
  public func commit() throws {
    do {
      for output in outputs { try output.finish() }
      try Self.perform(outputs.flatMap(\.moves))
    } catch {
      discard()
      throw error
    }
    for output in outputs { output.didCommit() }
    outputs = []
  }

  /// Drops everything that was not committed.
  public func discard() {
    for output in outputs { output.discard() }
    outputs = []
  }

  /// A rename that was done, with a second name of the file it replaced.
  private struct Done {
    var move: FileMove
    var backup: String?
    var slot: Int?
  }

  private static func perform(_ moves: [FileMove]) throws {
    var done: [Done] = []
    defer {
      for step in done {
        if let backup = step.backup { unlink(backup) }
        if let slot = step.slot { PendingPaths.remove(slot) }
      }
    }
    for move in moves {
      let replaces = access(move.to, F_OK) == 0
      var step = Done(move: move)
      if replaces, moves.count > 1 { keep(&step) }
      if rename(move.from, move.to) != 0 {
        let code = errno
        done.append(step)
        for earlier in done.dropLast().reversed() { takeBack(earlier) }
        throw AnalysisError.notWritable(move.path, code)
      }
      done.append(step)
    }
  }

  /// Gives the file about to be replaced a second, hidden name.
  private static func keep(_ step: inout Done) {
    let backup = step.move.from + ".old"
    step.slot = PendingPaths.add(backup)
    if link(step.move.to, backup) == 0 { step.backup = backup }
  }

  private static func takeBack(_ step: Done) {
    if let backup = step.backup {
      rename(backup, step.move.to)
    } else {
      unlink(step.move.to)
    }
  }
}
