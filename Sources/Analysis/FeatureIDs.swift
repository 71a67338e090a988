import Layers
import Model

/// The ids features are named by in results and messages.
enum FeatureIDs {
  /// The id field's text; where it is missing, the Feature's own id; else the row number.
  static func read(_ layer: Layer, field: String?, threads: Int) throws -> [String] {
    let columns = FieldColumns(layer: layer, threads: threads)
    let texts = try field.map { try columns.texts($0) }
    let parts = try Parallel.map(count: layer.chunks.count, threads: threads) { index in
      let chunk = layer.chunks[index]
      return (0..<chunk.count).map { offset -> String in
        if let text = texts?[chunk.firstIndex + offset] { return text }
        return chunk.identifierText(offset) ?? String(chunk.row(offset))
      }
    }
    return Array(parts.joined())
  }

  /// Records ids that occur more than once: a count for every repetition, the repeating row as example.
  static func recordDuplicates(
    _ ids: [String], _ layer: Layer, _ code: LedgerCode, _ ledger: inout Ledger
  ) {
    var seen = Set<String>(minimumCapacity: ids.count)
    for (index, id) in ids.enumerated() where !seen.insert(id).inserted {
      ledger.record(code, subject(index, id, layer))
    }
  }

  /// Strictly ascending numbers cannot repeat: the common case costs no set.
  static func areAscendingNumbers(_ ids: [String]) -> Bool {
    var previous = Int64.min
    for id in ids {
      guard let number = Int64(id), number > previous else { return false }
      previous = number
    }
    return true
  }

  /// Where the feature at `index` stands.
  static func subject(_ index: Int, _ id: String?, _ layer: Layer) -> Subject {
    let (chunk, offset) = layer.locate(index)
    return Subject(file: layer.source.path, row: layer.chunks[chunk].row(offset), id: id)
  }

  /// A comparison of two features by id. Where ids are ascending numbers already, as in most files, their
  /// positions tell, which saves parsing them for every tie.
  static func order(_ ids: [String], areAscendingNumbers: Bool) -> (Int, Int) -> Bool {
    areAscendingNumbers ? { $0 < $1 } : { precedes(ids[$0], ids[$1]) }
  }

  /// Ids in the order people expect: numbers by value, before all other text by its code points.
  static func precedes(_ left: String, _ right: String) -> Bool {
    switch (Int64(left), Int64(right)) {
    case (let a?, let b?): a < b
    case (.some, nil): true
    case (nil, .some): false
    case (nil, nil): left.unicodeScalars.lexicographicallyPrecedes(right.unicodeScalars)
    }
  }
}
