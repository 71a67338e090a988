/// Stable orders of integer keys by counting digits, eleven bits a pass; passes in which all keys agree are skipped.
enum RadixOrder {
  private static let bits = 11

  /// Indices of `keys` by rising key; equal keys keep their order. Linear in their count.
  static func order<Key: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
    keys: [Key]
  ) -> [UInt32] {
    let count = keys.count
    var order = [UInt32](unsafeUninitializedCapacity: count) { buffer, used in
      for index in 0..<count { buffer[index] = UInt32(index) }
      used = count
    }
    guard count > 1 else { return order }
    var keys = keys
    let differing = keys.withUnsafeBufferPointer { keys in
      keys.reduce(into: Key(0)) { $0 |= $1 ^ keys[0] }
    }
    // Every element is written by a pass before it is read.
    var nextKeys = [Key](unsafeUninitializedCapacity: count) { $1 = count }
    var nextOrder = [UInt32](unsafeUninitializedCapacity: count) { $1 = count }
    for shift in stride(from: 0, to: Key.bitWidth, by: bits) {
      if (differing >> Key(shift)) & Key((1 << bits) - 1) == 0 { continue }
      pass(keys, order, &nextKeys, &nextOrder, shift: Key(shift))
      swap(&keys, &nextKeys)
      swap(&order, &nextOrder)
    }
    return order
  }

  private static func pass<Key: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
    _ keys: [Key], _ order: [UInt32], _ nextKeys: inout [Key], _ nextOrder: inout [UInt32],
    shift: Key
  ) {
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 1 << bits) { next in
      next.initialize(repeating: 0)
      let mask = Key((1 << bits) - 1)
      keys.withUnsafeBufferPointer { keys in
        for key in keys { next[Int(truncatingIfNeeded: (key >> shift) & mask)] += 1 }
        var sum = 0
        for digit in next.indices { (next[digit], sum) = (sum, sum + next[digit]) }
        order.withUnsafeBufferPointer { order in
          nextKeys.withUnsafeMutableBufferPointer { nextKeys in
            nextOrder.withUnsafeMutableBufferPointer { nextOrder in
              for index in keys.indices {
                let digit = Int(truncatingIfNeeded: (keys[index] >> shift) & mask)
                let place = next[digit]
                next[digit] = place + 1
                nextKeys[place] = keys[index]
                nextOrder[place] = order[index]
              }
            }
          }
        }
      }
    }
  }
}
