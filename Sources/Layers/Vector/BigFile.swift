internal import CGDAL
import Model

/// A file read in pieces at given offsets, on disk or among GDAL's in-memory files.
final class BigFile {
  let path: String
  /// Size in bytes.
  let size: Int
  private let handle: UnsafeMutablePointer<VSILFILE>

  /// Nil when the file does not exist or cannot be read.
  init?(_ path: String) {
    guard let handle = VSIFOpenL(path, "rb") else { return nil }
    guard VSIFSeekL(handle, 0, SEEK_END) == 0 else {
      VSIFCloseL(handle)
      return nil
    }
    self.path = path
    self.handle = handle
    size = Int(clamping: VSIFTellL(handle))
  }

  deinit { VSIFCloseL(handle) }

  /// Up to `count` bytes from `offset`; fewer at the end of the file.
  func read(at offset: Int, count: Int) -> [UInt8] {
    let wanted = max(0, min(count, size - offset))
    guard offset >= 0, wanted > 0, VSIFSeekL(handle, vsi_l_offset(offset), SEEK_SET) == 0 else {
      return []
    }
    return [UInt8](unsafeUninitializedCapacity: wanted) { buffer, read in
      read = VSIFReadL(buffer.baseAddress, 1, wanted, handle)
    }
  }
}

extension Array where Element == UInt8 {
  /// Unsigned little-endian integer of `width` bytes at `offset`; nil beyond the end.
  func little(_ offset: Int, _ width: Int) -> Int? {
    guard offset >= 0, offset + width <= count, width < 9 else { return nil }
    var value: UInt64 = 0
    for index in (0..<width).reversed() { value = value << 8 | UInt64(self[offset + index]) }
    return Int(exactly: value)
  }

  /// Unsigned big-endian integer of four bytes at `offset`; nil beyond the end.
  func big(_ offset: Int) -> Int? {
    guard offset >= 0, offset + 4 <= count else { return nil }
    return self[offset..<(offset + 4)].reduce(0) { $0 << 8 | Int($1) }
  }
}
