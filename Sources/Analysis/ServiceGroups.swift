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
  /// Number of each group by its value.
  private var numbers: [String: Int32] = [:]

  init(
    _ stations: StationInput, blocks: BlockInput, within: String?, reach: Double, threads: Int,
    ledger: inout Ledger
  ) throws {
    self.init(stations, reach: reach)
    try assign(blocks, within: within, threads: threads, ledger: &ledger)
  }

  /// All stations, by their value of the `--within` field where that was read; no block has a group yet.
  init(_ stations: StationInput, reach: Double) {
    let all = Array(stations.places.indices)
    guard let values = stations.groups else {
      self.init(stations, all, reach: reach)
      return
    }
    self.init(stations, all, values: values, blockValues: [], reach: reach)
  }

  /// Finds the group of each of these blocks, in place of those before; names blocks that have none.
  mutating func assign(
    _ blocks: BlockInput, within: String?, threads: Int, ledger: inout Ledger
  ) throws {
    guard let within, groupOf != nil else { return }
    let chooser = FieldChooser(fields: blocks.layer.fields, path: blocks.layer.source.path)
    let field = try chooser.field(named: within, optionName: "--within")
    let values = try FieldColumns(layer: blocks.layer, threads: threads).texts(field)
    let groups = groups(of: values)
    for (block, group) in groups.enumerated() where group < 0 {
      ledger.record(
        .withinWithoutStations,
        FeatureIDs.subject(block, blocks.ids[block], blocks.layer), detail: values[block] ?? "null")
    }
    groupOf = groups
  }

  private func groups(of values: [String?]) -> [Int32] {
    values.map { $0.flatMap { numbers[$0] } ?? -1 }
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
    indexes = []
    members = []
    self.values = byValue.keys.sorted()
    for value in self.values {
      numbers[value] = Int32(indexes.count)
      let group = byValue[value] ?? []
      members.append(group)
      indexes.append(StationIndex(stations.set(group), reach: reach))
    }
    groupOf = groups(of: blockValues)
  }
}
