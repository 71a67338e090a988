import Glibc
import Model
import Synchronization

/// A folder of files that appears complete under its name or not at all.
///
/// Files go to a hidden folder beside it, which `commit` renames; without it they are removed with the value. Several
/// threads may write at once.
package final class NewFolder: @unchecked Sendable {
  // Sendable: paths are fixed after `init`; `commit` and `discard` are for the one owner.
  private let path: String
  private let target: String
  private let folder: String
  /// Of the folder and its files, so that an interruption removes them.
  private let slots = Mutex<[Int]>([])
  private var isCommitted = false

  /// - Throws: 73 when something of that name exists already, or it cannot be made.
  package init(_ path: String) throws {
    AtomicFile.prepare()
    self.path = path
    target = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    try Self.requireNew(target, path)
    folder = AtomicFile.temporaryName(beside: target)
    if mkdir(folder, 0o777) != 0 { throw AnalysisError.notWritable(path, errno) }
    remember(folder)
  }

  deinit { discard() }

  /// Fails with 73 when `path` exists: what is in a folder would be lost.
  package static func requireNew(_ path: String) throws { try requireNew(path, path) }

  private static func requireNew(_ target: String, _ path: String) throws {
    if access(target, F_OK) != 0 { return }
    throw AnalysisError(
      .outputNotWritable, Subject(file: path),
      LocalizedText("exists already", zh: "已经存在"),
      hint: LocalizedText(
        "name a folder that does not exist yet, or remove this one", zh: "请给出尚不存在的文件夹，或先删除它"))
  }

  /// Writes one file of the folder.
  package func write(_ bytes: UnsafeRawBufferPointer, name: String) throws {
    let file = folder + "/" + name
    remember(file)
    let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    if descriptor < 0 { throw AnalysisError.notWritable(path, errno) }
    var rest = bytes
    while !rest.isEmpty {
      let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
      if written < 0, errno == EINTR { continue }
      if written < 0 {
        let code = errno
        close(descriptor)
        throw AnalysisError.writeFailed(path, code)
      }
      rest = UnsafeRawBufferPointer(rebasing: rest[written...])
    }
    if close(descriptor) != 0 { throw AnalysisError.writeFailed(path, errno) }
  }

  /// Gives the folder its name.
  package func commit() throws {
    try Self.requireNew(target, path)
    if rename(folder, target) != 0 { throw AnalysisError.notWritable(path, errno) }
    isCommitted = true
    forget()
  }

  private func remember(_ path: String) {
    if let slot = PendingPaths.add(path) { slots.withLock { $0.append(slot) } }
  }

  private func forget() {
    slots.withLock { slots in
      slots.forEach(PendingPaths.remove)
      slots = []
    }
  }

  private func discard() {
    if isCommitted { return }
    if let handle = opendir(folder) {
      defer { closedir(handle) }
      while let entry = readdir(handle) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { unlink(folder + "/" + name) }
      }
    }
    rmdir(folder)
    forget()
  }
}
