import Model

/// At least `need` of `sites` must be chosen: what a few rows together need, where sharing sites fractionally
/// would do with less.
struct CoverCut: Sendable {
  var sites: [Int32]
  var need: Int
}

/// Finds violated rank inequalities of a full cover with needs of one: for rows grown around each row, the
/// fewest sites that cover them all, compared with the average choice.
struct CoverCutFinder: Sendable {
  let core: CoverCore
  /// The average choice by site.
  let mean: [Double]
  private static let mostRows = 14
  private static let leastViolation = 0.08

  /// Up to `limit` cuts, most violated first; none holds mainly sites of two before it.
  func cuts(limit: Int, threads: Int, clock: SolveClock) -> [CoverCut] {
    let slots = Unshared([Violated?](repeating: nil, count: core.rowCount).asMemory())
    defer { slots.object.deallocate() }
    let chunk = 64
    // Nothing throws; every row's slot is written by one worker.
    try? Parallel.forEach(
      count: (core.rowCount + chunk - 1) / chunk, threads: threads,
      state: { CoverCutScratch(core) },
      { scratch, index in
        if clock.isOver { return }
        for row in index * chunk..<min(core.rowCount, (index + 1) * chunk) {
          slots.object[row] = grow(from: row, scratch)
        }
      })
    return (0..<core.rowCount).compactMap { slots.object[$0] }.leastOverlapping(mean, limit)
  }

  /// Adds the rows that bring least new choice, and remembers where the need passes the choice most.
  private func grow(from seed: Int, _ scratch: CoverCutScratch) -> Violated? {
    scratch.begin()
    var members = [seed]
    var weight = scratch.join(core.back[seed], mean)
    var best: Violated?
    var bestCount = 0
    while members.count < Self.mostRows, let next = nearest(to: members, scratch) {
      members.append(next)
      weight += scratch.join(core.back[next], mean)
      if members.count < 3 { continue }
      let need = fewest(covering: members)
      let violation = Double(need) - weight
      if violation > max(best?.violation ?? 0, Self.leastViolation) {
        best = Violated(violation: violation, cut: CoverCut(sites: [], need: need))
        bestCount = members.count
      }
    }
    if bestCount > 0 {
      best!.cut.sites = Set(members.prefix(bestCount).flatMap { core.back[$0].map(Int32.init) })
        .sorted()
    }
    return best
  }

  private func nearest(to members: [Int], _ scratch: CoverCutScratch) -> Int? {
    scratch.look(at: members)
    var (best, least): (Int?, Double) = (nil, 0.9)
    for member in members.suffix(3) {
      for site in core.back[member] where mean[Int(site)] > 0.02 && mean[Int(site)] < 0.98 {
        for item in core.rows[Int(site)] where scratch.isNew(item) {
          var added = 0.0
          for other in core.back[Int(item)] where !scratch.holds(other) {
            added += mean[Int(other)]
          }
          if added < least { (best, least) = (Int(item), added) }
        }
      }
    }
    return best
  }

  /// The fewest sites that cover the rows.
  private func fewest(covering members: [Int]) -> Int {
    var pairs: [(site: UInt32, bit: UInt32)] = []
    for (bit, row) in members.enumerated() {
      for site in core.back[row] { pairs.append((site, 1 << UInt32(bit))) }
    }
    pairs.sort { $0.site < $1.site }
    var distinct: [UInt32] = []
    var index = 0
    while index < pairs.count {
      let site = pairs[index].site
      var mask: UInt32 = 0
      while index < pairs.count && pairs[index].site == site {
        mask |= pairs[index].bit
        index += 1
      }
      if !distinct.contains(mask) { distinct.append(mask) }
    }
    let useful = distinct.filter { mask in
      !distinct.contains { $0 != mask && $0 & mask == mask }
    }
    let all = UInt32((1 << members.count) - 1)
    for count in 1...members.count where Self.covers(all, useful, count) { return count }
    return members.count
  }

  private static func covers(_ left: UInt32, _ masks: [UInt32], _ count: Int) -> Bool {
    if left == 0 { return true }
    if count == 0 { return false }
    let most = masks.reduce(0) { max($0, ($1 & left).nonzeroBitCount) }
    if most * count < left.nonzeroBitCount { return false }
    let lowest = left & (~left &+ 1)
    for mask in masks where mask & lowest != 0 && covers(left & ~mask, masks, count - 1) {
      return true
    }
    return false
  }
}

/// A cut and by how much the average choice misses it.
struct Violated: Sendable {
  var violation: Double
  var cut: CoverCut
}

extension [Violated] {
  /// The most violated first, without those that mainly hold sites of two cuts before.
  fileprivate func leastOverlapping(_ mean: [Double], _ limit: Int) -> [CoverCut] {
    let order = indices.sorted { (self[$1].violation, $0) < (self[$0].violation, $1) }
    var used = [Int32](repeating: 0, count: mean.count)
    var cuts: [CoverCut] = []
    for index in order where cuts.count < limit {
      let cut = self[index].cut
      let weight = cut.sites.reduce(0) { $0 + mean[Int($1)] }
      let taken = cut.sites.reduce(0) { $0 + (used[Int($1)] > 1 ? mean[Int($1)] : 0) }
      if taken > 0.5 * weight { continue }
      for site in cut.sites { used[Int(site)] += 1 }
      cuts.append(cut)
    }
    return cuts
  }
}

extension [Violated?] {
  fileprivate func asMemory() -> UnsafeMutablePointer<Violated?> {
    let memory = UnsafeMutablePointer<Violated?>.allocate(capacity: Swift.max(1, count))
    memory.initialize(repeating: nil, count: Swift.max(1, count))
    return memory
  }
}

/// Which sites and rows one worker has met, by stamps that need no clearing.
private final class CoverCutScratch {
  private var siteStamp: [Int32]
  private var rowStamp: [Int32]
  private var siteMark: Int32 = 0
  private var rowMark: Int32 = 0

  init(_ core: CoverCore) {
    siteStamp = [Int32](repeating: 0, count: core.siteCount)
    rowStamp = [Int32](repeating: 0, count: core.rowCount)
  }

  func begin() { siteMark += 1 }

  /// Takes in a row's sites; the choice they add.
  func join(_ sites: UnsafeBufferPointer<UInt32>, _ mean: [Double]) -> Double {
    var added = 0.0
    for site in sites where siteStamp[Int(site)] != siteMark {
      siteStamp[Int(site)] = siteMark
      added += mean[Int(site)]
    }
    return added
  }

  func look(at members: [Int]) {
    rowMark += 1
    for row in members { rowStamp[row] = rowMark }
  }

  @inline(__always)
  func isNew(_ row: UInt32) -> Bool {
    if rowStamp[Int(row)] == rowMark { return false }
    rowStamp[Int(row)] = rowMark
    return true
  }

  @inline(__always)
  func holds(_ site: UInt32) -> Bool { siteStamp[Int(site)] == siteMark }
}
