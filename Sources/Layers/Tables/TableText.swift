import Glibc
import Model

/// The text of a table file as UTF-8, and how its encoding was found.
struct TableText {
  var bytes: [UInt8]
  var encoding: String
  var choice: Choice
  /// Places where bytes were no text in the encoding and became U+FFFD.
  var malformed = 0
}

/// Finds a table's text encoding: option > byte order mark > zero bytes of UTF-16 > UTF-8 check of the
/// whole file > GB18030.
enum TableEncoding {
  /// Decodes `bytes` (UTF-8 without a mark is not copied).
  ///
  /// - Throws: 64 for an unknown `option`; 65 when the bytes are not text (zero bytes, or more than one in
  ///   a thousand undecodable).
  static func decode(_ bytes: [UInt8], option: String?, subject: Subject, optionName: String) throws
    -> TableText
  {
    var text = try decoded(bytes, option: option, subject: subject, optionName: optionName)
    if text.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { text.bytes.removeFirst(3) }
    if let zero = text.bytes.firstIndex(of: 0) {
      let line = text.bytes[..<zero].lazy.filter { $0 == 0x0A }.count + 1
      throw AnalysisError(
        .badData, Subject(file: subject.file, row: line),
        LocalizedText("a zero byte: this is not a text table", zh: "含零字节，不是文本表格"),
        hint: LocalizedText("save the table as CSV UTF-8 or XLSX", zh: "请另存为 CSV UTF-8 或 XLSX"))
    }
    if text.malformed > 8, text.malformed > text.bytes.count / 1000 {
      throw AnalysisError(
        .badData, subject,
        LocalizedText(
          "\(text.malformed) places are no text in \(text.encoding)",
          zh: "有 \(text.malformed) 处不是 \(text.encoding) 文本"),
        hint: LocalizedText(
          "name the encoding with \(optionName), or save as CSV UTF-8",
          zh: "请用 \(optionName) 指明编码，或另存为 CSV UTF-8"))
    }
    return text
  }

  private static func decoded(
    _ bytes: [UInt8], option: String?, subject: Subject, optionName: String
  ) throws -> TableText {
    if let option {
      let name = canonical(option)
      if name == "UTF-8" {
        return isUTF8(bytes)
          ? TableText(bytes: bytes, encoding: name, choice: .option)
          : convert(bytes, from: name, name: name, choice: .option)!
      }
      guard let text = convert(bytes, from: name, name: name, choice: .option) else {
        throw AnalysisError(
          .usage, subject,
          LocalizedText("unknown encoding “\(option)”", zh: "未知编码“\(option)”"),
          hint: LocalizedText(
            "for example \(optionName) GB18030, UTF-8, UTF-16, BIG5",
            zh: "例如 \(optionName) GB18030、UTF-8、UTF-16、BIG5"))
      }
      return text
    }
    if let name = mark(bytes) {
      return name == "UTF-8"
        ? TableText(bytes: bytes, encoding: name, choice: .file)
        : convert(bytes, from: name, name: name, choice: .file)!
    }
    if let name = zeroPattern(bytes) {
      return convert(bytes, from: name, name: name, choice: .detected)!
    }
    if isUTF8(bytes) { return TableText(bytes: bytes, encoding: "UTF-8", choice: .detected) }
    return convert(bytes, from: "GB18030", name: "GB18030", choice: .detected)!
  }

  /// GB2312, GBK and CP936 are subsets of GB18030 and read as it.
  private static func canonical(_ option: String) -> String {
    let name = option.uppercased()
    switch name.filter({ $0.isLetter || $0.isNumber }) {
    case "GB2312", "GBK", "CP936", "GB18030", "936", "EUCCN": return "GB18030"
    case "UTF8", "UTF8SIG", "65001": return "UTF-8"
    default: return name
    }
  }

  private static func mark(_ bytes: [UInt8]) -> String? {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return "UTF-8" }
    if bytes.starts(with: [0xFF, 0xFE, 0, 0]) { return "UTF-32LE" }
    if bytes.starts(with: [0xFF, 0xFE]) { return "UTF-16LE" }
    if bytes.starts(with: [0xFE, 0xFF]) { return "UTF-16BE" }
    return nil
  }

  /// UTF-16 without a mark: commas, digits and line ends leave zeros on one side of the pairs only.
  private static func zeroPattern(_ bytes: [UInt8]) -> String? {
    let length = min(bytes.count, 65_536) & ~1
    guard length >= 4, bytes.count.isMultiple(of: 2) else { return nil }
    var zeros = (even: 0, odd: 0)
    for index in stride(from: 0, to: length, by: 2) {
      if bytes[index] == 0 { zeros.even += 1 }
      if bytes[index + 1] == 0 { zeros.odd += 1 }
    }
    if zeros.even == 0, zeros.odd * 20 > length / 2 { return "UTF-16LE" }
    if zeros.odd == 0, zeros.even * 20 > length / 2 { return "UTF-16BE" }
    return nil
  }

  /// True when the whole of `bytes` is well-formed UTF-8.
  static func isUTF8(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { buffer in
      // Nearly all tables are mostly ASCII: skip words without a high bit, then let the standard library judge.
      var index = 0
      let raw = UnsafeRawBufferPointer(buffer)
      while index + 8 <= raw.count,
        raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
      {
        index += 8
      }
      return String(validating: buffer[index...], as: UTF8.self) != nil
    }
  }

  /// Nil when iconv does not know `name`; what it cannot decode becomes U+FFFD, byte by byte.
  private static func convert(_ bytes: [UInt8], from source: String, name: String, choice: Choice)
    -> TableText?
  {
    guard let handle = iconv_open("UTF-8", source), handle != iconv_t(bitPattern: -1) else {
      return nil
    }
    defer { iconv_close(handle) }
    var result = TableText(bytes: [], encoding: name, choice: choice)
    result.bytes.reserveCapacity(bytes.count + bytes.count / 2)
    var input = bytes
    let chunk = UnsafeMutableBufferPointer<CChar>.allocate(capacity: 1 << 16)
    defer { chunk.deallocate() }
    let step = source.hasPrefix("UTF-16") ? 2 : source.hasPrefix("UTF-32") ? 4 : 1
    input.withUnsafeMutableBytes { raw in
      var pointer = raw.baseAddress?.assumingMemoryBound(to: CChar.self)
      var left = raw.count
      while left > 0 {
        var output = chunk.baseAddress
        var room = chunk.count
        let before = left
        let isStopped = iconv(handle, &pointer, &left, &output, &room) == -1
        let isFull = isStopped && errno == E2BIG
        result.bytes.append(contentsOf: UnsafeRawBufferPointer(chunk)[..<(chunk.count - room)])
        // Neither finished nor out of room: these bytes are no text. No progress counts as the same.
        if isStopped && !isFull || left == before && room == chunk.count {
          result.malformed += 1
          result.bytes.append(contentsOf: [0xEF, 0xBF, 0xBD])
          let skip = min(step, left)
          pointer = pointer.map { $0 + skip }
          left -= skip
        }
      }
    }
    if result.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { result.bytes.removeFirst(3) }
    return result
  }
}
