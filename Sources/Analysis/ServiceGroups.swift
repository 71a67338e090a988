import Coverage
import Layers
import Model

/// Which stations serve which blocks: all, or only those with the same value of the `--within` field.
struct ServiceGroups: Sendable {
  var indexes: [StationIndex?]
  /// Numbers of the stations of each index.
  var members: [[Int]]
  /// The value of each group; a single empty one when all stations serve all blocks.
  var values = [""]
  /// Group of each block, −1 where its own area has no station; nil when all stations serve all blocks.
  var groupOf: [Int32]?

  init(
    _ stations: StationInput, blocks: BlockInput, within: String?, reach: Double, threads: Int,
    ledger: inout Ledger
  ) throws {
    guard let within, let groups = stations.groups else {
      self.init(stations, Array(stations.places.indices), reach: reach)
      return
    }
    let chooser = FieldChooser(fields: blocks.layer.fields, path: blocks.layer.source.path)
    let field = try chooser.field(named: within, optionName: "--within")
    let values = try FieldColumns(layer: blocks.layer, threads: threads).texts(field)
    self.init(
      stations, Array(stations.places.indices), values: groups, blockValues: values, reach: reach)
    for (block, group) in (groupOf ?? []).enumerated() where group < 0 {
      ledger.record(
        .withinWithoutStations,
        FeatureIDs.subject(block, blocks.ids[block], blocks.layer), detail: values[block] ?? "null")
    }
  }

  /// Some of the stations, for all blocks.
  init(_ stations: StationInput, _ among: [Int], reach: Double) {
    indexes = [StationIndex(stations.set(among), reach: reach)]
    members = [among]
  }

  /// Some of the stations, each for the blocks with its value.
  ///
  /// - Parameters:
  ///   - values: by station of the run; nil serves no block.
  ///   - blockValues: by block; nil is served by no station.
  init(
    _ stations: StationInput, _ among: [Int], values: [String?], blockValues: [String?],
    reach: Double
  ) {
    var byValue: [String: [Int]] = [:]
    for index in among {
      if let value = values[index] { byValue[value, default: []].append(index) }
    }
    var numbers: [String: Int32] = [:]
    indexes = []
    members = []
    self.values = byValue.keys.sorted()
    for value in self.values {
      numbers[value] = Int32(indexes.count)
      let group = byValue[value] ?? []
      members.append(group)
      indexes.append(StationIndex(stations.set(group), reach: reach))
    }
    groupOf = blockValues.map { $0.flatMap { numbers[$0] } ?? -1 }
  }
}
