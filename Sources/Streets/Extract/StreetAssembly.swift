import Model

/// Makes street segments of the walkable ways: cuts them at junctions, closed gates and missing nodes.
struct StreetAssembly {
  private let contents: ExtractContents
  /// Numbers of the nodes along the streets, by reference.
  private let refs: [UInt32]
  /// By node: how often streets pass it; ends count twice, so that two mean a node of the graph.
  private var uses: [UInt8]
  private var closedGates: Set<UInt32> = []

  private(set) var segments = StreetSegments()
  private(set) var missingExamples: [LedgerExample] = []
  private(set) var shortWays = 0
  private(set) var gateCuts = 0

  /// `refs` are the ranks of `contents.streets.nodes`.
  init(_ contents: ExtractContents, refs: [UInt32]) {
    self.contents = contents
    self.refs = refs
    uses = [UInt8](repeating: 0, count: contents.places.count)
    for (node, role) in contents.roles where role == .closed { closedGates.insert(node) }
  }

  mutating func run() {
    countUses()
    numberNodes()
    addSegments()
  }

  /// Runs of references of each way without a missing node in between and of at least two different nodes.
  private func forEachPiece(_ body: (_ way: Int, _ piece: Range<Int>) -> Void) {
    contents.places.withUnsafeBufferPointer { places in
      for way in 0..<contents.streets.count {
        let end = contents.streets.starts[way + 1]
        var first = contents.streets.starts[way]
        while first < end {
          var last = first
          while last < end, places[Int(refs[last])].longitudeE7 != ExtractFile.noPlace { last += 1 }
          if last - first > 1 { body(way, first..<last) }
          first = max(last, first + 1)
          while first < end, places[Int(refs[first])].longitudeE7 == ExtractFile.noPlace {
            first += 1
          }
        }
      }
    }
  }

  private mutating func countUses() {
    var counts = uses
    counts.withUnsafeMutableBufferPointer { counts in
      func use(_ index: Int, _ times: UInt8) {
        let node = Int(refs[index])
        counts[node] = min(counts[node] &+ times, 100)
      }
      forEachPiece { _, piece in
        for index in piece where index == piece.lowerBound || refs[index] != refs[index - 1] {
          use(index, 1)
        }
        use(piece.lowerBound, 1)
        use(piece.upperBound - 1, 1)
      }
    }
    for gate in closedGates { counts[Int(gate)] = 100 }
    uses = counts
  }

  /// By node of the extract: its number in the segments.
  private var numbers: [UInt32] = []

  private mutating func numberNodes() {
    numbers = [UInt32](repeating: 0, count: uses.count)
    var count = 0
    for use in uses where use > 1 { count += 1 }
    segments.nodes.reserveCapacity(count)
    for node in uses.indices where uses[node] > 1 {
      numbers[node] = UInt32(segments.nodes.count)
      segments.nodes.append(contents.places[node])
    }
  }

  private mutating func addSegments() {
    var result = segments
    var cuts = 0
    var lastWay = -1
    var pieces = 0
    let (places, isGated) = (contents.places, !closedGates.isEmpty)
    result.tails.reserveCapacity(refs.count)
    forEachPiece { way, piece in
      let verdict = contents.verdicts[Int(contents.streets.labels[way])]
      var tail = piece.lowerBound
      var added = 0
      for index in piece.dropFirst() where uses[Int(refs[index])] > 1 {
        let head = index
        let isPoint = refs[tail..<head].allSatisfy { $0 == refs[head] }
        if !isPoint {
          let ends = [tail, head].map { end -> UInt32 in
            let node = refs[end]
            guard isGated, closedGates.contains(node) else { return numbers[Int(node)] }
            cuts += 1
            return Self.addCopy(of: places[Int(node)], to: &result)
          }
          for inner in tail + 1..<head where refs[inner] != refs[inner - 1] {
            result.shapePoints.append(places[Int(refs[inner])])
          }
          result.append(
            tail: ends[0], head: ends[1], forwardFactor: verdict.forwardFactor,
            backwardFactor: verdict.backwardFactor, traits: verdict.traits)
          added += 1
        }
        tail = index
      }
      if added > 0, way != lastWay {
        lastWay = way
        pieces += 1
      }
    }
    segments = result
    gateCuts = cuts
    shortWays = contents.streets.count - pieces
  }

  /// Either side of a closed gate ends at a node of its own.
  private static func addCopy(of place: FixedPoint, to segments: inout StreetSegments) -> UInt32 {
    segments.nodes.append(place)
    return UInt32(segments.nodes.count - 1)
  }
}
