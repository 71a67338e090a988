import Glibc
import Synchronization

/// Temporary files and directories that exist now, in a table that a signal handler may read.
///
/// Each slot holds the address of a C string, or 0. Strings are never freed (one a written file, about a
/// hundred bytes), because a handler may be reading one while its file is committed.
enum PendingPaths {
  /// Most entries at a time: the files of a large set of tiles. Other runs write a few dozen at most.
  private static let capacity = 1 << 14

  /// `unchecked Sendable`: allocated once, and every slot is atomic.
  private struct Slots: @unchecked Sendable {
    let base: UnsafeMutablePointer<Atomic<UInt>>
    init() {
      base = .allocate(capacity: PendingPaths.capacity)
      for index in 0..<PendingPaths.capacity { (base + index).initialize(to: Atomic(0)) }
    }
  }

  private static let slots = Slots()

  /// Builds the table, so that a handler need not.
  static func prepare() { _ = slots.base }

  /// Enters a path; the number takes it out again. Nil when the table is full.
  static func add(_ path: String) -> Int? {
    guard let copy = strdup(path) else { return nil }
    let address = UInt(bitPattern: copy)
    for index in 0..<capacity {
      let (exchanged, _) = slots.base[index].compareExchange(
        expected: 0, desired: address, ordering: .sequentiallyConsistent)
      if exchanged { return index }
    }
    free(copy)
    return nil
  }

  static func remove(_ slot: Int) { slots.base[slot].store(0, ordering: .sequentiallyConsistent) }

  /// Unlinks every file and then removes every directory entered: atomic loads and two system calls only.
  static func removeAll() {
    for index in 0..<capacity {
      if let path = path(index) { unlink(path) }
    }
    for index in 0..<capacity {
      if let path = path(index) { rmdir(path) }
    }
  }

  private static func path(_ index: Int) -> UnsafePointer<CChar>? {
    UnsafePointer(bitPattern: slots.base[index].load(ordering: .sequentiallyConsistent))
  }
}
