/// Whether bytes are UTF-8, and where they stop being so.
enum UTF8Check: Equatable {
  case ascii
  case valid
  /// Well-formed but for a last character that lacks bytes and starts at the offset.
  case cut(Int)
  /// The first malformed byte.
  case malformed(Int)

  /// Checks against Unicode's table 3-7: no overlong forms, no surrogates, nothing beyond U+10FFFF.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    var index = 0
    var ascii = true
    while index < bytes.count {
      let first = bytes[index]
      if first < 0x80 {
        index += 1
        continue
      }
      ascii = false
      guard let (length, second) = Self.form(first) else {
        self = .malformed(index)
        return
      }
      for offset in 1..<length {
        guard index + offset < bytes.count else {
          self = .cut(index)
          return
        }
        let byte = bytes[index + offset]
        guard offset == 1 ? second.contains(byte) : byte & 0xC0 == 0x80 else {
          self = .malformed(index)
          return
        }
      }
      index += length
    }
    self = ascii ? .ascii : .valid
  }

  /// Length of a character by its first byte, and the second bytes it may have.
  private static func form(_ first: UInt8) -> (length: Int, second: ClosedRange<UInt8>)? {
    switch first {
    case 0xC2...0xDF: (2, 0x80...0xBF)
    case 0xE0: (3, 0xA0...0xBF)
    case 0xED: (3, 0x80...0x9F)
    case 0xE1...0xEF: (3, 0x80...0xBF)
    case 0xF0: (4, 0x90...0xBF)
    case 0xF1...0xF3: (4, 0x80...0xBF)
    case 0xF4: (4, 0x80...0x8F)
    default: nil
    }
  }
}
