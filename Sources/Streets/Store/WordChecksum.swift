import Model

/// A 64-bit checksum over whole words, made to find damage at memory bandwidth; it is no defence against malice.
///
/// Each block of 1 MiB runs four independent lanes over its 8-byte words (little-endian); a step `h = (h xor w) · p`,
/// turned by 29 bits, is a bijection of `h` for a given word and of `w` for a given `h`, so that a change within one
/// word always changes the sum. The sums of the blocks are summed up in the same way, so that blocks may be summed on
/// several threads.
package enum WordChecksum {
  static let blockBytes = 1 << 20

  /// The fractional part of the golden ratio in 64 bits, odd.
  private static let prime: UInt64 = 0x9E37_79B9_7F4A_7C15

  @inline(__always)
  private static func step(_ sum: UInt64, _ word: UInt64) -> UInt64 {
    let product = (sum ^ word) &* prime
    return product << 29 | product >> 35
  }

  /// The sum of `bytes`; the length counts too.
  package static func sum(_ bytes: UnsafeRawBufferPointer, threads: Int = 1) -> UInt64 {
    let blocks = (bytes.count + blockBytes - 1) / blockBytes
    let memory = SharedBytes(bytes: bytes)
    let sums =
      threads > 1 && blocks > 1
      ? (try? Parallel.map(count: blocks, threads: threads) { memory.sum(block: $0) }) ?? []
      : (0..<blocks).map { memory.sum(block: $0) }
    return sums.reduce(step(prime, UInt64(bytes.count)), step)
  }

  fileprivate static func block(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var (a, b, c, d) = (prime, prime << 1, prime << 2, prime << 3)
    var at = 0
    while at + 32 <= bytes.count {
      a = step(a, word(bytes, at))
      b = step(b, word(bytes, at + 8))
      c = step(c, word(bytes, at + 16))
      d = step(d, word(bytes, at + 24))
      at += 32
    }
    while at + 8 <= bytes.count {
      a = step(a, word(bytes, at))
      at += 8
    }
    while at < bytes.count {
      a = step(a, UInt64(bytes[at]))
      at += 1
    }
    return step(step(step(a, b), c), d)
  }

  @inline(__always)
  private static func word(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> UInt64 {
    UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
  }
}

/// Sendable because it is only read, while the caller of `sum` holds the memory.
private struct SharedBytes: @unchecked Sendable {
  let bytes: UnsafeRawBufferPointer

  func sum(block: Int) -> UInt64 {
    let start = block * WordChecksum.blockBytes
    let end = min(bytes.count, start + WordChecksum.blockBytes)
    return WordChecksum.block(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
  }
}
