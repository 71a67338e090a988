import Geometry
import Model

/// A window of a population raster: people per cell, row-major from the north-west (or as the transform says).
package struct PopulationGrid: Sendable {
  /// Columns and rows of the window.
  package var width: Int
  package var height: Int
  /// x = t0 + column·t1 + row·t2, y = t3 + column·t4 + row·t5, in the grid's coordinate system.
  package var transform: [Double]
  /// People in each cell; negative and no-data cells are 0.
  package var people: [Float]
  package var coordinateSystem: CoordinateSystem
  /// Column and row of the window's first cell in the grid that the transform is of.
  package var firstColumn: Int
  package var firstRow: Int

  package init(
    width: Int, height: Int, transform: [Double], people: [Float],
    coordinateSystem: CoordinateSystem, firstColumn: Int = 0, firstRow: Int = 0
  ) {
    self.firstColumn = firstColumn
    self.firstRow = firstRow
    precondition(transform.count == 6 && people.count == width * height)
    self.width = width
    self.height = height
    self.transform = transform
    self.people = people
    self.coordinateSystem = coordinateSystem
  }

  /// The box of places (in the grid's system) in columns and rows.
  func cells(of places: [Coordinate]) -> BoundingBox {
    let t = transform
    let determinant = t[1] * t[5] - t[2] * t[4]
    var cells = BoundingBox.empty
    for place in places {
      let dx = place.x - t[0]
      let dy = place.y - t[3]
      cells.extend(
        x: (dx * t[5] - dy * t[2]) / determinant, y: (dy * t[1] - dx * t[4]) / determinant)
    }
    return cells
  }

  /// Columns or rows between two places, with one more on either side, of those there are.
  func range(_ low: Double, _ high: Double, _ first: Int, _ count: Int) -> Range<Int> {
    let (first, end) = (Double(first), Double(first + count))
    let from = max(first, min(end, low.rounded(.down) - 1))
    let to = max(from, min(end, high.rounded(.up) + 1))
    return Int(from)..<Int(to)
  }

  /// The same grid with only some of its columns and rows.
  func window(columns: Range<Int>, rows: Range<Int>) -> PopulationGrid {
    var people: [Float] = []
    for row in rows {
      let start = (row - firstRow) * width + columns.lowerBound - firstColumn
      people += self.people[start..<(start + columns.count)]
    }
    return PopulationGrid(
      width: columns.count, height: rows.count, transform: transform, people: people,
      coordinateSystem: coordinateSystem, firstColumn: columns.lowerBound,
      firstRow: rows.lowerBound)
  }

  /// People in the cell at a column and row of the whole grid, which must be in the window.
  @inline(__always)
  func people(column: Int, row: Int) -> Double {
    Double(people[(row - firstRow) * width + column - firstColumn])
  }
}

/// People as a raster gives them, evenly within each cell: a block gets of a cell the share of the cell's
/// area that lies in the block.
package struct RasterSpread: PeopleSpread {
  package let method = PopulationMethod.raster
  package let grid: PopulationGrid

  package init(_ grid: PopulationGrid) { self.grid = grid }

  package func makeSpreader() throws -> any BlockSpreader {
    try Spreader(grid: grid)
  }

  /// The same with only the cells that blocks in a box (degrees) may meet.
  ///
  /// - Throws: where the box cannot be converted to the raster's system.
  package func part(around box: BoundingBox) throws -> RasterSpread {
    if box.isEmpty { return RasterSpread(grid.window(columns: 0..<0, rows: 0..<0)) }
    var places: [Coordinate] = []
    let steps = 64
    for row in 0...steps {
      for column in 0...steps {
        places.append(
          Coordinate(
            x: box.minX + (box.maxX - box.minX) * Double(column) / Double(steps),
            y: box.minY + (box.maxY - box.minY) * Double(row) / Double(steps)))
      }
    }
    try CoordinateConverter(from: .wgs84, to: grid.coordinateSystem).convert(&places)
    let cells = grid.cells(of: places)
    // Sides curve between the places: as much again as a step.
    let wide = 2 + max(cells.maxX - cells.minX, cells.maxY - cells.minY) / Double(steps) * 2
    return RasterSpread(
      grid.window(
        columns: grid.range(cells.minX - wide, cells.maxX + wide, grid.firstColumn, grid.width),
        rows: grid.range(cells.minY - wide, cells.maxY + wide, grid.firstRow, grid.height)))
  }

  private final class Spreader: BlockSpreader {
    private let grid: PopulationGrid
    private let toGrid: CoordinateConverter
    private let toDegrees: CoordinateConverter
    /// Memory for cell parts, used again for every block.
    private var pool: [PlanarPolygon] = []
    private var used = 0
    private let cell = PlanarPolygon()

    init(grid: PopulationGrid) throws {
      self.grid = grid
      toGrid = try CoordinateConverter(from: .wgs84, to: grid.coordinateSystem)
      toDegrees = try CoordinateConverter(from: grid.coordinateSystem, to: .wgs84)
    }

    func spread(_ pieces: BlockPieces) throws -> [WeightedPiece] {
      used = 0
      var result: [WeightedPiece] = []
      for (source, piece) in pieces.enumerated() {
        guard let (columns, rows) = try window(of: piece) else { continue }
        let corners = try corners(columns, rows, piece)
        let width = columns.count + 1
        for row in 0..<rows.count {
          for column in 0..<columns.count {
            let people = grid.people(
              column: columns.lowerBound + column, row: rows.lowerBound + row)
            if !(people > 0) { continue }
            let first = row * width + column
            let ring = [first, first + width, first + width + 1, first + 1].map { corners[$0] }
            add(ring, people, piece, source, &result)
          }
        }
      }
      return result
    }

    /// Adds the part of one cell that lies in the piece, weighted by its share of the cell's people.
    private func add(
      _ corners: [PlanarPoint], _ people: Double, _ piece: BlockPiece, _ source: Int,
      _ result: inout [WeightedPiece]
    ) {
      cell.assign([[corners + [corners[0]]]])
      if !(cell.area > 0) || !cell.box.intersects(piece.polygon.box) { return }
      if used == pool.count { pool.append(PlanarPolygon(capacity: 32)) }
      let part = pool[used]
      part.assign(piece.polygon, inside: Self.counterClockwise(corners))
      if part.area > 0 {
        used += 1
        let weight = people * min(1, part.area / cell.area)
        result.append(
          WeightedPiece(piece: piece.with(part.outline), weight: weight, source: source))
      }
    }

    private static func counterClockwise(_ corners: [PlanarPoint]) -> [PlanarPoint] {
      let (a, b, c) = (corners[0], corners[1], corners[2])
      let turn = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
      return turn > 0 ? corners : corners.reversed()
    }

    /// The corners of a window's cells in the piece's plane, row by row.
    private func corners(_ columns: Range<Int>, _ rows: Range<Int>, _ piece: BlockPiece) throws
      -> [PlanarPoint]
    {
      let t = grid.transform
      var places: [Coordinate] = []
      places.reserveCapacity((columns.count + 1) * (rows.count + 1))
      for row in rows.lowerBound...rows.upperBound {
        for column in columns.lowerBound...columns.upperBound {
          let (c, r) = (Double(column), Double(row))
          places.append(
            Coordinate(x: t[0] + c * t[1] + r * t[2], y: t[3] + c * t[4] + r * t[5]))
        }
      }
      try toDegrees.convert(&places)
      return places.map { place in
        let planar = piece.projection.project(
          GeographicPoint(longitude: place.x, latitude: place.y))
        return PlanarPoint(x: planar.x - piece.origin.x, y: planar.y - piece.origin.y)
      }
    }

    /// The cells that could meet the piece; nil when it lies outside the raster.
    private func window(of piece: BlockPiece) throws -> (Range<Int>, Range<Int>)? {
      let box = piece.polygon.box
      let middle = ((box.minX + box.maxX) / 2, (box.minY + box.maxY) / 2)
      var places: [Coordinate] = []
      for x in [box.minX, middle.0, box.maxX] {
        for y in [box.minY, middle.1, box.maxY] {
          let place = piece.projection.unproject(
            PlanarPoint(x: x + piece.origin.x, y: y + piece.origin.y))
          places.append(Coordinate(x: place.longitude, y: place.latitude))
        }
      }
      try toGrid.convert(&places)
      let cells = grid.cells(of: places)
      // One cell of margin for sides that curve between the nine points.
      let columns = grid.range(cells.minX, cells.maxX, grid.firstColumn, grid.width)
      let rows = grid.range(cells.minY, cells.maxY, grid.firstRow, grid.height)
      return columns.isEmpty || rows.isEmpty ? nil : (columns, rows)
    }
  }
}
