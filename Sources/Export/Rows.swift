import Model

/// One value of a table cell.
enum Cell: Equatable {
  case null
  case boolean(Bool)
  case integer(Int64)
  /// `decimals` is given for results, which are written rounded; own values keep what they have.
  case real(Double, decimals: Int?)
  case text(String)
  /// A nested value as JSON text.
  case json(String)
}

/// One column of a table: an own attribute or a result.
struct Column {
  /// The name it is written under.
  var name: String
  var type: FieldType
  /// The result it comes from; nil for own attributes.
  var result: ResultColumn?
}

/// A table row by row: own attributes in the order of the layer's fields, then results.
///
/// GeoJSON Feature ids come first, as the column `id`, where the layer has them and no own field of that name.
/// Members that the layer's fields do not list are passed over; of a key that occurs twice the last counts.
struct Rows {
  let table: FeatureTable
  let columns: [Column]
  private let ownIndex: [String: Int]
  private let ownCount: Int
  private let hasIdentifiers: Bool

  /// - Parameter given: whether features have ids, for a table that is only a part; nil: looked up.
  init(_ table: FeatureTable, hasIdentifiers given: Bool? = nil) {
    self.table = table
    let names = ColumnNames(of: table)
    hasIdentifiers =
      (given ?? table.layer.chunks.contains { !$0.identifiers.bytes.isEmpty })
      && !(table.layer.fields.map(\.name) + names.results.map(\.name)).contains {
        $0.lowercased() == "id"
      }
    var own = table.layer.fields.map { Column(name: names.written($0.name), type: $0.type) }
    if hasIdentifiers { own.insert(Column(name: "id", type: Self.identifierType(table)), at: 0) }
    columns = own + names.results.map { Column(name: $0.name, type: $0.values.type, result: $0) }
    ownCount = own.count
    ownIndex = Dictionary(
      table.layer.fields.enumerated().map { [shift = hasIdentifiers ? 1 : 0] in
        ($1.name, $0 + shift)
      }, uniquingKeysWith: { first, _ in first }
    )
  }

  /// Whole numbers only, or text.
  private static func identifierType(_ table: FeatureTable) -> FieldType {
    for chunk in table.layer.chunks {
      for index in 0..<chunk.identifiers.count {
        let raw = chunk.identifiers[index]
        if raw.isEmpty { continue }
        guard case .integer = Cell(json: raw) else { return .string }
      }
    }
    return .integer64
  }

  /// Calls `body` for every feature with its chunk, its offset in it and its cells.
  func visit(_ body: (FeatureChunk, Int, [Cell]) throws -> Void) rethrows {
    for chunk in table.layer.chunks {
      try chunk.attributes.bytes.withUnsafeBufferPointer { bytes in
        for offset in 0..<chunk.count {
          var cells = [Cell](repeating: .null, count: columns.count)
          if offset < chunk.attributes.count {
            let range = chunk.attributes.starts[offset]..<chunk.attributes.starts[offset + 1]
            readMembers(UnsafeBufferPointer(rebasing: bytes[range]), into: &cells)
          }
          if hasIdentifiers, offset < chunk.identifiers.count {
            cells[0] = Cell(json: chunk.identifiers[offset])
          }
          for index in ownCount..<columns.count {
            cells[index] = columns[index].result!.values.cell(chunk.firstIndex + offset)
          }
          try body(chunk, offset, cells)
        }
      }
    }
  }

  private func readMembers(_ bytes: UnsafeBufferPointer<UInt8>, into cells: inout [Cell]) {
    for member in AttributeScanner(bytes) {
      guard let index = ownIndex[AttributeText.unescape(bytes[member.key])] else { continue }
      cells[index] = Cell(json: bytes[member.value])
    }
  }
}

extension Cell {
  /// The value of a JSON token's text.
  init(json raw: some Collection<UInt8>) {
    switch raw.first {
    case UInt8(ascii: "\""): self = .text(AttributeText.text(ofToken: Array(raw)))
    case UInt8(ascii: "{"), UInt8(ascii: "["): self = .json(String(decoding: raw, as: UTF8.self))
    case UInt8(ascii: "t"): self = .boolean(true)
    case UInt8(ascii: "f"): self = .boolean(false)
    case UInt8(ascii: "n"), nil: self = .null
    default:
      let text = String(decoding: raw, as: UTF8.self)
      if let whole = Int64(text) {
        self = .integer(whole)
      } else if let number = Double(text), number.isFinite, text.utf8.count <= 25 {
        self = .real(number, decimals: nil)
      } else {
        self = .text(text)
      }
    }
  }

  /// The value as plain text for CSV and text columns; nil for null.
  var plainText: String? {
    switch self {
    case .null: nil
    case .boolean(let flag): flag ? "true" : "false"
    case .integer(let number): String(number)
    case .real(let number, let decimals?): NumberText.string(number, decimals: decimals)
    case .real(let number, nil): JSONText.shortest(number)
    case .text(let text): text
    case .json(let text): text
    }
  }

  /// The value as JSON text.
  var jsonText: String {
    if case .text(let text) = self { return JSONText.quoted(text) }
    return plainText ?? "null"
  }
}

extension ColumnValues {
  /// What the column is called as an attribute.
  var type: FieldType {
    switch self {
    case .real: .real
    case .integer(let values): values.allSatisfy(Self.isShort) ? .integer : .integer64
    case .boolean: .boolean
    case .text: .string
    }
  }

  private static func isShort(_ value: Int64) -> Bool {
    value == .min || Int32(exactly: value) != nil
  }

  /// The value of feature `index`.
  func cell(_ index: Int) -> Cell {
    switch self {
    case .real(let values, let decimals):
      values[index].isFinite ? .real(values[index], decimals: decimals) : .null
    case .integer(let values): values[index] == .min ? .null : .integer(values[index])
    case .boolean(let values): values[index] > 1 ? .null : .boolean(values[index] == 1)
    case .text(let indices, let strings):
      strings.indices.contains(Int(indices[index])) ? .text(strings[Int(indices[index])]) : .null
    }
  }
}
