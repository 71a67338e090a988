import Layers
import Model
import Standards

/// What a check's files say of their own making.
struct CheckManifest: Sendable {
  var request: CheckRequest
  var inputs: [(role: String, source: LayerSource, count: Int)]
  var findings: CheckFindings

  var json: JSONValue {
    .object([
      .init("version", .string(ProductVersion.text)),
      .init("command", .string("check")),
      .init("parameters", .object(parameters)),
      .init("inputs", .array(inputs.map { Manifest.json($0.role, $0.source, $0.count) })),
      .init("totals", totals),
      .init("ledger", CoverageSummary.json(findings.ledger, .english)),
    ])
  }

  private var parameters: [JSONValue.Member] {
    let settings = request.place.settings
    var members: [JSONValue.Member] = [
      .init("standard", .string(request.standard.id)),
      .init("standard_version", .string(request.standard.version)),
      .init("speed_kmh", .number(settings.speed)),
      .init("detour", .number(settings.detour)),
      .init("max_minutes", .number(settings.maximumMinutes)),
    ]
    if let filter = request.place.blocks.filter {
      members.append(.init("blocks_where", .string(filter)))
    }
    if let filter = request.place.stations.first?.filter {
      members.append(.init("where", .string(filter)))
    }
    if let streets = request.place.streets { members += Manifest.walking(streets) }
    if let levels = request.levels {
      members.append(.init("group_by", .array(levels.map { .string($0) })))
    }
    if let declared = request.declared {
      members.append(.init("declared", .array(declared.map { .integer(Int64($0)) })))
    }
    return members
  }

  private var totals: JSONValue {
    guard case .object(let members) = findings.json(.english) else { return .null }
    return .object(
      members.filter { ["met", "blocks", "stations", "results"].contains($0.key) }.map { member in
        guard member.key == "results", case .array(let results) = member.value else {
          return member
        }
        return .init(
          "results",
          .array(results.prefix(findings.results.count).filter { Self.isWhole($0) }))
      })
  }

  private static func isWhole(_ result: JSONValue) -> Bool {
    guard case .object(let members) = result else { return false }
    return members.contains { $0.key == "level" && $0.value == .string("all") }
  }
}
