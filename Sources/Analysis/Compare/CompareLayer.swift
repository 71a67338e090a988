import Model

/// The blocks of a comparison as features: own attributes and geometry of BEFORE, of AFTER for blocks only it has.
/// Results of `coverage` are left out of the attributes; `population` stays where it is the blocks' own or the only one.
enum CompareLayer {
  /// Features of one chunk, so that writing is shared among threads.
  private static let chunkSize = 4096

  static func make(_ before: ResultLayer, _ after: ResultLayer, _ match: BlockMatch) -> Layer {
    var layer = before.layer
    var fields = before.layer.fields.filter { isOwn($0.name) }
    let known = Set(fields.map(\.name))
    if match.before.contains(where: { $0 < 0 }) {
      fields += after.layer.fields.filter { isOwn($0.name) && !known.contains($0.name) }
    }
    layer.fields = fields
    layer.chunks = stride(from: 0, to: match.count, by: chunkSize).map { start in
      var chunk = FeatureChunk(firstIndex: start, rows: [])
      for row in start..<min(match.count, start + chunkSize) {
        append(row, before, after, match, to: &chunk)
      }
      return chunk
    }
    return layer
  }

  private static func isOwn(_ name: String) -> Bool { !CoverageColumns.contains(name) }

  private static func append(
    _ row: Int, _ before: ResultLayer, _ after: ResultLayer, _ match: BlockMatch,
    to chunk: inout FeatureChunk
  ) {
    let (left, right) = (Int(match.before[row]), Int(match.after[row]))
    let (side, index) = left >= 0 ? (before.layer, left) : (after.layer, right)
    let (from, offset) = side.locate(index)
    let source = side.chunks[from]
    if source.shapes.kinds[offset] == .none, left >= 0, right >= 0 {
      // A table has no geometry: the other result may.
      let (other, place) = after.layer.locate(right)
      append(after.layer.chunks[other].shapes, place, to: &chunk)
    } else {
      append(source.shapes, offset, to: &chunk)
    }
    chunk.attributes.append(own(source.attributes[offset]))
    chunk.identifiers.append(source.identifiers[offset])
    chunk.rows?.append(Int32(source.row(offset)))
  }

  private static func append(
    _ shapes: ShapeColumn, _ feature: Int, to chunk: inout FeatureChunk
  ) {
    chunk.shapes.append(shapes.kinds[feature], parts: shapes.parts(at: feature))
  }

  /// The members that are no results of `coverage`, as they stand.
  private static func own(_ members: ArraySlice<UInt8>) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(members.count)
    members.withUnsafeBufferPointer { bytes in
      for member in AttributeScanner(bytes) {
        let key = bytes[member.key]
        if !isOwn(AttributeText.unescape(key)) { continue }
        if !out.isEmpty { out.append(UInt8(ascii: ",")) }
        out += bytes[(member.key.lowerBound - 1)..<member.value.upperBound]
      }
    }
    return out
  }
}
