/// The order in which flagged blocks should be dealt with, gathered table by table: `BlockFlags.priority` of all tables
/// as if they were one.
package struct UrgencyRanking {
  private var ranking = PeopleRanking(capacity: 0)

  package init() {}

  /// Bytes needed for each block of a run.
  package static let bytesPerBlock = 32 + 4

  /// Adds the flagged blocks of a table.
  ///
  /// - Parameter first: position of the table's first block in the run; tables come in input order.
  package mutating func add(_ table: CoverageTable, _ settings: CoverageSettings, first: Int) {
    let reasoning = BlockReasons(table, settings)
    for block in 0..<table.count {
      let (codes, worst) = reasoning.codes(of: block)
      guard codes & BlockReasons.ruleBits != 0 else { continue }
      let people = table.population[block]
      ranking.append(first + block, people.isNaN ? 0 : people * worst)
    }
  }

  /// The rank of each of `count` blocks, 1 for the most urgent; 0 for blocks that are not flagged.
  ///
  /// - Parameter precedes: compares the ids of two blocks, for ties.
  package consuming func ranks(count: Int, precedes: (Int, Int) -> Bool) -> [Int32] {
    var ranks = [Int32](repeating: 0, count: count)
    var rank: Int32 = 0
    ranking.forEach(precedes) { block in
      rank += 1
      ranks[block] = rank
    }
    return ranks
  }
}
