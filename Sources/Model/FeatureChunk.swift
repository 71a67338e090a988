/// A run of neighbouring features of one layer, in input order: the unit of reading, computing and writing.
///
/// All members have `count` elements. A chunk is small enough (about one megabyte of input) to stay in a
/// processor's cache and is worked on by one thread.
public struct FeatureChunk: Sendable {
  /// Position of the chunk's first feature in its layer, from 0.
  public var firstIndex: Int
  /// The geometries; in the layer's coordinate system as read, in WGS 84 degrees after `Layer` was reprojected.
  public var shapes: ShapeColumn
  /// One JSON object's members a feature, without the braces (`"id":7,"name":"甲"`), empty when it has none.
  ///
  /// Valid JSON in UTF-8, members in the file's order. For GeoJSON it is the file's own text, so numbers keep
  /// every digit; other formats are rendered to JSON by the reader.
  public var attributes: TextColumn
  /// The GeoJSON Feature `id` as raw JSON text (`"a"` or `7`), empty where there is none.
  public var identifiers: TextColumn
  /// Where a feature stands in its file, from 1, as a person would count: the feature number, or the line or
  /// sheet row of a table. Nil: `firstIndex + offset + 1`.
  public var rows: [Int32]?

  public init(
    firstIndex: Int, shapes: ShapeColumn = .init(), attributes: TextColumn = .init(),
    identifiers: TextColumn = .init(), rows: [Int32]? = nil
  ) {
    self.firstIndex = firstIndex
    self.shapes = shapes
    self.attributes = attributes
    self.identifiers = identifiers
    self.rows = rows
  }

  public var count: Int { shapes.count }

  /// The row a person would name for the feature at `offset` in this chunk.
  public func row(_ offset: Int) -> Int { rows.map { Int($0[offset]) } ?? firstIndex + offset + 1 }
}
