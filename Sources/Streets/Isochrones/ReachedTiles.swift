import Model

/// Finds the tiles that isochrones of given entrances can touch: those near a reached street, as far as legs may still
/// go from there.
struct ReachedTiles {
  private let graph: StreetGraph
  private let lattice: IsochroneLattice
  private let parts: StreetParts
  private let settings: IsochroneSettings
  private let edges: EdgesByNode
  private let upperEdges: UpperEdges
  private let marginMetres: Double
  /// By tile: metres around it that are needed; 0 none.
  private var metres: [Float]

  init(
    _ graph: StreetGraph, _ lattice: IsochroneLattice, _ parts: StreetParts,
    _ settings: IsochroneSettings, _ edges: EdgesByNode, _ upperEdges: UpperEdges,
    marginMetres: Double
  ) {
    self.graph = graph
    self.lattice = lattice
    self.parts = parts
    self.settings = settings
    self.edges = edges
    self.upperEdges = upperEdges
    self.marginMetres = marginMetres
    metres = Array(repeating: 0, count: lattice.tileCount)
  }

  /// By tile, for all entrances together: one search from all of them reaches what any of them does.
  consuming func around(_ entrances: [IsochroneEntrance]) -> [Bool] {
    var wanted = [Bool](repeating: false, count: lattice.tileCount)
    let largest = settings.limits.last ?? 0
    let search = ReachSearch(graph, edges: edges)
    search.run(entrances.map(\.entrance), direction: settings.direction, limit: largest)
    NodeSet(nodeCount: graph.nodeCount).forEachSorted(search.visited) { node in
      for edge in edges.edges(lower: Int(node)) { add(edge, search, largest) }
      for index in upperEdges.range(node) {
        let entry = upperEdges.edges.base[index]
        if search.label(entry.lower) == .max { add(Int(entry.edge), search, largest) }
      }
    }
    for entrance in entrances {
      // Its edge may be reached from its middle only; its own leg lies inside too.
      add(Int(entrance.entrance.place.edge), metres: settings.snapMetres)
      let leg = Double(entrance.entrance.place.legMillimetres) / 1000 + marginMetres
      let box = TileBox(lattice, around: entrance.place, metres: leg)
      for row in box.rows {
        for column in box.columns { wanted[row * lattice.tileColumns + column] = true }
      }
    }
    widen(&wanted)
    return wanted
  }

  /// Adds the tiles of an edge with what is left of the limit at the nearer of its ends.
  private mutating func add(_ edge: Int, _ search: ReachSearch, _ limit: UInt32) {
    let label = min(
      search.label(graph.edgeTails.base[edge]), search.label(graph.edgeHeads.base[edge]))
    if label <= limit { add(edge, metres: min(settings.snapMetres, Double(limit - label) / 1000)) }
  }

  private mutating func add(_ edge: Int, metres reach: Double) {
    let reach = Float(1.01 * reach + marginMetres)
    for index in parts.range(edge) {
      let part = parts.parts.base[index]
      CellWalk.along(part.from / 8, part.to / 8) { column, row, _, _ in
        let tile = row * lattice.tileColumns + column
        metres[tile] = max(metres[tile], reach)
        return true
      }
    }
  }

  /// Marks all tiles within reach of one with metres.
  private func widen(_ wanted: inout [Bool]) {
    for row in 0..<lattice.tileRows {
      for column in 0..<lattice.tileColumns {
        let reach = metres[row * lattice.tileColumns + column]
        if reach == 0 { continue }
        let rows = Int(reach / (8 * lattice.metresNorth)) + 1
        let columns = Int(reach / (8 * lattice.metresEast[row])) + 1
        for y in max(0, row - rows)...min(lattice.tileRows - 1, row + rows) {
          let line = y * lattice.tileColumns
          for x in max(0, column - columns)...min(lattice.tileColumns - 1, column + columns) {
            wanted[line + x] = true
          }
        }
      }
    }
  }
}
