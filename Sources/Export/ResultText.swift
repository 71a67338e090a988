import Model

/// The result columns of a table made ready to be written as JSON members: keys as text, strings escaped once.
struct ResultText {
  /// One column as plain pointers; valid inside `withPointers`.
  struct Column {
    enum Kind { case real, integer, boolean, text }
    var kind: Kind
    var decimals = 0
    var values: UnsafeRawPointer
    /// `,"name":` padded to a multiple of 32 bytes.
    var key: UnsafePointer<UInt8>
    var keyLength: Int
    /// Escaped strings in quotes, for `.text`.
    var textBytes: UnsafePointer<UInt8>
    var textStarts: UnsafePointer<Int>
    var textCount: Int
  }

  private let columns: [ResultColumn]
  private let keys: [[UInt8]]
  private let keyLengths: [Int]
  private let texts: [TextColumn]
  /// Most bytes one feature's results can take.
  let longest: Int

  init(_ columns: [ResultColumn]) {
    self.columns = columns
    let keyTexts = columns.map { Array(("," + JSONText.quoted($0.name) + ":").utf8) }
    keyLengths = keyTexts.map(\.count)
    keys = keyTexts.map { $0 + [UInt8](repeating: 0, count: 64 - $0.count % 32) }
    texts = columns.map { column in
      var escaped = TextColumn()
      guard case .text(_, let strings) = column.values else { return escaped }
      for string in strings {
        var bytes: [UInt8] = []
        AttributeText.appendString(string.utf8, to: &bytes, escapesMarkup: true)
        escaped.append(bytes)
      }
      return escaped
    }
    var longest = 0
    for (key, text) in zip(keys, texts) {
      let longestText = zip(text.starts, text.starts.dropFirst()).map { $1 - $0 }.max() ?? 0
      longest += key.count + 32 + max(NumberText.longest, longestText)
    }
    self.longest = longest
  }

  /// Lends all columns as pointers.
  func withPointers<Result>(_ body: ([Column]) throws -> Result) rethrows -> Result {
    try withPointers(from: 0, [], body)
  }

  private func withPointers<Result>(
    from index: Int, _ done: [Column], _ body: ([Column]) throws -> Result
  ) rethrows -> Result {
    guard index < columns.count else { return try body(done) }
    return try keys[index].withUnsafeBufferPointer { key in
      try texts[index].bytes.withUnsafeBufferPointer { bytes in
        try texts[index].starts.withUnsafeBufferPointer { starts in
          try withValues(of: columns[index]) { kind, decimals, values in
            let column = Column(
              kind: kind, decimals: decimals, values: values, key: key.baseAddress!,
              keyLength: keyLengths[index], textBytes: bytes.baseAddress ?? key.baseAddress!,
              textStarts: starts.baseAddress!, textCount: starts.count - 1)
            return try withPointers(from: index + 1, done + [column], body)
          }
        }
      }
    }
  }

  private func withValues<Result>(
    of column: ResultColumn, _ body: (Column.Kind, Int, UnsafeRawPointer) throws -> Result
  ) rethrows -> Result {
    switch column.values {
    case .real(let values, let decimals):
      try values.withUnsafeBytes { try body(.real, decimals, $0.baseAddress ?? Self.nowhere) }
    case .integer(let values):
      try values.withUnsafeBytes { try body(.integer, 0, $0.baseAddress ?? Self.nowhere) }
    case .boolean(let values):
      try values.withUnsafeBytes { try body(.boolean, 0, $0.baseAddress ?? Self.nowhere) }
    case .text(let indices, _):
      try indices.withUnsafeBytes { try body(.text, 0, $0.baseAddress ?? Self.nowhere) }
    }
  }

  /// Stands for the address of an empty array, which is never read.
  private static var nowhere: UnsafeRawPointer { UnsafeRawPointer(bitPattern: 16)! }
}

extension ResultText.Column {
  /// Writes `,"key":value` of feature `index`, without the comma when `isFirst`.
  @inline(__always)
  func append(_ index: Int, isFirst: Bool, to out: inout UnsafeMutablePointer<UInt8>) {
    let skipped = isFirst ? 1 : 0
    var copied = 0
    // Keys are padded and the buffer has room, so whole 32-byte blocks are copied without a call.
    repeat {
      UnsafeMutableRawPointer(out + copied).copyMemory(from: key + skipped + copied, byteCount: 32)
      copied += 32
    } while copied < keyLength
    out += keyLength - skipped
    switch kind {
    case .real:
      let value = values.load(fromByteOffset: index &* 8, as: Double.self)
      NumberText.append(value, decimals: decimals, to: &out)
    case .integer:
      let value = values.load(fromByteOffset: index &* 8, as: Int64.self)
      if value == .min { appendNull(to: &out) } else { NumberText.append(value, to: &out) }
    case .boolean:
      appendBoolean(values.load(fromByteOffset: index, as: UInt8.self), to: &out)
    case .text:
      let text = Int(values.load(fromByteOffset: index &* 4, as: Int32.self))
      guard text >= 0, text < textCount else { return appendNull(to: &out) }
      let start = textStarts[text]
      let length = textStarts[text + 1] - start
      out.update(from: textBytes + start, count: length)
      out += length
    }
  }

  private static var null: UInt64 { 0x6c6c_756e }
  private static var yes: UInt64 { 0x6575_7274 }
  private static var no: UInt64 { 0x65_736c_6166 }

  @inline(__always)
  private func appendNull(to out: inout UnsafeMutablePointer<UInt8>) {
    UnsafeMutableRawPointer(out).storeBytes(of: Self.null, as: UInt64.self)
    out += 4
  }

  @inline(__always)
  private func appendBoolean(_ value: UInt8, to out: inout UnsafeMutablePointer<UInt8>) {
    let text = value == 0 ? Self.no : value == 1 ? Self.yes : Self.null
    UnsafeMutableRawPointer(out).storeBytes(of: text, as: UInt64.self)
    out += value == 0 ? 5 : 4
  }
}
