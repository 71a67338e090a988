import Model

/// All that isochrones need of a network, made once and shared by all workers.
struct IsochroneNetwork: Sendable {
  let graph: StreetGraph
  let settings: IsochroneSettings
  let field: IsochroneField
  let parts: StreetParts
  let edges: IsochroneEdges
  let upperEdges: UpperEdges
  /// The most true metres from a station, or from its street, to a place that any of its isochrones holds.
  let reachMetres: Double
}
