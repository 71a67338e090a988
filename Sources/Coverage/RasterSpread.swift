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

  package init(
    width: Int, height: Int, transform: [Double], people: [Float],
    coordinateSystem: CoordinateSystem
  ) {
    precondition(transform.count == 6 && people.count == width * height)
    self.width = width
    self.height = height
    self.transform = transform
    self.people = people
    self.coordinateSystem = coordinateSystem
  }
}

/// People as a raster gives them, evenly within each cell: a block gets of a cell the share of the cell's
/// area that lies in the block.
package struct RasterSpread: PeopleSpread {
  package let method = PopulationMethod.raster
  private let grid: PopulationGrid

  package init(_ grid: PopulationGrid) { self.grid = grid }

  package func makeSpreader() throws -> any BlockSpreader {
    try Spreader(
      grid: grid, toGrid: ConverterBox(from: .wgs84, to: grid.coordinateSystem),
      toDegrees: ConverterBox(from: grid.coordinateSystem, to: .wgs84))
  }

  /// Shares the one converter between copies of a spreader, all of one worker.
  private final class ConverterBox {
    private let converter: CoordinateConverter

    init(from: CoordinateSystem, to: CoordinateSystem) throws {
      converter = try CoordinateConverter(from: from, to: to)
    }

    func convert(_ places: inout [Coordinate]) throws { try converter.convert(&places) }
  }

  private struct Spreader: BlockSpreader {
    let grid: PopulationGrid
    let toGrid: ConverterBox
    let toDegrees: ConverterBox

    mutating func spread(_ pieces: ArraySlice<BlockPiece>) throws
      -> [(piece: BlockPiece, weight: Double)]
    {
      var result: [(piece: BlockPiece, weight: Double)] = []
      for piece in pieces {
        guard let (columns, rows) = try window(of: piece) else { continue }
        for row in rows {
          for column in columns {
            let people = Double(grid.people[row * grid.width + column])
            if people > 0 { try add(column, row, people, piece, &result) }
          }
        }
      }
      return result
    }

    /// Adds the part of one cell that lies in the piece, weighted by its share of the cell's people.
    private func add(
      _ column: Int, _ row: Int, _ people: Double, _ piece: BlockPiece,
      _ result: inout [(piece: BlockPiece, weight: Double)]
    ) throws {
      let corners = try corners(column, row, piece)
      let cell = PlanarPolygon()
      cell.assign([[corners + [corners[0]]]])
      let part = PlanarPolygon()
      part.assign(piece.polygon, inside: corners)
      if part.area > 0 && cell.area > 0 {
        result.append((piece.with(part), people * min(1, part.area / cell.area)))
      }
    }

    /// A cell's corners in the piece's plane, counter-clockwise.
    private func corners(_ column: Int, _ row: Int, _ piece: BlockPiece) throws -> [PlanarPoint] {
      var places = [(0, 0), (0, 1), (1, 1), (1, 0)].map { dx, dy in
        place(Double(column + dx), Double(row + dy))
      }
      try toDegrees.convert(&places)
      let points = places.map { place in
        let planar = piece.projection.project(
          GeographicPoint(longitude: place.x, latitude: place.y))
        return PlanarPoint(x: planar.x - piece.origin.x, y: planar.y - piece.origin.y)
      }
      let (a, b, c) = (points[0], points[1], points[2])
      let turn = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
      return turn > 0 ? points : points.reversed()
    }

    private func place(_ column: Double, _ row: Double) -> Coordinate {
      let t = grid.transform
      return Coordinate(
        x: t[0] + column * t[1] + row * t[2], y: t[3] + column * t[4] + row * t[5])
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
      let t = grid.transform
      let determinant = t[1] * t[5] - t[2] * t[4]
      var cells = BoundingBox.empty
      for place in places {
        let dx = place.x - t[0]
        let dy = place.y - t[3]
        cells.extend(
          x: (dx * t[5] - dy * t[2]) / determinant, y: (dy * t[1] - dx * t[4]) / determinant)
      }
      // One cell of margin for sides that curve between the nine points.
      let columns = Self.range(cells.minX, cells.maxX, grid.width)
      let rows = Self.range(cells.minY, cells.maxY, grid.height)
      return columns.isEmpty || rows.isEmpty ? nil : (columns, rows)
    }

    private static func range(_ low: Double, _ high: Double, _ count: Int) -> Range<Int> {
      let from = max(0, min(Double(count), low.rounded(.down) - 1))
      let to = max(from, min(Double(count), high.rounded(.up) + 1))
      return Int(from)..<Int(to)
    }
  }
}
