internal import CGDAL
import Glibc

/// Turns one file's bytes into UTF-8; bytes without meaning become U+FFFD and are counted.
///
/// Not for several threads: an iconv converter has state.
final class TextDecoder {
  /// Canonical name of the encoding (`UTF-8`, `GB18030`, `windows-1252` …).
  let name: String
  /// Values in which something could not be decoded.
  private(set) var damagedValues = 0
  private let converter: iconv_t?
  /// What iconv returns on failure, `(size_t)-1`.
  private static let failed = -1

  /// Nil when glibc does not know `encoding`.
  init?(_ encoding: String) {
    guard let name = Self.canonicalName(encoding) else { return nil }
    self.name = name
    if name == "UTF-8" {
      converter = nil
    } else {
      let opened = iconv_open("UTF-8", name)
      if lc_iconv_failed(opened) != 0 { return nil }
      converter = opened
    }
  }

  /// UTF-8, which every driver but Shapefile gives.
  static func utf8() -> TextDecoder { TextDecoder("UTF-8")! }

  deinit { if let converter { iconv_close(converter) } }

  /// The name by which an encoding is opened and reported: GB2312, GBK and CP936 are read as GB18030, of
  /// which they are parts. Also understands `.cpg` contents (`936`, `ANSI 936`, `65001`, `ISO 88591`).
  static func canonicalName(_ text: String) -> String? {
    let plain = text.uppercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
    switch plain {
    case "": return nil
    case "UTF8", "65001", "CP65001", "UTF8BOM", "UTF8SIG", "ASCII", "USASCII": return "UTF-8"
    case "GB18030", "GBK", "GB2312", "CP936", "936", "MS936", "WINDOWS936", "ANSI936", "OEM936",
      "EUCCN", "54936", "CP54936", "GB", "X936":
      return "GB18030"
    case "BIG5", "CP950", "950", "WINDOWS950", "ANSI950", "OEM950": return "BIG5"
    case "SHIFTJIS", "SJIS", "CP932", "932", "WINDOWS932", "ANSI932", "OEM932": return "CP932"
    case "CP949", "949", "EUCKR", "ANSI949", "OEM949": return "CP949"
    case "LATIN1", "88591", "ISO88591", "CP28591", "28591": return "ISO-8859-1"
    default: return listed(plain) ?? known(text)
    }
  }

  /// Single-byte Windows and DOS pages by number, ISO 8859 by part.
  private static func listed(_ plain: String) -> String? {
    if plain.hasPrefix("ISO8859") || plain.hasPrefix("8859") {
      let part = plain.drop { !$0.isNumber }.dropFirst(4)
      return known("ISO-8859-\(part)")
    }
    let number = plain.drop { !$0.isNumber }
    let prefix = plain.prefix { !$0.isNumber }
    guard ["", "CP", "WINDOWS", "ANSI", "OEM", "IBM"].contains(String(prefix)) else { return nil }
    return known("CP\(number)")
  }

  private static func known(_ name: String) -> String? {
    let opened = iconv_open("UTF-8", name)
    if lc_iconv_failed(opened) != 0 { return nil }
    iconv_close(opened)
    return name
  }

  /// A value as UTF-8.
  struct Decoded {
    var text: [UInt8] = []
    /// Bytes that had no meaning.
    var damage = 0
    /// Half a character at the end was dropped.
    var wasCut = false
  }

  /// Decodes one value; with `mayBeCut` half a character at its end is dropped instead of replaced.
  func decode(_ bytes: UnsafeBufferPointer<UInt8>, mayBeCut: Bool = false) -> Decoded {
    let check = UTF8Check(bytes)
    if check == .ascii || (converter == nil && check == .valid) {
      return Decoded(text: Array(bytes))
    }
    let result =
      converter == nil
      ? Self.repaired(bytes, mayBeCut: mayBeCut) : converted(bytes, mayBeCut: mayBeCut)
    if result.damage > 0 { damagedValues += 1 }
    return result
  }

  private static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]

  /// Well-formed UTF-8 with U+FFFD for each malformed part.
  private static func repaired(_ bytes: UnsafeBufferPointer<UInt8>, mayBeCut: Bool) -> Decoded {
    var result = Decoded()
    var rest = bytes
    while !rest.isEmpty {
      let bad: Int
      switch UTF8Check(rest) {
      case .ascii, .valid:
        result.text += rest
        return result
      case .cut(let index):
        if mayBeCut {
          result.text += rest[..<index]
          result.wasCut = true
          return result
        }
        bad = index
      case .malformed(let index): bad = index
      }
      result.text += rest[..<bad]
      result.text += replacement
      result.damage += 1
      rest = UnsafeBufferPointer(rebasing: rest[(bad + 1)...])
    }
    return result
  }

  private func converted(_ bytes: UnsafeBufferPointer<UInt8>, mayBeCut: Bool) -> Decoded {
    var result = Decoded()
    // One byte of any encoding known here becomes at most three of UTF-8, and so does a replaced one.
    var source =
      UnsafeMutablePointer<CChar>(
        mutating: UnsafeRawPointer(bytes.baseAddress!).assumingMemoryBound(to: CChar.self))
      as UnsafeMutablePointer<CChar>?
    var left = bytes.count
    let capacity = bytes.count * 4 + 16
    result.text = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      var target =
        UnsafeMutableRawPointer(buffer.baseAddress!)
        .assumingMemoryBound(to: CChar.self) as UnsafeMutablePointer<CChar>?
      var room = capacity
      iconv(converter, nil, nil, nil, nil)
      while left > 0, room > 3, iconv(converter, &source, &left, &target, &room) == Self.failed {
        if mayBeCut, errno == EINVAL {
          result.wasCut = true
          break
        }
        guard left > 0, room >= 3 else { break }
        for byte in Self.replacement {
          target!.pointee = CChar(bitPattern: byte)
          target! += 1
        }
        room -= 3
        result.damage += 1
        source! += 1
        left -= 1
      }
      count = capacity - room
    }
    return result
  }
}
