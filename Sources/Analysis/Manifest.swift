import Coverage
import Model

/// What a result file says of its own making: the foreign member `lifecircle`.
///
/// The same inputs and options give the same bytes: no thread count, timings, output path, clock, host, folder
/// names or passwords.
struct Manifest {
  var request: CoverageRequest
  var inputs: [(role: String, source: LayerSource, count: Int)]
  var summary: CoverageSummary
  /// The field the blocks' people were read from; nil without one.
  var populationField: String?
  /// The tile whose blocks these are; nil in a run of its own.
  var tile: TileScope?

  var json: JSONValue {
    .object(
      [
        .init("version", .string(ProductVersion.text)),
        .init("command", .string("coverage")),
      ] + (tile.map { [.init("tile", $0.manifest)] } ?? []) + [
        .init("parameters", parameters),
        .init("inputs", .array(inputs.map { Self.json($0.role, $0.source, $0.count) })),
        .init("projection", projection),
        .init("method", method),
        .init("totals", totals),
        .init("ledger", CoverageSummary.json(summary.ledger, .english)),
      ])
  }

  var parameters: JSONValue {
    let settings = summary.settings
    var members: [JSONValue.Member] = [
      .init("radii_m", .array(settings.radii.map { .number($0) })),
      .init("minutes", .array(settings.minutes.map { .number($0) })),
      .init("speed_kmh", .number(settings.speed)),
      .init("detour", .number(settings.detour)),
      .init("max_minutes", .number(settings.maximumMinutes)),
      .init(
        "underserved",
        .string(
          settings.rules.map { rule in
            "\(BlockFlags.code(rule.measure).dropFirst("beyond_".count))<\(rule.threshold)"
          }.joined(separator: ","))),
    ]
    func add(_ key: String, _ value: String?) {
      if let value { members.append(.init(key, .string(value))) }
    }
    add("within", request.within)
    add("blocks_where", request.blocks.filter)
    add("where", request.stations.first?.filter ?? nil)
    add("demand_where", request.demand?.filter)
    add("population_field", populationField)
    if summary.walksStreets, let streets = request.streets { members += Self.walking(streets) }
    if request.reverse {
      members.append(.init("reverse", .boolean(true)))
      members.append(.init("dispatch_min", .number(request.dispatchMinutes)))
    }
    add("station_extra_field", request.stationExtraField)
    add("community_field", request.communityPeople?.blockField)
    if let size = request.communityPeople?.householdSize {
      members.append(.init("household_size", .number(size)))
    }
    members += request.opening?.parameters ?? []
    if !request.groups.isEmpty {
      members.append(
        .init(
          "people_groups",
          .array(
            request.groups.map { .string("\($0.name):\($0.field):\($0.speed) km/h") })))
    }
    if !request.groupBy.isEmpty {
      members.append(.init("group_by", .array(request.groupBy.map { .string($0) })))
    }
    if let datum = request.outputs.datum { add("datum", datum.displayName) }
    return .object(members)
  }

  static func walking(_ streets: StreetRequest) -> [JSONValue.Member] {
    [
      .init("snap_m", .number(streets.snapMetres)),
      .init("leg_barriers", .string(streets.legBarriers ? "osm" : "none")),
      .init("private", .string(streets.keepsPrivate ? "yes" : "no")),
      .init("walk_rules", .string(streets.walkRulesPath.map(PathName.last) ?? "default")),
    ]
  }

  static func json(_ role: String, _ source: LayerSource, _ count: Int) -> JSONValue {
    .object([
      .init("role", .string(role)),
      .init("file", .string(PathName.last(source.path))),
      .init("layer", .string(source.layerName)),
      .init("format", .string(source.driver)),
      .init("features", .integer(Int64(count))),
      .init("crs", .string(source.coordinateSystem.displayName)),
      .init("crs_from", .string(source.coordinateSystemChoice.rawValue)),
      .init("encoding", .string(source.encoding)),
      .init("sha256", source.sha256.isEmpty ? .null : .string(source.sha256)),
    ])
  }

  private var projection: JSONValue {
    .string(
      "transverse Mercator on WGS 84, central meridians every 0.5 degrees (the strip of each block's own "
        + "middle), lengths divided by the point scale at the block: scale error below 1 ppm for blocks up to "
        + "2 km, at most 10 ppm")
  }

  private var method: JSONValue {
    .object([
      .init(
        "area_share", .string("exact area inside the union of true circles, by closed form")),
      .init(
        "pop_share",
        .string("share of people within the radius, by the method named in pop_method")),
      .init(
        "time",
        .string(
          summary.walksStreets
            ? "access leg + shortest way along walkable streets + egress leg, at the walking speed; steps count "
              + "double; areas by a lattice of 25 m, at least 16 samples"
            : "straight distance x detour / speed")),
      .init(
        "coordinates",
        .string(
          request.outputs.datum.map {
            "\($0.displayName), on request: outside RFC 7946, which asks for WGS 84"
          } ?? "WGS 84 (RFC 7946)")),
    ])
  }

  /// The summary's totals without its ledger and groups.
  private var totals: JSONValue {
    guard case .object(let members) = summary.json(language: .english) else { return .null }
    return .object(members.filter { $0.key != "ledger" && $0.key != "groups" })
  }
}

extension CoordinateSystem {
  /// As a user would type it.
  var displayName: String {
    switch self {
    case .wgs84: "EPSG:4326"
    case .gcj02: "GCJ02"
    case .bd09: "BD09"
    case .definition(let text): text
    }
  }
}
