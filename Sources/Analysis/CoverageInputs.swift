import Coverage
import Layers
import Model

/// Everything a coverage run reads.
struct CoverageInputs: Sendable {
  var blocks: BlockInput
  var stations: StationInput
  var demand: DemandInput?
  var people: PeopleInput
  var streets: StreetInput?
  var grouping: GroupColumns
  var groups: [GroupPeople]
  /// The table of people by community.
  var communities: (source: LayerSource, count: Int)?
  /// Where the blocks are a tile of a larger run: what it is part of.
  var tile: TileScope?

  static func read(
    _ request: CoverageRequest, mayLackGroups: Bool = false, progress: (Double) -> Void,
    _ ledger: inout Ledger
  ) throws -> CoverageInputs {
    let threads = request.threads
    var noticed = Ledger()
    var blocks = try BlockInput.read(request.blocks, threads: threads, ledger: &noticed)
    // A table of communities fills the gaps, and names those it does not.
    let fillsGaps = request.communityPeople?.table != nil
    ledger.merge(fillsGaps ? noticed.without(.populationMissing) : noticed)
    progress(0.6)
    let stations = try StationInput.read(
      request.stations, within: request.within, extraField: request.stationExtraField,
      opening: request.opening, threads: threads, ledger: &ledger)
    let people = try PeopleInput.read(request, ledger: &ledger)
    let buildings = try request.buildings.map {
      try BuildingInput.read(
        $0, blocks: blocks, groupCount: request.groups.count, threads: threads, ledger: &ledger)
    }
    let communities = try request.communityPeople.flatMap {
      try CommunityPeople(request: $0, threads: threads)
        .assign(to: &blocks, buildings: buildings, spread: people.spread, ledger: &ledger)
    }
    let demand =
      try buildings?.demand
      ?? request.demand.map { [blocks] in
        try DemandInput.read(
          $0, blocks: blocks, groups: request.groups, threads: threads, ledger: &ledger)
      }
    let grouping = try GroupColumns(request.groupBy, blocks, threads: threads)
    let groups = try GroupPeople.read(
      request.groups, blocks: blocks, demand: demand, mayLack: mayLackGroups, threads: threads,
      ledger: &ledger)
    progress(0.7)
    let streets = try request.streets.map {
      try StreetInput.read($0, threads: threads, ledger: &ledger)
    }
    progress(1)
    return CoverageInputs(
      blocks: blocks, stations: stations, demand: demand, people: people, streets: streets,
      grouping: grouping, groups: groups, communities: communities)
  }

  /// What the manifest says of every input.
  func sources(_ digests: InputDigests) throws -> [(role: String, source: LayerSource, count: Int)]
  {
    var all = [(role: "blocks", source: blocks.source, count: blocks.readCount)]
    all += stations.sources.map { (role: "stations", source: $0.source, count: $0.count) }
    if let demand { all.append((role: "demand", source: demand.source, count: demand.count)) }
    all += people.sources
    if let communities { all.append(("communities", communities.source, communities.count)) }
    all += streets?.sources ?? []
    for index in all.indices { try digests.fill(&all[index].source) }
    return all
  }
}
