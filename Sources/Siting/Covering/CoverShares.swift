/// A choice of sites that changes by swaps, and for each chosen site the people that only it covers by the
/// sites that would cover them too: with its score, what a candidate changes in the site's place.
///
/// Both follow a swap through the rows that it leaves to one site, takes from one, covers or uncovers; rows
/// that both its sites cover cost nothing. Where chosen sites × sites would take too much memory, a single
/// list is summed when asked for. For rows of need 1, in quanta. One owner, not for several threads at once.
final class CoverShares {
  let core: CoverCore
  private let rows: CoverRows
  private let back: CoverRows
  private let siteCount: Int
  private let neighbours: CoverNeighbours
  private let weights: UnsafeMutablePointer<Int32>
  /// By site, what is not covered and it would cover; 0 for chosen ones.
  let scores: UnsafeMutablePointer<Int32>
  let isIn: UnsafeMutablePointer<Bool>
  private let covers: UnsafeMutablePointer<Int32>
  /// Positions in the choice of the sites over a row, combined by exclusive or: of its only one where there is
  /// one.
  private let owners: UnsafeMutablePointer<Int32>
  /// One list of all sites a chosen site, by position in the choice; one list in all where none are kept.
  private let lists: UnsafeMutablePointer<Int32>
  private let isKept: Bool
  /// Site of the one list where none are kept; −1 for an empty one.
  private var listed = -1
  private(set) var chosen: [Int] = []
  private let positions: UnsafeMutablePointer<Int32>
  /// Quanta covered.
  private(set) var value = 0

  /// Entries kept at most, 16 MB.
  static let mostEntries = 4_000_000

  /// For choices of at most `count` sites.
  init(_ core: CoverCore, quanta: CoverQuanta, neighbours: CoverNeighbours, count: Int) {
    self.core = core
    self.neighbours = neighbours
    (rows, back, siteCount) = (core.rows, core.back, core.siteCount)
    isKept = siteCount * count <= Self.mostEntries
    weights = .filled(core.rowCount, 0)
    for row in 0..<core.rowCount { weights[row] = quanta.weights[row] }
    scores = .filled(siteCount, 0)
    isIn = .filled(siteCount, false)
    covers = .filled(core.rowCount, 0)
    owners = .filled(core.rowCount, 0)
    lists = .filled(siteCount * (isKept ? max(1, count) : 1), 0)
    positions = .filled(siteCount, 0)
    for site in 0..<siteCount {
      for row in rows[site] { scores[site] += weights[Int(row)] }
    }
  }

  deinit {
    weights.deallocate()
    scores.deallocate()
    isIn.deallocate()
    covers.deallocate()
    owners.deallocate()
    lists.deallocate()
    positions.deallocate()
  }

  /// The list of the chosen site at `position`: what it shares by site, all that it alone covers for itself.
  /// Valid until the next call.
  @inline(__always)
  func list(at position: Int) -> UnsafeMutablePointer<Int32> {
    if isKept { return lists + position * siteCount }
    sum(chosen[position])
    return lists
  }

  private func sum(_ site: Int) {
    if listed >= 0 {
      lists[listed] = 0
      for other in neighbours.list(of: listed) { lists[Int(other.site)] = 0 }
    }
    listed = site
    for item in rows[site] where covers[Int(item)] == 1 {
      let weight = weights[Int(item)]
      for other in back[Int(item)] { lists[Int(other)] += weight }
    }
  }

  /// Makes `sites` the choice; those that stay keep their positions.
  func choose(_ sites: [Int]) {
    let wanted = Set(sites)
    exchange(chosen.filter { !wanted.contains($0) }, for: sites.filter { !isIn[$0] })
  }

  /// Takes out sites and puts others in, not necessarily as many.
  func exchange(_ sites: [Int], for others: [Int]) {
    var free = sites.map { Int(positions[$0]) }
    for site in sites { remove(site) }
    for other in others {
      if free.isEmpty {
        free.append(chosen.count)
        chosen.append(other)
      }
      put(other, at: free.removeFirst())
    }
    for position in free.sorted(by: >) { close(position) }
  }

  private func put(_ site: Int, at position: Int) {
    isIn[site] = true
    chosen[position] = site
    positions[site] = Int32(position)
    for row in rows[site] { cover(Int(row), Int32(position)) }
  }

  private func remove(_ site: Int) {
    isIn[site] = false
    for row in rows[site] { uncover(Int(row), positions[site]) }
  }

  /// Lets the last chosen site take the place of one that was removed.
  private func close(_ position: Int) {
    let last = chosen[chosen.count - 1]
    let isMoved = isIn[last] && positions[last] == Int32(chosen.count - 1)
    if position < chosen.count - 1 && isMoved {
      remove(last)
      put(last, at: position)
    }
    chosen.removeLast()
  }

  /// Swaps the chosen site at `position` for another.
  func swap(at position: Int, for other: Int) {
    let site = chosen[position]
    isIn[site] = false
    isIn[other] = true
    chosen[position] = other
    positions[other] = Int32(position)
    let (old, new) = (rows[site], rows[other])
    let place = Int32(position)
    var (left, right) = (0, 0)
    while left < old.count && right < new.count {
      let (lost, won) = (old[left], new[right])
      if lost < won { uncover(Int(lost), place) }
      if won < lost { cover(Int(won), place) }
      if lost <= won { left += 1 }
      if won <= lost { right += 1 }
    }
    for index in left..<old.count { uncover(Int(old[index]), place) }
    for index in right..<new.count { cover(Int(new[index]), place) }
  }

  /// One more cover of a row.
  @inline(__always)
  private func cover(_ row: Int, _ position: Int32) {
    let weight = weights[row]
    covers[row] += 1
    owners[row] ^= position
    if covers[row] == 1 {
      value += Int(weight)
      move(weight, row, from: scores, to: position)
    } else if covers[row] == 2 {
      add(0 &- weight, row, to: owners[row] ^ position)
    }
  }

  /// One cover less of a row.
  @inline(__always)
  private func uncover(_ row: Int, _ position: Int32) {
    let weight = weights[row]
    covers[row] -= 1
    owners[row] ^= position
    if covers[row] == 0 {
      value -= Int(weight)
      move(0 &- weight, row, from: scores, to: position)
    } else if covers[row] == 1 {
      add(weight, row, to: owners[row])
    }
  }

  /// What a row weighs leaves the scores of its sites for the list at `position`.
  @inline(__always)
  private func move(
    _ weight: Int32, _ row: Int, from scores: UnsafeMutablePointer<Int32>, to position: Int32
  ) {
    guard isKept else {
      for other in back[row] { scores[Int(other)] &-= weight }
      return
    }
    let list = lists + Int(position) &* siteCount
    for other in back[row] {
      scores[Int(other)] &-= weight
      list[Int(other)] &+= weight
    }
  }

  @inline(__always)
  private func add(_ weight: Int32, _ row: Int, to position: Int32) {
    if !isKept { return }
    let list = lists + Int(position) &* siteCount
    for other in back[row] { list[Int(other)] &+= weight }
  }
}
