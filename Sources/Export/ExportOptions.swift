import Model

/// A datum outside RFC 7946 that GeoJSON coordinates are shifted to on request.
public struct DatumShift: Sendable {
  /// `GCJ02` or `BD09`; the caller names it in the manifest.
  public var name: String
  /// Moves WGS 84 degrees to the datum, each position on its own.
  public var shift: @Sendable (inout [Coordinate]) -> Void

  public init(name: String, shift: @escaping @Sendable (inout [Coordinate]) -> Void) {
    self.name = name
    self.shift = shift
  }
}

/// A further sheet of a workbook.
public struct Sheet: Sendable {
  public var name: String
  public var header: [String]
  public var rows: [[JSONValue]]
  /// Columns, from 0, whose numbers 0…1 a workbook displays in per cent.
  public var shares: Set<Int>

  public init(name: String, header: [String], rows: [[JSONValue]], shares: Set<Int> = []) {
    self.name = name
    self.header = header
    self.rows = rows
    self.shares = shares
  }
}

/// How to write an output; every member has the default a user would expect.
public struct ExportOptions: Sendable {
  /// Encoding of a Shapefile's attributes.
  public enum ShapefileEncoding: String, Sendable {
    case utf8 = "UTF-8"
    case gb18030 = "GB18030"
  }
  /// What a CSV or TSV holds of the geometry.
  public enum TableGeometry: Sendable { case none, wkt }

  public var threads = 1
  public var language = Language.english
  /// The run's description for the `lifecircle` member, made from the ledger as it is after writing.
  public var manifest: @Sendable (Ledger) -> JSONValue? = { _ in nil }
  public var datum: DatumShift?
  /// Starts CSV and TSV with a byte order mark, which Excel needs to recognise UTF-8.
  public var byteOrderMark = false
  public var tableGeometry = TableGeometry.none
  public var shapefileEncoding = ShapefileEncoding.utf8
  /// Layer of a GeoPackage, FlatGeobuf or KML, and table of PostGIS, unless the target names one.
  public var layerName = "coverage"
  /// Sheets of a workbook behind the first.
  public var sheets: [Sheet] = []

  public init() {}
}
