/// Many short byte strings in one arena: string `i` is `bytes[starts[i] ..< starts[i + 1]]`.
public struct TextColumn: Sendable, Equatable {
  public var bytes: [UInt8] = []
  public var starts: [Int] = [0]

  public init() {}

  public init(_ strings: some Sequence<String>) {
    for string in strings { append(string.utf8) }
  }

  public var count: Int { starts.count - 1 }

  public mutating func append(_ text: some Sequence<UInt8>) {
    bytes.append(contentsOf: text)
    starts.append(bytes.count)
  }

  /// The bytes of string `index`, without copying.
  public subscript(index: Int) -> ArraySlice<UInt8> { bytes[starts[index]..<starts[index + 1]] }

  /// String `index`; malformed UTF-8 is replaced by U+FFFD.
  public func string(_ index: Int) -> String { String(decoding: self[index], as: UTF8.self) }
}
