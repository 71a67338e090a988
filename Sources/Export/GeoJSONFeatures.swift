import Model

/// A run of features of one chunk: one piece of work of the writer.
struct FeatureRun: Sendable {
  var chunk: Int
  var features: Range<Int>

  /// Cuts a layer into runs of about `coordinateLimit` coordinates and at most `featureLimit` features, in
  /// input order; the cuts depend on the layer alone.
  static func runs(
    of layer: Layer, coordinateLimit: Int = 16_384, featureLimit: Int = 1024
  ) -> [FeatureRun] {
    var runs: [FeatureRun] = []
    for (index, chunk) in layer.chunks.enumerated() {
      var start = 0
      while start < chunk.count {
        let end = chunk.shapes.lastFeature(
          from: start, coordinateLimit: coordinateLimit, featureLimit: featureLimit)
        runs.append(FeatureRun(chunk: index, features: start..<end))
        start = end
      }
    }
    return runs
  }
}

extension ShapeColumn {
  /// The end of the run that starts at `start`, by binary search over the coordinate offsets.
  fileprivate func lastFeature(from start: Int, coordinateLimit: Int, featureLimit: Int) -> Int {
    func offset(_ feature: Int) -> Int {
      Int(ringStarts[Int(partStarts[Int(featureStarts[feature])])])
    }
    let limit = offset(start) + coordinateLimit
    var low = start + 1
    var high = min(count, start + featureLimit)
    while low < high {
      let middle = (low + high + 1) / 2
      if offset(middle) <= limit { low = middle } else { high = middle - 1 }
    }
    return low
  }
}

/// Formats runs of features as GeoJSON text, one feature a line.
struct GeoJSONFeatures {
  /// How features follow one another.
  enum Layout { case collection, lines }

  let table: FeatureTable
  /// Features of the collection that were written before this table.
  let precedingFeatures: Int
  let layout: Layout
  let own: OwnAttributes
  let columns: [ResultText.Column]
  let longestResults: Int

  /// Appends the text of `run` to `buffer`; what happened to geometries goes to `ledger`.
  func append(_ run: FeatureRun, to buffer: TextBuffer, ledger: inout Ledger) {
    let chunk = table.layer.chunks[run.chunk]
    var geometry = GeometryText()
    chunk.shapes.withView { view in
      chunk.attributes.bytes.withUnsafeBufferPointer { attributes in
        chunk.attributes.starts.withUnsafeBufferPointer { attributeStarts in
          chunk.identifiers.bytes.withUnsafeBufferPointer { identifiers in
            chunk.identifiers.starts.withUnsafeBufferPointer { identifierStarts in
              let members = TextPointers(attributes, attributeStarts)
              let ids = TextPointers(identifiers, identifierStarts)
              let copies = own.canCopy(members.bytes(of: run.features))
              for feature in run.features {
                appendHead(feature, chunk, ids[feature], to: buffer)
                appendGeometry(feature, chunk, view, &geometry, to: buffer, ledger: &ledger)
                appendProperties(
                  members[feature], copies: copies, chunk.firstIndex + feature, to: buffer)
              }
            }
          }
        }
      }
    }
  }

  @inline(__always)
  private func appendHead(
    _ feature: Int, _ chunk: FeatureChunk, _ id: UnsafeBufferPointer<UInt8>, to buffer: TextBuffer
  ) {
    var out = buffer.reserve(128 + id.count)
    if layout == .collection {
      if precedingFeatures + chunk.firstIndex + feature > 0 { append(",", to: &out) }
      append("\n", to: &out)
    }
    append(#"{"type":"Feature","#, to: &out)
    if !id.isEmpty {
      append(#""id":"#, to: &out)
      append(id, to: &out)
      append(",", to: &out)
    }
    append(#""geometry":"#, to: &out)
    buffer.advance(to: out)
  }

  @inline(__always)
  private func appendGeometry(
    _ feature: Int, _ chunk: FeatureChunk, _ view: ShapeView, _ geometry: inout GeometryText,
    to buffer: TextBuffer, ledger: inout Ledger
  ) {
    var out = buffer.reserve(view.longestText(of: feature))
    let outcome = geometry.append(feature, of: view, to: &out)
    buffer.advance(to: out)
    if outcome.isEmpty { return }
    if outcome.contains(.irregular) {
      appendIrregular(feature, chunk, to: buffer, ledger: &ledger)
    } else {
      record(outcome, feature, chunk, &ledger)
    }
  }

  /// A geometry that needs cutting at 180°, or cannot be written at all.
  @inline(never)
  private func appendIrregular(
    _ feature: Int, _ chunk: FeatureChunk, to buffer: TextBuffer, ledger: inout Ledger
  ) {
    guard let cut = Antimeridian.cut(chunk.shapes, feature) else {
      buffer.append("null")
      return ledger.record(.geometryOutOfRange, subject(feature, chunk))
    }
    if cut.wasCut { ledger.record(.antimeridianCut, subject(feature, chunk)) }
    var geometry = GeometryText(checksSpan: false)
    let outcome = cut.shapes.withView { view in
      var out = buffer.reserve(view.longestText(of: 0))
      let outcome = geometry.append(0, of: view, to: &out)
      buffer.advance(to: out)
      return outcome
    }
    record(outcome, feature, chunk, &ledger)
  }

  @inline(never)
  private func record(
    _ outcome: GeometryText.Outcome, _ feature: Int, _ chunk: FeatureChunk, _ ledger: inout Ledger
  ) {
    let subject = subject(feature, chunk)
    if outcome.contains(.lost) {
      ledger.record(.geometryLostInRounding, subject)
    } else if outcome.contains(.ringLost) {
      ledger.record(.ringLostInRounding, subject)
    }
    if outcome.contains(.spoilt) { ledger.record(.ringSpoiltByRounding, subject) }
  }

  private func subject(_ feature: Int, _ chunk: FeatureChunk) -> Subject {
    let id = feature < chunk.identifiers.count ? chunk.identifiers.string(feature) : ""
    return Subject(
      file: table.layer.source.path, row: chunk.row(feature), id: id.isEmpty ? nil : id)
  }

  @inline(__always)
  private func appendProperties(
    _ members: UnsafeBufferPointer<UInt8>, copies: Bool, _ index: Int, to buffer: TextBuffer
  ) {
    var out: UnsafeMutablePointer<UInt8>
    var isFirst: Bool
    if copies {
      out = buffer.reserve(64 + members.count + longestResults)
      append(#","properties":{"#, to: &out)
      append(members, to: &out)
      isFirst = members.isEmpty
    } else {
      let own = own.rewritten(members)
      out = buffer.reserve(64 + own.count + longestResults)
      append(#","properties":{"#, to: &out)
      own.withUnsafeBufferPointer { append($0, to: &out) }
      isFirst = own.isEmpty
    }
    for column in columns {
      column.append(index, isFirst: isFirst, to: &out)
      isFirst = false
    }
    guard let foreign = table.foreignMembers else {
      append("}}", to: &out)
      if layout == .lines { append("\n", to: &out) }
      buffer.advance(to: out)
      return
    }
    append("}", to: &out)
    buffer.advance(to: out)
    buffer.append(#","lifecircle":\#(foreign(index))}"#)
    if layout == .lines { buffer.append("\n") }
  }

  @inline(__always)
  private func append(_ text: StaticString, to out: inout UnsafeMutablePointer<UInt8>) {
    out.update(from: text.utf8Start, count: text.utf8CodeUnitCount)
    out += text.utf8CodeUnitCount
  }

  @inline(__always)
  private func append(
    _ bytes: UnsafeBufferPointer<UInt8>, to out: inout UnsafeMutablePointer<UInt8>
  ) {
    guard let base = bytes.baseAddress else { return }
    out.update(from: base, count: bytes.count)
    out += bytes.count
  }
}

/// A `TextColumn`'s arrays as pointers; strings behind the last are empty.
private struct TextPointers {
  let arena: UnsafeBufferPointer<UInt8>
  let starts: UnsafeBufferPointer<Int>

  init(_ arena: UnsafeBufferPointer<UInt8>, _ starts: UnsafeBufferPointer<Int>) {
    self.arena = arena
    self.starts = starts
  }

  @inline(__always)
  subscript(index: Int) -> UnsafeBufferPointer<UInt8> {
    guard index &+ 1 < starts.count else { return UnsafeBufferPointer(start: nil, count: 0) }
    return UnsafeBufferPointer(rebasing: arena[starts[index]..<starts[index + 1]])
  }

  func bytes(of features: Range<Int>) -> UnsafeBufferPointer<UInt8> {
    guard features.upperBound < starts.count else {
      return UnsafeBufferPointer(start: nil, count: 0)
    }
    return UnsafeBufferPointer(
      rebasing: arena[starts[features.lowerBound]..<starts[features.upperBound]])
  }
}
