import Export
import Layers
import Model

/// The stations of a run as GeoJSON features, so that a scenario is what its saved file says and nothing else.
///
/// A scenario is written as the text it is saved as and read back the way `coverage` reads a file. So filters, opening
/// hours, extra minutes, own areas and ties between stations come out as in a run on the saved file.
struct ScenarioStations: Sendable {
  /// One station of the run.
  struct Original: Sendable {
    var id: String
    var name: String?
    /// With seven decimals.
    var places: [GeographicPoint]
    /// Members of `properties`, as JSON text without braces.
    var properties: String
  }

  let originals: [Original]
  let choices: StationChoices
  private let ids: Set<String>
  /// The `--within` field, and where blocks with its values lie; nil when all stations serve all blocks.
  private let own: (field: String, values: [String?], locator: BlockLocator)?

  /// The name of the file a scenario is saved as.
  static let fileName = "scenario.geojson"

  init(
    _ stations: StationInput, blocks: BlockInput, within: String?, threads: Int,
    ledger: inout Ledger
  ) throws {
    choices = try StationChoices(stations, threads: threads, ledger: &ledger)
    originals = stations.places.indices.map { Self.original(stations, $0) }
    ids = Set(originals.map(\.id))
    own = try within.map { within in
      let chooser = FieldChooser(fields: blocks.layer.fields, path: blocks.layer.source.path)
      let field = try chooser.field(named: within, optionName: "--within")
      let values = try FieldColumns(layer: blocks.layer, threads: threads).texts(field)
      return (within, values, BlockLocator(blocks.layer))
    }
  }

  private static func original(_ stations: StationInput, _ index: Int) -> Original {
    let row = stations.rows[index]
    let layer = stations.layers[row.layer]
    let (chunk, offset) = layer.locate(row.feature)
    let id = stations.ids[index]
    let name = stations.names[index]
    var members = ["\"id\":\(JSONText.quoted(id))"]
    if let name { members.append("\"name\":\(JSONText.quoted(name))") }
    layer.chunks[chunk].attributes[offset].withUnsafeBufferPointer { bytes in
      for member in AttributeScanner(bytes) {
        let key = AttributeText.unescape(bytes[member.key])
        let value = String(decoding: bytes[member.value], as: UTF8.self)
        // The file's own `id` and `name` stay where they are something else.
        let taken = key == "id" ? id : key == "name" ? name : nil
        if let taken, AttributeText.text(ofToken: bytes[member.value]) == taken { continue }
        let written = taken == nil ? key : "input_\(key)"
        members.append("\(JSONText.quoted(written)):\(value)")
      }
    }
    return Original(
      id: id, name: name, places: stations.places[index].map(Scenario.rounded),
      properties: members.joined(separator: ","))
  }

  /// The stations of a scenario as a GeoJSON file: those of the run in their order, then the added ones.
  ///
  /// - Throws: 64 for a station that the run does not have.
  func geoJSON(_ scenario: Scenario) throws -> String {
    for number in Array(scenario.removed) + Array(scenario.moved.keys)
    where !originals.indices.contains(number) {
      throw AnalysisError(
        .usage, .none,
        LocalizedText("there is no station number \(number)", zh: "没有编号为 \(number) 的站点"))
    }
    var features: [String] = []
    features.reserveCapacity(originals.count + scenario.added.count)
    for (number, station) in originals.enumerated() where !scenario.removed.contains(number) {
      let places = scenario.moved[number].map { [Scenario.rounded($0)] } ?? station.places
      features.append(Self.feature(station.id, station.properties, places))
    }
    for (station, id) in zip(scenario.added, additionIDs(scenario.added.count)) {
      features.append(addition(station, id))
    }
    return "{\"type\":\"FeatureCollection\",\"features\":[\n"
      + features.joined(separator: ",\n") + "\n]}\n"
  }

  /// `new-1`, `new-2`, … without those the run has.
  func additionIDs(_ count: Int) -> [String] {
    var ids: [String] = []
    var number = 1
    while ids.count < count {
      let id = "new-\(number)"
      if !self.ids.contains(id) { ids.append(id) }
      number += 1
    }
    return ids
  }

  private func addition(_ station: Scenario.Addition, _ id: String) -> String {
    let place = Scenario.rounded(station.place)
    let name = station.name.isEmpty ? id : station.name
    var members = [("id", JSONText.quoted(id)), ("name", JSONText.quoted(name))]
    // A new station serves the area it stands in.
    if let own, let block = own.locator.block(at: place), let value = own.values[Int(block)] {
      members.append((own.field, JSONText.quoted(value)))
    }
    for (field, json) in choices.members(tier: station.tier, services: station.services)
    where !members.contains(where: { $0.0 == field }) {
      members.append((field, json))
    }
    let properties = members.map { "\(JSONText.quoted($0)):\($1)" }.joined(separator: ",")
    return Self.feature(id, properties, [place])
  }

  private static func feature(
    _ id: String, _ properties: String, _ places: [GeographicPoint]
  ) -> String {
    let positions = places.map {
      "[\(JSONText.shortest($0.longitude)),\(JSONText.shortest($0.latitude))]"
    }
    let geometry =
      positions.count == 1
      ? "{\"type\":\"Point\",\"coordinates\":\(positions[0])}"
      : "{\"type\":\"MultiPoint\",\"coordinates\":[\(positions.joined(separator: ","))]}"
    return "{\"type\":\"Feature\",\"id\":\(JSONText.quoted(id)),\"properties\":{\(properties)},"
      + "\"geometry\":\(geometry)}"
  }
}
