internal import CGDAL
import Model
import Synchronization

/// Files held in memory under names GDAL can open, removed at the end of this value's life.
struct StagedFiles: ~Copyable {
  /// The folder's name among GDAL's in-memory files, different for every value.
  let folder: String
  private static let next = Atomic<Int>(0)

  init() {
    folder = "/vsimem/lifecircle-\(Self.next.wrappingAdd(1, ordering: .relaxed).newValue)"
  }

  deinit { VSIRmdirRecursive(folder) }

  /// Holds `bytes` as `name` in the folder and returns the full name.
  func add(_ name: String, _ bytes: [UInt8]) throws -> String {
    let path = "\(folder)/\(name)"
    // GDAL takes ownership of the buffer and frees it with the file.
    guard let buffer = VSIMalloc(max(1, bytes.count)) else { throw Self.outOfMemory(name) }
    bytes.withUnsafeBytes { source in
      if let base = source.baseAddress { buffer.copyMemory(from: base, byteCount: bytes.count) }
    }
    let data = buffer.assumingMemoryBound(to: GByte.self)
    guard let file = VSIFileFromMemBuffer(path, data, vsi_l_offset(bytes.count), 1) else {
      VSIFree(buffer)
      throw Self.outOfMemory(name)
    }
    VSIFCloseL(file)
    return path
  }

  private static func outOfMemory(_ name: String) -> AnalysisError {
    AnalysisError(
      .inputOutput, Subject(file: name),
      LocalizedText("not enough memory to unpack", zh: "内存不足，无法解压"))
  }
}
