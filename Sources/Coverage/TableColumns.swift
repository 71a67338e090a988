extension CoverageTable {
  /// One column as plain memory: `bytesPerBlock` bytes a block, blocks in order.
  ///
  /// The memory is the table's own: it must be kept while a column is used.
  package struct Column {
    package var memory: UnsafeMutableRawBufferPointer
    package var bytesPerBlock: Int
  }

  /// All columns, in an order that saved tables rely on: a change of it is a new version of their format.
  package var columns: [Column] {
    let reals = [
      area, population, nearestMetres, walkMinutes, walkMinutes90, unreachableShare, rasterPeople,
      detourRatio,
    ]
    return reals.map { Self.column($0) } + [nearestStation, walkStation].map { Self.column($0) }
      + [method, walkCauses, borderline, withoutOwnStation].map { Self.column($0) }
      + [Self.column(stations, reachCount)]
      + [areaShare, populationShare].map { Self.column($0, reachCount) }
      + [Self.column(extraShare, extraCount)]
  }

  private static func column<Element>(
    _ buffer: UnsafeMutableBufferPointer<Element>, _ width: Int = 1
  ) -> Column {
    Column(
      memory: UnsafeMutableRawBufferPointer(buffer),
      bytesPerBlock: width * MemoryLayout<Element>.stride)
  }

  /// Bytes of all columns together for one block.
  package static func bytesPerBlock(reachCount: Int, extraCount: Int) -> Int {
    CoverageTable(count: 0, reachCount: reachCount, extraCount: extraCount).columns.reduce(0) {
      $0 + $1.bytesPerBlock
    }
  }

  /// Copies block i of `other` to row `rows[i]` of this table, bit for bit; of its extra shares the first ones, as many
  /// as this table has.
  ///
  /// - Precondition: `other` has as many blocks as `rows`, the same reaches, and no fewer extra shares; rows lie in this
  ///   table.
  package func take(_ rows: [Int], from other: CoverageTable) {
    precondition(
      rows.count == other.count && reachCount == other.reachCount && extraCount <= other.extraCount)
    let runs = Self.runs(rows, below: count)
    for (to, from) in zip(columns, other.columns) where to.bytesPerBlock > 0 {
      if to.bytesPerBlock < from.bytesPerBlock {
        for (block, row) in rows.enumerated() {
          for extra in 0..<extraCount {
            extraShare[row * extraCount + extra] =
              other.extraShare[block * other.extraCount + extra]
          }
        }
        continue
      }
      for run in runs {
        let size = run.count * to.bytesPerBlock
        to.memory.baseAddress!.advanced(by: rows[run.lowerBound] * to.bytesPerBlock).copyMemory(
          from: from.memory.baseAddress!.advanced(by: run.lowerBound * to.bytesPerBlock),
          byteCount: size)
      }
    }
    withExtendedLifetime((self, other)) {}
  }

  /// Positions in `rows` whose rows follow one another.
  private static func runs(_ rows: [Int], below limit: Int) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    for (position, row) in rows.enumerated() {
      precondition(row >= 0 && row < limit)
      if let last = runs.last, rows[last.upperBound - 1] + 1 == row {
        runs[runs.count - 1] = last.lowerBound..<position + 1
      } else {
        runs.append(position..<position + 1)
      }
    }
    return runs
  }
}
