import Model

/// Branch and bound over single sites, best bound first, with the Lagrangian bound taken on from the parent's
/// prices. Nodes are worked on in batches of a fixed size, so that threads change nothing.
final class CoverBranching {
  private let core: CoverCore
  private let limits: SolveLimits
  private let clock: SolveClock
  private let rootPrices: CoverPrices
  private var duals: [CoverDual]
  private var heap: [CoverNode]
  private var serial = 0
  private var found: [[Int]] = []
  /// Prices held by open nodes; beyond the limit children start from the root's.
  private let priceLimit: Int

  private static let batch = 8

  init(
    _ core: CoverCore, root: CoverDual, bound: Double, limits: SolveLimits, clock: SolveClock
  ) {
    self.core = core
    self.limits = limits
    self.clock = clock
    rootPrices = root.prices
    duals = [root] + (1..<Self.batch).map { _ in CoverDual(core) }
    for dual in duals { dual.cuts = root.cuts }
    heap = [CoverNode(bound: bound, serial: 0, path: nil, prices: rootPrices)]
    priceLimit = 600_000_000 / (4 * max(1, core.rowCount))
  }

  /// The largest bound of an open node; −infinity when none is left.
  var bound: Double { heap.first?.bound ?? -.infinity }

  var isEmpty: Bool { heap.isEmpty }

  /// Choices found since the last call.
  func takeFound() -> [[Int]] {
    defer { found = [] }
    return found
  }

  /// Works on the next batch of nodes while the search takes its steps.
  func advance(incumbent: Double, search: any CoverSearch, searchSteps: Int) {
    var nodes: [CoverNode] = []
    while nodes.count < Self.batch, let node = pop() {
      if core.isClosed(bound: node.bound, value: incumbent, gap: CoverCore.provenGap) { continue }
      nodes.append(node)
    }
    let batch = nodes
    let (tree, search) = (Unshared(self), Unshared(search))
    let lanes = search.object.laneCount
    // The search takes longest, so it comes first.
    let results = try? Parallel.map(count: lanes + batch.count, threads: limits.threads) {
      task -> Outcome in
      if task < lanes {
        search.object.advance(lane: task, steps: searchSteps, clock: tree.object.clock)
        return Outcome()
      }
      return tree.object.work(batch[task - lanes], tree.object.duals[task - lanes], incumbent)
    }
    search.object.join()
    for outcome in results ?? [] {
      found += outcome.found
      for child in outcome.children { push(child) }
    }
  }

  private struct Outcome: Sendable {
    var found: [[Int]] = []
    var children: [CoverNode] = []
  }

  private func work(_ node: CoverNode, _ dual: CoverDual, _ incumbent: Double) -> Outcome {
    var outcome = Outcome()
    var path = node.path
    for attempt in 0..<4 {
      let (taken, dropped) = path?.decisions ?? ([], [])
      let prices = attempt == 0 ? node.prices ?? rootPrices : dual.prices
      guard dual.enter(taken: taken, dropped: dropped, prices: prices) else { return outcome }
      let steps = attempt == 0 ? (node.path == nil ? 200 : 40) : 20
      dual.run(steps: steps, incumbent: incumbent, gap: CoverCore.provenGap, clock: clock)
      outcome.found.append((taken + dual.bestSelection).map(Int.init))
      if dual.openSites.isEmpty { return outcome }
      if core.isClosed(bound: dual.bound, value: incumbent, gap: CoverCore.provenGap) {
        return outcome
      }
      let fixed = dual.fixable(incumbent: incumbent)
      if fixed.taken.isEmpty && fixed.dropped.isEmpty { break }
      path = CoverPath(parent: path, taken: fixed.taken, dropped: fixed.dropped)
      if fixed.taken.count + fixed.dropped.count < dual.openSites.count / 10 { break }
    }
    let bound = min(node.bound, dual.bound)
    let prices = dual.prices
    guard let site = branchingSite(dual, besides: path) else {
      outcome.children.append(CoverNode(bound: bound, serial: 0, path: path, prices: prices))
      return outcome
    }
    for isTaken in [true, false] {
      let next = CoverPath(
        parent: path, taken: isTaken ? [site] : [], dropped: isTaken ? [] : [site])
      outcome.children.append(CoverNode(bound: bound, serial: 0, path: next, prices: prices))
    }
    return outcome
  }

  /// The open site on which the average choice is least decided, weighted by its profit.
  private func branchingSite(_ dual: CoverDual, besides path: CoverPath?) -> Int32? {
    var fixed = Set<Int32>()
    if let path { fixed = Set(path.taken + path.dropped) }
    var best: Int32?
    var top = -1.0
    for site in dual.openSites where !fixed.contains(site) {
      let mean = dual.mean[Int(site)]
      let score = mean * (1 - mean) + 1e-6 * mean
      if score > top { (best, top) = (site, score) }
    }
    return best
  }
}

// MARK: The queue
extension CoverBranching {
  private func push(_ node: CoverNode) {
    var node = node
    serial += 1
    node.serial = serial
    if heap.count > priceLimit { node.prices = nil }
    heap.append(node)
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      if !heap[child].precedes(heap[parent]) { break }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  private func pop() -> CoverNode? {
    guard let first = heap.first else { return nil }
    let last = heap.removeLast()
    if heap.isEmpty { return first }
    heap[0] = last
    var parent = 0
    while true {
      var next = 2 * parent + 1
      if next >= heap.count { break }
      if next + 1 < heap.count && heap[next + 1].precedes(heap[next]) { next += 1 }
      if !heap[next].precedes(heap[parent]) { break }
      heap.swapAt(next, parent)
      parent = next
    }
    return first
  }
}

/// An open node: its decisions and the prices to start from.
struct CoverNode: Sendable {
  var bound: Double
  var serial: Int
  var path: CoverPath?
  var prices: CoverPrices?

  /// Larger bounds first, then newer nodes.
  func precedes(_ other: CoverNode) -> Bool {
    bound != other.bound ? bound > other.bound : serial > other.serial
  }
}

/// The decisions of a node on top of its parent's.
final class CoverPath: Sendable {
  let parent: CoverPath?
  let taken: [Int32]
  let dropped: [Int32]

  init(parent: CoverPath?, taken: [Int32], dropped: [Int32]) {
    self.parent = parent
    self.taken = taken
    self.dropped = dropped
  }

  var decisions: (taken: [Int32], dropped: [Int32]) {
    var (taken, dropped): ([Int32], [Int32]) = ([], [])
    var path: CoverPath? = self
    while let here = path {
      taken += here.taken
      dropped += here.dropped
      path = here.parent
    }
    return (taken, dropped)
  }
}
