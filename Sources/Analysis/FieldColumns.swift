import Layers
import Model

/// Attribute columns of a layer as the pipeline needs them.
struct FieldColumns {
  let layer: Layer
  let threads: Int

  /// The text of a field by feature: strings unescaped, other values as written, nil for null and missing.
  func texts(_ field: String) throws -> [String?] {
    try layer.strings(named: field, threads: threads)
  }

  /// People by feature; NaN where the value is missing, negative or no number. Doubts go to the ledger with
  /// row, id and the value seen.
  func population(
    _ field: String, idText: (Int) -> String?, ledger: inout Ledger
  ) throws -> [Double] {
    var column = try layer.numbers(named: field, threads: threads)
    for index in column.values.indices {
      let doubt = Self.doubt(column.states[index], column.values[index])
      guard let doubt else { continue }
      let (chunk, offset) = layer.locate(index)
      ledger.record(
        doubt,
        Subject(
          file: layer.source.path, row: layer.chunks[chunk].row(offset), id: idText(index)),
        detail: layer.chunks[chunk].text(of: field, offset))
      if doubt != .populationFromText { column.values[index] = .nan }
    }
    return column.values
  }

  private static func doubt(_ state: AttributeState, _ value: Double) -> LedgerCode? {
    switch state {
    case .missing, .null: .populationMissing
    case .text, .boolean, .nested, .tooLarge: .populationNotNumber
    case .number: value < 0 ? .populationNegative : nil
    case .numberInText: value < 0 ? .populationNegative : .populationFromText
    }
  }
}

extension FeatureChunk {
  /// The value of one feature's attribute for a message; empty where it is missing.
  func text(of field: String, _ offset: Int) -> String {
    var text = ""
    attributes[offset].withUnsafeBufferPointer { bytes in
      for member in AttributeScanner(bytes)
      where AttributeText.unescape(bytes[member.key]) == field {
        text = AttributeText.text(ofToken: bytes[member.value])
      }
    }
    return text
  }

  /// The Feature `id` of one feature as text, nil where it has none.
  func identifierText(_ offset: Int) -> String? {
    let token = identifiers[offset]
    return token.isEmpty ? nil : AttributeText.text(ofToken: token)
  }

  /// Offsets of the features a filter keeps, ascending.
  func matches(_ filter: AttributeFilter) -> [Int] {
    let columns = filter.fieldNames.map { tokens(named: $0) }
    return (0..<count).filter { offset in
      filter.matches { name in
        filter.fieldNames.firstIndex(of: name).map {
          AttributeValue(columns[$0], offset)
        }
      }
    }
  }
}

extension AttributeValue {
  /// The value of one feature in a column of raw tokens.
  init(_ column: TokenColumn, _ index: Int) {
    switch column.states[index] {
    case .missing, .null: self = .null
    case .boolean: self = .boolean(column.tokens[index].first == UInt8(ascii: "t"))
    case .number, .tooLarge:
      let text = column.text(index)
      self = Int64(text).map { .integer($0) } ?? .number(Double(text) ?? .nan)
    case .text, .numberInText: self = .string(column.text(index))
    case .nested: self = .string(column.text(index))
    }
  }
}
