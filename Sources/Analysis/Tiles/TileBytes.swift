import Glibc
import Layers
import Model

/// The bytes of one tile: a file mapped read-only, or what came through a pipe; freed with the last owner.
///
/// `@unchecked Sendable`: the memory is never written after `init`.
final class TileBytes: @unchecked Sendable {
  let bytes: UnsafeRawBufferPointer
  private let isMapped: Bool

  /// - Parameter path: `-` is standard input.
  /// - Throws: 66 when it cannot be opened, 74 when reading fails.
  init(_ path: String) throws {
    let subject = Subject(file: path)
    let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { throw AnalysisError.cannotOpen(subject, code: errno) }
    defer { if path != "-" { close(descriptor) } }
    var status = stat()
    if fstat(descriptor, &status) != 0 { throw AnalysisError.readingFailed(subject, code: errno) }
    if status.st_mode & S_IFMT == S_IFDIR {
      throw AnalysisError.cannotOpen(subject, code: EISDIR)
    }
    let size = Int(status.st_size)
    if path != "-", status.st_mode & S_IFMT == S_IFREG, size > 0,
      let base = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), base != MAP_FAILED
    {
      bytes = UnsafeRawBufferPointer(start: base, count: size)
      isMapped = true
    } else {
      bytes = try Self.readAll(descriptor, subject)
      isMapped = false
    }
  }

  deinit {
    let base = UnsafeMutableRawPointer(mutating: bytes.baseAddress)
    if isMapped { munmap(base, bytes.count) } else { free(base) }
  }

  /// Pages, so that arrays in it lie as in a mapped file.
  private static func readAll(
    _ descriptor: Int32, _ subject: Subject
  ) throws -> UnsafeRawBufferPointer {
    var capacity = 1 << 20
    var memory = aligned_alloc(4096, capacity)!
    var count = 0
    while true {
      if count == capacity {
        let larger = aligned_alloc(4096, 2 * capacity)!
        larger.copyMemory(from: memory, byteCount: count)
        free(memory)
        (memory, capacity) = (larger, 2 * capacity)
      }
      let got = read(descriptor, memory + count, capacity - count)
      if got < 0, errno == EINTR { continue }
      if got < 0 {
        let code = errno
        free(memory)
        throw AnalysisError.readingFailed(subject, code: code)
      }
      if got == 0 { return UnsafeRawBufferPointer(start: memory, count: count) }
      count += got
    }
  }
}
