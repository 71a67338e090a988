import Model

/// The 10-byte field names of a Shapefile's table.
///
/// Results bring their documented short names; own names are cut at a character's end in the file's encoding and
/// numbered until unique, ignoring case, as DBF readers do.
struct ShapefileNames {
  /// One name a column, in order.
  let names: [String]
  private static let limit = 10

  init(_ columns: [Column], encoding: TextEncoding) {
    var taken: Set<String> = []
    var names = [String](repeating: "", count: columns.count)
    let order =
      columns.indices.filter { columns[$0].result != nil }
      + columns.indices.filter { columns[$0].result == nil }
    for index in order {
      let wish = columns[index].result?.shortName ?? columns[index].name
      let name = Self.unused(wish.isEmpty ? "field" : wish, taken, encoding)
      taken.insert(name.lowercased())
      names[index] = name
    }
    self.names = names
  }

  private static func unused(
    _ wish: String, _ taken: Set<String>, _ encoding: TextEncoding
  ) -> String {
    let plain = encoding.prefix(wish, bytes: limit)
    if !taken.contains(plain.lowercased()) { return plain }
    var number = 1
    while true {
      let suffix = "_\(number)"
      let name = encoding.prefix(wish, bytes: limit - suffix.utf8.count) + suffix
      if !taken.contains(name.lowercased()) { return name }
      number += 1
    }
  }
}

/// How many bytes text takes in a Shapefile's encoding.
struct TextEncoding {
  let isGB18030: Bool

  /// Bytes of one character. GB18030 has one byte for ASCII, two for what GBK has, else four; characters that
  /// GBK may lack are counted as four, so that a cut is never too long.
  func length(_ scalar: Unicode.Scalar) -> Int {
    guard isGB18030 else { return UTF8.width(scalar) }
    switch scalar.value {
    case 0..<0x80: return 1
    case 0x4E00...0x9FA5, 0x3001...0x3003, 0xFF01...0xFF5E: return 2
    default: return 4
    }
  }

  func length(_ text: String) -> Int { text.unicodeScalars.reduce(0) { $0 + length($1) } }

  /// The longest start of `text` within `bytes` bytes, cut between characters as people see them.
  func prefix(_ text: String, bytes: Int) -> String {
    if isGB18030 ? length(text) <= bytes : text.utf8.count <= bytes { return text }
    var room = bytes
    var out = ""
    for character in text {
      room -= length(String(character))
      if room < 0 { break }
      out.append(character)
    }
    return out
  }
}
