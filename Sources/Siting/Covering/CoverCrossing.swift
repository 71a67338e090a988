/// Where two choices differ: the sites that only one of them holds, in parts that share no demand which the
/// sites of both leave uncovered. Each part may be taken from either choice whatever is taken of the others,
/// and the people covered add up (the partition crossover of Whitley, Hains and Howe, 2009, on covering sets).
///
/// For rows of need 1. One owner, not for several threads at once.
final class CoverCrossing {
  /// The sites of the one choice and of the other in a part, and what the other's cover more than the one's.
  struct Part {
    var ours: [Int] = []
    var theirs: [Int] = []
    var gain = 0.0

    /// Sites more where the other's are taken.
    var growth: Int { theirs.count - ours.count }
  }

  private let rows: CoverRows
  private let weights: [Double]
  /// By site: 1 in the one choice, 2 in the other.
  private let marks: UnsafeMutablePointer<UInt8>
  /// By row: covered by a site of both.
  private let isCommon: UnsafeMutablePointer<Bool>
  private let isSeen: UnsafeMutablePointer<Bool>
  /// By row: a site that covers it, −1 for none yet.
  private let firsts: UnsafeMutablePointer<Int>
  /// Forest of the sites that hang together.
  private let parents: UnsafeMutablePointer<Int>
  /// Part by root.
  private let indices: UnsafeMutablePointer<Int>

  init(_ core: CoverCore) {
    (rows, weights) = (core.rows, core.weights)
    marks = .filled(core.siteCount, 0)
    isCommon = .filled(core.rowCount, false)
    isSeen = .filled(core.rowCount, false)
    firsts = .filled(core.rowCount, -1)
    parents = .filled(core.siteCount, 0)
    indices = .filled(core.siteCount, 0)
  }

  deinit {
    marks.deallocate()
    isCommon.deallocate()
    isSeen.deallocate()
    firsts.deallocate()
    parents.deallocate()
    indices.deallocate()
  }

  /// The parts in the order of their first site, those of `ours` first.
  func parts(_ ours: [Int], _ theirs: [Int]) -> [Part] {
    for site in ours { marks[site] |= 1 }
    for site in theirs { marks[site] |= 2 }
    let common = ours.filter { marks[$0] == 3 }
    let apart = ours.filter { marks[$0] == 1 } + theirs.filter { marks[$0] == 2 }
    setCommon(common, true)
    join(apart)
    var parts = divide(apart)
    price(&parts)
    setCommon(common, false)
    for site in ours { marks[site] = 0 }
    for site in theirs { marks[site] = 0 }
    return parts
  }

  private func setCommon(_ sites: [Int], _ value: Bool) {
    for site in sites { for row in rows[site] { isCommon[Int(row)] = value } }
  }

  private func join(_ sites: [Int]) {
    for site in sites { parents[site] = site }
    for site in sites {
      for item in rows[site] where !isCommon[Int(item)] {
        let first = firsts[Int(item)]
        if first < 0 { firsts[Int(item)] = site } else { parents[root(site)] = root(first) }
      }
    }
    for site in sites { for row in rows[site] { firsts[Int(row)] = -1 } }
  }

  private func root(_ site: Int) -> Int {
    var site = site
    while parents[site] != site {
      parents[site] = parents[parents[site]]
      site = parents[site]
    }
    return site
  }

  private func divide(_ sites: [Int]) -> [Part] {
    var parts: [Part] = []
    for site in sites { indices[site] = -1 }
    for site in sites {
      let root = root(site)
      if indices[root] < 0 {
        indices[root] = parts.count
        parts.append(Part())
      }
      if marks[site] == 1 {
        parts[indices[root]].ours.append(site)
      } else {
        parts[indices[root]].theirs.append(site)
      }
    }
    return parts
  }

  private func price(_ parts: inout [Part]) {
    for index in parts.indices {
      parts[index].gain = people(parts[index].theirs) - people(parts[index].ours)
    }
  }

  /// What sites cover that no site of both choices does.
  private func people(_ sites: [Int]) -> Double {
    var people = 0.0
    for site in sites {
      for item in rows[site] where !isCommon[Int(item)] && !isSeen[Int(item)] {
        isSeen[Int(item)] = true
        people += weights[Int(item)]
      }
    }
    for site in sites { for row in rows[site] { isSeen[Int(row)] = false } }
    return people
  }

  /// The best choice that takes every part from `one` or from `other` and has as many sites as `one`; nil
  /// where it is `one` itself.
  func best(of one: CoverChoice, and other: [Int]) -> CoverChoice? {
    let parts = parts(one.sites, other)
    guard let taken = Self.taken(parts) else { return nil }
    var sites = Set(one.sites)
    var value = one.value
    for part in taken {
      sites.subtract(part.ours)
      sites.formUnion(part.theirs)
      value += part.gain
    }
    return CoverChoice(sites: sites.sorted(), value: value)
  }

  /// The parts to take from the other choice for most people and no site more or less, by dynamic programming
  /// over the parts; nil for none.
  private static func taken(_ parts: [Part]) -> [Part]? {
    // A growth of more than this on the way is not looked at.
    let reach = 6
    var best = [Double](repeating: -.infinity, count: 2 * reach + 1)
    best[reach] = 0
    var isTaken: [[Bool]] = []
    for part in parts {
      var next = best
      var takes = [Bool](repeating: false, count: best.count)
      for (index, value) in best.enumerated() where best.indices.contains(index + part.growth) {
        if value + part.gain > next[index + part.growth] {
          next[index + part.growth] = value + part.gain
          takes[index + part.growth] = true
        }
      }
      best = next
      isTaken.append(takes)
    }
    if best[reach] <= 0 { return nil }
    var at = reach
    return parts.indices.reversed().filter { index in
      guard isTaken[index][at] else { return false }
      at -= parts[index].growth
      return true
    }.map { parts[$0] }
  }
}
