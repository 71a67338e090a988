/// For each chosen site, the people that only it covers by the other sites that would cover them too: what a
/// candidate gains on top of its score when it takes the site's place.
///
/// Kept up to date from swap to swap, which is cheaper than summing afresh for every site looked at wherever
/// most looks change nothing (1.2 to 2 times as many steps at the temperatures that matter; San Francisco's
/// blocks, 100 sites). Where chosen sites × sites would take too much memory, a single list is summed when
/// asked for. For rows of need 1. One owner, not for several threads at once.
final class CoverShares {
  private let state: CoverState
  private let rows: CoverRows
  private let back: CoverRows
  private let neighbours: CoverNeighbours
  private let siteCount: Int
  /// One list of all sites a chosen site, by position in `chosen`; one list in all where none are kept.
  private let lists: UnsafeMutablePointer<Double>
  private let listCount: Int
  private let isKept: Bool
  private var isStale = true
  /// Site of each list; −1 for an empty one.
  private var listed: [Int]

  /// Entries kept at most, 32 MB.
  static let mostEntries = 4_000_000

  init(_ state: CoverState, neighbours: CoverNeighbours, count: Int) {
    self.state = state
    self.neighbours = neighbours
    (rows, back, siteCount) = (state.core.rows, state.core.back, state.core.siteCount)
    isKept = siteCount * count <= Self.mostEntries
    listCount = isKept ? max(1, count) : 1
    lists = .filled(siteCount * listCount, 0)
    listed = Array(repeating: -1, count: listCount)
  }

  deinit { lists.deallocate() }

  /// The list of the chosen site at `position`: what it shares by site, 0 for all that are not its neighbours;
  /// for itself and for other chosen sites of no meaning. Valid until the next call.
  func list(at position: Int) -> UnsafeMutablePointer<Double> {
    if !isKept {
      fill(0, with: state.chosen[position])
      return lists
    }
    if isStale { refill() }
    return lists + position * siteCount
  }

  /// After the choice changed in any way but `swap`.
  func invalidate() { isStale = true }

  private func refill() {
    isStale = false
    for (position, site) in state.chosen.enumerated() { fill(position, with: site) }
  }

  /// Sums a list afresh.
  private func fill(_ index: Int, with site: Int) {
    let list = lists + index * siteCount
    if listed[index] >= 0 { clear(list, of: listed[index]) }
    listed[index] = site
    let (covers, weights, back) = (state.covers, state.weights, back)
    for item in rows[site] where covers[Int(item)] == 1 {
      let weight = weights[Int(item)]
      for other in back[Int(item)] { list[Int(other)] += weight }
    }
  }

  private func clear(_ list: UnsafeMutablePointer<Double>, of site: Int) {
    list[site] = 0
    for other in neighbours.list(of: site) { list[Int(other)] = 0 }
  }

  /// Swaps a chosen site of the state for another.
  func swap(at position: Int, for other: Int) {
    let site = state.chosen[position]
    if isKept && !isStale { shift(site, other) }
    state.swap(site, for: other)
    if isKept && !isStale { fill(position, with: other) }
  }

  /// Follows the rows that a swap leaves to a single other site, or takes from one.
  private func shift(_ site: Int, _ other: Int) {
    let (old, new) = (rows[site], rows[other])
    var (left, right) = (0, 0)
    while left < old.count || right < new.count {
      let lost = left < old.count ? old[left] : .max
      let won = right < new.count ? new[right] : .max
      if lost < won && state.covers[Int(lost)] == 2 {
        add(
          state.weights[Int(lost)], row: Int(lost), to: state.otherOwner(of: Int(lost), than: site))
      } else if won < lost && state.covers[Int(won)] == 1 {
        add(-state.weights[Int(won)], row: Int(won), to: state.otherOwner(of: Int(won), than: 0))
      }
      if lost <= won { left += 1 }
      if won <= lost { right += 1 }
    }
  }

  @inline(__always)
  private func add(_ weight: Double, row: Int, to owner: Int) {
    let list = lists + state.position(of: owner) * siteCount
    for other in back[row] { list[Int(other)] += weight }
  }
}
