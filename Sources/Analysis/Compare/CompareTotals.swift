import Model

/// Sums over blocks that both results have; blocks only one has are counted beside them.
public struct CompareTotals: Sendable {
  /// People within one radius or time.
  public struct Reach: Sendable {
    /// People within, of blocks measured in both.
    public var before = 0.0
    public var after = 0.0
    /// Σ max(0, after − before) over blocks.
    public var gained = 0.0
    /// Σ max(0, before − after) over blocks.
    public var lost = 0.0
    public var blocksGained = 0
    public var blocksLost = 0
    /// Largest error that the decimals of both files can make in any of these numbers of people.
    public var rounding = 0.0

    /// People gained less people lost: after − before.
    public var net: Double { gained - lost }
  }

  /// Blocks that only one result has.
  public struct Alone: Sendable {
    public var blocks = 0
    public var population = 0.0
    public var underserved = 0
    /// People within each measure, in the order of `reaches`.
    public var covered: [Double]
  }

  /// Blocks that both results have.
  public var compared = 0
  public var status: [BlockStatus: Int] = [:]
  /// People of blocks that both results have, as AFTER says.
  public var population = 0.0
  /// False when no block's people are known.
  public var hasPopulation = false
  public var flaggedBefore = 0
  public var flaggedAfter = 0
  /// Flagged before, no longer.
  public var flagsCleared = 0
  /// Flagged now, not before.
  public var flagsRaised = 0
  /// In the order of the measures.
  public var reaches: [Reach]
  public var appeared: Alone
  public var gone: Alone

  init(measureCount: Int) {
    let zeros = [Double](repeating: 0, count: measureCount)
    reaches = [Reach](repeating: Reach(), count: measureCount)
    appeared = Alone(covered: zeros)
    gone = Alone(covered: zeros)
  }

  mutating func add(_ row: Int, _ changes: BlockChanges) {
    if let state = changes.status[row] { status[state, default: 0] += 1 }
    if changes.match.before[row] < 0 {
      addAlone(row, changes, \.appeared, changes.population.after, \.after)
    } else if changes.match.after[row] < 0 {
      addAlone(row, changes, \.gone, changes.population.before, \.before)
    } else {
      addCompared(row, changes)
    }
  }

  private mutating func addAlone(
    _ row: Int, _ changes: BlockChanges, _ side: WritableKeyPath<CompareTotals, Alone>,
    _ population: [Double], _ values: KeyPath<RowPair<Double>, [Double]>
  ) {
    self[keyPath: side].blocks += 1
    let flags = side == \.appeared ? changes.underserved.after : changes.underserved.before
    if flags[row] == 1 { self[keyPath: side].underserved += 1 }
    if !population[row].isNaN { self[keyPath: side].population += population[row] }
    for (index, reach) in changes.reaches.enumerated() {
      let covered = reach.covered[keyPath: values][row]
      if !covered.isNaN { self[keyPath: side].covered[index] += covered }
    }
  }

  private mutating func addCompared(_ row: Int, _ changes: BlockChanges) {
    compared += 1
    let people = changes.population.after[row]
    if !people.isNaN {
      population += people
      hasPopulation = true
    }
    let (was, isNow) = (changes.underserved.before[row], changes.underserved.after[row])
    if was == 1 { flaggedBefore += 1 }
    if isNow == 1 { flaggedAfter += 1 }
    if was == 1 && isNow == 0 { flagsCleared += 1 }
    if was == 0 && isNow == 1 { flagsRaised += 1 }
    for (index, reach) in changes.reaches.enumerated() {
      let (gained, lost) = (reach.gained(row), reach.lost(row))
      if gained.isNaN { continue }
      reaches[index].before += reach.covered.before[row]
      reaches[index].after += reach.covered.after[row]
      reaches[index].gained += gained
      reaches[index].lost += lost
      let change = reach.share.after[row] - reach.share.before[row]
      if change > 5e-7 { reaches[index].blocksGained += 1 }
      if change < -5e-7 { reaches[index].blocksLost += 1 }
      reaches[index].rounding +=
        ReachColumn.bound(people) + ReachColumn.bound(changes.population.before[row])
    }
  }
}
