/// The values of one result column, one a feature, in input order.
public enum ColumnValues: Sendable {
  /// NaN is null. `decimals` is how many digits after the point are written (6 for shares, 2 for metres,
  /// minutes and square metres); values are stored unrounded.
  case real([Double], decimals: Int)
  /// `Int64.min` is null.
  case integer([Int64])
  /// 0 false, 1 true, 2 null.
  case boolean([UInt8])
  /// A string for each feature by index into `strings`; a negative index is null.
  case text(indices: [Int32], strings: [String])

  public var count: Int {
    switch self {
    case .real(let values, _): values.count
    case .integer(let values): values.count
    case .boolean(let values): values.count
    case .text(let indices, _): indices.count
    }
  }
}

/// One computed column.
public struct ResultColumn: Sendable {
  /// The column's name in every format but Shapefile (`pop_share_500m`).
  public var name: String
  /// At most 10 bytes of ASCII, for Shapefile's DBF; unique among a table's columns.
  public var shortName: String
  /// What it holds, for table headers and the file format page.
  public var title: LocalizedText
  public var values: ColumnValues

  public init(
    name: String, shortName: String, title: LocalizedText = .empty, values: ColumnValues
  ) {
    self.name = name
    self.shortName = shortName
    self.title = title
    self.values = values
  }
}
