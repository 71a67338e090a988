/// A choice of sites that is changed one site at a time: cover counts, and for every site what adding it
/// would bring or removing it would lose (its score), kept up to date (the arrays of Resende & Werneck's
/// fast interchange, 2007, on covering sets).
///
/// A row of need 2 pays `firstShare` of its weight for the first cover and its weight for the second, so that
/// a search sees half a cover; `value` pays complete covers only. One owner, not for several threads at once.
final class CoverState {
  let core: CoverCore
  private let rows: CoverRows
  private let back: CoverRows
  /// Search weights by row; people at first.
  let weights: UnsafeMutablePointer<Double>
  let scores: UnsafeMutablePointer<Double>
  let isIn: UnsafeMutablePointer<Bool>
  /// Chosen sites that exclude the site.
  let blocks: UnsafeMutablePointer<Int32>
  let covers: UnsafeMutablePointer<Int32>
  /// Sum of the indices of chosen sites over a row: its only cover where there is one.
  private let owners: UnsafeMutablePointer<Int>
  private let needs: UnsafeMutablePointer<Int32>
  private let sets: [[Int32]]
  let firstShare: Double
  private(set) var chosen: [Int] = []
  /// Position in `chosen`, by site.
  private let positions: UnsafeMutablePointer<Int32>
  private(set) var spent = 0.0
  /// Search weight of complete covers.
  private(set) var value = 0.0
  /// Rows that lack covers, in no particular order.
  private(set) var open: [Int32]
  private let openPositions: UnsafeMutablePointer<Int32>
  /// Σ of what rows pay, first covers included.
  private(set) var pay = 0.0

  init(_ core: CoverCore, firstShare: Double) {
    self.core = core
    self.firstShare = firstShare
    rows = core.rows
    back = core.back
    weights = .filled(core.rowCount, 0)
    scores = .filled(core.siteCount, 0)
    isIn = .filled(core.siteCount, false)
    blocks = .filled(core.siteCount, 0)
    covers = .filled(core.rowCount, 0)
    owners = .filled(core.rowCount, 0)
    needs = .filled(core.rowCount, 1)
    positions = .filled(core.siteCount, 0)
    open = (0..<Int32(core.rowCount)).map { $0 }
    openPositions = .filled(core.rowCount, 0)
    for row in 0..<core.rowCount { openPositions[row] = Int32(row) }
    var sets = [[Int32]](repeating: [], count: core.exclusive.isEmpty ? 0 : core.siteCount)
    for set in core.exclusive {
      for site in set { sets[Int(site)] += set.filter { $0 != site } }
    }
    self.sets = sets
    for row in 0..<core.rowCount { needs[row] = Int32(core.needs[row]) }
    setWeights(core.weights)
  }

  deinit {
    weights.deallocate()
    scores.deallocate()
    isIn.deallocate()
    blocks.deallocate()
    covers.deallocate()
    owners.deallocate()
    needs.deallocate()
    positions.deallocate()
    openPositions.deallocate()
  }

  /// Starts from other search weights; the choice stays.
  func setWeights(_ new: [Double]) {
    for row in new.indices { weights[row] = new[row] }
    value = 0
    pay = 0
    for row in 0..<core.rowCount {
      if covers[row] >= needs[row] { value += weights[row] }
      for cover in 0..<covers[row] { pay += worth(row, cover) }
    }
    for site in 0..<core.siteCount {
      let other: Int32 = isIn[site] ? 1 : 0
      scores[site] = rows[site].reduce(0) { $0 + worth(Int($1), covers[Int($1)] - other) }
    }
  }

  /// What one more cover is worth to a row that has `covers`.
  @inline(__always)
  private func worth(_ row: Int, _ covers: Int32) -> Double {
    if covers >= needs[row] { return 0 }
    return covers + 1 == needs[row] ? weights[row] : firstShare * weights[row]
  }

  /// Adds a site; its score stays, now as the loss on removal.
  func add(_ site: Int) {
    assert(!isIn[site])
    isIn[site] = true
    positions[site] = Int32(chosen.count)
    chosen.append(site)
    spent += core.costs[site]
    pay += scores[site]
    if !sets.isEmpty { for other in sets[site] { blocks[Int(other)] += 1 } }
    for item in rows[site] {
      let row = Int(item)
      let before = covers[row]
      covers[row] = before + 1
      owners[row] += site
      let need = needs[row]
      if before > need { continue }
      if before + 1 == need { close(row) }
      if need == 1 {
        if before == 0 {
          spread(row, -weights[row], except: site)
        } else {
          scores[owners[row] - site] -= weights[row]
        }
      } else {
        shift(row, by: 1, except: site)
      }
    }
  }

  /// Removes a site; its score stays, now as the gain on adding.
  func remove(_ site: Int) {
    assert(isIn[site])
    isIn[site] = false
    let position = Int(positions[site])
    let last = chosen.removeLast()
    if last != site {
      chosen[position] = last
      positions[last] = Int32(position)
    }
    spent -= core.costs[site]
    pay -= scores[site]
    if !sets.isEmpty { for other in sets[site] { blocks[Int(other)] -= 1 } }
    for item in rows[site] {
      let row = Int(item)
      let before = covers[row]
      covers[row] = before - 1
      owners[row] -= site
      let need = needs[row]
      if before > need + 1 { continue }
      if before == need { reopen(row) }
      if need == 1 {
        if before == 1 {
          spread(row, weights[row], except: site)
        } else {
          scores[owners[row]] += weights[row]
        }
      } else {
        shift(row, by: -1, except: site)
      }
    }
  }

  @inline(__always)
  private func close(_ row: Int) {
    value += weights[row]
    let position = Int(openPositions[row])
    let last = open.removeLast()
    if Int(last) != row {
      open[position] = last
      openPositions[Int(last)] = Int32(position)
    }
  }

  @inline(__always)
  private func reopen(_ row: Int) {
    value -= weights[row]
    openPositions[row] = Int32(open.count)
    open.append(Int32(row))
  }

  @inline(__always)
  private func spread(_ row: Int, _ amount: Double, except site: Int) {
    for other in back[row] { scores[Int(other)] += amount }
    scores[site] -= amount
  }

  /// After the count of a row of need 2 changed by `change`, the scores of all but `site` follow.
  private func shift(_ row: Int, by change: Int32, except site: Int) {
    let now = covers[row]
    let was = now - change
    let open = worth(row, now) - worth(row, was)
    let closed = worth(row, now - 1) - (was > 0 ? worth(row, was - 1) : 0)
    for item in back[row] {
      let other = Int(item)
      if other != site { scores[other] += isIn[other] ? closed : open }
    }
  }

  /// Raises the search weight of a row that lacks covers.
  func raise(_ row: Int, by amount: Double) {
    weights[row] += amount
    for item in back[row] where !isIn[Int(item)] { scores[Int(item)] += amount }
    // A lone first cover of two is worth more to keep, too.
    if covers[row] > 0 { scores[owners[row]] += firstShare * amount }
  }

  /// Whether a site may be added beside the chosen ones, cost and count aside.
  @inline(__always)
  func isOpen(_ site: Int) -> Bool { !isIn[site] && blocks[site] == 0 }

  /// The chosen sites excluding `site`.
  func blockers(of site: Int) -> [Int] {
    sets.isEmpty ? [] : Set(sets[site].map(Int.init)).filter { isIn[$0] }.sorted()
  }

  /// Makes `sites` the choice.
  func choose(_ sites: [Int]) {
    let wanted = Set(sites)
    for site in chosen.sorted() where !wanted.contains(site) { remove(site) }
    for site in sites.sorted() where !isIn[site] { add(site) }
  }

  func isComplete(_ row: Int) -> Bool { covers[row] >= needs[row] }
}

extension UnsafeMutablePointer {
  /// Memory for `count` elements, at least one, all `element`.
  static func filled(_ count: Int, _ element: Pointee) -> Self {
    let memory = Self.allocate(capacity: max(1, count))
    memory.initialize(repeating: element, count: max(1, count))
    return memory
  }
}

/// S. Vigna's SplitMix64: a repeatable source of numbers for the searches.
struct CoverRandom: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
  /// Below `count`.
  mutating func below(_ count: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(count)).high)
  }
  /// In [0, 1).
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }
}
