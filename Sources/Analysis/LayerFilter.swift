import Layers
import Model

/// Leaves features out of a layer by an attribute condition.
enum LayerFilter {
  /// The features for which `text` is true, in order; the number left out is noted in the ledger.
  ///
  /// - Throws: 64 for a mistake in the condition or an unknown field.
  static func apply(
    _ text: String, to layer: Layer, option: String, code: LedgerCode, ledger: inout Ledger
  ) throws -> Layer {
    let filter = try AttributeFilter(text, fields: layer.fields.map(\.name), option: option)
    var kept = layer
    kept.chunks = []
    var first = 0
    for chunk in layer.chunks {
      let keep = chunk.matches(filter)
      if keep.isEmpty { continue }
      let part = chunk.selecting(keep, firstIndex: first)
      first += part.count
      kept.chunks.append(part)
    }
    if first < layer.count {
      ledger.add(
        code, count: layer.count - first,
        examples: [LedgerExample(Subject(file: layer.source.path), detail: text)])
    }
    return kept
  }
}

extension FeatureChunk {
  /// The chunk with only the features at `offsets` (ascending); rows keep naming their place in the file.
  func selecting(_ offsets: [Int], firstIndex: Int) -> FeatureChunk {
    var part = FeatureChunk(firstIndex: firstIndex, rows: [])
    for offset in offsets { part.append(offset, of: self) }
    return part
  }

  /// Takes a feature of another chunk behind its own; where rows are kept, the row goes on naming its place in the file.
  mutating func append(_ offset: Int, of other: FeatureChunk) {
    shapes.append(other.shapes.kinds[offset], parts: other.shapes.parts(at: offset))
    attributes.append(other.attributes[offset])
    identifiers.append(other.identifiers[offset])
    rows?.append(Int32(other.row(offset)))
  }
}
