/// What kind of JSON value an attribute is.
public enum AttributeKind: UInt8, Sendable, Hashable {
  case null, boolean, number, string
  /// An array or an object.
  case nested
}

/// One `"key": value` of a member text, as byte positions in the buffer that was scanned.
public struct AttributeMember: Sendable, Hashable {
  /// The key without its quotes.
  public var key: Range<Int>
  /// The value's whole token: a string with its quotes, a number with every digit.
  public var value: Range<Int>
  public var kind: AttributeKind
  /// The key holds a backslash and must be unescaped before it is compared.
  public var keyIsEscaped: Bool
}

/// Walks the members of one JSON object's text without braces (`"id":7,"name":"甲"`), in order, without
/// allocating.
///
/// The text is trusted to be JSON, as `FeatureChunk.attributes` promises; on text that is not, the walk ends
/// early and reads nothing outside the buffer.
public struct AttributeScanner: Sequence, IteratorProtocol {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var position: Int
  private let end: Int

  /// - Parameter range: the text's place in `bytes`, which must outlive the scanner.
  public init(_ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>) {
    self.bytes = bytes
    position = range.lowerBound
    end = Swift.min(range.upperBound, bytes.count)
  }

  public init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.init(bytes, in: 0..<bytes.count)
  }

  public mutating func next() -> AttributeMember? {
    skipSpace()
    guard position < end, bytes[position] == UInt8(ascii: "\"") else { return nil }
    let keyStart = position + 1
    guard let isEscaped = skipString() else { return nil }
    let key = keyStart..<(position - 1)
    skipSpace()
    guard position < end, bytes[position] == UInt8(ascii: ":") else { return nil }
    position += 1
    skipSpace()
    let valueStart = position
    guard let kind = skipValue() else { return nil }
    let value = valueStart..<position
    skipSpace()
    if position < end {
      guard bytes[position] == UInt8(ascii: ",") else { return nil }
      position += 1
    }
    return AttributeMember(key: key, value: value, kind: kind, keyIsEscaped: isEscaped)
  }

  private mutating func skipSpace() {
    while position < end, bytes[position] <= 0x20 { position += 1 }
  }

  /// Passes over a string from its opening quote; true when it holds a backslash, nil when it never ends.
  private mutating func skipString() -> Bool? {
    var isEscaped = false
    position += 1
    while position < end {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        position += 1
        return isEscaped
      case UInt8(ascii: "\\"):
        isEscaped = true
        position += 2
      default: position += 1
      }
    }
    return nil
  }

  private mutating func skipValue() -> AttributeKind? {
    guard position < end else { return nil }
    switch bytes[position] {
    case UInt8(ascii: "\""): return skipString() == nil ? nil : .string
    case UInt8(ascii: "{"), UInt8(ascii: "["): return skipNested() ? .nested : nil
    case UInt8(ascii: "t"), UInt8(ascii: "f"):
      skipToken()
      return .boolean
    case UInt8(ascii: "n"):
      skipToken()
      return .null
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      skipToken()
      return .number
    default: return nil
    }
  }

  private mutating func skipToken() {
    while position < end, bytes[position] > 0x20, bytes[position] != UInt8(ascii: ",") {
      position += 1
    }
  }

  private mutating func skipNested() -> Bool {
    var depth = 0
    while position < end {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        if skipString() == nil { return false }
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth == 0 {
          position += 1
          return true
        }
      default: break
      }
      position += 1
    }
    return false
  }
}
