import Export
import Model
import Streets

/// What a file of isochrones says of its own making: the foreign member `lifecircle`.
struct IsochroneManifest {
  var request: IsochroneRequest
  var inputs: [(role: String, source: LayerSource, count: Int)]
  /// Share of street points classified right; nil: not measured.
  var fidelity: IsochroneFidelity?
  /// Lattice spacings drawn on, falling, and how many stations have each.
  var cells: [IsochroneCellUse]
  var ledger: Ledger

  var json: JSONValue {
    .object([
      .init("version", .string(ProductVersion.text)),
      .init("command", .string("isochrone")),
      .init("parameters", parameters),
      .init(
        "inputs",
        .array(inputs.map { Manifest.json($0.role, $0.source, $0.count) })),
      .init("method", method),
      .init("ledger", CoverageSummary.json(ledger, .english)),
    ])
  }

  private var parameters: JSONValue {
    var members: [JSONValue.Member] = [
      .init("minutes", .array(request.minutes.map { .number($0) })),
      .init("speed_kmh", .number(request.speed)),
      .init("cell_m", request.cellMetres.map { .number($0) } ?? .string("auto")),
      .init("merge", .boolean(request.merges)),
      .init("direction", .string(request.reverse ? "from stations" : "towards stations")),
      .init("dispatch_minutes", .number(request.dispatchMinutes)),
    ]
    if let filter = request.stations.first?.filter {
      members.append(.init("where", .string(filter)))
    }
    if let field = request.stationExtraField {
      members.append(.init("station_extra_field", .string(field)))
    }
    members += request.opening?.parameters ?? []
    return .object(members + Manifest.walking(request.streets))
  }

  private var method: JSONValue {
    var members: [JSONValue.Member] = [
      .init(
        "isochrone",
        .string(
          "places whose walk (leg to the nearest street point, street, station's leg) is at most the limit, "
            + "exact at the points of a lattice and linear in between")),
      .init("coordinates", .string("WGS 84 (RFC 7946)")),
    ]
    if request.cellMetres == nil {
      members.append(
        .init(
          "cells",
          .array(
            cells.map {
              .object([
                .init("cell_m", .number($0.metres)),
                .init("stations", .number(Double($0.stations))),
              ])
            })))
    }
    if let fidelity {
      members.append(.init("fidelity", .number(fidelity.share, decimals: 6)))
      members.append(.init("fidelity_places", .number(fidelity.shareOfPlaces, decimals: 6)))
    }
    return .object(members)
  }
}
