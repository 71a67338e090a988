/// States the dots per metre of a PNG, so that it prints at the size of its page.
enum PNGResolution {
  /// Inserts a `pHYs` chunk behind the header (PNG specification, third edition, 11.3.4.3).
  static func add(_ dpi: Double, to picture: [UInt8]) -> [UInt8] {
    // 8 bytes of signature, then IHDR: length, name, 13 bytes, checksum.
    let end = 8 + 4 + 4 + 13 + 4
    let perMetre = bytes(UInt32((dpi / 0.0254).rounded()))
    let content = Array("pHYs".utf8) + perMetre + perMetre + [1]
    let chunk = bytes(9) + content + bytes(checksum(content))
    return Array(picture[..<end]) + chunk + picture[end...]
  }

  private static func bytes(_ value: UInt32) -> [UInt8] {
    stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  /// CRC-32 of ISO 3309, bit by bit: the chunk has 13 bytes.
  private static func checksum(_ content: [UInt8]) -> UInt32 {
    var register = UInt32.max
    for byte in content {
      register ^= UInt32(byte)
      for _ in 0..<8 {
        register = register & 1 == 1 ? register >> 1 ^ 0xEDB8_8320 : register >> 1
      }
    }
    return ~register
  }
}
