import Model

/// What isochrones of some entrances can touch: the tiles near a reached street, as far as legs may still go from there.
struct ReachedTiles {
  /// What was found.
  struct Found: Sendable {
    /// Tiles of the window, ascending.
    var tiles: [Int32]
    /// By number of an edge: an end of it is reached within the largest limit, or an entrance is on it.
    var isReached: [Bool]
  }

  private let lattice: IsochroneLattice
  private let window: TileWindow
  private let box: TileBox
  private let parts: StreetParts
  private let numbers: EdgeNumbers
  private let settings: IsochroneSettings
  /// By tile of the window: metres around it that are needed; 0 none.
  private var metres: [Float]
  private var isReached: [Bool]

  /// Cells around all that is inside that are looked at.
  static let marginCells = 4.0

  /// - Parameter box: the tiles looked at, all inside the window.
  init(
    _ lattice: IsochroneLattice, _ window: TileWindow, _ box: TileBox, _ parts: StreetParts,
    _ numbers: EdgeNumbers, _ settings: IsochroneSettings
  ) {
    self.lattice = lattice
    self.window = window
    self.box = box
    self.parts = parts
    self.numbers = numbers
    self.settings = settings
    metres = Array(repeating: 0, count: window.count)
    isReached = Array(repeating: false, count: numbers.count)
  }

  /// For all entrances together: one search from all of them reaches what any of them does.
  consuming func around(
    _ entrances: [IsochroneEntrance], _ search: ReachSearch, _ nodes: borrowing NodeSet
  ) -> Found {
    let largest = settings.limits.last ?? 0
    let margin = Self.marginCells * settings.cellMetres
    search.run(entrances.map(\.entrance), direction: settings.direction, limit: largest)
    search.forEachReachedEdge(nodes) { add($0, search, largest) }
    var wanted = [Bool](repeating: false, count: window.count)
    for entrance in entrances {
      // Its edge may be reached from its middle only; its own leg lies inside too.
      add(Int(entrance.entrance.place.edge), metres: settings.snapMetres)
      let leg = Double(entrance.entrance.place.legMillimetres) / 1000 + margin
      mark(TileBox(lattice, around: entrance.place, metres: leg), &wanted)
    }
    widen(&wanted)
    var tiles: [Int32] = []
    for tile in wanted.indices where wanted[tile] { tiles.append(Int32(tile)) }
    return Found(tiles: tiles, isReached: isReached)
  }

  /// Adds the tiles of an edge with what is left of the limit at the nearer of its ends.
  private mutating func add(_ edge: Int, _ search: ReachSearch, _ limit: UInt32) {
    let label = min(
      search.label(search.graph.edgeTails.base[edge]),
      search.label(search.graph.edgeHeads.base[edge]))
    if label <= limit { add(edge, metres: min(settings.snapMetres, Double(limit - label) / 1000)) }
  }

  private mutating func add(_ edge: Int, metres reach: Double) {
    let number = numbers.number(edge)
    if number < 0 { return }
    isReached[number] = true
    let reach = Float(1.01 * reach + Self.marginCells * settings.cellMetres)
    for index in parts.range(number) {
      let part = parts.parts.base[index]
      CellWalk.along(part.from / 8, part.to / 8) { column, row, _, _ in
        if let tile = window.index(tileColumn: column, tileRow: row) {
          metres[tile] = max(metres[tile], reach)
        }
        return true
      }
    }
  }

  /// Marks all tiles within reach of one with metres.
  private func widen(_ wanted: inout [Bool]) {
    for tile in metres.indices where metres[tile] != 0 {
      let reach = metres[tile]
      let (column, row) = window.place(ofTile: tile)
      let rows = Int(reach / (8 * lattice.metresNorth)) + 1
      let east = lattice.metresEast[max(0, min(lattice.tileRows - 1, row))]
      let columns = Int(reach / (8 * east)) + 1
      mark(
        TileBox(columns: column - columns...column + columns, rows: row - rows...row + rows),
        &wanted)
    }
  }

  /// Marks the tiles of a rectangle, as far as they are looked at.
  private func mark(_ tiles: TileBox, _ wanted: inout [Bool]) {
    guard let tiles = tiles.clamped(to: box) else { return }
    for row in tiles.rows {
      for column in tiles.columns {
        if let tile = window.index(tileColumn: column, tileRow: row) { wanted[tile] = true }
      }
    }
  }
}
