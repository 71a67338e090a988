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

/// Puts the entries of a legend into one column, or into columns side by side. A heading and what belongs to it stay
/// in one column where they fit into one.
struct LegendLayout {
  private(set) var lines: [LegendLine] = []
  /// Columns taken.
  private(set) var columns = 1

  static let symbolWidth = 7.0
  private static let columnWidth = 56.0
  /// Room kept above a legend in a column for the north arrow, and beside one in columns for arrow and scale bar.
  private static let arrowHeight = 14.0
  private static let besideShare = 0.34
  /// Below a line, and above a heading.
  private static let (lineGap, groupGap) = (0.9, 1.6)

  /// - Parameter isColumn: one column in a margin beside the map; else columns beneath it.
  init(
    _ entries: [LegendEntry], in box: BoundingBox, size: Double, isColumn: Bool, setter: TextSetter
  ) {
    let width = isColumn ? box.maxX - box.minX : Self.columnWidth * size
    let blocks = Self.blocks(entries, width: width, size: size, setter: setter)
    let top = box.minY + (isColumn ? Self.arrowHeight * size : 0)
    let bottom = isColumn ? box.maxY - 14 * size : box.maxY
    var (x, y) = (box.minX, top)
    for (index, entry) in entries.enumerated() {
      if entry.isHeading && y > top { y += Self.groupGap * size }
      let needed =
        entry.isHeading
        ? Self.groupHeight(entries, blocks, from: index, size) : blocks[index].height
      let fits =
        y + needed <= bottom || (needed > bottom - top && y + blocks[index].height <= bottom)
      if !isColumn && !fits && y > top {
        columns += 1
        x += width + 3 * size
        y = top
      }
      // Beside the map there is no next column: what is too much is left out.
      if isColumn && y + blocks[index].height > bottom { break }
      lines.append(
        LegendLine(
          entry: entry, text: blocks[index], x: x,
          textX: entry.hasSymbol ? x + (Self.symbolWidth + 1.6) * size : x, y: y))
      y += blocks[index].height + Self.lineGap * size
    }
  }

  /// Height of a heading with its entries.
  private static func groupHeight(
    _ entries: [LegendEntry], _ blocks: [TextBlock], from heading: Int, _ size: Double
  ) -> Double {
    var height = blocks[heading].height
    for index in entries.indices.dropFirst(heading + 1) {
      if entries[index].isHeading { break }
      height += blocks[index].height + lineGap * size
    }
    return height
  }

  /// The least height, to a millimetre, of the columns beneath a map that hold all entries.
  static func height(
    _ entries: [LegendEntry], width: Double, size: Double, setter: TextSetter
  ) -> Double {
    let most = max(1, Int(width * (1 - besideShare) / ((columnWidth + 3) * size)))
    var height = 14 * size
    while height < 2_000 {
      let box = BoundingBox(minX: 0, minY: 0, maxX: width, maxY: height)
      let layout = LegendLayout(entries, in: box, size: size, isColumn: false, setter: setter)
      if layout.columns <= most { break }
      height += size
    }
    return height
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
