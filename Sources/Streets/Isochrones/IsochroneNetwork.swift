import Model

/// All that is needed to draw the isochrones of some stations near each other, made anew for the next ones.
///
/// Edges are those of `numbers`, see there.
final class IsochroneNetwork: Sendable {
  let graph: StreetGraph
  let settings: IsochroneSettings
  let field: IsochroneField
  let parts: StreetParts
  let edges: IsochroneEdges
  let numbers: EdgeNumbers
  /// The tiles that hold all streets that matter.
  let box: TileBox

  /// - Parameters:
  ///   - box: holds all streets that matter, those of `numbers`.
  ///   - reached: the tiles of the window around it for which streets are wanted, and the edges.
  init(
    _ graph: StreetGraph, _ index: StreetIndex, _ settings: IsochroneSettings,
    _ lattice: IsochroneLattice, _ box: TileBox, _ numbers: EdgeNumbers, threads: Int,
    reached: (StreetParts) -> ReachedTiles.Found
  ) throws {
    let parts = try StreetParts(graph, numbers, lattice, threads: threads)
    let streets = TileIndex(TileWindow(box), count: parts.parts.count) {
      (parts.parts.base[$0].from, parts.parts.base[$0].to)
    }
    field = try IsochroneField(
      graph, lattice: lattice, box: box, numbers: numbers, parts: parts, streets: streets,
      index: index, snapMetres: settings.snapMetres, reached: reached(parts),
      threads: threads)
    edges = IsochroneEdges(graph, numbers, field, settings.direction)
    self.graph = graph
    self.settings = settings
    self.parts = parts
    self.numbers = numbers
    self.box = box
  }
}
