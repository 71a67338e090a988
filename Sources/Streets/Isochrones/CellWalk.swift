/// Walks a straight line through the cells of the lattice.
///
/// Cell (c, r) is the square of the lattice points c…c+1 × r…r+1. Each cell the line passes is visited once, in
/// order, with the parameter 0…1 at which the line enters it and the side through which it does.
enum CellWalk {
  /// The side of a cell.
  enum Side: UInt8, BitwiseCopyable { case inside, west, east, south, north }

  /// Calls `visit(column, row, entered, side)`; stops when it returns false.
  ///
  /// J. Amanatides and A. Woo, *A Fast Voxel Traversal Algorithm for Ray Tracing*, Eurographics 1987.
  @inline(__always)
  static func along(
    _ from: SIMD2<Double>, _ to: SIMD2<Double>,
    _ visit: (_ column: Int, _ row: Int, _ entered: Double, _ side: Side) -> Bool
  ) {
    var column = Int(from.x)
    var row = Int(from.y)
    let step = to - from
    let columnSteps = abs(Int(to.x) - column)
    let rowSteps = abs(Int(to.y) - row)
    if !visit(column, row, 0, .inside) { return }
    var left = columnSteps + rowSteps
    if left == 0 { return }
    let goesEast = step.x > 0
    let goesNorth = step.y > 0
    let perColumn = columnSteps == 0 ? Double.infinity : abs(1 / step.x)
    let perRow = rowSteps == 0 ? Double.infinity : abs(1 / step.y)
    var nextColumn =
      columnSteps == 0
      ? Double.infinity
      : (goesEast ? Double(column + 1) - from.x : from.x - Double(column)) * perColumn
    var nextRow =
      rowSteps == 0
      ? Double.infinity : (goesNorth ? Double(row + 1) - from.y : from.y - Double(row)) * perRow
    while left > 0 {
      left -= 1
      let goesOn: Bool
      if nextColumn < nextRow {
        column += goesEast ? 1 : -1
        goesOn = visit(column, row, nextColumn, goesEast ? .west : .east)
        nextColumn += perColumn
      } else {
        row += goesNorth ? 1 : -1
        goesOn = visit(column, row, nextRow, goesNorth ? .south : .north)
        nextRow += perRow
      }
      if !goesOn { return }
    }
  }
}
