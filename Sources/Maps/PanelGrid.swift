import Model

/// Panels in rows and columns of one size.
struct PanelGrid: Sendable {
  let columns: Int
  /// Frames in reading order, below their titles.
  let boxes: [BoundingBox]

  /// The number of columns that lets the panels be drawn at the largest scale (fewer columns on ties).
  static func best(
    _ extents: [BoundingBox], in area: BoundingBox, gap: Double, titleHeight: Double
  ) -> PanelGrid {
    let grids = (1...extents.count).map {
      PanelGrid(extents.count, columns: $0, in: area, gap: gap, titleHeight: titleHeight)
    }
    func coarsest(_ grid: PanelGrid) -> Double {
      let box = grid.boxes[0]
      guard box.maxX - box.minX > 1, box.maxY - box.minY > 1 else { return .infinity }
      return extents.reduce(0) { $0 + PanelFrame.scale(of: $1, in: box) }
    }
    return grids.min { coarsest($0) < coarsest($1) } ?? grids[0]
  }

  init(_ count: Int, columns: Int, in area: BoundingBox, gap: Double, titleHeight: Double) {
    self.columns = columns
    let rows = (count + columns - 1) / columns
    let width = (area.maxX - area.minX - gap * Double(columns - 1)) / Double(columns)
    let height = (area.maxY - area.minY - gap * Double(rows - 1)) / Double(rows)
    boxes = (0..<count).map { index in
      let (row, column) = index.quotientAndRemainder(dividingBy: columns)
      let left = area.minX + Double(column) * (width + gap)
      let top = area.minY + Double(row) * (height + gap)
      return BoundingBox(
        minX: left, minY: top + titleHeight, maxX: left + width, maxY: top + height)
    }
  }
}
