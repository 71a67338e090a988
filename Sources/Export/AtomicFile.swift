import Glibc
import Model
import Synchronization

/// An output that appears complete under its name or not at all.
///
/// Bytes go to a hidden temporary file in the destination's folder, which `commit` renames over the
/// destination; without it the temporary is removed when the value goes away. A replaced file keeps its mode
/// bits, a new one follows the umask; symbolic links are followed and stay. A pipe or device, and `-` for
/// standard output, are written directly. Data are not synced to disk: a power cut is not covered.
///
/// `unchecked Sendable`: after `init` the descriptor is only used by `pwrite`/`write`, which the system
/// serialises; `commit` and `discard` are for the one owner.
public final class AtomicFile: PendingOutput, @unchecked Sendable {
  /// The path as the user gave it.
  public let path: String
  /// True for a pipe, device or standard output: bytes must come in order and cannot be taken back.
  public let isStream: Bool
  private let place: OutputPlace
  private let temporaryPath: String
  private var descriptor: Int32
  private var ownsDescriptor = true
  private var slot: Int?
  private var isRenamed = false

  private static let serial = Atomic<Int>(0)

  /// Makes this process ready for outputs: a reader that goes away and a file size limit become errors of the
  /// write (`EPIPE`, `EFBIG`) instead of signals that kill, and the table of temporaries exists.
  public static func prepare() {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    PendingPaths.prepare()
  }

  /// Unlinks every temporary of this process. May be called from a signal handler once `prepare` has run.
  public static func removeAllPending() { PendingPaths.removeAll() }

  /// Opens the output.
  ///
  /// - Throws: `.outputNotWritable` (73) with the reason.
  public init(_ path: String) throws {
    Self.prepare()
    self.path = path
    place = try OutputPlace(path)
    switch place {
    case .stream(_, let open?):
      (isStream, temporaryPath, descriptor, ownsDescriptor) = (true, "", open, false)
    case .stream(_, nil):
      (isStream, temporaryPath) = (true, "")
      descriptor = open(path, O_WRONLY | O_CLOEXEC)
      if descriptor < 0 { throw AnalysisError.notWritable(path, errno) }
    case .file(let target, let mode):
      isStream = false
      temporaryPath = Self.temporaryName(beside: target)
      // The existing file must be writable itself, although rename would not ask.
      if mode != nil, access(target, W_OK) != 0 { throw AnalysisError.notWritable(path, errno) }
      slot = PendingPaths.add(temporaryPath)
      descriptor = open(temporaryPath, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if descriptor < 0 {
        let code = errno
        if let slot { PendingPaths.remove(slot) }
        throw AnalysisError.notWritable(path, code)
      }
      if let mode { fchmod(descriptor, mode) }
    }
  }

  deinit { discard() }

  /// A name nothing has yet, hidden, in the same folder and so on the same filesystem.
  static func temporaryName(beside target: String) -> String {
    let number = serial.wrappingAdd(1, ordering: .relaxed).newValue
    // A name of 200 bytes leaves room for the additions within the usual limit of 255.
    let stem = String(decoding: OutputPlace.name(of: target).utf8.prefix(200), as: UTF8.self)
    let name = ".\(stem).\(getpid())-\(number).part"
    let folder = OutputPlace.folder(of: target)
    return folder == "/" ? "/" + name : folder + "/" + name
  }

  /// Writes `bytes` at `offset` of a file; several threads may do so for different ranges.
  ///
  /// - Throws: `.inputOutput` (74) when the disk is full or fails.
  public func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws {
    precondition(!isStream, "a stream has no offsets")
    var rest = bytes
    var position = offset
    while !rest.isEmpty {
      let written = pwrite(descriptor, rest.baseAddress!, rest.count, off_t(position))
      guard try take(written, of: &rest) else { continue }
      position += written
    }
  }

  /// Writes `bytes` behind everything appended before.
  ///
  /// - Throws: `.inputOutput` (74) when the disk is full or fails, or the reader of a pipe went away.
  public func append(_ bytes: UnsafeRawBufferPointer) throws {
    var rest = bytes
    while !rest.isEmpty {
      let written = Glibc.write(descriptor, rest.baseAddress!, rest.count)
      _ = try take(written, of: &rest)
    }
  }

  public func append(_ text: String) throws {
    var text = text
    try text.withUTF8 { try append(UnsafeRawBufferPointer($0)) }
  }

  /// Checks a write's result; false when it was interrupted and is to be repeated.
  private func take(_ written: Int, of rest: inout UnsafeRawBufferPointer) throws -> Bool {
    if written < 0 {
      let code = errno
      if code == EINTR || code == EAGAIN && waitUntilWritable() { return false }
      throw AnalysisError.writeFailed(path, code)
    }
    rest = UnsafeRawBufferPointer(rebasing: rest[written...])
    return true
  }

  /// Standard output may have been made non-blocking by whoever started us.
  private func waitUntilWritable() -> Bool {
    var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    return poll(&wait, 1, -1) >= 0 || errno == EINTR
  }

  /// Empties a file again, to write it anew from offset 0.
  func truncate() throws {
    if ftruncate(descriptor, 0) != 0 || lseek(descriptor, 0, SEEK_SET) != 0 {
      throw AnalysisError.writeFailed(path, errno)
    }
  }

  /// Ends writing: closes the temporary, so that late errors (quota, network disks) are seen before `commit`.
  func finish() throws {
    guard descriptor >= 0, ownsDescriptor else { return }
    let result = close(descriptor)
    let code = errno
    descriptor = -1
    if result != 0, code != EINTR { throw AnalysisError.writeFailed(path, code) }
  }

  var moves: [FileMove] {
    guard case .file(let target, _) = place, !isRenamed else { return [] }
    return [FileMove(from: temporaryPath, to: target, path: path)]
  }

  func didCommit() {
    isRenamed = true
    if let slot { PendingPaths.remove(slot) }
    slot = nil
  }

  /// Gives the file its name; from here on it stays.
  ///
  /// - Throws: `.inputOutput` or `.outputNotWritable`; then the destination is as it was.
  public func commit() throws {
    try finish()
    for move in moves where rename(move.from, move.to) != 0 {
      throw AnalysisError.notWritable(path, errno)
    }
    didCommit()
  }

  /// Drops what was written; nothing happens after `commit`.
  public func discard() {
    if descriptor >= 0, ownsDescriptor { close(descriptor) }
    descriptor = -1
    if !isStream, !isRenamed { unlink(temporaryPath) }
    if let slot { PendingPaths.remove(slot) }
    slot = nil
  }
}
