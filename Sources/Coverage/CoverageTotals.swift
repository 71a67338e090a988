import Model

/// Sums over a set of blocks: the whole run, or one value of a grouping field.
///
/// Blocks are added in input order, so sums do not depend on the thread count. Blocks that could not be
/// measured count in `blocks` only.
package struct CoverageTotals: Sendable {
  /// Sums at one radius or time.
  package struct Reach: Sendable {
    package var coveredArea = 0.0
    package var coveredPeople = 0.0
    /// Blocks covered as a whole, by area.
    package var blocksFull = 0
    /// Blocks that no disc reaches into, by area.
    package var blocksNone = 0
  }

  package private(set) var blocks = 0
  /// Blocks that could be measured.
  package private(set) var measured = 0
  /// Sum of known populations; `hasPopulation` tells whether any was known.
  package private(set) var population = 0.0
  package private(set) var hasPopulation = false
  /// Square metres.
  package private(set) var area = 0.0
  package private(set) var underserved = 0
  /// People of underserved blocks who fail at least one test.
  /// People who reach no station on foot.
  package private(set) var unreachablePeople = 0.0
  package private(set) var reaches: [Reach]
  private var unmeasuredPeople = 0.0

  package init(reachCount: Int) { reaches = Array(repeating: Reach(), count: reachCount) }

  package mutating func add(_ block: Int, _ table: CoverageTable, isUnderserved: Bool) {
    blocks += 1
    let people = table.population[block]
    if !people.isNaN {
      hasPopulation = true
      population += people
    }
    if !table.isUsable(block) {
      if !people.isNaN { unmeasuredPeople += people }
      return
    }
    measured += 1
    area += table.area[block]
    if isUnderserved { underserved += 1 }
    let unreachable = people * table.unreachableShare[block]
    if !unreachable.isNaN { unreachablePeople += unreachable }
    for reach in reaches.indices {
      let slot = table.slot(block, reach)
      let share = table.areaShare[slot]
      reaches[reach].coveredArea += share * table.area[block]
      if !people.isNaN { reaches[reach].coveredPeople += people * table.populationShare[slot] }
      if share >= 1 - 1e-9 { reaches[reach].blocksFull += 1 }
      if share <= 0 { reaches[reach].blocksNone += 1 }
    }
  }

  /// Share of the area within a reach; NaN without area.
  package func areaShare(_ reach: Int) -> Double {
    area > 0 ? reaches[reach].coveredArea / area : .nan
  }

  /// Share of the measured blocks' people within a reach; NaN without people.
  package func populationShare(_ reach: Int) -> Double {
    measuredPopulation > 0 ? reaches[reach].coveredPeople / measuredPopulation : .nan
  }

  /// People of blocks that could be measured: the denominator of `populationShare`.
  package var measuredPopulation: Double { population - unmeasuredPeople }

  /// People of measured blocks beyond a reach.
  package func uncoveredPeople(_ reach: Int) -> Double {
    measuredPopulation - reaches[reach].coveredPeople
  }
}
