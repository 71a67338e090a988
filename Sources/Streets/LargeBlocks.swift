import Glibc
import Synchronization

/// Memory of large arrays: it begins at a large page and is used again where many arrays follow one another.
///
/// Fresh memory costs the clearing of its pages, which was a quarter of the time in which a graph of a million nodes
/// was built. Within `reusing` blocks given back are kept and handed out again, cut to what is asked for.
package enum LargeBlocks {
  /// Smaller arrays gain nothing and stay with the allocator.
  static let leastBytes = LargePages.bytes
  /// More than this is never kept.
  static let mostKeptBytes = 1 << 30

  /// Some large pages, by address; it belongs to one owner at a time.
  struct Block: Equatable, Sendable {
    var address: UInt
    var bytes: Int
    var base: UnsafeMutableRawPointer { UnsafeMutableRawPointer(bitPattern: address)! }
    var end: UInt { address + UInt(bytes) }
  }

  private static let shelf = Mutex(Shelf())

  /// Memory for so many bytes; what it holds is not defined.
  static func take(_ bytes: Int) -> Block {
    let bytes = (bytes + LargePages.bytes - 1) & -LargePages.bytes
    return shelf.withLock { $0.take(bytes) } ?? map(bytes)
  }

  /// Takes memory back that nobody uses any more.
  static func give(_ block: Block) {
    if !shelf.withLock({ $0.keep(block) }) { unmap(block) }
  }

  /// Keeps memory that is given back for arrays to come, until the last of such tasks has ended; any thread may take
  /// and give. Nothing but time depends on it.
  package static func reusing<Result>(_ body: () throws -> Result) rethrows -> Result {
    shelf.withLock { $0.tasks += 1 }
    defer { for block in shelf.withLock({ $0.endTask() }) { unmap(block) } }
    return try body()
  }

  /// Bytes kept now.
  static var keptBytes: Int { shelf.withLock { $0.keptBytes } }

  /// Fresh memory. The system gives any address, so more is asked for, and cut off on both sides.
  private static func map(_ bytes: Int) -> Block {
    let more = bytes + LargePages.bytes
    let flags = MAP_PRIVATE | MAP_ANONYMOUS
    guard let found = mmap(nil, more, PROT_READ | PROT_WRITE, flags, -1, 0), found != MAP_FAILED
    else { fatalError("no memory for an array of \(bytes) bytes") }
    let whole = Block(address: UInt(bitPattern: found), bytes: more)
    let start = UInt(bitPattern: found.alignedUp(toMultipleOf: LargePages.bytes))
    let block = Block(address: start, bytes: bytes)
    unmap(Block(address: whole.address, bytes: Int(start - whole.address)))
    unmap(Block(address: block.end, bytes: Int(whole.end - block.end)))
    return block
  }

  private static func unmap(_ block: Block) {
    if block.bytes > 0 { munmap(block.base, block.bytes) }
  }
}

/// What is kept for arrays to come.
struct Shelf: Sendable {
  /// Running `reusing` calls.
  var tasks = 0
  private(set) var keptBytes = 0
  /// By address; neighbours are one block.
  private var blocks: [LargeBlocks.Block] = []

  /// The front of the smallest block that is large enough.
  mutating func take(_ bytes: Int) -> LargeBlocks.Block? {
    let fitting = blocks.indices.filter { blocks[$0].bytes >= bytes }
    guard let index = fitting.min(by: { blocks[$0].bytes < blocks[$1].bytes }) else { return nil }
    let taken = LargeBlocks.Block(address: blocks[index].address, bytes: bytes)
    blocks[index].address += UInt(bytes)
    blocks[index].bytes -= bytes
    if blocks[index].bytes == 0 { blocks.remove(at: index) }
    keptBytes -= bytes
    return taken
  }

  /// False when it is to go back to the system.
  mutating func keep(_ block: LargeBlocks.Block) -> Bool {
    guard tasks > 0, keptBytes + block.bytes <= LargeBlocks.mostKeptBytes else { return false }
    keptBytes += block.bytes
    let index = blocks.firstIndex { $0.address > block.address } ?? blocks.endIndex
    blocks.insert(block, at: index)
    join(index)
    if index > 0 { join(index - 1) }
    return true
  }

  /// Makes one of a block and the next where they touch.
  private mutating func join(_ index: Int) {
    guard index + 1 < blocks.count, blocks[index].end == blocks[index + 1].address else { return }
    blocks[index].bytes += blocks[index + 1].bytes
    blocks.remove(at: index + 1)
  }

  /// What goes back to the system.
  mutating func endTask() -> [LargeBlocks.Block] {
    tasks -= 1
    guard tasks == 0 else { return [] }
    defer { (blocks, keptBytes) = ([], 0) }
    return blocks
  }
}

/// Pages of 2 MB: fewer faults while memory is first written, and fewer misses of the address cache in searches.
enum LargePages {
  static let bytes = 2 << 20

  /// Asks for large pages in a block of which so many bytes will be used: none for less than half of one. A system that
  /// has none goes on with small ones.
  static func advise(_ block: LargeBlocks.Block, used: Int) {
    let large = (used + bytes / 2) & -bytes
    if large > 0 { _ = madvise(block.base, large, MADV_HUGEPAGE) }
  }
}
