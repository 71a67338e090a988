import Model

/// Walkable streets, barriers and openings of an OpenStreetMap extract.
package enum StreetExtract {
  /// Reads the `.osm.pbf`, `.osm`, `.osm.gz` or `.osm.bz2` file at `path`; the format is told from the content.
  ///
  /// Node ids may be any 64-bit numbers. A way is cut where the file lacks a node and at a gate closed to people on
  /// foot. Of objects that occur several times the last occurrence counts, so a history file gives its last state.
  /// The result does not depend on `threads`.
  ///
  /// - Throws: `AnalysisError`: missing input when the file cannot be opened; bad data when it is empty, no OSM file,
  ///   damaged, or without ways, streets or anything walkable.
  package static func read(
    path: String, rules: WalkRules = .standard, threads: Int
  ) throws -> (segments: StreetSegments, ledger: Ledger) {
    try read(
      path: path, rules: rules, threads: threads, onePassBytes: ExtractCollector.onePassBytes)
  }

  static func read(
    path: String, rules: WalkRules, threads: Int, onePassBytes: Int
  ) throws -> (segments: StreetSegments, ledger: Ledger) {
    try LargeBlocks.reusing { try readAnew(path, rules, threads, onePassBytes) }
  }

  private static func readAnew(
    _ path: String, _ rules: WalkRules, _ threads: Int, _ onePassBytes: Int
  ) throws -> (segments: StreetSegments, ledger: Ledger) {
    var contents = try ExtractCollector.read(
      path: path, rules: rules, threads: threads, onePassBytes: onePassBytes)
    try checkContent(contents, path)
    let refs = ranks(contents.streets.nodes, contents.index, threads)
    // From here on numbers stand for the ids, whose memory serves for what follows.
    contents.streets.nodes = LargeList()
    let ends = LooseEnds(contents, refs: refs, file: path)
    let assembly = StreetAssembly(contents, refs: refs, threads: threads)
    var segments = assembly.segments
    if segments.count == 0 {
      throw withoutSegments(contents.streets.count, isMissing: ends.missingNodes > 0, path)
    }
    segments.barriers = BarrierAssembly.make(
      contents, streetRefs: refs,
      barrierRefs: ranks(contents.barriers.nodes, contents.index, threads))
    segments.facts.frame = contents.frame
    segments.facts.looseEnds = ends.places
    segments.facts.ways = contents.wayCount
    segments.facts.walkableWays = contents.streets.count
    segments.facts.missingNodes = ends.missingNodes
    segments.facts.rules = rules.name
    segments.facts.source = path.split(separator: "/").last.map(String.init) ?? path
    return (segments, ledger(contents, ends, assembly, path))
  }

  /// Numbers of the nodes by reference.
  private static func ranks(
    _ ids: LargeList<Int64>, _ index: NodeIndex, _ threads: Int
  ) -> GraphArray<UInt32> {
    let result = FilledArray<UInt32>(ids.count)
    let ids = ids.array
    IndexPieces(threads: threads).forEach(ids.count) { range in
      for position in range { result[position] = index.rank(ids[position]) }
    }
    return result.array
  }

  private static func checkContent(_ contents: ExtractContents, _ path: String) throws {
    let export = LocalizedText(
      "export the area again with its streets", zh: "请重新导出该区域并包含道路")
    if contents.nodeCount == 0, contents.wayCount == 0 {
      throw unusable(path, "holds no OpenStreetMap objects", "不含任何 OpenStreetMap 对象", hint: export)
    }
    if contents.wayCount == 0 {
      throw unusable(
        path, "has no ways, only \(contents.nodeCount) nodes",
        "没有道路数据，仅有 \(contents.nodeCount) 个节点", hint: export)
    }
    if contents.highwayCount == 0 {
      throw unusable(
        path, "has no streets: none of its \(contents.wayCount) ways has a highway tag",
        "没有道路：\(contents.wayCount) 条线均无 highway 标签", hint: export)
    }
    if contents.streets.count == 0 {
      throw unusable(
        path, "has no walkable street among \(contents.highwayCount) ways with a highway tag",
        "\(contents.highwayCount) 条带 highway 标签的线中没有可步行的道路",
        hint: LocalizedText(
          "see --walk-rules and --private for what counts as walkable",
          zh: "可步行的判定见 --walk-rules 和 --private"))
    }
  }

  private static func withoutSegments(
    _ streets: Int, isMissing: Bool, _ path: String
  ) -> AnalysisError {
    let hint = LocalizedText("export ways together with their nodes", zh: "请连同节点一起导出道路")
    return isMissing
      ? unusable(
        path, "its \(streets) streets have no two nodes in a row with a place in the file",
        "其中 \(streets) 条道路没有相邻两个节点的位置在文件中", hint: hint)
      : unusable(
        path, "none of its \(streets) streets has two nodes", "其中 \(streets) 条道路均不足两个节点",
        hint: hint)
  }

  private static func unusable(
    _ path: String, _ english: String, _ chinese: String, hint: LocalizedText
  ) -> AnalysisError {
    AnalysisError(
      .badData, Subject(file: path), LocalizedText(english, zh: chinese), hint: hint)
  }

  private static func ledger(
    _ contents: ExtractContents, _ ends: LooseEnds, _ assembly: StreetAssembly,
    _ path: String
  ) -> Ledger {
    var ledger = Ledger()
    func note(_ code: LedgerCode, _ count: Int, _ detail: String = "") {
      if count > 0 { ledger.record(code, count: count, Subject(file: path), detail: detail) }
    }
    if ends.missingNodes > 0 {
      ledger.add(
        .streetNodesMissing, count: ends.missingNodes, examples: ends.missingExamples)
    }
    note(.streetsLeaveFrame, ends.frameCrossings)
    note(.waysRepeated, contents.replacedWays)
    note(.waysTooShort, assembly.shortWays)
    note(.gatesClosed, assembly.gateCuts)
    return ledger
  }
}
