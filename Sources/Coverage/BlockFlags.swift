import Model

/// Which blocks are underserved, why, and in what order they should be dealt with.
package struct BlockFlags: Sendable {
  /// 0 no, 1 yes, 2 unknown (the block could not be measured), by block.
  package var underserved: [UInt8]
  /// Index into `reasonTexts`, by block.
  package var reasons: [Int32]
  /// Distinct combinations of reason codes, joined by `;`. The first is empty.
  package var reasonTexts: [String]
  /// 1 for the most urgent flagged block; `Int64.min` for others.
  package var priority: [Int64]

  /// Applies the rules to a measured table.
  ///
  /// `priority` ranks flagged blocks by the people who fail at least one rule's measure (the rules' discs are
  /// nested, so these are the people beyond the strictest one), most first; ties by `precedes`, which compares
  /// the ids of two blocks.
  package init(
    _ table: CoverageTable, _ settings: CoverageSettings, threads: Int = 1,
    precedes: (Int, Int) -> Bool
  ) throws {
    let reasoning = BlockReasons(table, settings)
    let slices = stride(from: 0, to: table.count, by: Self.sliceSize).map {
      $0..<min($0 + Self.sliceSize, table.count)
    }
    let found = try Parallel.map(count: slices.count, threads: threads) { index in
      Findings(slices[index], table, reasoning)
    }
    let combinations = Set(found.flatMap(\.combinations)).union([0]).sorted()
    reasonTexts = combinations.map(reasoning.text)
    let numbers = Dictionary(
      uniqueKeysWithValues: combinations.enumerated().map { ($1, Int32($0)) })
    let numbered = found.map { $0.combinations.map { numbers[$0]! } }
    underserved = try Self.filled(table.count, threads) {
      _ = $0.update(from: found[$1].underserved)
    }
    reasons = try Self.filled(table.count, threads) { rows, slice in
      for (row, reason) in found[slice].reasons.enumerated() {
        rows[row] = numbered[slice][Int(reason)]
      }
    }
    var priority: [Int64] = try Self.filled(table.count, threads) { rows, _ in
      rows.initialize(repeating: .min)
    }
    var ranking = PeopleRanking(capacity: found.reduce(0) { $0 + $1.flagged.count })
    for part in found {
      for (block, people) in part.flagged { ranking.append(block, people) }
    }
    var rank: Int64 = 0
    ranking.forEach(precedes) { block in
      rank += 1
      priority[block] = rank
    }
    self.priority = priority
  }

  /// People of each flagged block who fail any test: what `priority` ranks by; 0 where its people are unknown, NaN for
  /// blocks that are not flagged.
  package static func failingPeople(
    _ table: CoverageTable, _ settings: CoverageSettings
  ) -> [Double] {
    let reasoning = BlockReasons(table, settings)
    return (0..<table.count).map { block in
      let (codes, worst) = reasoning.codes(of: block)
      if codes & BlockReasons.ruleBits == 0 { return .nan }
      let people = table.population[block]
      return people.isNaN ? 0 : people * worst
    }
  }

  /// An array of one element a block whose slices are filled by several threads.
  private static func filled<Element: BitwiseCopyable>(
    _ count: Int, _ threads: Int,
    _ fill: @Sendable (_ rows: UnsafeMutableBufferPointer<Element>, _ slice: Int) -> Void
  ) throws -> [Element] {
    try Array(unsafeUninitializedCapacity: count) { buffer, used in
      // Unsafe only to the compiler: every slice is one thread's own, and the buffer outlives them all.
      nonisolated(unsafe) let rows = buffer
      try Parallel.forEach(count: (count + sliceSize - 1) / sliceSize, threads: threads) { slice in
        let from = slice * sliceSize
        fill(
          UnsafeMutableBufferPointer(rebasing: rows[from..<min(from + sliceSize, count)]), slice)
      }
      used = count
    }
  }

  /// Blocks a worker takes at a time.
  private static let sliceSize = 16_384

  /// What one slice of blocks gives.
  private struct Findings: Sendable {
    var underserved: [UInt8] = []
    /// Index into `combinations`, by block of the slice.
    var reasons: [UInt16] = []
    var combinations: [UInt64] = []
    var flagged: [(block: Int, people: Double)] = []

    init(_ blocks: Range<Int>, _ table: CoverageTable, _ reasoning: BlockReasons) {
      underserved.reserveCapacity(blocks.count)
      reasons.reserveCapacity(blocks.count)
      for block in blocks {
        let (codes, worst) = reasoning.codes(of: block)
        let fails = codes & BlockReasons.ruleBits != 0
        underserved.append(codes & BlockReasons.noGeometry != 0 ? 2 : fails ? 1 : 0)
        reasons.append(position(of: codes))
        if fails {
          let people = table.population[block]
          flagged.append((block, people.isNaN ? 0 : people * worst))
        }
      }
    }

    /// A slice sees few different combinations.
    private mutating func position(of codes: UInt64) -> UInt16 {
      if let known = combinations.firstIndex(of: codes) { return UInt16(known) }
      combinations.append(codes)
      return UInt16(combinations.count - 1)
    }
  }

  /// The reason code of a failed measure: `beyond_500m`, `beyond_15min`.
  package static func code(_ measure: UnderservedRule.Measure) -> String {
    switch measure {
    case .radius(let radius): "beyond_\(number(radius))m"
    case .minutes(let time): "beyond_\(number(time))min"
    }
  }

  /// A number as it stands in column names and codes: `500`, `7.5`.
  package static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
  }
}
