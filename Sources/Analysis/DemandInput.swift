import Coverage
import Geometry
import Layers
import Model

/// Demand points assigned to blocks: by the block id they name, else by where they lie.
struct DemandInput: Sendable {
  /// Points with their weights; all zero in blocks whose own population is 0, whose shares are unweighted.
  var points: DemandPoints
  /// Sum of the points' people by block.
  var people: [Double]
  var source: LayerSource
  var count: Int
  /// True when the layer has a people column; without one every point counts 1.
  var hasPeople: Bool
  /// Sum of the points' people of each group by block; nil where the layer lacks the group's field.
  var groupPeople: [[Double]?]

  static func read(
    _ input: CoverageRequest.Input, blocks: BlockInput, groups: [PeopleGroup] = [], threads: Int,
    ledger: inout Ledger
  ) throws -> DemandInput {
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
    let source = layer.source
    try layer.reprojectToWGS84(threads: threads)
    let places = try self.places(layer, &ledger)
    var weights = try self.weights(layer, people, threads, &ledger)
    let owners = try self.owners(layer, block, places, blocks, threads, &ledger)
    let groupWeights = try groups.map { group -> [Double]? in
      guard layer.fields.contains(where: { $0.name == group.field }) else { return nil }
      return try self.weights(layer, group.field, threads, &ledger)
    }
    let sums = self.sums(weights, owners, blocks)
    for (index, owner) in owners.enumerated()
    where owner >= 0 && blocks.population?[Int(owner)] == 0 { weights[index] = 0 }
    return DemandInput(
      points: DemandPoints(
        blockCount: blocks.layer.count, blockOf: owners,
        places: places.map { $0 ?? GeographicPoint(longitude: 0, latitude: 0) },
        weights: weights, groupWeights: groupWeights),
      people: sums, source: source, count: layer.count, hasPeople: people != nil,
      groupPeople: groupWeights.map { $0.map { self.sums($0, owners, blocks) } })
  }

  private static func sums(
    _ weights: [Double], _ owners: [Int32], _ blocks: BlockInput
  ) -> [Double] {
    var sums = [Double](repeating: 0, count: blocks.layer.count)
    for (index, owner) in owners.enumerated() where owner >= 0 {
      sums[Int(owner)] += weights[index]
    }
    return sums
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

  private static func owners(
    _ layer: Layer, _ field: String?, _ places: [GeographicPoint?], _ blocks: BlockInput,
    _ threads: Int, _ ledger: inout Ledger
  ) throws -> [Int32] {
    var owners = [Int32](repeating: -1, count: layer.count)
    var open = Array(owners.indices)
    if let field {
      let names = try FieldColumns(layer: layer, threads: threads).texts(field)
      var known: [String: Int32] = [:]
      for (index, id) in blocks.ids.enumerated() where known[id] == nil {
        known[id] = Int32(index)
      }
      open = []
      for (index, name) in names.enumerated() {
        if let name, let block = known[name], places[index] != nil {
          owners[index] = block
        } else {
          open.append(index)
          if let name {
            ledger.record(
              .demandUnknownBlock, FeatureIDs.subject(index, nil, layer), detail: name)
          }
        }
      }
    }
    try locate(open, places, blocks, threads, &owners)
    for index in open where owners[index] < 0 {
      let subject = FeatureIDs.subject(index, nil, layer)
      if let place = places[index] {
        ledger.record(
          .demandOutsideBlocks, subject, detail: "\(place.longitude), \(place.latitude)")
      } else {
        ledger.record(.demandWithoutPlace, subject)
      }
    }
    return owners
  }

  private static func locate(
    _ open: [Int], _ places: [GeographicPoint?], _ blocks: BlockInput, _ threads: Int,
    _ owners: inout [Int32]
  ) throws {
    if open.isEmpty { return }
    let locator = BlockLocator(blocks.layer)
    let size = 4096
    let parts = try Parallel.map(count: (open.count + size - 1) / size, threads: threads) { part in
      open[(part * size)..<min(open.count, (part + 1) * size)].map { index in
        places[index].flatMap { locator.block(at: $0) } ?? -1
      }
    }
    for (index, owner) in zip(open, parts.joined()) { owners[index] = owner }
  }
}
