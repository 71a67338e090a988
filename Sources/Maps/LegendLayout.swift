import Model

/// One line of a legend in its place.
struct LegendLine {
  var entry: LegendEntry
  var text: TextBlock
  /// Left edge of the symbol and of the text, and top of the text.
  var x: Double
  var textX: Double
  var y: Double
}

/// Puts the entries of a legend into one column, or into columns side by side.
struct LegendLayout {
  private(set) var lines: [LegendLine] = []

  static let symbolWidth = 7.0
  private static let columnWidth = 56.0
  /// Room kept above a legend in a column for the north arrow, and beside one in columns for arrow and scale bar.
  private static let arrowHeight = 14.0
  private static let besideShare = 0.34

  /// - Parameter isColumn: one column in a margin beside the map; else columns beneath it.
  init(
    _ entries: [LegendEntry], in box: BoundingBox, size: Double, isColumn: Bool, setter: TextSetter
  ) {
    let width = isColumn ? box.maxX - box.minX : Self.columnWidth * size
    let blocks = Self.blocks(entries, width: width, size: size, setter: setter)
    var x = box.minX
    var y = box.minY + (isColumn ? Self.arrowHeight * size : 0)
    let bottom = isColumn ? box.maxY - 14 * size : box.maxY
    let top = y
    for (entry, block) in zip(entries, blocks) {
      if y + block.height > bottom && y > top {
        // The column is full: beneath the map there is a next one, beside it the rest is crowded.
        if isColumn { break }
        x += width + 3 * size
        y = top
      }
      if entry.isHeading && y > top { y += 1.6 * size }
      lines.append(
        LegendLine(
          entry: entry, text: block, x: x,
          textX: entry.hasSymbol ? x + (Self.symbolWidth + 1.6) * size : x, y: y))
      y += block.height + 0.9 * size
    }
  }

  /// Height of the columns beneath a map that hold all entries.
  static func height(
    _ entries: [LegendEntry], width: Double, size: Double, setter: TextSetter
  ) -> Double {
    let columns = max(1, Int(width * (1 - besideShare) / ((columnWidth + 3) * size)))
    let blocks = blocks(entries, width: columnWidth * size, size: size, setter: setter)
    let heights = zip(entries, blocks).map {
      $1.height + 0.9 * size + ($0.isHeading ? 1.6 * size : 0)
    }
    // Whole lines fill the columns: the tallest may hold one more than its share.
    let share = heights.reduce(0, +) / Double(columns)
    return max(share + (heights.max() ?? 0) * 1.2, 14 * size)
  }

  private static func blocks(
    _ entries: [LegendEntry], width: Double, size: Double, setter: TextSetter
  ) -> [TextBlock] {
    entries.map { entry in
      let room = entry.hasSymbol ? width - (symbolWidth + 1.6) * size : width
      return setter.block(
        entry.words, size: (entry.isHeading ? 3.0 : 2.7) * size, isBold: entry.isHeading,
        width: room, lines: 3)
    }
  }
}

extension LegendEntry {
  var isHeading: Bool { if case .heading = self { true } else { false } }

  var hasSymbol: Bool {
    switch self {
    case .heading, .note: false
    case .area, .line, .marker: true
    }
  }

  var words: String {
    switch self {
    case .heading(let words), .note(let words): words
    case .area(_, let words), .line(_, let words), .marker(_, let words, _): words
    }
  }
}
