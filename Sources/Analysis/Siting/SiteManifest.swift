import Model

/// What a file of chosen sites says of its own making; the same inputs and options give the same bytes.
struct SiteManifest: Sendable {
  var request: SiteRequest
  var inputs: [(role: String, source: LayerSource, count: Int)]
  var summary: SiteSummary

  var json: JSONValue {
    .object([
      .init("version", .string(ProductVersion.text)),
      .init("command", .string("site")),
      .init("parameters", .object(parameters)),
      .init("inputs", .array(inputs.map { Manifest.json($0.role, $0.source, $0.count) })),
      .init("method", method),
      .init("totals", totals),
      .init("ledger", CoverageSummary.json(summary.ledger, .english)),
    ])
  }

  private var parameters: [JSONValue.Member] {
    var members: [JSONValue.Member] = [.init("model", .string(request.model.rawValue))]
    func add(_ key: String, _ value: Double?) {
      if let value { members.append(.init(key, .number(value))) }
    }
    func add(_ key: String, text: String?) {
      if let text { members.append(.init(key, .string(text))) }
    }
    func add(_ key: String, list: [String]) {
      if !list.isEmpty { members.append(.init(key, .array(list.map { .string($0) }))) }
    }
    add("new", request.new.map(Double.init))
    add("budget", request.budget)
    if request.model == .setCover { add("target_share", request.targetShare) }
    if request.needsBackup { members.append(.init("backup", .boolean(true))) }
    add("capacity", text: request.capacity?.text)
    add("station_capacity", text: request.existingCapacityField)
    add("force", list: request.forced)
    add("forbid", list: request.forbidden)
    add("exclusive", text: request.exclusiveField)
    add("min_spacing_m", request.minimumSpacing)
    add("equity", text: request.equity?.text)
    add("time_limit_s", request.timeLimit)
    add("mip_gap", request.gap)
    switch request.input {
    case .matrix(let matrix): add("limit", matrix.limit)
    case .places(let places): members += places.parameters
    }
    return members
  }

  private var method: JSONValue {
    .object([
      .init(
        "people_gained",
        .string(
          request.model.isCovering
            ? "people a site adds to existing stations and to the sites of lower rank"
            : "people whose nearest station the site is")),
      .init("coordinates", .string("WGS 84 (RFC 7946)")),
    ])
  }

  private var totals: JSONValue {
    guard case .object(let members) = summary.json(language: .english, withSeconds: false) else {
      return .null
    }
    return .object(members.filter { $0.key != "ledger" && $0.key != "chosen" })
  }
}

extension SiteRequest.Equity {
  /// As typed.
  var text: String {
    switch self {
    case .flagged(let factor): "weight:\(MatrixFailure.plain(factor))"
    case .group(let field, let factor): "weight:\(field):\(MatrixFailure.plain(factor))"
    case .worst(let field): "worst:\(field)"
    }
  }
}

extension SiteRequest.Capacity {
  /// What stations were taken to serve.
  var text: String {
    switch self {
    case .people(let people): MatrixFailure.plain(people)
    case .field(let field, let area?): "\(field) / \(MatrixFailure.plain(area)) m2"
    case .field(let field, nil): field
    }
  }
}

extension SitePlaces {
  fileprivate var parameters: [JSONValue.Member] {
    var members: [JSONValue.Member] = []
    switch measure {
    case .radius(let metres): members.append(.init("radius_m", .number(metres)))
    case .minutes(let minutes):
      members.append(.init("minutes", .number(minutes)))
      members.append(.init("speed_kmh", .number(coverage.settings.speed)))
      if coverage.streets == nil {
        members.append(.init("detour", .number(coverage.settings.detour)))
      }
    }
    members.append(.init("candidates", .string(candidates.text)))
    if let within = coverage.within { members.append(.init("within", .string(within))) }
    if let filter = coverage.stations.first?.filter {
      members.append(.init("where", .string(filter)))
    }
    if let filter = coverage.blocks.filter {
      members.append(.init("blocks_where", .string(filter)))
    }
    members += coverage.opening?.parameters ?? []
    if let streets = coverage.streets { members += Manifest.walking(streets) }
    return members
  }
}

extension SitePlaces.Candidates {
  /// The word of the option, or that they were read.
  var text: String {
    switch self {
    case .layer: "layer"
    case .grid(let metres): "grid:\(MatrixFailure.plain(metres))"
    case .junctions: "junctions"
    case .blockCentres: "block-centres"
    case .intersections: "intersections"
    }
  }
}
