import Foundation

/// Nodes waiting in buckets of nearly equal walking length (R. B. Dial, *Algorithm 360: Shortest-path forest with
/// topological ordering*, CACM 12, 1969; wide buckets as in U. Meyer and P. Sanders, *Δ-stepping*, J. Algorithms 49,
/// 2003).
///
/// A bucket is a chain of chunks of one cache line: slot 0 links to the chunk before, 15 slots hold nodes. Each
/// bucket is one word, the position of its last node (0 empty). Chunks are used again as soon as they are read, so
/// the front of a search stays in cache.
struct BucketQueue {
  /// A bucket is 2^shift millimetres wide.
  let shift: UInt32
  /// One word a bucket for all 2^32 lengths; pages that no search touches are never made.
  let buckets: UnsafeMutablePointer<UInt32>
  private(set) var slots: UnsafeMutablePointer<UInt32>
  private var capacity: Int
  /// First free chunk of those given back, 0 none; first never used.
  private var free: UInt32 = 0
  private var fresh: UInt32 = 16

  static let chunk: UInt32 = 16

  /// `deallocate` must be called when done.
  init(shift: UInt32) {
    self.shift = shift
    let count = 1 << Int(32 - shift)
    buckets = calloc(count, 4)!.bindMemory(to: UInt32.self, capacity: count)
    capacity = 1 << 14
    slots = malloc(capacity * 4)!.bindMemory(to: UInt32.self, capacity: capacity)
  }

  func deallocate() {
    Foundation.free(buckets)
    Foundation.free(slots)
  }

  @inline(__always)
  mutating func push(_ node: UInt32, _ bucket: Int) {
    var last = buckets[bucket]
    if last & (Self.chunk - 1) == (last == 0 ? 0 : Self.chunk - 1) { last = newChunk(after: last) }
    slots[Int(last) + 1] = node
    buckets[bucket] = last + 1
  }

  /// Empties a bucket and returns the position of its last node.
  @inline(__always)
  func detach(_ bucket: Int) -> UInt32 {
    let last = buckets[bucket]
    buckets[bucket] = 0
    return last
  }

  /// The node at a position of a detached chain; moves on to the one before, 0 at the end.
  @inline(__always)
  mutating func take(_ position: inout UInt32) -> UInt32 {
    let node = slots[Int(position)]
    if position & (Self.chunk - 1) == 1 {
      let first = position - 1
      position = slots[Int(first)]
      slots[Int(first)] = free
      free = first
    } else {
      position -= 1
    }
    return node
  }

  /// Position of the link slot of an empty chunk that follows `last`.
  @inline(__always)
  private mutating func newChunk(after last: UInt32) -> UInt32 {
    let first: UInt32
    if free != 0 {
      first = free
      free = slots[Int(first)]
    } else {
      if Int(fresh) + 16 > capacity { grow() }
      first = fresh
      fresh += Self.chunk
    }
    slots[Int(first)] = last
    return first
  }

  @inline(never)
  private mutating func grow() {
    capacity *= 2
    slots = realloc(slots, capacity * 4)!.bindMemory(to: UInt32.self, capacity: capacity)
  }

  /// A fourth of the mean arc, between 1 m and 1 km: few arcs stay within a bucket, few buckets stay empty.
  static func shift(for table: ArcTable) -> UInt32 {
    let count = table.arcs.count
    if count == 0 { return 14 }
    let step = max(1, count / 4096)
    var sum: UInt64 = 0
    var samples: UInt64 = 0
    for index in stride(from: 0, to: count, by: step) {
      sum += UInt64(table.arcs[index].walkMillimetres)
      samples += 1
    }
    let quarter = max(1, sum / samples / 4)
    return UInt32(min(20, max(10, 63 - quarter.leadingZeroBitCount)))
  }
}
