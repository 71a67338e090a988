/// Work of the grid workers of each block, and how many of them it takes.
///
/// - Visits a month = Σ over the kinds of visit of households or people × visits a month each.
/// - Workers by visits = ⌈visits ÷ visits a worker makes⌉, by households = ⌈households ÷ households a worker has⌉;
///   each rounded up for the block by itself. Exact multiples are not rounded further (to 10⁻¹⁰).
/// - Staff of “4+N” = core + N with N = max(0, the larger of both needs − core): the core share the work, and
///   N are added where it is more than they can do. A block without any work keeps its core.
/// - Shortage = max(0, staff − workers there are).
///
/// What is not asked for (nil in `Norms`) is nil everywhere. An unknown count (NaN) makes what follows from it nil, and
/// the staff of a block nil when one of the needs asked for is.
public struct GridWorkload: Sendable {
  /// Visits of one kind.
  public struct Visits: Sendable {
    /// Households or people visited in each block, finite and ≥ 0; NaN: unknown.
    public var counts: [Double]
    /// Visits a month to each of them (daily 30, weekly 52/12, half-monthly 2, monthly 1).
    public var perMonth: Double

    public init(counts: [Double], perMonth: Double) {
      self.counts = counts
      self.perMonth = perMonth
    }
  }

  public struct Norms: Sendable, Hashable {
    /// Visits a worker makes in a month, > 0; nil: no need follows from visits.
    public var visitsPerWorker: Double?
    /// Households a worker looks after, > 0; nil: no need follows from households.
    public var householdsPerWorker: Double?
    /// Workers of every block before any are added: the 4 of “4+N”.
    public var coreWorkers: Int

    public init(
      visitsPerWorker: Double? = nil, householdsPerWorker: Double? = nil, coreWorkers: Int = 0
    ) {
      self.visitsPerWorker = visitsPerWorker
      self.householdsPerWorker = householdsPerWorker
      self.coreWorkers = coreWorkers
    }
  }

  /// The figures of one block.
  public struct Block: Sendable, Hashable {
    /// A month.
    public var visits: Double?
    public var workersByVisits: Int?
    public var workersByHouseholds: Int?
    /// The N of “4+N”.
    public var addedWorkers: Int?
    /// Core and added workers.
    public var staff: Int?
    /// Workers there are, whole or not.
    public var workers: Double?
    /// Workers too few; 0 where there are enough.
    public var shortage: Double?
  }

  public let blocks: [Block]

  /// - Parameters:
  ///   - households: of each block; nil: not asked for.
  ///   - workers: there are in each block; nil: not asked for.
  public init(
    blockCount: Int, visits: [Visits] = [], households: [Double]? = nil, workers: [Double]? = nil,
    norms: Norms
  ) {
    precondition(visits.allSatisfy { $0.counts.count == blockCount }, "a count for every block")
    precondition(households?.count ?? blockCount == blockCount, "households of every block")
    precondition(workers?.count ?? blockCount == blockCount, "workers of every block")
    precondition(norms.visitsPerWorker ?? 1 > 0, "visits a worker above 0")
    precondition(norms.householdsPerWorker ?? 1 > 0, "households a worker above 0")
    precondition(norms.coreWorkers >= 0, "core workers of at least 0")
    blocks = (0..<blockCount).map { index in
      Block(
        visits: visits.isEmpty
          ? nil : visits.reduce(0) { $0 + $1.counts[index] * $1.perMonth },
        households: households?[index], workers: workers?[index], norms: norms)
    }
  }

  /// Sums over the blocks of each area.
  ///
  /// They are sums of the blocks' own figures. Workers needed are not worked out anew from an area's visits: ten blocks with
  /// work for half a worker each need ten, not five. A block with workers to spare does not fill the shortage
  /// of another.
  ///
  /// - Parameters:
  ///   - areas: the area of each block, below `areaCount`; −1: none.
  public func totals(areas: [Int], areaCount: Int) -> [Total] {
    precondition(areas.count == blocks.count, "an area for every block")
    var totals = [Total](repeating: Total(), count: areaCount)
    for (block, area) in zip(blocks, areas) where area >= 0 { totals[area].add(block) }
    return totals
  }

  /// Sums over all blocks; see `totals`.
  public var total: Total {
    var total = Total()
    for block in blocks { total.add(block) }
    return total
  }

  /// Sums over blocks. Blocks whose figure is nil add nothing to it; `unknownStaff` counts those without staff.
  public struct Total: Sendable, Hashable {
    public var blocks = 0
    public var visits = 0.0
    public var workersByVisits = 0
    public var workersByHouseholds = 0
    public var addedWorkers = 0
    public var staff = 0
    public var workers = 0.0
    public var shortage = 0.0
    /// Blocks with a shortage.
    public var shortBlocks = 0
    /// Blocks whose staff is nil.
    public var unknownStaff = 0

    public init() {}

    mutating func add(_ block: Block) {
      blocks += 1
      visits += block.visits ?? 0
      workersByVisits += block.workersByVisits ?? 0
      workersByHouseholds += block.workersByHouseholds ?? 0
      addedWorkers += block.addedWorkers ?? 0
      staff += block.staff ?? 0
      workers += block.workers ?? 0
      shortage += block.shortage ?? 0
      if let shortage = block.shortage, shortage > 0 { shortBlocks += 1 }
      if block.staff == nil { unknownStaff += 1 }
    }
  }
}

extension GridWorkload.Block {
  /// NaN stands for unknown.
  fileprivate init(
    visits: Double?, households: Double?, workers: Double?, norms: GridWorkload.Norms
  ) {
    self.visits = Self.known(visits)
    self.workers = Self.known(workers)
    var needs: [Int?] = []
    if let visits, let norm = norms.visitsPerWorker {
      workersByVisits = Roundoff.ceiling(visits / norm)
      needs.append(workersByVisits)
    }
    if let households = households.map({ Self.known($0) ?? .nan }),
      let norm = norms.householdsPerWorker
    {
      workersByHouseholds = Roundoff.ceiling(households / norm)
      needs.append(workersByHouseholds)
    }
    guard !needs.contains(nil) else { return }
    let need = needs.reduce(0) { max($0, $1 ?? 0) }
    addedWorkers = max(0, need - norms.coreWorkers)
    staff = max(norms.coreWorkers, need)
    if let staff, let workers = self.workers { shortage = max(0, Double(staff) - workers) }
  }

  private static func known(_ value: Double?) -> Double? {
    guard let value, !value.isNaN else { return nil }
    precondition(value >= 0 && value < .infinity, "finite numbers of at least 0")
    return value
  }
}
