/// What was found where one attribute of one feature was looked for.
public enum AttributeState: UInt8, Sendable, Hashable {
  /// The feature has no such member.
  case missing
  case null
  case number
  /// A string that reads as a number (`"1,234"`, `"１２３"`).
  case numberInText
  /// A string that does not, including the empty one; for `strings`, any string.
  case text
  case boolean
  /// An array or an object.
  case nested
  /// A number beyond the range of a double.
  case tooLarge
}

/// One attribute of every feature as numbers.
public struct NumberColumn: Sendable {
  /// A value a feature; NaN where the state is neither `number` nor `numberInText`.
  public var values: [Double]
  public var states: [AttributeState]
}

/// One attribute of every feature as raw JSON tokens.
public struct TokenColumn: Sendable {
  /// A token a feature, strings with their quotes; empty where the member is missing.
  public var tokens: TextColumn
  public var states: [AttributeState]

  /// The token of feature `index` for a message: strings without quotes and unescaped.
  public func text(_ index: Int) -> String { AttributeText.text(ofToken: tokens[index]) }
}

extension TextColumn {
  /// Calls `body` with the bytes and the member named `key` of every string of the column, nil where it has
  /// none; of equal names the last counts, as in JavaScript.
  public func forEachMember(
    named key: String, _ body: (Int, UnsafeBufferPointer<UInt8>, AttributeMember?) -> Void
  ) {
    let name = Array(key.utf8)
    bytes.withUnsafeBufferPointer { buffer in
      for index in 0..<count {
        var found: AttributeMember?
        for member in AttributeScanner(buffer, in: starts[index]..<starts[index + 1])
        where member.hasName(name, key, in: buffer) {
          found = member
        }
        body(index, buffer, found)
      }
    }
  }
}

extension AttributeMember {
  fileprivate func hasName(
    _ name: [UInt8], _ text: String, in bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    if keyIsEscaped { return AttributeText.unescape(bytes[key]) == text }
    guard key.count == name.count else { return false }
    for offset in 0..<name.count where bytes[key.lowerBound + offset] != name[offset] {
      return false
    }
    return true
  }

  /// The state that follows from the kind alone.
  fileprivate var state: AttributeState {
    switch kind {
    case .null: .null
    case .boolean: .boolean
    case .number: .number
    case .string: .text
    case .nested: .nested
    }
  }
}

extension FeatureChunk {
  /// The attribute `key` of this chunk's features as numbers.
  public func numbers(named key: String) -> NumberColumn {
    var column = NumberColumn(
      values: [Double](repeating: .nan, count: attributes.count),
      states: [AttributeState](repeating: .missing, count: attributes.count))
    attributes.forEachMember(named: key) { index, bytes, member in
      guard let member else { return }
      column.states[index] = member.state
      let token = bytes[member.value]
      if member.kind == .number {
        if let value = AttributeNumber.parse(token) {
          column.values[index] = value
        } else {
          column.states[index] = .tooLarge
        }
      } else if member.kind == .string,
        let value = AttributeNumber.parseText(AttributeText.text(ofToken: token))
      {
        column.values[index] = value
        column.states[index] = .numberInText
      }
    }
    return column
  }

  /// The attribute `key` of this chunk's features as raw tokens.
  public func tokens(named key: String) -> TokenColumn {
    var column = TokenColumn(tokens: TextColumn(), states: [])
    attributes.forEachMember(named: key) { _, bytes, member in
      if let member { column.tokens.append(bytes[member.value]) } else { column.tokens.append([]) }
      column.states.append(member?.state ?? .missing)
    }
    return column
  }
}

extension Layer {
  /// The attribute `key` of all features as numbers, chunks in parallel.
  public func numbers(named key: String, threads: Int) throws -> NumberColumn {
    let parts = try Parallel.map(count: chunks.count, threads: threads) {
      chunks[$0].numbers(named: key)
    }
    return NumberColumn(values: parts.flatMap(\.values), states: parts.flatMap(\.states))
  }

  /// The attribute `key` of all features as raw tokens, one column a chunk.
  public func tokens(named key: String, threads: Int) throws -> [TokenColumn] {
    try Parallel.map(count: chunks.count, threads: threads) { chunks[$0].tokens(named: key) }
  }

  /// The attribute `key` of all features as text: strings unescaped, other values as written, nil for null and
  /// where it is missing.
  public func strings(named key: String, threads: Int) throws -> [String?] {
    try tokens(named: key, threads: threads).flatMap { column in
      column.states.indices.map { index in
        switch column.states[index] {
        case .missing, .null: nil
        default: column.text(index)
        }
      }
    }
  }
}
