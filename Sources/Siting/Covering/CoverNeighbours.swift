/// The sites that share a row with a site, itself left out, ascending; found when first asked for. One owner,
/// not for several threads at once.
final class CoverNeighbours {
  private let rows: CoverRows
  private let back: CoverRows
  private var lists: [UnsafeMutableBufferPointer<UInt32>?]
  private var isSeen: [Bool]
  private var total = 0

  /// Entries held at most, 200 MB; more than that, and all lists are found anew.
  private static let mostEntries = 50_000_000

  init(_ core: CoverCore) {
    rows = core.rows
    back = core.back
    lists = Array(repeating: nil, count: core.siteCount)
    isSeen = Array(repeating: false, count: core.siteCount)
  }

  deinit { drop() }

  /// Valid until the next call.
  func list(of site: Int) -> UnsafeBufferPointer<UInt32> {
    if let list = lists[site] { return UnsafeBufferPointer(list) }
    if total > Self.mostEntries { drop() }
    let list = found(site)
    lists[site] = list
    total += list.count
    return UnsafeBufferPointer(list)
  }

  private func found(_ site: Int) -> UnsafeMutableBufferPointer<UInt32> {
    var near: [UInt32] = []
    isSeen[site] = true
    for row in rows[site] {
      for other in back[Int(row)] where !isSeen[Int(other)] {
        isSeen[Int(other)] = true
        near.append(other)
      }
    }
    isSeen[site] = false
    for other in near { isSeen[Int(other)] = false }
    near.sort()
    let list = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: near.count)
    _ = list.initialize(from: near)
    return list
  }

  private func drop() {
    for list in lists { list?.deallocate() }
    lists = Array(repeating: nil, count: lists.count)
    total = 0
  }
}
