import Model

/// What an exporter writes: features with their own attributes, and computed columns beside them.
///
/// Coordinates are WGS 84 degrees. Every result column has `layer.count` values in input order; there may be
/// none. `populationField` and `idField` name own attributes and decide which own attribute counts as the
/// population (`ColumnNames`) and which leads a table.
public struct FeatureTable: Sendable {
  public var layer: Layer
  public var results: [ResultColumn]
  public var populationField: String?
  public var idField: String?
  /// What the member `lifecircle` of a GeoJSON Feature holds, as JSON text, by index; nil: there is none.
  package var foreignMembers: (@Sendable (Int) -> String)?

  public init(
    layer: Layer, results: [ResultColumn] = [], populationField: String? = nil,
    idField: String? = nil
  ) {
    self.layer = layer
    self.results = results
    self.populationField = populationField
    self.idField = idField
  }

  /// Number of features.
  public var count: Int { layer.count }

  /// The same table with every coordinate passed through `shift`, chunk by chunk on `threads` threads.
  func shifted(by shift: @Sendable (inout [Coordinate]) -> Void, threads: Int) throws
    -> FeatureTable
  {
    var copy = self
    copy.layer.chunks = try Parallel.map(count: layer.chunks.count, threads: threads) { index in
      var chunk = layer.chunks[index]
      shift(&chunk.shapes.coordinates)
      return chunk
    }
    return copy
  }
}
