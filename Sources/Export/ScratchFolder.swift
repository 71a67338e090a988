import Glibc
import Model

/// A hidden folder for what a run cannot keep in memory; it goes with the run, also with an interrupted one.
package final class ScratchFolder {
  package let path: String
  private var slots: [Int] = []

  /// Makes it beside the file `output`, where there is room for results; else, for a stream or nothing, in the
  /// temporary folder that is on a disk.
  ///
  /// - Throws: `.outputNotWritable` (73).
  package init(beside output: String?) throws {
    AtomicFile.prepare()
    var target = (getenv("TMPDIR").map { String(cString: $0) } ?? "/var/tmp") + "/lifecircle"
    if let output, case .file(let file, _) = try OutputPlace(output) { target = file }
    path = AtomicFile.temporaryName(beside: target)
    if mkdir(path, 0o700) != 0 { throw AnalysisError.notWritable(path, errno) }
    slots = [PendingPaths.add(path)].compactMap { $0 }
  }

  /// The path of a file in it, which goes when the folder goes.
  package func file(_ name: String) -> String {
    let file = path + "/" + name
    if let slot = PendingPaths.add(file) { slots.append(slot) }
    return file
  }

  deinit {
    if let handle = opendir(path) {
      while let entry = readdir(handle) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { unlink(path + "/" + name) }
      }
      closedir(handle)
    }
    rmdir(path)
    slots.forEach(PendingPaths.remove)
  }
}
