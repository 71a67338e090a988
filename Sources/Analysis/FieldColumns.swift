import Layers
import Model

/// The population values of a layer and what was wrong with some of them.
struct PopulationColumn {
  /// People by feature; NaN when missing, negative or no number.
  var values: [Double]
}

/// Reading attribute columns of a layer for the pipeline.
struct FieldColumns {
  let layer: Layer
  let threads: Int

  /// The text of a field by feature: strings unescaped, numbers and booleans as written, nil for null,
  /// missing and nested values.
  func texts(_ field: String) throws -> [String?] {
    let parts = try Parallel.map(count: layer.chunks.count, threads: threads) { index in
      layer.chunks[index].texts(of: field)
    }
    return Array(parts.joined())
  }

  /// Reads a population field; problems go to the ledger with row, id and the value seen.
  func population(
    _ field: String, idText: (Int) -> String?, ledger: inout Ledger
  ) throws -> PopulationColumn {
    let parts = try Parallel.map(count: layer.chunks.count, threads: threads) { index in
      layer.chunks[index].numbers(of: field)
    }
    var values: [Double] = []
    values.reserveCapacity(layer.count)
    for (chunk, part) in zip(layer.chunks, parts) {
      for problem in part.problems {
        let subject = Subject(
          file: layer.source.path, row: chunk.row(problem.offset),
          id: idText(chunk.firstIndex + problem.offset))
        ledger.record(Self.code(problem.kind), subject, detail: problem.seen)
      }
      values += part.values
    }
    return PopulationColumn(values: values)
  }

  private static func code(_ kind: NumberColumnPart.Problem.Kind) -> LedgerCode {
    switch kind {
    case .missing: .populationMissing
    case .negative: .populationNegative
    case .notNumber: .populationNotNumber
    case .text: .populationFromText
    }
  }
}
