import Coverage
import Layers
import Model

/// Which stations serve which blocks: all, or only those with the same value of the `--within` field.
struct ServiceGroups: Sendable {
  var indexes: [StationIndex?]
  /// Numbers of the stations of each index.
  var members: [[Int]]
  /// Group of each block, −1 where its own area has no station; nil when all stations serve all blocks.
  var groupOf: [Int32]?

  init(
    _ stations: StationInput, blocks: BlockInput, within: String?, reach: Double, threads: Int,
    ledger: inout Ledger
  ) throws {
    guard let within, let groups = stations.groups else {
      indexes = [StationIndex(stations.set(stations.places.indices), reach: reach)]
      members = [Array(stations.places.indices)]
      return
    }
    let chooser = FieldChooser(fields: blocks.layer.fields, path: blocks.layer.source.path)
    let field = try chooser.field(named: within, optionName: "--within")
    let values = try FieldColumns(layer: blocks.layer, threads: threads).texts(field)
    var byValue: [String: [Int]] = [:]
    for (index, value) in groups.enumerated() {
      if let value { byValue[value, default: []].append(index) }
    }
    var numbers: [String: Int32] = [:]
    indexes = []
    members = []
    for value in byValue.keys.sorted() {
      numbers[value] = Int32(indexes.count)
      let group = byValue[value] ?? []
      members.append(group)
      indexes.append(StationIndex(stations.set(group), reach: reach))
    }
    groupOf = values.map { $0.flatMap { numbers[$0] } ?? -1 }
    for (block, group) in (groupOf ?? []).enumerated() where group < 0 {
      ledger.record(
        .withinWithoutStations,
        FeatureIDs.subject(block, blocks.ids[block], blocks.layer), detail: values[block] ?? "null")
    }
  }
}
