/// Lists of indices one after another in raw memory, read by several threads at once: rows by site, or sites
/// by row. Ascending within a list.
///
/// `@unchecked Sendable`: written only while it is built, before anyone else holds it.
final class CoverRows: @unchecked Sendable {
  let count: Int
  let starts: UnsafeMutablePointer<Int>
  let items: UnsafeMutablePointer<UInt32>

  /// List l takes `starts[l]..<starts[l + 1]` of `items`.
  init(starts: [Int], items: [UInt32]) {
    count = starts.count - 1
    self.starts = .allocate(capacity: starts.count)
    self.starts.initialize(from: starts, count: starts.count)
    self.items = .allocate(capacity: max(1, items.count))
    self.items.initialize(from: items, count: items.count)
  }

  private init(count: Int, total: Int) {
    self.count = count
    starts = .allocate(capacity: count + 1)
    starts.initialize(repeating: 0, count: count + 1)
    items = .allocate(capacity: max(1, total))
    items.initialize(repeating: 0, count: max(1, total))
  }

  deinit {
    starts.deallocate()
    items.deallocate()
  }

  var total: Int { starts[count] }

  /// The list `index`; valid while the receiver lives.
  @inline(__always)
  subscript(index: Int) -> UnsafeBufferPointer<UInt32> {
    UnsafeBufferPointer(start: items + starts[index], count: starts[index + 1] - starts[index])
  }

  /// For every item below `itemCount` the lists that hold it, ascending.
  func transposed(itemCount: Int) -> CoverRows {
    let result = CoverRows(count: itemCount, total: total)
    for position in 0..<total { result.starts[Int(items[position]) + 1] += 1 }
    for item in 0..<itemCount { result.starts[item + 1] += result.starts[item] }
    var next = Array(UnsafeBufferPointer(start: result.starts, count: itemCount))
    for list in 0..<count {
      for item in self[list] {
        result.items[next[Int(item)]] = UInt32(list)
        next[Int(item)] += 1
      }
    }
    return result
  }
}
