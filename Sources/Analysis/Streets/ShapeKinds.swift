import Model

/// What shapes a layer has that are not the wanted ones.
struct ShapeKinds {
  /// Features of other kinds, by kind, with the first examples.
  private var others: [ShapeKind: (count: Int, first: Subject)] = [:]

  /// Looks at every feature.
  ///
  /// - Throws: 65 with the kinds seen when no feature is of a wanted kind.
  static func require(
    _ layer: Layer, _ message: LocalizedText, hint: LocalizedText,
    isWanted: (ShapeKind) -> Bool
  ) throws -> ShapeKinds {
    var seen = ShapeKinds()
    var wanted = 0
    for chunk in layer.chunks {
      for offset in 0..<chunk.count {
        let kind = chunk.shapes.kinds[offset]
        if isWanted(kind) { wanted += 1 } else { seen.add(kind, chunk.row(offset), layer) }
      }
    }
    if wanted == 0 {
      throw AnalysisError(
        .badData, Subject(file: layer.source.path),
        LocalizedText(
          "\(message.english); the file has \(seen.list(.english))",
          zh: "\(message.chinese)；文件中为\(seen.list(.chinese))"),
        hint: hint)
    }
    return seen
  }

  private mutating func add(_ kind: ShapeKind, _ row: Int, _ layer: Layer) {
    let first = Subject(file: layer.source.path, row: row)
    others[kind, default: (0, first)].count += 1
  }

  private var sorted: [(key: ShapeKind, value: (count: Int, first: Subject))] {
    others.sorted { $0.key.rawValue < $1.key.rawValue }
  }

  private func list(_ language: Language) -> String {
    if others.isEmpty { return language == .chinese ? "空图层" : "no features" }
    return sorted.map {
      language == .chinese
        ? "\($0.value.count) 个\($0.key.name.chinese)" : "\($0.value.count) × \($0.key.name.english)"
    }.joined(separator: language == .chinese ? "、" : ", ")
  }

  /// Counts the other shapes, one example a kind.
  func record(_ code: LedgerCode, in ledger: inout Ledger) {
    for (kind, found) in sorted {
      ledger.record(code, count: found.count, found.first, detail: kind.name.english)
    }
  }
}
