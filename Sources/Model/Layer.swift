/// What an attribute's values are, as far as the file's format says.
public enum FieldType: String, Sendable, Hashable {
  case boolean, integer, integer64, real, string, date, time, dateTime, binary
  case integerList, integer64List, realList, stringList
  /// Nested JSON, or values of several types.
  case json
}

/// One attribute of a layer.
public struct Field: Sendable, Hashable {
  public var name: String
  public var type: FieldType

  public init(name: String, type: FieldType) {
    self.name = name
    self.type = type
  }
}

/// The reference system a layer's coordinates are in.
public enum CoordinateSystem: Sendable, Hashable {
  /// Degrees, longitude first. CGCS2000 geographic (EPSG:4490) is taken as equal to it.
  case wgs84
  /// The obfuscated system of Chinese map services (高德, 腾讯).
  case gcj02
  /// Baidu's further shift of GCJ-02.
  case bd09
  /// Anything else PROJ understands: `EPSG:4548`, WKT, a PROJ string. Always x = east.
  case definition(String)
}

/// How something about an input was decided, for the ledger and `doctor`.
public enum Choice: String, Sendable, Hashable {
  /// The user said so.
  case option
  /// The file says so (`.prj`, `.cpg`, `crs` member, driver).
  case file
  /// Found by name or content.
  case detected
  /// The format's or product's default.
  case assumed
}

/// Where a layer came from and how it was understood.
public struct LayerSource: Sendable, Hashable {
  /// The path as the user gave it, without a layer suffix.
  public var path: String
  /// The layer's name inside the file, or the sheet's.
  public var layerName: String
  /// GDAL's driver name (`GeoJSON`, `ESRI Shapefile`, `XLSX` …).
  public var driver: String
  /// IANA-like name of the text encoding and how it was found.
  public var encoding: String
  public var encodingChoice: Choice
  public var coordinateSystem: CoordinateSystem
  public var coordinateSystemChoice: Choice
  /// SHA-256 of the file's bytes in lower-case hexadecimal; empty while not computed. A Shapefile's is that of
  /// its `.shp`, followed by its `.dbf`.
  public var sha256: String
  /// The JSON text a result of this program carries beside its features (metadata `lifecircle` of a GeoPackage's
  /// layer); nil where there is none, and of GeoJSON, where it is a member.
  public var manifest: String?

  public init(
    path: String, layerName: String = "", driver: String = "GeoJSON", encoding: String = "UTF-8",
    encodingChoice: Choice = .assumed, coordinateSystem: CoordinateSystem = .wgs84,
    coordinateSystemChoice: Choice = .assumed, sha256: String = "", manifest: String? = nil
  ) {
    self.path = path
    self.layerName = layerName
    self.driver = driver
    self.encoding = encoding
    self.encodingChoice = encodingChoice
    self.coordinateSystem = coordinateSystem
    self.coordinateSystemChoice = coordinateSystemChoice
    self.sha256 = sha256
    self.manifest = manifest
  }
}

/// One layer of features as read: chunks in input order, with what is known of the file.
public struct Layer: Sendable {
  public var source: LayerSource
  /// All attribute names in order of first appearance. From GeoJSON, `type` is inferred from the values.
  public var fields: [Field]
  public var chunks: [FeatureChunk]

  public init(source: LayerSource, fields: [Field] = [], chunks: [FeatureChunk] = []) {
    self.source = source
    self.fields = fields
    self.chunks = chunks
  }

  /// Number of features.
  public var count: Int { chunks.last.map { $0.firstIndex + $0.count } ?? 0 }

  /// Chunk index and offset in the chunk of the feature at `index`, by binary search.
  public func locate(_ index: Int) -> (chunk: Int, offset: Int) {
    var low = 0
    var high = chunks.count - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if chunks[middle].firstIndex <= index { low = middle } else { high = middle - 1 }
    }
    return (low, index - chunks[low].firstIndex)
  }
}
