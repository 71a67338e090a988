import Model

/// What to read and what the user said about it: one input option with its companions.
public struct LayerRequest: Sendable {
  /// What the layer is for; names the options in hints (`--blocks-crs`, `--stations-xy` …).
  public enum Role: String, Sendable, Hashable, CaseIterable {
    case blocks, stations, demand, mask, candidates, streets, barriers, gates, control, table
  }

  /// The names of the columns that hold longitude and latitude, or easting and northing.
  public struct CoordinateColumns: Sendable, Hashable {
    public var x: String
    public var y: String

    public init(x: String, y: String) {
      self.x = x
      self.y = y
    }
  }

  public var role: Role
  /// The path as typed: `a.geojson`, `a.gpkg:layer`, `a.xlsx:Sheet2`, `a.zip`, `PG:host=… dbname=…`.
  public var path: String
  /// The option's coordinate system, already parsed; nil: find out from the file.
  public var coordinateSystem: CoordinateSystem?
  /// The user accepts the stated error of coordinates on an older datum (Xian 80, Beijing 54).
  public var acceptsOldDatum: Bool
  /// The option's text encoding; nil: find out.
  public var encoding: String?
  /// The option's coordinate columns (`--stations-xy LON,LAT`); nil: found by name.
  public var coordinateColumns: CoordinateColumns?
  /// Upper limit of worker threads; never changes the result.
  public var threads: Int

  public init(
    role: Role, path: String, coordinateSystem: CoordinateSystem? = nil,
    acceptsOldDatum: Bool = false, encoding: String? = nil,
    coordinateColumns: CoordinateColumns? = nil, threads: Int = 1
  ) {
    self.role = role
    self.path = path
    self.coordinateSystem = coordinateSystem
    self.acceptsOldDatum = acceptsOldDatum
    self.encoding = encoding
    self.coordinateColumns = coordinateColumns
    self.threads = threads
  }

  /// The option that states this layer's coordinate system (`--blocks-crs`).
  public var coordinateSystemOption: String { "--\(role.rawValue)-crs" }

  /// The option that states this layer's text encoding (`--blocks-encoding`).
  public var encodingOption: String { "--\(role.rawValue)-encoding" }
}
