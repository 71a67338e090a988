internal import CCrypto
import Dispatch
import Foundation
import Model
import Synchronization

/// SHA-256 of input files, for the record of a run.
public enum InputDigest {
  /// The digest of the file's bytes in lower-case hexadecimal.
  ///
  /// - Throws: 66 when the file cannot be opened, 74 when reading fails.
  public static func sha256(path: String) throws -> String {
    let source = try GeoJSONSource(path: path)
    return try sha256(path) { take in
      let block = UnsafeMutablePointer<UInt8>.allocate(capacity: blockSize)
      defer { block.deallocate() }
      var offset = 0
      while offset < source.size {
        let count = min(blockSize, source.size - offset)
        try source.read(offset, count: count, into: block)
        try take(UnsafeRawBufferPointer(start: block, count: count))
        offset += count
      }
    }
  }

  /// The digest of bytes in memory.
  package static func sha256(_ bytes: UnsafeRawBufferPointer) throws -> String {
    try sha256("") { take in try take(bytes) }
  }

  /// The digest of what `fill` hands over, in order.
  private static func sha256(
    _ path: String, _ fill: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void
  ) throws -> String {
    guard let context = EVP_MD_CTX_new() else { throw failed(path) }
    defer { EVP_MD_CTX_free(context) }
    guard EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else { throw failed(path) }
    try fill { block in
      guard EVP_DigestUpdate(context, block.baseAddress, block.count) == 1 else {
        throw failed(path)
      }
    }
    var digest = [UInt8](repeating: 0, count: 32)
    var length: UInt32 = 0
    guard EVP_DigestFinal_ex(context, &digest, &length) == 1, length == 32 else {
      throw failed(path)
    }
    return hexadecimal(digest)
  }

  /// Stays in a processor's second-level cache between reading and digesting.
  private static let blockSize = 1 << 18

  private static func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  private static func failed(_ path: String) -> AnalysisError {
    AnalysisError(
      .defect, Subject(file: path),
      LocalizedText("libcrypto could not compute SHA-256", zh: "libcrypto 无法计算 SHA-256"))
  }
}

/// A digest that is computed on a thread of its own while the file is being read.
public final class DigestTask: Sendable {
  private let group = DispatchGroup()
  private let result = Mutex<Result<String, any Error>?>(nil)

  /// Starts at once.
  public init(path: String) {
    group.enter()
    DispatchQueue.global(qos: .userInitiated).async { [self] in
      let computed = Result { try InputDigest.sha256(path: path) }
      result.withLock { $0 = computed }
      group.leave()
    }
  }

  /// Waits for the digest, in lower-case hexadecimal.
  ///
  /// - Throws: what `InputDigest.sha256` throws.
  public func value() throws -> String {
    group.wait()
    guard let result = result.withLock({ $0 }) else {
      throw AnalysisError(
        .defect, .none, LocalizedText("the digest was not computed", zh: "摘要未计算"))
    }
    return try result.get()
  }
}
