import Streets

@testable import Analysis

/// Changes to the bytes of a saved part.
enum PartBytes {
  /// Makes length and checksum right again: what is wrong then is the content.
  static func resealed(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    let sum = bytes[PartFile.headerBytes...].withUnsafeBytes { WordChecksum.sum($0) }
    for (offset, word) in [(16, UInt64(bytes.count)), (24, sum)] {
      withUnsafeBytes(of: word.littleEndian) {
        bytes.replaceSubrange(offset..<offset + 8, with: $0)
      }
    }
    return bytes
  }
}
