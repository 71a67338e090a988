import Coverage
import Layers
import Model
import Schedules

/// A coverage run's request as tiles and their manifest keep it: how to measure, and what a result says of the run.
/// Inputs are named without their folders; outputs and threads are the run's own.
enum RequestRecord {
  static func json(_ request: CoverageRequest) -> JSONValue {
    let settings = request.settings
    return .object([
      .init("radii_m", .numbers(settings.radii)),
      .init("minutes", .numbers(settings.minutes)),
      .init("speed_kmh", .number(settings.speed)),
      .init("detour", .number(settings.detour)),
      .init("max_minutes", .number(settings.maximumMinutes)),
      .init("underserved", settings.rules.map { .array($0.map(json)) } ?? .null),
      .init("within", .optional(request.within)),
      .init("group_by", .array(request.groupBy.map { .string($0) })),
      .init("blocks_where", .optional(request.blocks.filter)),
      .init("where", .optional(request.stations.first?.filter)),
      .init("demand", .boolean(request.demand != nil)),
      .init("demand_where", .optional(request.demand?.filter)),
      .init("streets", request.streets.map(json) ?? .null),
      .init("reverse", .boolean(request.reverse)),
      .init("dispatch_min", .number(request.dispatchMinutes)),
      .init("station_extra_field", .optional(request.stationExtraField)),
      .init("people_groups", .array(request.groups.map(json))),
      .init("opening", request.opening.map(json) ?? .null),
      .init("communities", request.communityPeople.map(json) ?? .null),
    ])
  }

  /// - Throws: 65 for what is no such record.
  static func request(_ record: TileRecord) throws -> CoverageRequest {
    func input(_ role: LayerRequest.Role, _ filter: String? = nil) -> CoverageRequest.Input {
      CoverageRequest.Input(LayerRequest(role: role, path: ""), filter: filter)
    }
    var request = CoverageRequest(
      blocks: input(.blocks, try record.optionalText("blocks_where")),
      stations: [input(.stations, try record.optionalText("where"))],
      demand: try record.flag("demand") ? input(.demand, record.optionalText("demand_where")) : nil,
      settings: MeasureSettings(
        radii: try record.numbers("radii_m"), minutes: try record.numbers("minutes"),
        speed: try record.number("speed_kmh"), detour: try record.number("detour"),
        maximumMinutes: try record.number("max_minutes"),
        rules: record.optional("underserved") == nil
          ? nil : try record.records("underserved").map(rule)),
      within: try record.optionalText("within"),
      groupBy: try record.texts("group_by").compactMap { $0 },
      streets: try record.optional("streets").map(streets), reverse: try record.flag("reverse"),
      dispatchMinutes: try record.number("dispatch_min"),
      stationExtraField: try record.optionalText("station_extra_field"),
      groups: try record.records("people_groups").map(group),
      opening: try record.optional("opening").map(opening))
    request.communityPeople = try record.optional("communities").map {
      CommunityPeopleRequest(
        blockField: try $0.optionalText("field"),
        householdSize: try $0.optionalNumber("household_size"))
    }
    return request
  }

  // MARK: Parts

  private static func json(_ rule: UnderservedRule) -> JSONValue {
    let (kind, value) =
      switch rule.measure {
      case .radius(let metres): ("radius", metres)
      case .minutes(let time): ("minutes", time)
      }
    return .object([
      .init("measure", .string(kind)), .init("of", .number(value)),
      .init("below", .number(rule.threshold)),
    ])
  }

  private static func rule(_ record: TileRecord) throws -> UnderservedRule {
    let value = try record.number("of")
    return UnderservedRule(
      try record.text("measure") == "radius" ? .radius(value) : .minutes(value),
      below: try record.number("below"))
  }

  private static func json(_ streets: StreetRequest) -> JSONValue {
    .object([
      .init("snap_m", .number(streets.snapMetres)),
      .init("leg_barriers", .boolean(streets.legBarriers)),
      .init("private", .boolean(streets.keepsPrivate)),
      .init("walk_rules", .optional(streets.walkRulesPath.map(PathName.last))),
    ])
  }

  private static func streets(_ record: TileRecord) throws -> StreetRequest {
    StreetRequest(
      streets: CoverageRequest.Input(LayerRequest(role: .streets, path: "")),
      walkRulesPath: try record.optionalText("walk_rules"),
      keepsPrivate: try record.flag("private"), snapMetres: try record.number("snap_m"),
      legBarriers: try record.flag("leg_barriers"))
  }

  private static func json(_ group: PeopleGroup) -> JSONValue {
    .object([
      .init("name", .string(group.name)), .init("field", .string(group.field)),
      .init("profile", .string(group.profile)), .init("speed_kmh", .number(group.speed)),
    ])
  }

  private static func group(_ record: TileRecord) throws -> PeopleGroup {
    PeopleGroup(
      name: try record.text("name"), field: try record.text("field"),
      profile: try record.text("profile"), speed: try record.number("speed_kmh"))
  }

  private static func json(_ opening: OpeningRequest) -> JSONValue {
    .object([
      .init("at", .optional(opening.moment?.description)),
      .init("hours_field", .optional(opening.field)),
      .init("unknown_hours", .optional(opening.unknown?.rawValue)),
    ])
  }

  private static func opening(_ record: TileRecord) throws -> OpeningRequest {
    OpeningRequest(
      at: try record.optionalText("at").flatMap { try? Moment($0) },
      field: try record.optionalText("hours_field"),
      unknown: try record.optionalText("unknown_hours").flatMap(OpeningRequest.Unknown.init))
  }

  private static func json(_ people: CommunityPeopleRequest) -> JSONValue {
    .object([
      .init("field", .optional(people.blockField)),
      .init("household_size", .optional(people.householdSize)),
    ])
  }
}
