/// A list that grows, in the memory of large arrays. Copies are independent.
///
/// `@unchecked Sendable`: memory that copies share is never written, a list that changes moves to its own first.
public struct LargeList<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  private var block: HeapBlock<Element>?
  public private(set) var count = 0

  public init() {}

  /// A list of `count` elements that hold nothing in particular until they are written.
  init(unwritten count: Int) {
    if count > 0 { block = HeapBlock(capacity: count) }
    self.count = count
  }

  public init(repeating element: Element, count: Int) {
    self.init(unwritten: count)
    block?.base.initialize(repeating: element, count: count)
  }

  /// Makes room for `capacity` elements. Room that stays empty costs addresses only.
  mutating func reserve(_ capacity: Int) {
    if capacity > (block?.capacity ?? 0) { move(capacity) }
  }

  mutating func append(contentsOf elements: UnsafeBufferPointer<Element>) {
    let total = count + elements.count
    makeRoom(total)
    if let block, let source = elements.baseAddress {
      (block.base + count).update(from: source, count: elements.count)
    }
    count = total
  }

  /// Forgets what lies behind the first `count` elements.
  mutating func cut(to count: Int) { self.count = Swift.min(self.count, count) }

  /// The elements to be written, as long as the list is neither copied nor changed otherwise; of an empty list
  /// room that is never written to.
  var memory: UnsafeMutablePointer<Element> {
    mutating get {
      makeRoom(count)
      return block!.base
    }
  }

  /// Room of its own for so many elements; a list without any gets some, too.
  @inline(__always)
  private mutating func makeRoom(_ total: Int) {
    if total > (block?.capacity ?? 0) || !isKnownUniquelyReferenced(&block) {
      move(Swift.max(total, 2 * (block?.capacity ?? 0)))
    }
  }

  /// Moves what is there to a block of its own.
  private mutating func move(_ capacity: Int) {
    let larger = HeapBlock<Element>(capacity: Swift.max(1, capacity))
    if let block { larger.base.update(from: block.base, count: count) }
    block = larger
  }

  /// What is there now, without a copy: a later change moves the list away from it.
  var array: GraphArray<Element> {
    guard let block else { return GraphArray([]) }
    return GraphArray(owner: block, base: block.base, count: count)
  }
}

extension LargeList: RandomAccessCollection, MutableCollection, RangeReplaceableCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { count }

  public subscript(index: Int) -> Element {
    get {
      precondition(index >= 0 && index < count, "no such element")
      return block!.base[index]
    }
    set {
      precondition(index >= 0 && index < count, "no such element")
      memory[index] = newValue
    }
  }

  public mutating func append(_ element: Element) {
    makeRoom(count + 1)
    block!.base[count] = element
    count += 1
  }

  public mutating func replaceSubrange(
    _ range: Range<Int>, with elements: some Collection<Element>
  ) {
    var changed = LargeList()
    changed.reserve(count - range.count + elements.count)
    for element in self[..<range.lowerBound] { changed.append(element) }
    for element in elements { changed.append(element) }
    for element in self[range.upperBound...] { changed.append(element) }
    self = changed
  }

  public func withContiguousStorageIfAvailable<Result>(
    _ body: (UnsafeBufferPointer<Element>) throws -> Result
  ) rethrows -> Result? {
    try withUnsafeBufferPointer(body)
  }

  /// Calls `body` with the elements, which hold until it returns.
  func withUnsafeBufferPointer<Result>(
    _ body: (UnsafeBufferPointer<Element>) throws -> Result
  ) rethrows -> Result {
    try withExtendedLifetime(block) {
      try body(UnsafeBufferPointer(start: block?.base, count: count))
    }
  }
}

extension LargeList: ExpressibleByArrayLiteral {
  public init(arrayLiteral elements: Element...) { self.init(elements) }
}

extension LargeList: Equatable where Element: Equatable {
  public static func == (a: LargeList, b: LargeList) -> Bool { a.elementsEqual(b) }
}
