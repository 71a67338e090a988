import Foundation
import Model

/// The bytes of one input, read in pieces at any place from several threads.
final class GeoJSONSource: Sendable {
  private enum Storage {
    case file(descriptor: Int32)
    case memory([UInt8])
  }

  let path: String
  /// Bytes in all.
  let size: Int
  private let storage: Storage
  /// When a file was last written before it was opened, nanoseconds.
  private let written: Int

  /// Opens `path`; what is not a plain file (a pipe, `/dev/stdin`) is read whole at once.
  ///
  /// - Throws: 66 when it cannot be opened or is a directory, 74 when reading fails.
  init(path: String) throws {
    self.path = path
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw AnalysisError.cannotOpen(Subject(file: path), code: errno) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
      close(descriptor)
      throw AnalysisError.cannotOpen(Subject(file: path), code: EISDIR)
    }
    if status.st_mode & S_IFMT == S_IFREG {
      size = Int(status.st_size)
      written = Self.written(status)
      storage = .file(descriptor: descriptor)
    } else {
      defer { close(descriptor) }
      let bytes = try Self.readAll(descriptor, path: path)
      size = bytes.count
      written = 0
      storage = .memory(bytes)
    }
  }

  /// Bytes that are already in memory, under a name for messages.
  init(bytes: [UInt8], path: String) {
    self.path = path
    size = bytes.count
    written = 0
    storage = .memory(bytes)
  }

  private static func written(_ status: stat) -> Int {
    Int(status.st_mtim.tv_sec) * 1_000_000_000 + Int(status.st_mtim.tv_nsec)
  }

  /// The file has been written to since it was opened.
  var hasChanged: Bool {
    guard case .file(let descriptor) = storage else { return false }
    var status = stat()
    return fstat(descriptor, &status) != 0 || Int(status.st_size) != size
      || Self.written(status) != written
  }

  deinit {
    if case .file(let descriptor) = storage { close(descriptor) }
  }

  /// The bytes are held here, not read from a file each time.
  var isInMemory: Bool {
    if case .memory = storage { true } else { false }
  }

  /// Copies `count` bytes from `offset` on to `target`; the range must lie inside the source.
  ///
  /// - Throws: 74 when the file has become shorter or the device fails.
  func read(_ offset: Int, count: Int, into target: UnsafeMutablePointer<UInt8>) throws {
    switch storage {
    case .memory(let bytes):
      bytes.withUnsafeBufferPointer { target.update(from: $0.baseAddress! + offset, count: count) }
    case .file(let descriptor):
      var done = 0
      while done < count {
        let got = pread(descriptor, target + done, count - done, off_t(offset + done))
        if got > 0 {
          done += got
        } else if got == 0 || errno != EINTR {
          throw AnalysisError.readingFailed(Subject(file: path), code: got == 0 ? EIO : errno)
        }
      }
    }
  }

  private static func readAll(_ descriptor: Int32, path: String) throws -> [UInt8] {
    var bytes: [UInt8] = []
    let step = 1 << 20
    while true {
      let before = bytes.count
      bytes.append(contentsOf: repeatElement(0, count: step))
      let got = bytes.withUnsafeMutableBytes {
        Foundation.read(descriptor, $0.baseAddress! + before, step)
      }
      if got < 0, errno == EINTR {
        bytes.removeLast(step)
        continue
      }
      guard got >= 0 else { throw AnalysisError.readingFailed(Subject(file: path), code: errno) }
      bytes.removeLast(step - got)
      if got == 0 { return bytes }
    }
  }
}
