import Glibc
import Model

/// A hidden folder beside an output where a library writes its files, which move out together at commit.
///
/// The files have their final names already, because formats write names into each other. For a pipe or device
/// the folder is in the system's temporary folder and the first file is copied to the stream.
package final class StagedFolder: PendingOutput {
  package let path: String
  private let place: OutputPlace
  private let folder: String
  private var slots: [Int] = []
  private var files: [String] = []
  private(set) var moves: [FileMove] = []

  /// Makes the folder for the output `path` and its companions, given by `endings` that replace `ending`.
  ///
  /// - Parameter scratch: endings of files the library may leave half-way, to be removed on an interrupt.
  package init(
    for path: String, ending: String = "", endings: [String] = [], scratch: [String] = []
  ) throws {
    AtomicFile.prepare()
    self.path = path
    place = try OutputPlace(path)
    let target: String
    switch place {
    case .file(let file, let mode):
      if mode != nil, access(file, W_OK) != 0 { throw AnalysisError.notWritable(path, errno) }
      target = file
      folder = AtomicFile.temporaryName(beside: file)
    case .stream:
      target = "/" + OutputPlace.name(of: path)
      let scratchFolder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
      folder = AtomicFile.temporaryName(beside: scratchFolder + target)
    }
    if mkdir(folder, 0o777) != 0 { throw AnalysisError.notWritable(path, errno) }
    slots = [PendingPaths.add(folder)].compactMap { $0 }
    let stem = String(target.dropLast(ending.count))
    let targets = [target] + endings.map { stem + $0 }
    for target in targets + scratch.map({ target + $0 }) {
      let file = folder + "/" + OutputPlace.name(of: target)
      files.append(file)
      if let slot = PendingPaths.add(file) { slots.append(slot) }
    }
    moves = zip(files, targets).map { FileMove(from: $0, to: $1, path: path) }
  }

  deinit { discard() }

  /// Where the main file is to be written.
  package var mainFile: String { files[0] }
  /// The final path of the main file; for a GeoPackage it may exist already.
  var target: String? { if case .file(let target, _) = place { target } else { nil } }

  /// Keeps the moves of files that exist, with the mode bits of what they replace.
  func finish() throws {
    moves = moves.filter { access($0.from, F_OK) == 0 }
    for move in moves {
      var status = stat()
      if stat(move.to, &status) == 0 { chmod(move.from, status.st_mode & 0o7777) }
    }
    if case .stream = place { try copyToStream() }
  }

  private func copyToStream() throws {
    moves = []
    let stream = try AtomicFile(path)
    let input = open(mainFile, O_RDONLY)
    guard input >= 0 else { throw AnalysisError.writeFailed(path, errno) }
    defer { close(input) }
    try FileCopy.withBlocks(of: input, path) { try stream.append($0) }
  }

  func didCommit() { discard() }

  func discard() {
    for file in files { unlink(file) }
    removeUnknown()
    rmdir(folder)
    slots.forEach(PendingPaths.remove)
    slots = []
  }

  /// Files a library made that were not foreseen.
  private func removeUnknown() {
    guard let handle = opendir(folder) else { return }
    defer { closedir(handle) }
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { unlink(folder + "/" + name) }
    }
  }
}
