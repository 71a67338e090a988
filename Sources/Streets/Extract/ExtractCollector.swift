internal import COsmium
import Model

/// Reads an extract into `ExtractContents`, in one pass or three.
///
/// A small file is read once, and its nodes (16 bytes each) and the ways without a meaning of their own are kept
/// until it is known which are needed. Of a large file the relations are read first, then the ways, then the nodes
/// that ways need: memory grows with the streets alone.
struct ExtractCollector {
  /// A file up to this many bytes is read once.
  static let onePassBytes = 256 << 20

  private let path: String
  private let format: String
  private let rules: WalkRules
  private let threads: Int
  private let keys: [String]

  private var contents = ExtractContents()
  /// Ways that outline water by a relation; nil until the relations are read.
  private var outlineWays: Set<Int64> = []
  private var knowsOutlines = false
  private var unclear = WayList<UInt8>()
  private var isNumbered = false
  private var nodeIDs = LargeList<Int64>()
  private var nodePlaces = LargeList<FixedPoint>()
  private var taggedNodes: [(id: Int64, role: BarrierRules.NodeRole)] = []
  private var lastWay = Int64.min
  private var waysRise = true

  private init(path: String, format: String, rules: WalkRules, threads: Int) {
    self.path = path
    self.format = format
    self.rules = rules
    self.threads = threads
    keys = rules.keys.union(BarrierRules.keys).sorted()
  }

  /// The contents of the file at `path`; `onePassBytes` decides between one pass and three.
  static func read(
    path: String, rules: WalkRules, threads: Int, onePassBytes: Int = onePassBytes
  ) throws -> ExtractContents {
    let (format, bytes) = try ExtractFormat.of(path)
    var collector = ExtractCollector(path: path, format: format, rules: rules, threads: threads)
    if bytes <= onePassBytes {
      collector.makeRoom(bytes)
      try collector.pass(.all)
      collector.takeOutlines()
      collector.dropReplaced()
      collector.numberNodes()
    } else {
      try collector.pass(.relations)
      collector.knowsOutlines = true
      try collector.pass(.ways)
      collector.dropReplaced()
      collector.numberNodes()
      try collector.pass(.nodes)
      collector.takeRoles()
    }
    return collector.contents
  }

  /// Makes room for what a file of so many bytes may hold, so that lists do not move while they grow. Extracts have 6
  /// bytes and more a node, 2 a reference.
  private mutating func makeRoom(_ bytes: Int) {
    nodeIDs.reserve(bytes / 6)
    nodePlaces.reserve(bytes / 6)
    contents.streets.nodes.reserve(bytes / 2)
  }

  // MARK: Passes

  /// What a tag set means for each kind of object.
  private struct SetMeaning {
    var isWalkable = false
    var isHighway = false
    var isWaterArea = false
    var barrier: BarrierKind?
    var role = BarrierRules.NodeRole.none
  }

  private mutating func pass(_ kinds: ExtractKinds) throws {
    let file = try ExtractFile(
      path: path, format: format, kinds: kinds, threads: threads, keys: keys)
    var meanings: [SetMeaning] = []
    var verdicts: [WalkVerdict] = []
    while let chunk = try file.next() {
      for set in meanings.count..<file.setCount {
        let tags = file.tags(ofSet: set)
        let verdict = rules.verdict(tags)
        verdicts.append(verdict)
        meanings.append(
          SetMeaning(
            isWalkable: verdict.isWalkable, isHighway: tags["highway"] != nil,
            isWaterArea: BarrierRules.isWaterArea(tags), barrier: BarrierRules.kind(tags),
            role: BarrierRules.role(tags, keepsPrivate: rules.keepsPrivate)))
      }
      if chunk.nodes > 0 { addNodes(chunk, meanings) }
      if chunk.ways > 0 { addWays(chunk, meanings) }
      if chunk.relations > 0 { addRelations(chunk, meanings) }
    }
    contents.frame = file.frame
    if kinds.contains(.ways) { contents.verdicts = verdicts }
  }

  private mutating func addNodes(_ chunk: osm_chunk, _ meanings: [SetMeaning]) {
    let ids = UnsafeBufferPointer(start: chunk.node_ids, count: chunk.nodes)
    contents.nodeCount += chunk.nodes
    UnsafeRawPointer(chunk.node_places!).withMemoryRebound(
      to: FixedPoint.self, capacity: chunk.nodes
    ) { places in
      let places = UnsafeBufferPointer(start: places, count: chunk.nodes)
      if isNumbered {
        Self.place(ids, places, contents.index, &contents.places)
      } else {
        nodeIDs.append(contentsOf: ids)
        nodePlaces.append(contentsOf: places)
      }
    }
    guard let sets = chunk.node_sets else { return }
    for node in 0..<chunk.nodes where sets[node] != OSM_NO_TAGS {
      let role = meanings[Int(sets[node])].role
      if role != .none { taggedNodes.append((ids[node], role)) }
    }
  }

  private mutating func addWays(_ chunk: osm_chunk, _ meanings: [SetMeaning]) {
    for way in 0..<chunk.ways {
      let id = chunk.way_ids[way]
      let ordinal = UInt32(contents.wayIDs.count)
      if id <= lastWay { waysRise = false }
      lastWay = id
      contents.wayIDs.append(id)
      let set = chunk.way_sets[way]
      let meaning = set == OSM_DELETED ? SetMeaning() : meanings[Int(set)]
      contents.isHighway.append(meaning.isHighway)
      let first = Int(chunk.way_starts[way])
      let refs = UnsafeBufferPointer(
        // Nil where no way of the chunk has a node.
        start: chunk.way_nodes.map { $0 + first }, count: Int(chunk.way_starts[way + 1]) - first)
      if meaning.isWalkable {
        contents.streets.append(ordinal, set, refs)
        for ref in refs { contents.index.insert(ref) }
      }
      let isOutline = knowsOutlines && outlineWays.contains(id)
      if let kind = meaning.barrier ?? (isOutline ? .water : nil) {
        contents.barriers.append(ordinal, kind, refs)
        for ref in refs { contents.index.insert(ref) }
      } else if !knowsOutlines, set != OSM_DELETED, !meaning.isWalkable {
        unclear.append(ordinal, 0, refs)
      }
    }
  }

  private mutating func addRelations(_ chunk: osm_chunk, _ meanings: [SetMeaning]) {
    for relation in 0..<chunk.relations
    where meanings[Int(chunk.relation_sets[relation])].isWaterArea {
      for member in chunk.relation_starts[relation]..<chunk.relation_starts[relation + 1] {
        outlineWays.insert(chunk.relation_ways[Int(member)])
      }
    }
  }

  // MARK: After the passes

  /// Makes barriers of the ways that relations turned out to need.
  private mutating func takeOutlines() {
    let wayIDs = contents.wayIDs
    func take<Label>(_ ways: WayList<Label>, into barriers: inout WayList<BarrierKind>) {
      for way in 0..<ways.count where outlineWays.contains(wayIDs[Int(ways.ordinals[way])]) {
        ways.nodes.withUnsafeBufferPointer {
          let refs = UnsafeBufferPointer(rebasing: $0[ways.starts[way]..<ways.starts[way + 1]])
          barriers.append(ways.ordinals[way], .water, refs)
          for ref in refs { contents.index.insert(ref) }
        }
      }
    }
    if !outlineWays.isEmpty {
      take(unclear, into: &contents.barriers)
      take(contents.streets, into: &contents.barriers)
      contents.barriers.sortByOrdinal()
    }
    unclear = WayList()
  }

  /// Of a way that occurs several times (a history file, joined extracts) the last occurrence counts.
  private mutating func dropReplaced() {
    if waysRise { return }
    var last: [Int64: UInt32] = [:]
    for (ordinal, id) in contents.wayIDs.enumerated() { last[id] = UInt32(ordinal) }
    contents.replacedWays = contents.wayIDs.count - last.count
    if contents.replacedWays == 0 { return }
    let ids = contents.wayIDs
    let isLast = { (ordinal: UInt32) in last[ids[Int(ordinal)]] == ordinal }
    contents.streets = contents.streets.filtered(isLast)
    contents.barriers = contents.barriers.filtered(isLast)
    for ordinal in ids.indices where !isLast(UInt32(ordinal)) {
      contents.isHighway[ordinal] = false
    }
  }

  private mutating func numberNodes() {
    let count = contents.index.number()
    contents.places = LargeList(repeating: ExtractContents.noPlace, count: count)
    isNumbered = true
    placeKeptNodes()
    nodeIDs = LargeList()
    nodePlaces = LargeList()
    takeRoles()
  }

  private mutating func placeKeptNodes() {
    nodeIDs.withUnsafeBufferPointer { ids in
      nodePlaces.withUnsafeBufferPointer { places in
        Self.place(ids, places, contents.index, &contents.places)
      }
    }
  }

  /// A node that occurs twice lies at its last place.
  private static func place(
    _ ids: UnsafeBufferPointer<Int64>, _ places: UnsafeBufferPointer<FixedPoint>,
    _ index: NodeIndex, _ result: inout LargeList<FixedPoint>
  ) {
    let result = result.memory
    for node in ids.indices {
      let number = index.rank(ids[node])
      if number != NodeIndex.missing { result[Int(number)] = places[node] }
    }
  }

  private mutating func takeRoles() {
    for (id, role) in taggedNodes {
      let number = contents.index.rank(id)
      if number != NodeIndex.missing { contents.roles[number] = role }
    }
    taggedNodes = []
  }
}
