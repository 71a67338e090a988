import Model

/// Improves a choice window by window: the sites of one quarter are taken out, the rest stays, and CBC finds the
/// best sites for what they leave open, any candidate allowed.
///
/// What is left of a model around so few sites is small after reduction and its relaxation nearly whole, so that
/// exchanges of many sites at once are found that single ones and merging miss (large neighbourhoods: Shaw 1998).
/// Work is limited in nodes of CBC's tree, not in seconds. For the models of `CoverMerger`.
final class CoverWindows {
  private let core: CoverCore
  private let neighbours: CoverNeighbours
  private let indices: [Int: Int]
  private var random: CoverRandom
  /// Sites of a window; follows what CBC can close.
  private(set) var size: Double

  private static let mostNodes = 20
  /// Pairs of site and row of what is given to CBC.
  private static let mostPairs = 12_000
  private static let leastSites = 3

  init(_ core: CoverCore, seed: UInt64) {
    self.core = core
    neighbours = CoverNeighbours(core)
    indices = Dictionary(uniqueKeysWithValues: core.siteIDs.enumerated().map { ($1, $0) })
    random = CoverRandom(seed: seed)
    size = 8
  }

  /// A choice that no window tried improves: windows are opened until every site was in one since it changed;
  /// nil where nothing better was found.
  func improved(_ choice: CoverChoice, clock: SolveClock) -> CoverChoice? {
    var best = choice
    var waiting = choice.sites
    while !waiting.isEmpty && !clock.isOver {
      let window = self.window(around: waiting[random.below(waiting.count)], best.sites)
      let inside = Set(window)
      waiting.removeAll { inside.contains($0) }
      guard let better = refilled(best, without: window, clock) else { continue }
      // What stands near the new sites may change now.
      let before = Set(best.sites)
      for site in better.sites where !before.contains(site) {
        for other in near(site, better.sites) where !waiting.contains(other) {
          waiting.append(other)
        }
      }
      best = better
      waiting = waiting.filter { best.sites.contains($0) }.sorted()
    }
    return best.value > choice.value ? best : nil
  }

  /// The chosen sites that share a row with a neighbour of `site`, itself among them.
  private func near(_ site: Int, _ chosen: [Int]) -> [Int] {
    let list = Set(neighbours.list(of: site))
    return chosen.filter { other in
      other == site || neighbours.list(of: other).contains { list.contains($0) }
    }
  }

  /// The chosen sites around `site`: always the one whose neighbours lie most among those of the window.
  private func window(around site: Int, _ chosen: [Int]) -> [Int] {
    var window = [site]
    var reached = Set(neighbours.list(of: site))
    var shares: [Int: Int] = [:]
    for other in chosen where other != site {
      shares[other] = neighbours.list(of: other).count { reached.contains($0) }
    }
    while window.count < Int(size), !shares.isEmpty {
      let next = shares.max { one, other in
        // As a share of the neighbours of each; in whole numbers, ties by index.
        let (left, right) = (
          one.value * (neighbours.list(of: other.key).count + 1),
          other.value * (neighbours.list(of: one.key).count + 1)
        )
        return left != right ? left < right : one.key > other.key
      }!
      if next.value == 0 { break }
      shares[next.key] = nil
      window.append(next.key)
      let new = Set(neighbours.list(of: next.key)).subtracting(reached)
      reached.formUnion(new)
      for other in shares.keys {
        shares[other]! += neighbours.list(of: other).count { new.contains($0) }
      }
    }
    return window
  }

  /// What CBC finds better than `known` when the sites of `window` are chosen anew.
  private func refilled(
    _ known: CoverChoice, without window: [Int], _ clock: SolveClock
  ) -> CoverChoice? {
    var window = window
    while window.count >= Self.leastSites {
      let kept = Set(known.sites).subtracting(window).sorted()
      guard let part = core.reduced(taken: kept), part.siteCount > window.count else { return nil }
      if part.rows.total > Self.mostPairs {
        window.removeLast((window.count + 3) / 4)
        size = max(Double(Self.leastSites), size * 0.9)
        continue
      }
      return better(part, kept, known, clock)
    }
    return nil
  }

  private func better(
    _ part: CoverCore, _ kept: [Int], _ known: CoverChoice, _ clock: SolveClock
  ) -> CoverChoice? {
    let value = known.value - (part.base[0] - core.base[0])
    let (result, sites) = part.improvement(
      of: value, count: known.sites.count - kept.count, nodes: Self.mostNodes, clock)
    guard let nodes = result else { return nil }
    if nodes <= 1 { size = min(60, size * 1.03) } else if nodes >= 10 { size *= 0.95 }
    guard let sites else { return nil }
    let whole = kept + sites.map { indices[part.siteIDs[$0]]! }
    guard let total = core.value(of: whole), total - core.base[0] > known.value else { return nil }
    return CoverChoice(sites: whole.sorted(), value: total - core.base[0])
  }
}
