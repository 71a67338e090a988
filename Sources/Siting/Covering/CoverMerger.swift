import Model

/// A choice of a core's sites and the people it covers, `base` not among them.
struct CoverChoice: Sendable {
  var sites: [Int]
  var value: Double
}

/// Merges good choices exactly: the best choice of the sites that a few of them hold between them, by CBC.
///
/// Over so few sites most rows coincide and the relaxation is nearly whole, so that what the choices do well in
/// different places adds up (the merging step of Blum's construct, merge, solve & adapt, 2016). Work is limited
/// in nodes of CBC's tree, not in seconds. For models of people with one cover a row, no exclusions and equal
/// costs.
struct CoverMerger {
  private let core: CoverCore
  private let indices: [Int: Int]
  /// Sites that are merged at most; follows what CBC can close.
  private var siteLimit: Int
  /// Sites of the last pool, as a share of the limit.
  private(set) var fill = 0.0

  private static let mostNodes = 50
  /// Pairs of site and row of what is given to CBC.
  private static let mostPairs = 12_000
  private static let mostSites = 480

  init(_ core: CoverCore) {
    self.core = core
    indices = Dictionary(uniqueKeysWithValues: core.siteIDs.enumerated().map { ($1, $0) })
    siteLimit = min(Self.mostSites, 20 + core.count * 17 / 10)
  }

  /// The best choice within the union of `pool`, the best ones first as far as the limit goes; the best of
  /// the pool where nothing better is found. `isWide` allows more sites, for pools of unlike choices.
  mutating func merged(_ pool: [CoverChoice], isWide: Bool = false, clock: SolveClock)
    -> CoverChoice?
  {
    let order = pool.indices.sorted { (pool[$1].value, $0) < (pool[$0].value, $1) }
    guard let first = order.first.map({ pool[$0] }) else { return nil }
    fill = Double(Set(pool.flatMap(\.sites)).count) / Double(siteLimit)
    let limit = isWide ? min(Self.mostSites, siteLimit * 3 / 2) : siteLimit
    guard let part = restricted(order.map { pool[$0].sites }, limit),
      part.siteCount > first.sites.count
    else { return first }
    return better(part, than: first, isWide, clock) ?? first
  }

  /// The core with the sites of the first choices only.
  private func restricted(_ choices: [[Int]], _ limit: Int) -> CoverCore? {
    var limit = limit
    while limit >= choices[0].count {
      var union: Set<Int> = []
      for choice in choices {
        let wider = union.union(choice)
        if union.isEmpty || wider.count <= limit { union = wider }
      }
      let part = core.reduced(dropped: (0..<core.siteCount).filter { !union.contains($0) })
      guard let part, part.rows.total > Self.mostPairs else { return part }
      limit = min(limit, union.count) * 3 / 4
    }
    return nil
  }

  /// What CBC finds in `part` that is worth more than `known`.
  private mutating func better(
    _ part: CoverCore, than known: CoverChoice, _ isWide: Bool, _ clock: SolveClock
  ) -> CoverChoice? {
    let (nodes, found) = part.improvement(
      of: known.value, count: known.sites.count, nodes: Self.mostNodes, clock)
    guard let nodes else { return nil }
    if !isWide { adapt(nodes: nodes) }
    guard let found else { return nil }
    let sites = found.map { indices[part.siteIDs[$0]]! }
    guard let whole = core.value(of: sites), whole - core.base[0] > known.value else { return nil }
    return CoverChoice(sites: sites.sorted(), value: whole - core.base[0])
  }

  /// More sites where CBC needed no tree, fewer where it needed one.
  private mutating func adapt(nodes: Int) {
    if nodes <= 1 {
      siteLimit = min(Self.mostSites, siteLimit + siteLimit / 64)
    } else if nodes >= 3 {
      siteLimit = max(core.count + core.count / 5, siteLimit * 9 / 10)
    }
  }
}

extension CoverCore {
  /// The choice of at most `count` sites that CBC finds and that is worth more than `value`, `base` aside, nil
  /// where there is none; and the nodes that took, nil where it was not started or gave up.
  func improvement(
    of value: Double, count: Int, nodes: Int, _ clock: SolveClock
  ) -> (nodes: Int?, sites: [Int]?) {
    let step = grain > 0 ? grain / 2 : 1e-7 * max(1, abs(value))
    let left = weights.reduce(0, +) - value - step
    if left <= 0 { return (nil, nil) }
    let result = try? uncoveredProgram(count: count).improvement(
      below: left, nodes: nodes, seconds: clock.isEndless ? nil : clock.left)
    guard let result else { return (nil, nil) }
    if result.values.isEmpty { return (result.nodes, nil) }
    return (result.nodes, (0..<siteCount).filter { result.values[$0] > 0.5 })
  }

  /// Least weight left uncovered by `count` sites: columns of sites, then one a row for what is not covered.
  fileprivate func uncoveredProgram(count: Int) -> IntegerProgram {
    var program = IntegerProgram(.minimise)
    for _ in 0..<siteCount { program.addBinary(cost: 0) }
    for row in 0..<rowCount { program.addColumn(cost: weights[row], upper: 1) }
    for row in 0..<rowCount {
      let sites = back[row].map { IntegerProgram.Term(Int($0), 1) }
      program.addRow(sites + [.init(siteCount + row, 1)], lower: 1)
    }
    program.addRow((0..<siteCount).map { .init($0, 1) }, upper: Double(count))
    return program
  }
}
