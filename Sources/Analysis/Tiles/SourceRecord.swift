import Model

/// What a tile keeps of the file something was read from: all a manifest says, without folders.
enum SourceRecord {
  static func json(_ source: LayerSource) -> JSONValue {
    let (system, name) = source.coordinateSystem.record
    return .object([
      .init("file", .string(PathName.last(source.path))),
      .init("layer", .string(source.layerName)),
      .init("driver", .string(source.driver)),
      .init("encoding", .string(source.encoding)),
      .init("encoding_from", .string(source.encodingChoice.rawValue)),
      .init("crs", .string(system)),
      .init("crs_definition", .string(name)),
      .init("crs_from", .string(source.coordinateSystemChoice.rawValue)),
      .init("sha256", .string(source.sha256)),
    ])
  }

  static func source(_ record: TileRecord) throws -> LayerSource {
    LayerSource(
      path: try record.text("file"), layerName: try record.text("layer"),
      driver: try record.text("driver"), encoding: try record.text("encoding"),
      encodingChoice: Choice(rawValue: try record.text("encoding_from")) ?? .assumed,
      coordinateSystem: try CoordinateSystem(record),
      coordinateSystemChoice: Choice(rawValue: try record.text("crs_from")) ?? .assumed,
      sha256: try record.text("sha256"))
  }

  /// A source with the number of its features.
  static func json(_ source: LayerSource, _ count: Int, role: String = "") -> JSONValue {
    .object([
      .init("role", .string(role)), .init("count", .integer(Int64(count))),
      .init("source", json(source)),
    ])
  }

  static func counted(_ record: TileRecord) throws -> (
    role: String, source: LayerSource, count: Int
  ) {
    (
      try record.text("role"), try source(try record.record("source")), try record.whole("count")
    )
  }
}

extension CoordinateSystem {
  /// Its kind and, where that does not say all, its definition.
  var record: (kind: String, definition: String) {
    switch self {
    case .wgs84: ("wgs84", "")
    case .gcj02: ("gcj02", "")
    case .bd09: ("bd09", "")
    case .definition(let text): ("definition", text)
    }
  }

  /// The system a record's members `crs` and `crs_definition` name.
  init(_ record: TileRecord) throws {
    self =
      switch try record.text("crs") {
      case "wgs84": .wgs84
      case "gcj02": .gcj02
      case "bd09": .bd09
      default: .definition(try record.text("crs_definition"))
      }
  }
}
