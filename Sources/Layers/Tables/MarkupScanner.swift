/// A pull scanner over the XML of an XLSX part: elements and text, nothing else.
///
/// No document types, entities or external references exist for it, so none can be abused; names are given
/// without their prefix. Malformed input ends the scan or gives odd texts, never a crash.
struct MarkupScanner {
  enum Token {
    /// `attributes` is the text between the name and `>`.
    case start(name: Slice<UnsafeBufferPointer<UInt8>>, attributes: Range<Int>, isEmpty: Bool)
    case end(name: Slice<UnsafeBufferPointer<UInt8>>)
    /// Character data; `raw` still has its references (`&amp;`) unless it is a CDATA section.
    case text(raw: Range<Int>, isLiteral: Bool)
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0

  /// The buffer must outlive the scanner; the callers keep it inside one `withUnsafeBufferPointer`.
  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// The next token; nil at the end or where the markup breaks off.
  mutating func next() -> Token? {
    while position < bytes.count {
      if bytes[position] != UInt8(ascii: "<") { return characters() }
      guard position + 1 < bytes.count else { return nil }
      switch bytes[position + 1] {
      case UInt8(ascii: "?"):
        guard skip(past: "?>") else { return nil }
      case UInt8(ascii: "!"):
        if matches("<![CDATA[", at: position) {
          let start = position + 9
          guard skip(past: "]]>") else { return nil }
          return .text(raw: start..<position - 3, isLiteral: true)
        }
        guard skip(past: matches("<!--", at: position) ? "-->" : ">") else { return nil }
      case UInt8(ascii: "/"):
        let start = position + 2
        guard let end = find(">", from: start) else { return nil }
        position = end + 1
        return .end(name: localName(start..<end))
      default:
        return element()
      }
    }
    return nil
  }

  private mutating func characters() -> Token {
    let start = position
    while position < bytes.count, bytes[position] != UInt8(ascii: "<") { position += 1 }
    return .text(raw: start..<position, isLiteral: false)
  }

  private mutating func element() -> Token? {
    let start = position + 1
    var end = start
    var quote: UInt8 = 0
    while end < bytes.count {
      let byte = bytes[end]
      if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: ">") {
        break
      }
      end += 1
    }
    guard end < bytes.count else { return nil }
    position = end + 1
    let isEmpty = end > start && bytes[end - 1] == UInt8(ascii: "/")
    let inner = start..<(isEmpty ? end - 1 : end)
    let nameEnd = inner.first { bytes[$0] <= 0x20 } ?? inner.upperBound
    return .start(
      name: localName(start..<nameEnd), attributes: nameEnd..<inner.upperBound, isEmpty: isEmpty)
  }

  private func localName(_ range: Range<Int>) -> Slice<UnsafeBufferPointer<UInt8>> {
    let end = range.last { bytes[$0] > 0x20 }.map { $0 + 1 } ?? range.lowerBound
    let colon = (range.lowerBound..<end).last { bytes[$0] == UInt8(ascii: ":") }
    return bytes[(colon.map { $0 + 1 } ?? range.lowerBound)..<end]
  }

  /// The raw value of the attribute `name` (without prefix) in `attributes`.
  func attribute(_ name: StaticString, in attributes: Range<Int>) -> Range<Int>? {
    var index = attributes.lowerBound
    while index < attributes.upperBound {
      while index < attributes.upperBound, bytes[index] <= 0x20 { index += 1 }
      let start = index
      while index < attributes.upperBound, bytes[index] != UInt8(ascii: "=") { index += 1 }
      let found = localName(start..<index)
      index += 1
      while index < attributes.upperBound, bytes[index] <= 0x20 { index += 1 }
      guard index < attributes.upperBound else { return nil }
      let quote = bytes[index]
      let valueStart = index + 1
      index = valueStart
      while index < attributes.upperBound, bytes[index] != quote { index += 1 }
      guard index < attributes.upperBound else { return nil }
      if found.equals(name) { return valueStart..<index }
      index += 1
    }
    return nil
  }

  /// The attribute as text with references replaced.
  func text(_ name: StaticString, in attributes: Range<Int>) -> String? {
    attribute(name, in: attributes).map {
      var decoded: [UInt8] = []
      appendDecoded($0, to: &decoded)
      return String(decoding: decoded, as: UTF8.self)
    }
  }

  /// The attribute as a whole number.
  func number(_ name: StaticString, in attributes: Range<Int>) -> Int? {
    attribute(name, in: attributes).flatMap { Int(String(decoding: bytes[$0], as: UTF8.self)) }
  }

  func slice(_ range: Range<Int>) -> Slice<UnsafeBufferPointer<UInt8>> { bytes[range] }

  /// Appends the text at `range` with `&…;` references replaced; unknown ones stay as they are.
  func appendDecoded(_ range: Range<Int>, to output: inout [UInt8]) {
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = bytes[index]
      guard byte == UInt8(ascii: "&"),
        let end = (index + 1..<min(range.upperBound, index + 12)).first(where: {
          bytes[$0] == UInt8(ascii: ";")
        }), let scalar = Self.reference(bytes[index + 1..<end])
      else {
        output.append(byte)
        index += 1
        continue
      }
      output.append(contentsOf: String(scalar).utf8)
      index = end + 1
    }
  }

  private static func reference(_ name: Slice<UnsafeBufferPointer<UInt8>>) -> Character? {
    switch String(decoding: name, as: UTF8.self) {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    case let code where code.hasPrefix("#x"):
      return UInt32(code.dropFirst(2), radix: 16).flatMap(Unicode.Scalar.init).map(Character.init)
    case let code where code.hasPrefix("#"):
      return UInt32(code.dropFirst()).flatMap(Unicode.Scalar.init).map(Character.init)
    default: return nil
    }
  }

  private func matches(_ text: StaticString, at index: Int) -> Bool {
    index + text.utf8CodeUnitCount <= bytes.count
      && bytes[index..<index + text.utf8CodeUnitCount].equals(text)
  }

  private func find(_ text: StaticString, from start: Int) -> Int? {
    var index = start
    while index + text.utf8CodeUnitCount <= bytes.count {
      if matches(text, at: index) { return index }
      index += 1
    }
    return nil
  }

  private mutating func skip(past text: StaticString) -> Bool {
    guard let index = find(text, from: position) else { return false }
    position = index + text.utf8CodeUnitCount
    return true
  }
}

extension Slice<UnsafeBufferPointer<UInt8>> {
  /// True when the bytes are those of `text`.
  func equals(_ text: StaticString) -> Bool {
    count == text.utf8CodeUnitCount
      && elementsEqual(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }
}
