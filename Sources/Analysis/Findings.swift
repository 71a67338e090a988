import Coverage
import Geometry
import Layers
import Model

/// The people of each block: its own value, else the sum of its demand points, else that of its raster cells,
/// else unknown.
enum Population {
  static func assign(
    to table: CoverageTable, _ blocks: BlockInput, _ demand: DemandInput?,
    _ spread: PopulationMethod?,
    _ ledger: inout Ledger
  ) {
    if let own = blocks.population {
      for block in 0..<table.count { table.population[block] = own[block] }
    } else if demand == nil && spread != .raster {
      ledger.record(.noPopulationField, Subject(file: blocks.layer.source.path))
    }
    if spread == .raster { assignRaster(table, blocks, &ledger) }
    guard let demand else { return }
    for block in 0..<table.count {
      let sum = demand.people[block]
      let value = table.population[block]
      if blocks.population == nil || value.isNaN {
        if !demand.points.points(of: block).isEmpty || (blocks.population == nil && value.isNaN) {
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

extension Population {
  /// Without a value of its own a block has the raster's people; differences of more than 1 % and one person are
  /// noted.
  private static func assignRaster(
    _ table: CoverageTable, _ blocks: BlockInput, _ ledger: inout Ledger
  ) {
    for block in 0..<table.count where !table.rasterPeople[block].isNaN {
      let sum = table.rasterPeople[block]
      let value = table.population[block]
      if value.isNaN {
        table.population[block] = sum
      } else if abs(sum - value) > max(1, 0.01 * value) {
        ledger.record(
          .rasterDiffers, FeatureIDs.subject(block, blocks.ids[block], blocks.layer),
          detail: "\(BlockFlags.number(value)) / \(BlockFlags.number(sum.rounded()))")
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
    if nearest.isFinite && nearest > 50_000 && !measured.insideStations.contains(true) {
      ledger.record(
        .farFromStations, Subject(file: stations.sources.first?.source.path),
        detail: "\(BlockFlags.number((nearest / 1000).rounded())) km")
    }
  }
}

/// What a run notices about its blocks once they are measured.
enum BlockFindings {
  /// Larger mosaics are left to `lifecircle doctor`, so that the check does not outweigh the run.
  private static let overlapLimit = 200_000

  /// Records blocks that overlap an earlier one; people living there would count twice.
  static func recordOverlaps(_ blocks: BlockInput, threads: Int, _ ledger: inout Ledger) throws {
    guard blocks.layer.count <= overlapLimit else {
      ledger.record(
        .overlapsNotChecked, Subject(file: blocks.source.path), detail: "\(blocks.layer.count)")
      return
    }
    for overlap in try Mosaic.overlaps(of: blocks.layer, threads: threads) {
      ledger.record(
        .blocksOverlap,
        FeatureIDs.subject(overlap.second, blocks.ids[overlap.second], blocks.layer),
        detail:
          "\(blocks.ids[overlap.first]): \(BlockFlags.number(overlap.squareMetres.rounded())) m²")
    }
  }

  static func record(
    _ table: CoverageTable, _ blocks: BlockInput, _ demand: DemandInput?,
    _ method: PopulationMethod?, _ ledger: inout Ledger
  ) {
    let asksForPeople = demand != nil || method != nil
    for block in 0..<table.count where asksForPeople || !table.isUsable(block) {
      guard table.isUsable(block) else {
        let (chunk, offset) = blocks.layer.locate(block)
        if blocks.layer.chunks[chunk].shapes.kinds[offset].isAreal {
          ledger.record(
            .blockWithoutArea, FeatureIDs.subject(block, blocks.ids[block], blocks.layer))
        }
        continue
      }
      guard table.population[block] > 0 else { continue }
      let used = PopulationMethod(rawValue: table.method[block]) ?? .area
      if demand != nil && used != .points {
        ledger.record(
          .blockWithoutDemand, FeatureIDs.subject(block, blocks.ids[block], blocks.layer))
      } else if demand == nil && used == .area {
        ledger.record(
          method == .mask ? .maskMissesBlock : .rasterMissesBlock,
          FeatureIDs.subject(block, blocks.ids[block], blocks.layer))
      }
    }
  }
}
