import Coverage
import Geometry
import Layers
import Model

/// Demand points as read, and the blocks they belong to as far as these have been seen: all at once or batch by batch.
struct DemandPlaces: Sendable {
  private let layer: Layer
  /// The block each point names; nil without a field for it.
  private let names: [String?]?
  /// Where each point is; nil where its feature has no place.
  let places: [GeographicPoint?]
  /// People at each point.
  let weights: [Double]
  /// The same of each group; nil where the layer lacks the group's field.
  let groupWeights: [[Double]?]
  /// Position in the run of the block of each point; negative while none is known.
  private(set) var owners: [Int32]
  let source: LayerSource
  let hasPeople: Bool
  /// By name, the first block that has it, of names that points give.
  private var known: [String: Int32] = [:]
  /// Points that no named block has; nil while names are looked up.
  private var open: [Int]?
  /// What was doubtful about the weights of groups.
  private var groupRemarks = Ledger()

  init(
    _ input: CoverageRequest.Input, groups: [PeopleGroup], threads: Int, ledger: inout Ledger
  ) throws {
    var layer = try LayerReader.read(input.layer, ledger: &ledger)
    let chooser = FieldChooser(fields: layer.fields, path: layer.source.path)
    let people = try chooser.choose(
      .population, option: input.fields.population, optionName: "--demand-population-field",
      ledger: &ledger)
    let block = try chooser.choose(
      .block, option: input.fields.block, optionName: "--demand-block-field", ledger: &ledger)
    if let filter = input.filter {
      layer = try LayerFilter.apply(
        filter, to: layer, option: "--demand-where", code: .filteredDemand, ledger: &ledger)
    }
    source = layer.source
    hasPeople = people != nil
    try layer.reprojectToWGS84(threads: threads)
    places = try Self.places(layer, &ledger)
    weights = try Self.weights(layer, people, threads, &ledger)
    names = try block.map { try FieldColumns(layer: layer, threads: threads).texts($0) }
    owners = [Int32](repeating: -1, count: layer.count)
    for case let name?? in names ?? [] { known[name] = -1 }
    var remarks = Ledger()
    groupWeights = try groups.map { group -> [Double]? in
      guard layer.fields.contains(where: { $0.name == group.field }) else { return nil }
      return try Self.weights(layer, group.field, threads, &remarks)
    }
    groupRemarks = remarks
    self.layer = layer
  }

  /// Points may name their block.
  var namesBlocks: Bool { names != nil }

  /// Gives points to the blocks they name; of several blocks with one id the first has them. Blocks come in input order,
  /// all before any is located.
  mutating func assign(_ ids: [String], first: Int) {
    if known.isEmpty { return }
    for (index, id) in ids.enumerated() where known[id] == -1 { known[id] = Int32(first + index) }
  }

  /// Points whose block is still open, once all blocks have been offered by name.
  mutating func openPoints() -> [Int] {
    if let open { return open }
    var open: [Int] = []
    for index in owners.indices {
      if let name = names?[index], let block = known[name], block >= 0, places[index] != nil {
        owners[index] = block
      } else {
        open.append(index)
      }
    }
    self.open = open
    return open
  }

  /// Gives open points to the blocks they lie in; of several the first has them. Blocks come in input order, in WGS 84.
  mutating func locate(_ blocks: Layer, first: Int, threads: Int) throws {
    let open = openPoints().filter { owners[$0] < 0 }
    if open.isEmpty { return }
    let locator = BlockLocator(blocks)
    let size = 4096
    let parts = try Parallel.map(
      count: (open.count + size - 1) / size, threads: threads
    ) { [places] part in
      open[(part * size)..<min(open.count, (part + 1) * size)].map { index in
        places[index].flatMap { locator.block(at: $0) }
      }
    }
    for (index, owner) in zip(open, parts.joined()) {
      if let owner { owners[index] = owner + Int32(first) }
    }
  }

  /// Names points of unknown blocks and those in no block, and then what was doubtful about groups.
  mutating func record(_ ledger: inout Ledger) {
    let open = openPoints()
    for index in open {
      guard let name = names?[index] else { continue }
      ledger.record(.demandUnknownBlock, FeatureIDs.subject(index, nil, layer), detail: name)
    }
    for index in open where owners[index] < 0 {
      let subject = FeatureIDs.subject(index, nil, layer)
      if let place = places[index] {
        ledger.record(
          .demandOutsideBlocks, subject, detail: "\(place.longitude), \(place.latitude)")
      } else {
        ledger.record(.demandWithoutPlace, subject)
      }
    }
    ledger.merge(groupRemarks)
  }

  /// One place a feature: a point's own, a multipoint's first, a point inside an area.
  private static func places(_ layer: Layer, _ ledger: inout Ledger) throws -> [GeographicPoint?] {
    var places: [GeographicPoint?] = []
    places.reserveCapacity(layer.count)
    for chunk in layer.chunks {
      for offset in 0..<chunk.count {
        let range = chunk.shapes.coordinateRange(of: offset)
        let kind = chunk.shapes.kinds[offset]
        if range.isEmpty {
          places.append(nil)
        } else if kind.isPuntal {
          let place = chunk.shapes.coordinates[range.lowerBound]
          places.append(GeographicPoint(longitude: place.x, latitude: place.y))
        } else {
          ledger.record(
            .demandNotPoint,
            Subject(file: layer.source.path, row: chunk.row(offset)), detail: kind.name.english)
          let inner = try GEOSGeometry(chunk.shapes, feature: offset).pointOnSurface().coordinates
          places.append(
            inner.first.map { GeographicPoint(longitude: $0.x, latitude: $0.y) })
        }
      }
    }
    return places
  }

  private static func weights(
    _ layer: Layer, _ field: String?, _ threads: Int, _ ledger: inout Ledger
  ) throws -> [Double] {
    guard let field else {
      ledger.record(.demandWithoutPeople, Subject(file: layer.source.path))
      return [Double](repeating: 1, count: layer.count)
    }
    var doubts = Ledger()
    let column = try FieldColumns(layer: layer, threads: threads).population(
      field, idText: { _ in nil }, ledger: &doubts)
    for entry in doubts.entries where entry.code != LedgerCode.populationFromText.name {
      ledger.add(.demandBadWeight, count: entry.count, examples: entry.examples)
    }
    return column.map { $0.isNaN ? 0 : $0 }
  }
}
