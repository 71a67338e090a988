import Glibc
import Model
import Testing

@testable import Streets

@Suite struct LargeBlocksTests {
  private let page = LargePages.bytes

  /// Blocks of the book-keeping alone; nobody reads or writes there.
  private func block(_ first: Int, _ pages: Int) -> LargeBlocks.Block {
    LargeBlocks.Block(address: UInt(first * page), bytes: pages * page)
  }

  @Test func `Without a task that reuses memory nothing is kept`() {
    var shelf = Shelf()
    let isKept = shelf.keep(block(10, 3))
    #expect(!isKept && shelf.keptBytes == 0)
    let taken = shelf.take(page)
    #expect(taken == nil)
  }

  @Test func `Of the kept blocks the smallest that is large enough is cut to size`() {
    var shelf = Shelf()
    shelf.tasks = 1
    let isKept = [block(10, 8), block(30, 3), block(50, 2)].map { shelf.keep($0) }
    #expect(isKept == [true, true, true])
    // The second leaves 13…17 of the first.
    let taken = [3, 3, 2, 6, 5].map { shelf.take($0 * page) }
    #expect(taken == [block(30, 3), block(10, 3), block(50, 2), nil, block(13, 5)])
    #expect(shelf.keptBytes == 0)
  }

  @Test(arguments: [[0, 1, 2], [2, 1, 0], [0, 2, 1], [1, 2, 0]])
  func `Neighbours are one block again, in whatever order they come back`(_ order: [Int]) {
    var shelf = Shelf()
    shelf.tasks = 1
    let parts = [block(10, 2), block(12, 3), block(15, 1)]
    let isKept = order.map { shelf.keep(parts[$0]) }
    let taken = shelf.take(6 * page)
    #expect(isKept == [true, true, true] && taken == block(10, 6))
  }

  @Test func `More than the most is never kept`() {
    var shelf = Shelf()
    shelf.tasks = 1
    let most = LargeBlocks.mostKeptBytes / page
    let blocks = [(10, most + 1), (10, most - 1), (10 + 2 * most, 2), (10 + 2 * most, 1)]
    let isKept = blocks.map { shelf.keep(block($0.0, $0.1)) }
    #expect(isKept == [false, true, false, true])
    #expect(shelf.keptBytes == LargeBlocks.mostKeptBytes)
  }

  @Test func `Only the end of the last task gives memory back to the system`() {
    var shelf = Shelf()
    shelf.tasks = 2
    let isKept = shelf.keep(block(10, 4))
    let first = shelf.endTask()
    #expect(isKept && first.isEmpty && shelf.keptBytes == 4 * page)
    let last = shelf.endTask()
    #expect(last == [block(10, 4)])
    #expect(shelf.keptBytes == 0 && shelf.tasks == 0)
  }

  @Test(arguments: [1, LargeBlocks.leastBytes - 1, LargeBlocks.leastBytes, 9_000_001])
  func `A large array begins at a large page, and all of it can be written`(_ bytes: Int) {
    let array = FilledArray<UInt8>(repeating: 7, bytes)
    #expect(Self.holds(array, 7))
    let isAligned = Int(bitPattern: array.base) % page == 0
    #expect(isAligned || bytes < LargeBlocks.leastBytes)
    array.keep()
  }

  @Test func `Arrays of several threads never share memory that is used again`() throws {
    let count = LargeBlocks.leastBytes / 4
    let isWhole = try LargeBlocks.reusing {
      try Parallel.map(count: 24, threads: 4) { number -> Bool in
        let mark = UInt32(number)
        let first = FilledArray(repeating: mark, count + 1000 * (number % 5))
        let second = FilledArray(repeating: ~mark, count)
        defer {
          first.keep()
          second.keep()
        }
        return Self.holds(first, mark) && Self.holds(second, ~mark)
      }
    }
    #expect(isWhole == Array(repeating: true, count: 24))
  }

  @Test(arguments: [1, 3])
  func `A graph does not depend on what its memory held before`(_ threads: Int) throws {
    let segments = Self.grid(side: 280)
    var graphs: [[UInt8]] = []
    for used in [UInt8(0), 0xFF] {
      try LargeBlocks.reusing {
        Self.leaveBehind(used)
        graphs.append(try Self.bytes(StreetGraphBuilder.build(segments, threads: threads)))
      }
    }
    #expect(graphs[0] == graphs[1])
  }

  @Test func `A list keeps what was appended, and its copies are independent`() {
    var list = LargeList<Int64>()
    #expect(list.count == 0 && list.array.isEmpty)
    // Room for both appends without a move.
    list.reserve(10)
    func append(_ numbers: Range<Int64>, to list: inout LargeList<Int64>) {
      Array(numbers).withUnsafeBufferPointer { list.append(contentsOf: $0) }
    }
    append(0..<2, to: &list)
    append(2..<2, to: &list)
    let (view, copy) = (list.array, list)
    var other = copy
    append(2..<5, to: &list)
    append(7..<9, to: &other)
    #expect(Array(view) == [0, 1] && Array(copy.array) == [0, 1])
    #expect(Array(other.array) == [0, 1, 7, 8] && Array(list.array) == [0, 1, 2, 3, 4])
    append(5..<300_000, to: &list)
    #expect(list.withUnsafeBufferPointer { Array($0) } == Array(0..<300_000))
  }

  @Test func `A list changes like an array`() {
    var random = SplitMix(state: 71)
    var (list, array): (LargeList<UInt32>, [UInt32]) = ([3, 1, 2], [3, 1, 2])
    var (kept, keptArray) = (list, array)
    for step in 0..<3_000 {
      let value = UInt32.random(in: 0..<100, using: &random)
      let place = Int.random(in: 0...array.count, using: &random)
      switch step % 6 {
      case 0, 1:
        list.append(value)
        array.append(value)
      case 2 where place < array.count: (list[place], array[place]) = (value, value)
      case 3:
        list.insert(value, at: place)
        array.insert(value, at: place)
      case 4:
        list.append(contentsOf: [value, 7])
        array.append(contentsOf: [value, 7])
      case 5 where place < array.count: #expect(list.remove(at: place) == array.remove(at: place))
      default: (kept, keptArray) = (list, array)
      }
      #expect(list.count == array.count)
    }
    #expect(Array(list) == array && Array(kept) == keptArray)
    #expect(list == LargeList(array) && list != kept)
    #expect(list[5..<9].elementsEqual(array[5..<9]))
  }

  @Test func `Room that is not written yet is cut to what is`() {
    var list = LargeList<UInt32>(unwritten: 600_000)
    for index in 0..<600_000 { list.memory[index] = UInt32(index) }
    let whole = list
    list.cut(to: 5)
    #expect(list == [0, 1, 2, 3, 4])
    list.append(9)
    #expect(list == [0, 1, 2, 3, 4, 9])
    #expect(whole.count == 600_000 && whole[5] == 5 && whole.last == 599_999)
  }

  /// Whether an array holds a value at its ends and in every page.
  private static func holds<Element: Equatable>(
    _ array: FilledArray<Element>, _ value: Element
  ) -> Bool {
    let all = array.array
    return all.last == value
      && stride(from: 0, to: all.count, by: 1000).allSatisfy { all[$0] == value }
  }

  /// A square of streets whose arrays are large.
  private static func grid(side: Int) -> StreetSegments {
    var segments = StreetSegments()
    for node in 0..<side * side {
      segments.nodes.append(
        FixedPoint(
          longitudeE7: 1_260_000_000 + Int32(node % side) * 9000 + Int32(node * node % 701),
          latitudeE7: 430_000_000 + Int32(node / side) * 8000))
      let (column, row) = (node % side, node / side)
      if column > 0 { segments.append(tail: UInt32(node), head: UInt32(node - 1)) }
      if row > 0 {
        segments.append(tail: UInt32(node), head: UInt32(node - side), backwardFactor: 1.5)
      }
    }
    return segments
  }

  /// Fills memory that is then given back.
  private static func leaveBehind(_ value: UInt8) {
    FilledArray(repeating: value, 60 << 20).keep()
  }

  private static func bytes(_ graph: StreetGraph) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try graph.encoded { bytes.append(contentsOf: $0) }
    return bytes
  }
}
