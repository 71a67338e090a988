import Model

extension StreetGraph {
  /// Opens a saved graph: the arrays stay in the file, mapped read-only, and are shared with other processes.
  ///
  /// The whole file is read once for its checksums and to see that every index lies within its array; only the facts
  /// are copied to the heap.
  /// - Throws: `.missingInput` (66) when it cannot be opened, `.badData` (65) with the reason when it is no graph, of
  ///   another version, cut off, damaged or contradicts itself.
  public static func open(_ path: String, threads: Int = 1) throws -> StreetGraph {
    #if _endian(big)
      #error("mapped graph files are little-endian")
    #endif
    let file = try MappedFile(path)
    return try open(bytes: file.bytes, owner: file, path: path, threads: threads)
  }

  /// The same of bytes that stay unchanged while `owner` lives and begin at a multiple of 8.
  ///
  /// - Throws: 65 as `open(_:threads:)`.
  package static func open(
    bytes: UnsafeRawBufferPointer, owner: AnyObject, path: String, threads: Int = 1
  ) throws -> StreetGraph {
    let reader = try GraphFileReader(bytes, owner: owner, path: path, threads: threads)
    // Before the memory is taken for that type: any other byte is no case of it.
    try reader.checkBarrierKinds()
    let graph = StreetGraph(
      nodes: reader.array(.nodes, as: FixedPoint.self),
      edgeTails: reader.array(.edgeTails, as: UInt32.self),
      edgeHeads: reader.array(.edgeHeads, as: UInt32.self),
      edgeMillimetres: reader.array(.edgeMillimetres, as: UInt32.self),
      edgeForward: reader.array(.edgeForward, as: UInt32.self),
      edgeBackward: reader.isDirected ? reader.array(.edgeBackward, as: UInt32.self) : nil,
      edgeTraits: reader.array(.edgeTraits, as: EdgeTraits.self),
      shapeStarts: reader.array(.shapeStarts, as: UInt32.self),
      shapePoints: reader.array(.shapePoints, as: FixedPoint.self),
      outgoing: reader.arcs(.outgoingStarts, .outgoingArcs),
      incoming: reader.isDirected ? reader.arcs(.incomingStarts, .incomingArcs) : nil,
      componentOf: reader.array(.componentOf, as: UInt32.self),
      componentMetres: reader.array(.componentMetres, as: Double.self),
      barriers: BarrierSet(
        segments: reader.array(.barrierSegments, as: BarrierSegment.self),
        openings: reader.array(.barrierOpenings, as: FixedPoint.self)),
      facts: try reader.facts())
    if let place = graph.firstContradiction() {
      throw reader.damage("its \(place.english) contradict each other", zh: "其\(place.chinese)自相矛盾")
    }
    return graph
  }
}

extension GraphFileReader {
  fileprivate func arcs(_ starts: GraphFile.Section, _ arcs: GraphFile.Section) -> ArcTable {
    ArcTable(starts: array(starts, as: UInt32.self), arcs: array(arcs, as: Arc.self))
  }

  fileprivate func checkBarrierKinds() throws {
    // Kind and padding are the last word of an element.
    let words = array(.barrierSegments, as: BarrierWords.self)
    guard words.allSatisfy({ $0.kind < UInt32(BarrierKind.allCases.count) }) else {
      throw damage("a barrier of a kind unknown here", zh: "含有未知类型的屏障")
    }
  }

  fileprivate func facts() throws -> NetworkFacts {
    let words = array(.facts, as: UInt64.self)
    guard words.count == NetworkFacts.wordCount, words[0] <= 1 else {
      throw damage("its facts make no sense", zh: "其元数据无效")
    }
    let reals = words.map { Double(bitPattern: $0) }
    var facts = NetworkFacts()
    if words[0] == 1 {
      facts.frame = BoundingBox(minX: reals[1], minY: reals[2], maxX: reals[3], maxY: reals[4])
    }
    guard reals[5].isFinite, reals[6].isFinite, words[7...9].allSatisfy({ $0 >> 62 == 0 }) else {
      throw damage("its facts make no sense", zh: "其元数据无效")
    }
    (facts.metres, facts.footwayMetres) = (reals[5], reals[6])
    (facts.ways, facts.walkableWays, facts.missingNodes) = (
      Int(words[7]), Int(words[8]), Int(words[9])
    )
    facts.looseEnds = Array(array(.looseEnds, as: FixedPoint.self))
    facts.rules = try text(.rules)
    facts.slope = try text(.slope)
    facts.source = try text(.source)
    return facts
  }
}

/// A barrier segment as plain numbers.
private struct BarrierWords: BitwiseCopyable {
  var from: FixedPoint
  var to: FixedPoint
  var kind: UInt32
}
