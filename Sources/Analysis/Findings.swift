import Coverage
import Geometry
import Layers
import Model

/// The people of each block: its own value, else the sum of its demand points, else that of its raster cells
/// (which the engine has put into the table), else unknown.
enum Population {
  static func assign(
    to table: CoverageTable, _ blocks: BlockInput, _ demand: DemandInput?, hasRaster: Bool,
    _ ledger: inout Ledger
  ) {
    if let own = blocks.population {
      for block in 0..<table.count
      where !own[block].isNaN || !hasRaster || !(table.population[block] > 0) {
        table.population[block] = own[block]
      }
    } else if demand == nil && !hasRaster {
      ledger.record(.noPopulationField, Subject(file: blocks.layer.source.path))
    }
    guard let demand else { return }
    for block in 0..<table.count {
      let sum = demand.points.people(of: block)
      let value = table.population[block]
      if blocks.population == nil || value.isNaN {
        if !demand.points.points(of: block).isEmpty || (blocks.population == nil && !hasRaster) {
          table.population[block] = sum
        }
      } else if demand.hasPeople, !demand.points.points(of: block).isEmpty,
        abs(sum - value) > 0.5
      {
        ledger.record(
          .demandDiffers, FeatureIDs.subject(block, blocks.ids[block], blocks.layer),
          detail: "\(BlockFlags.number(value)) / \(BlockFlags.number((sum * 100).rounded() / 100))")
      }
    }
  }
}

/// What a run notices about its stations.
enum StationFindings {
  /// Records stations that lie in no block, and that none is anywhere near.
  static func record(
    _ measured: CoverageEngine.Outcome, _ stations: StationInput, _ blocks: BlockInput,
    _ services: ServiceGroups, _ ledger: inout Ledger
  ) {
    let table = measured.table
    // With --within a station is only seen by blocks it serves: the others are looked up.
    let locator = services.groupOf == nil ? nil : BlockLocator(blocks.layer)
    for index in measured.insideStations.indices where !measured.insideStations[index] {
      if let locator, stations.places[index].contains(where: { locator.block(at: $0) != nil }) {
        continue
      }
      ledger.record(
        .stationOutsideBlocks, stations.subjects[index],
        detail: stations.places[index].first.map { "\($0.longitude), \($0.latitude)" } ?? "")
    }
    let nearest = (0..<table.count).reduce(Double.infinity) { best, block in
      let metres = table.nearestMetres[block]
      return metres.isNaN ? best : min(best, metres)
    }
    if nearest.isFinite && nearest > 50_000 {
      ledger.record(
        .farFromStations, Subject(file: stations.sources.first?.source.path),
        detail: "\(BlockFlags.number((nearest / 1000).rounded())) km")
    }
  }
}

/// What a run notices about its blocks once they are measured.
enum BlockFindings {
  static func record(
    _ table: CoverageTable, _ blocks: BlockInput, _ demand: DemandInput?,
    _ people: PeopleInput, _ ledger: inout Ledger
  ) {
    for block in 0..<table.count {
      guard table.isUsable(block) else {
        let (chunk, offset) = blocks.layer.locate(block)
        if blocks.layer.chunks[chunk].shapes.kinds[offset].isAreal {
          ledger.record(
            .blockWithoutArea, FeatureIDs.subject(block, blocks.ids[block], blocks.layer))
        }
        continue
      }
      let method = PopulationMethod(rawValue: table.method[block]) ?? .area
      let hasPeople = table.population[block] > 0
      if demand != nil && method != .points && hasPeople {
        ledger.record(
          .blockWithoutDemand, FeatureIDs.subject(block, blocks.ids[block], blocks.layer))
      } else if demand == nil && method == .area && hasPeople, let spread = people.spread {
        ledger.record(
          spread.method == .mask ? .maskMissesBlock : .rasterMissesBlock,
          FeatureIDs.subject(block, blocks.ids[block], blocks.layer))
      }
    }
  }
}
