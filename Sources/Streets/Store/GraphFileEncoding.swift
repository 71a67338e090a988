import Model

extension StreetGraph {
  /// The bytes of a `.lcg` file, handed to `sink` in order and in pieces; the same graph gives the same bytes.
  ///
  /// Large arrays are handed over where they lie, without a copy.
  /// - Throws: what `sink` throws.
  public func encoded(into sink: (UnsafeRawBufferPointer) throws -> Void) throws {
    let sections = GraphFile.Section.allCases.map { (section: $0, bytes: sectionBytes($0)) }
    var table = LittleEndianBytes()
    var offset = GraphFile.aligned(GraphFile.tableEnd) ?? 0
    for (section, bytes) in sections {
      table.append(section.rawValue)
      table.append(UInt32(section.stride))
      table.append(UInt64(offset))
      table.append(UInt64(bytes.count / section.stride))
      table.append(WordChecksum.sum(bytes.raw))
      offset += bytes.count
      offset = GraphFile.aligned(offset) ?? offset
    }
    let head = header(length: offset, table: table.bytes)
    try head.withUnsafeBytes { try sink($0) }
    try Self.pad(after: head.count, sink)
    for (_, bytes) in sections where bytes.count > 0 {
      try withExtendedLifetime(bytes) { try sink(bytes.raw) }
      try Self.pad(after: bytes.count, sink)
    }
  }

  private static func pad(after count: Int, _ sink: (UnsafeRawBufferPointer) throws -> Void) throws
  {
    let zeros = [UInt8](repeating: 0, count: -count & (GraphFile.alignment - 1))
    if !zeros.isEmpty { try zeros.withUnsafeBytes { try sink($0) } }
  }

  /// Header and table, with the checksum over both.
  private func header(length: Int, table: [UInt8]) -> [UInt8] {
    var header = LittleEndianBytes()
    header.bytes = GraphFile.magic
    header.append(GraphFile.version)
    header.append(GraphFile.byteOrderMark)
    header.append(UInt64(length))
    header.append(UInt32(GraphFile.Section.allCases.count))
    header.append(isDirected ? GraphFile.directedFlag : 0)
    header.bytes += [UInt8](repeating: 0, count: GraphFile.headerBytes - header.bytes.count)
    header.bytes += table
    var sum = LittleEndianBytes()
    sum.append(header.bytes.withUnsafeBytes { WordChecksum.sum($0) })
    header.bytes.replaceSubrange(
      GraphFile.checksumOffset..<GraphFile.checksumOffset + 8, with: sum.bytes)
    return header.bytes
  }

  private var isDirected: Bool { edgeBackward != nil || incoming != nil }

  private func sectionBytes(_ section: GraphFile.Section) -> SectionBytes {
    switch section {
    case .nodes: SectionBytes(nodes)
    case .edgeTails: SectionBytes(edgeTails)
    case .edgeHeads: SectionBytes(edgeHeads)
    case .edgeMillimetres: SectionBytes(edgeMillimetres)
    case .edgeForward: SectionBytes(edgeForward)
    case .edgeBackward: isDirected ? SectionBytes(edgeBackward ?? edgeForward) : .empty
    case .edgeTraits: SectionBytes(edgeTraits)
    case .shapeStarts: SectionBytes(shapeStarts)
    case .shapePoints: SectionBytes(shapePoints)
    case .outgoingStarts: SectionBytes(outgoing.starts)
    case .outgoingArcs: SectionBytes(outgoing.arcs)
    case .incomingStarts: isDirected ? SectionBytes((incoming ?? outgoing).starts) : .empty
    case .incomingArcs: isDirected ? SectionBytes((incoming ?? outgoing).arcs) : .empty
    case .componentOf: SectionBytes(componentOf)
    case .componentMetres: SectionBytes(componentMetres)
    case .barrierSegments: SectionBytes(copying: barrierBytes())
    case .barrierOpenings: SectionBytes(barriers.openings)
    case .facts: SectionBytes(copying: facts.words())
    case .looseEnds: SectionBytes(GraphArray(facts.looseEnds))
    case .rules: SectionBytes(copying: Array(facts.rules.utf8))
    case .slope: SectionBytes(copying: Array(facts.slope.utf8))
    case .source: SectionBytes(copying: Array(facts.source.utf8))
    }
  }

  /// Field by field: what memory holds between two elements is not defined.
  private func barrierBytes() -> [UInt8] {
    var bytes = LittleEndianBytes()
    for segment in barriers.segments {
      for place in [segment.from, segment.to] {
        bytes.append(UInt32(bitPattern: place.longitudeE7))
        bytes.append(UInt32(bitPattern: place.latitudeE7))
      }
      bytes.append(UInt32(segment.kind.rawValue))
    }
    return bytes.bytes
  }
}

extension NetworkFacts {
  /// Words of the section `facts`: has a frame, its four bounds, metres, footway metres, ways, walkable ways,
  /// missing nodes.
  static let wordCount = 10

  fileprivate func words() -> [UInt8] {
    var bytes = LittleEndianBytes()
    bytes.append(frame == nil ? UInt64(0) : 1)
    let box = frame ?? BoundingBox(minX: 0, minY: 0, maxX: 0, maxY: 0)
    let bounds: [Double] = [box.minX, box.minY, box.maxX, box.maxY]
    for value in bounds + [metres, footwayMetres] { bytes.append(value.bitPattern) }
    for value in [ways, walkableWays, missingNodes] {
      bytes.append(UInt64(bitPattern: Int64(value)))
    }
    return bytes.bytes
  }
}

/// Bytes of one section and what keeps them.
private struct SectionBytes {
  let owner: AnyObject
  let raw: UnsafeRawBufferPointer
  var count: Int { raw.count }

  static var empty: SectionBytes { SectionBytes(GraphArray<UInt8>([])) }

  init<Element>(_ array: GraphArray<Element>) {
    owner = array.owner
    raw = UnsafeRawBufferPointer(array.buffer)
  }

  init(copying bytes: [UInt8]) { self.init(GraphArray(bytes)) }
}

/// Numbers written one behind the other, least significant byte first.
package struct LittleEndianBytes {
  package var bytes: [UInt8] = []

  package init() {}

  package mutating func append(_ number: some FixedWidthInteger) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }
}
