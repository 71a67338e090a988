/// Stable orders of integer keys by counting digits, eleven bits a pass; passes in which all keys agree are skipped.
enum RadixOrder {
  private static let bits = 11

  /// Indices of `keys` by rising key; equal keys keep their order. Linear in their count. `keys` is used up: it holds
  /// nothing in particular afterwards.
  static func order<Key: FixedWidthInteger & UnsignedInteger & BitwiseCopyable & Sendable>(
    keys: FilledArray<Key>
  ) -> FilledArray<UInt32> {
    let count = keys.array.count
    var order = FilledArray<UInt32>(count)
    for index in 0..<count { order[index] = UInt32(index) }
    guard count > 1 else { return order }
    var differing = Key(0)
    for index in 1..<count { differing |= keys[index] ^ keys[0] }
    var keys = keys
    var nextKeys = FilledArray<Key>(count)
    var nextOrder = FilledArray<UInt32>(count)
    for shift in stride(from: 0, to: Key.bitWidth, by: bits) {
      if (differing >> Key(shift)) & Key((1 << bits) - 1) == 0 { continue }
      pass(keys, order, nextKeys, nextOrder, shift: Key(shift))
      swap(&keys, &nextKeys)
      swap(&order, &nextOrder)
    }
    keys.keep()
    nextKeys.keep()
    nextOrder.keep()
    return order
  }

  private static func pass<Key: FixedWidthInteger & UnsignedInteger & BitwiseCopyable & Sendable>(
    _ keys: FilledArray<Key>, _ order: FilledArray<UInt32>, _ nextKeys: FilledArray<Key>,
    _ nextOrder: FilledArray<UInt32>, shift: Key
  ) {
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 1 << bits) { next in
      next.initialize(repeating: 0)
      let mask = Key((1 << bits) - 1)
      let count = keys.array.count
      for index in 0..<count { next[Int(truncatingIfNeeded: (keys[index] >> shift) & mask)] += 1 }
      var sum = 0
      for digit in next.indices { (next[digit], sum) = (sum, sum + next[digit]) }
      for index in 0..<count {
        let digit = Int(truncatingIfNeeded: (keys[index] >> shift) & mask)
        let place = next[digit]
        next[digit] = place + 1
        nextKeys[place] = keys[index]
        nextOrder[place] = order[index]
      }
    }
  }
}
