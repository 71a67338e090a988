import Glibc

/// Tells real Chinese text from what wrong decoding makes of it.
enum HanScript {
  /// What a text looks like.
  struct Tally: Sendable {
    /// Chinese characters.
    var han = 0
    /// Of those, the 3,755 most used (GB 2312 level 1).
    var common = 0
    /// U+FFFD, and 锟斤拷, which is what U+FFFD becomes when its bytes are read as GBK.
    var lost = 0
    /// Values with runs of accented letters that are Chinese bytes read as Latin-1 or Windows-1252.
    var latin = 0

    /// Share of Chinese characters that are in common use; 1 without any.
    var commonShare: Double { han == 0 ? 1 : Double(common) / Double(han) }

    static func + (left: Tally, right: Tally) -> Tally {
      Tally(
        han: left.han + right.han, common: left.common + right.common,
        lost: left.lost + right.lost, latin: left.latin + right.latin)
    }

    /// True when the text was garbled: Chinese prose, names included, has 90–99 % common characters, UTF-8
    /// read as GBK has under 60 %.
    var isDoubtful: Bool { lost > 0 || latin > 0 || (han >= 12 && commonShare < 0.7) }
  }

  static func tally(_ text: String) -> Tally {
    var tally = Tally()
    var latinRun = 0
    var longestLatin = 0
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x4E00...0x9FFF:
        tally.han += 1
        if isCommon(scalar) { tally.common += 1 }
      case 0xFFFD: tally.lost += 1
      default: break
      }
      // Continuation bytes 80–BF are C1 controls in Latin-1 and punctuation in Windows-1252.
      let isHigh = (0x80...0xFF).contains(scalar.value) || windows1252.contains(scalar.value)
      latinRun = isHigh ? latinRun + 1 : 0
      longestLatin = max(longestLatin, latinRun)
    }
    if text.contains("锟斤拷") { tally.lost += 1 }
    if longestLatin >= 4, latinAsHan(text) { tally.latin += 1 }
    return tally
  }

  /// The letters and signs Windows-1252 has at 80–9F.
  private static let windows1252: Set<UInt32> = [
    0x20AC, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152,
    0x17D, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A,
    0x153, 0x17E, 0x178,
  ]

  /// True when the text's bytes in Windows-1252 or Latin-1 read as common Chinese in UTF-8 or GB18030.
  private static func latinAsHan(_ text: String) -> Bool {
    for single in ["CP1252", "ISO-8859-1"] {
      guard let bytes = TextConversion.convert(Array(text.utf8), from: "UTF-8", to: single) else {
        continue
      }
      for encoding in ["UTF-8", "GB18030"] {
        guard let decoded = TextConversion.convert(bytes, from: encoding, to: "UTF-8") else {
          continue
        }
        var han = 0
        var common = 0
        for scalar in String(decoding: decoded, as: UTF8.self).unicodeScalars
        where (0x4E00...0x9FFF).contains(scalar.value) {
          han += 1
          if isCommon(scalar) { common += 1 }
        }
        if han >= 2, common * 10 >= han * 8 { return true }
      }
    }
    return false
  }

  static func isCommon(_ scalar: Unicode.Scalar) -> Bool { common.contains(scalar.value) }

  /// GB 2312 rows 16–55: level 1, ordered by sound.
  private static let common: Set<UInt32> = {
    var found = Set<UInt32>()
    for row in UInt8(0xB0)...0xD7 {
      var bytes: [UInt8] = []
      for cell in UInt8(0xA1)...0xFE where !(row == 0xD7 && cell > 0xF9) { bytes += [row, cell] }
      let text = TextConversion.convert(bytes, from: "GB18030", to: "UTF-8") ?? []
      for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
        found.insert(scalar.value)
      }
    }
    return found
  }()
}

/// Text encodings by the C library's iconv.
enum TextConversion {
  /// The bytes in another encoding; nil when either is unknown or something cannot be converted.
  static func convert(_ bytes: [UInt8], from: String, to: String) -> [UInt8]? {
    let opened = iconv_open(to, from)
    // iconv_open's failure is (iconv_t)-1.
    guard let converter = opened, Int(bitPattern: converter) != -1 else { return nil }
    defer { iconv_close(converter) }
    let capacity = bytes.count * 4 + 16
    var source = bytes.map { CChar(bitPattern: $0) }
    var left = source.count
    var failed = false
    let result = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      guard let base = buffer.baseAddress else { return }
      base.withMemoryRebound(to: CChar.self, capacity: capacity) { start in
        source.withUnsafeMutableBufferPointer { input in
          var from = input.baseAddress
          var target: UnsafeMutablePointer<CChar>? = start
          var room = capacity
          failed = iconv(converter, &from, &left, &target, &room) == -1
          count = capacity - room
        }
      }
    }
    return failed || left > 0 ? nil : result
  }
}
