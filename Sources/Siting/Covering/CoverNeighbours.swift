/// The sites that share a row with a site, itself left out, those that share most people first, equal ones by
/// index; found when first asked for. One owner, not for several threads at once.
final class CoverNeighbours {
  /// A site and the people it shares with the one asked about, in the units of `CoverQuanta`.
  struct Neighbour: Equatable {
    var site: Int32
    var shared: Int32
  }

  private let rows: CoverRows
  private let back: CoverRows
  private let weights: [Int32]
  private var lists: [UnsafeMutableBufferPointer<Neighbour>?]
  private let shared: UnsafeMutablePointer<Int32>
  private let isSeen: UnsafeMutablePointer<Bool>
  private var total = 0

  /// Entries held at most, 200 MB; more than that, and all lists are found anew.
  private static let mostEntries = 25_000_000

  init(_ core: CoverCore, quanta: CoverQuanta) {
    rows = core.rows
    back = core.back
    weights = quanta.weights
    lists = Array(repeating: nil, count: core.siteCount)
    shared = .filled(core.siteCount, 0)
    isSeen = .filled(core.siteCount, false)
  }

  deinit {
    drop()
    shared.deallocate()
    isSeen.deallocate()
  }

  /// Valid until the next call.
  @inline(__always)
  func list(of site: Int) -> UnsafeBufferPointer<Neighbour> {
    if let list = lists[site] { return UnsafeBufferPointer(list) }
    return found(site)
  }

  @inline(never)
  private func found(_ site: Int) -> UnsafeBufferPointer<Neighbour> {
    if total > Self.mostEntries { drop() }
    let keys = keys(of: site)
    let list = UnsafeMutableBufferPointer<Neighbour>.allocate(capacity: keys.count)
    for (index, key) in keys.enumerated() {
      let neighbour = Neighbour(
        site: Int32(truncatingIfNeeded: key & 0xFFFF_FFFF),
        shared: .max - Int32(truncatingIfNeeded: key >> 32))
      list.initializeElement(at: index, to: neighbour)
    }
    lists[site] = list
    total += list.count
    return UnsafeBufferPointer(list)
  }

  /// What each neighbour shares, as far below the most there can be, above its index; ascending.
  private func keys(of site: Int) -> [UInt64] {
    var near: [UInt32] = []
    isSeen[site] = true
    for row in rows[site] {
      let weight = weights[Int(row)]
      for other in back[Int(row)] {
        shared[Int(other)] += weight
        if isSeen[Int(other)] { continue }
        isSeen[Int(other)] = true
        near.append(other)
      }
    }
    var keys = near.map { UInt64(Int32.max - shared[Int($0)]) << 32 | UInt64($0) }
    keys.sort()
    for other in near + [UInt32(site)] { (isSeen[Int(other)], shared[Int(other)]) = (false, 0) }
    return keys
  }

  private func drop() {
    for list in lists { list?.deallocate() }
    lists = Array(repeating: nil, count: lists.count)
    total = 0
  }
}
