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

  /// The reached streets of a tile: metres around them that are needed, 0 for none, and their box in columns and rows of
  /// the tile.
  private struct Streets: BitwiseCopyable {
    var metres: Float = 0
    var low = SIMD2<Float>(repeating: .infinity)
    var high = SIMD2<Float>(repeating: -.infinity)
  }

  private let lattice: IsochroneLattice
  private let window: TileWindow
  private let box: TileBox
  private let parts: StreetParts
  private let numbers: EdgeNumbers
  private let settings: IsochroneSettings
  private let margin: Float
  /// By tile of the window.
  private var streets: [Streets]
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
    margin = Float(Self.marginCells * settings.cellMetres)
    streets = Array(repeating: Streets(), count: window.count)
    isReached = Array(repeating: false, count: numbers.count)
  }

  /// For all entrances together: one search from all of them reaches what any of them does.
  consuming func around(
    _ entrances: [IsochroneEntrance], _ search: ReachSearch, _ nodes: borrowing NodeSet
  ) -> Found {
    let largest = settings.limits.last ?? 0
    search.run(entrances.map(\.entrance), direction: settings.direction, limit: largest)
    search.forEachReachedEdge(nodes) { add($0, search, Float(largest)) }
    var wanted = [Bool](repeating: false, count: window.count)
    for entrance in entrances {
      // Its edge may be reached from its middle only; its own leg lies inside too.
      let number = numbers.number(Int(entrance.entrance.place.edge))
      if number >= 0 {
        isReached[number] = true
        add(number) { _ in Float(settings.snapMetres) }
      }
      let leg = Double(entrance.entrance.place.legMillimetres) / 1000 + Double(margin)
      mark(TileBox(lattice, around: entrance.place, metres: leg), &wanted)
    }
    widen(&wanted)
    var tiles: [Int32] = []
    for tile in wanted.indices where wanted[tile] { tiles.append(Int32(tile)) }
    return Found(tiles: tiles, isReached: isReached)
  }

  /// Adds the tiles of an edge with what is left of the limit there.
  private mutating func add(_ edge: Int, _ search: ReachSearch, _ limit: Float) {
    let graph = search.graph
    let number = numbers.number(edge)
    let tail = EdgeReach.millimetres(search.label(graph.edgeTails.base[edge]))
    let head = EdgeReach.millimetres(search.label(graph.edgeHeads.base[edge]))
    if number < 0 || min(tail, head) > limit { return }
    let forward = EdgeReach.millimetres(graph.edgeForward.base[edge])
    let backward = EdgeReach.millimetres(graph.backward(edge))
    let isTowards = settings.direction == .towardsStations
    let reach = EdgeReach(
      tail: tail, head: head, fromTail: isTowards ? backward : forward,
      fromHead: isTowards ? forward : backward)
    isReached[number] = true
    add(number) { (limit - reach.millimetres($0)) / 1000 }
  }

  /// Adds the tiles of an edge; `rest` are the metres left at a fraction of it, least at one of two ends of any stretch.
  @inline(__always)
  private mutating func add(_ number: Int, rest: (Float) -> Float) {
    for index in parts.range(number) {
      let part = parts.parts.base[index]
      let way = part.to - part.from
      var last = (tile: -1, place: part.from, rest: Float(0))
      CellWalk.along(part.from / 8, part.to / 8) { column, row, entered, _ in
        let place = part.from + entered * way
        let left = rest(
          part.fractionFrom + Float(entered) * (part.fractionTo - part.fractionFrom))
        add(last.tile, last.place, place, max(last.rest, left))
        last = (window.index(tileColumn: column, tileRow: row) ?? -1, place, left)
        return true
      }
      add(last.tile, last.place, part.to, max(last.rest, rest(part.fractionTo)))
    }
  }

  /// Adds a stretch within a tile, -1 none.
  @inline(__always)
  private mutating func add(
    _ tile: Int, _ from: SIMD2<Double>, _ to: SIMD2<Double>, _ rest: Float
  ) {
    if tile < 0 || rest < 0 { return }
    let (column, row) = window.place(ofTile: tile)
    let corner = SIMD2(Double(8 * column), Double(8 * row))
    let (a, b) = (SIMD2<Float>(from - corner), SIMD2<Float>(to - corner))
    let reach = 1.01 * min(Float(settings.snapMetres), rest) + margin
    streets[tile].metres = max(streets[tile].metres, reach)
    streets[tile].low.replace(with: a, where: a .< streets[tile].low)
    streets[tile].low.replace(with: b, where: b .< streets[tile].low)
    streets[tile].high.replace(with: a, where: a .> streets[tile].high)
    streets[tile].high.replace(with: b, where: b .> streets[tile].high)
  }

  /// Marks all tiles within reach of the streets added.
  private func widen(_ wanted: inout [Bool]) {
    for tile in streets.indices where streets[tile].metres > 0 {
      let street = streets[tile]
      let (column, row) = window.place(ofTile: tile)
      let east = lattice.metresEast[max(0, min(lattice.tileRows - 1, row))]
      let cells = SIMD2(street.metres / east, street.metres / lattice.metresNorth)
      let low = ((street.low - cells) / 8).rounded(.down)
      let high = ((street.high + cells) / 8).rounded(.down)
      mark(
        TileBox(
          columns: column + Int(low.x)...column + Int(high.x),
          rows: row + Int(low.y)...row + Int(high.y)), &wanted)
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
