/// Sets of small numbers, one a row, as bits.
struct BitRows {
  let rows: Int
  let columns: Int
  private let words: Int
  private var bits: [UInt64]

  init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    words = (columns + 63) / 64
    bits = [UInt64](repeating: 0, count: rows * words)
  }

  mutating func insert(_ column: Int, in row: Int) {
    bits[row * words + column >> 6] |= 1 << UInt64(column & 63)
  }

  func count(of row: Int) -> Int {
    bits[(row * words)..<((row + 1) * words)].reduce(0) { $0 + $1.nonzeroBitCount }
  }

  /// Calls `body` with the members of a row, ascending.
  func forEach(in row: Int, _ body: (Int) -> Void) {
    for word in 0..<words {
      var rest = bits[row * words + word]
      while rest != 0 {
        body(word * 64 + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
  }

  /// Rows and columns exchanged; rows marked are left out.
  func transposed(without isDropped: [Bool]) -> BitRows {
    var result = BitRows(rows: columns, columns: rows)
    for row in 0..<rows where !isDropped[row] {
      forEach(in: row) { result.insert(row, in: $0) }
    }
    return result
  }

  /// Marks rows that contain a row that stays (`keepingSmall`), or are contained in one; of equal rows the first
  /// stays. Returns whether any was marked.
  ///
  /// - Parameter mayReplace: whether the first row, staying, may make the second one go.
  func drop(
    _ isDropped: inout [Bool], keepingSmall: Bool, where mayReplace: (Int, Int) -> Bool
  ) -> Bool {
    let counts = (0..<rows).map { isDropped[$0] ? 0 : count(of: $0) }
    let order = (0..<rows).filter { !isDropped[$0] }.sorted { first, second in
      if counts[first] == counts[second] { return first < second }
      return (counts[first] < counts[second]) == keepingSmall
    }
    var kept: [Int] = []
    var isChanged = false
    bits.withUnsafeBufferPointer { bits in
      for row in order {
        let goes = kept.contains { other in
          let (small, large) = keepingSmall ? (other, row) : (row, other)
          for word in 0..<words
          where bits[small * words + word] & ~bits[large * words + word] != 0 {
            return false
          }
          return mayReplace(other, row)
        }
        if goes {
          isDropped[row] = true
          isChanged = true
        } else {
          kept.append(row)
        }
      }
    }
    return isChanged
  }
}
