import Export
import Layers
import Model
import Streets

/// What a bounded run reads: everything but the blocks, which are read batch by batch.
struct BoundedInputs: Sendable {
  let blocks: BlockStream
  /// The inputs of the run without any block.
  let frame: CoverageInputs
  private let demand: BoundedDemand?
  private let request: CoverageRequest

  init(
    _ request: CoverageRequest, pieceSize: Int?, ledger: inout StagedLedger
  ) throws {
    self.request = request
    let threads = request.threads
    blocks = try BlockStream(
      request.blocks, pieceSize: pieceSize, threads: threads, ledger: &ledger)
    let stations = try StationInput.read(
      request.stations, within: request.within, extraField: request.stationExtraField,
      opening: request.opening, threads: threads, ledger: &ledger[.stations])
    let people = try PeopleInput.read(request, ledger: &ledger[.spread])
    let demand = try request.demand.map { [blocks] in
      try BoundedDemand(
        $0, request.groups, blocks, threads: threads, ledger: &ledger[.demand])
    }
    self.demand = demand
    var unused = StagedLedger()
    let (grouping, groups) = try Self.groups(
      blocks.frame, demand?.frame, request, ledger: &unused)
    let streets = try request.streets.map {
      try StreetInput.read($0, threads: threads, ledger: &ledger[.streets])
        .mapped(beside: request.outputs.blocks, threads: threads)
    }
    frame = CoverageInputs(
      blocks: blocks.frame, stations: stations, demand: demand?.frame, people: people,
      streets: streets,
      grouping: grouping, groups: groups, communities: nil)
  }

  /// What the manifest says of every input.
  func sources(_ digests: InputDigests) throws -> [(role: String, source: LayerSource, count: Int)]
  {
    try frame.sources(digests)
  }

  /// The inputs with the blocks of one batch, numbered from 0, as if there were no others.
  func batch(_ batch: BatchPlan.Batch, ledger: inout StagedLedger) throws -> CoverageInputs {
    var inputs = frame
    inputs.blocks = try blocks.batch(batch.pieces, ledger: &ledger)
    inputs.demand = demand?.batch(inputs.blocks, batch.blocks)
    (inputs.grouping, inputs.groups) = try Self.groups(
      inputs.blocks, inputs.demand, request, ledger: &ledger)
    return inputs
  }

  private static func groups(
    _ blocks: BlockInput, _ demand: DemandInput?, _ request: CoverageRequest,
    ledger: inout StagedLedger
  ) throws -> (GroupColumns, [GroupPeople]) {
    let grouping = try GroupColumns(request.groupBy, blocks, threads: request.threads)
    var found: [Ledger] = []
    let groups = try request.groups.enumerated().flatMap { index, group in
      var ledger = Ledger()
      defer { found.append(ledger) }
      var own = demand
      own?.groupPeople = [demand?.groupPeople[index]].map { $0 ?? nil }
      return try GroupPeople.read(
        [group], blocks: blocks, demand: own, threads: request.threads, ledger: &ledger)
    }
    ledger.addGroups(found)
    return (grouping, groups)
  }
}

extension StreetInput {
  /// The same streets as a file that the system reads as needed, instead of memory of this process; the file is on the
  /// disk of `output` and goes with the run. A saved graph is one already.
  fileprivate func mapped(beside output: String?, threads: Int) throws -> StreetInput {
    if source.driver == "LCG", sources.count == 1 { return self }
    let folder = try ScratchFolder(beside: output)
    let path = folder.file("streets.lcg")
    try graph.save(to: path)
    // What is mapped stays readable when its name goes with the folder.
    return StreetInput(
      graph: try StreetGraph.open(path, threads: threads), source: source, count: count,
      sources: sources, knowsFootways: knowsFootways)
  }
}
