import Model

/// Which block of BEFORE is which of AFTER, by id.
///
/// Rows are the blocks of BEFORE in their order, then those only AFTER has, in theirs.
struct BlockMatch: Sendable {
  /// Index in each file; −1 where the file lacks the block.
  var before: [Int32]
  var after: [Int32]

  init(_ before: [String], _ after: [String]) {
    var indices = [String: Int32](minimumCapacity: after.count)
    for (index, id) in after.enumerated() { indices[id] = Int32(index) }
    var isMatched = [Bool](repeating: false, count: after.count)
    self.before = before.indices.map(Int32.init)
    self.after = before.map { id in
      guard let index = indices[id] else { return -1 }
      isMatched[Int(index)] = true
      return index
    }
    for index in after.indices where !isMatched[index] {
      self.before.append(-1)
      self.after.append(Int32(index))
    }
  }

  var count: Int { before.count }

  /// Rows of blocks that both files have.
  var matched: [Int] { (0..<count).filter { before[$0] >= 0 && after[$0] >= 0 } }
  /// Rows of blocks only AFTER has.
  var appeared: [Int] { (0..<count).filter { before[$0] < 0 } }
  /// Rows of blocks only BEFORE has.
  var gone: [Int] { (0..<count).filter { after[$0] < 0 } }

  /// The values of both files by row; `none` where a file lacks the block.
  func rows<Value>(_ before: [Value], _ after: [Value], none: Value) -> RowPair<Value> {
    RowPair(
      before: self.before.map { $0 < 0 ? none : before[Int($0)] },
      after: self.after.map { $0 < 0 ? none : after[Int($0)] })
  }
}

/// One column of both files, a value a row.
struct RowPair<Value: Sendable>: Sendable {
  var before: [Value]
  var after: [Value]
}
