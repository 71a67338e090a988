import Coverage
import Export
import Foundation
import Model
import Testing

@testable import Analysis

/// A run measured whole and tile by tile.
struct TileComparison {
  let request: CoverageRequest
  let inputs: CoverageInputs
  let whole: CoverageFindings

  init(_ request: CoverageRequest, _ inputs: CoverageInputs) throws {
    self.request = request
    self.inputs = inputs
    var ledger = Ledger()
    whole = try CoverageFindings.find(request, inputs, &ledger)
  }

  /// Every difference between a block's values in the whole run and in its tile, bit by bit; stations by their index
  /// in the whole run. Tiles are written and opened again as files.
  ///
  /// - Returns: the differences, and how many blocks were compared.
  func differences(
    limit: Int?, values: [String?]? = nil, in folder: URL
  ) throws -> (texts: [String], blocks: Int, tiles: Int) {
    let ground = try TileGround(request, inputs, reading: Ledger())
    let groups = TilePartition(inputs.blocks.layer).groups(values: values, limit: limit)
    var texts: [String] = []
    var seen: [Int] = []
    for (number, group) in groups.enumerated() {
      let cut = try ground.cutter.tile(group, name: String(number))
      let file = folder.appendingPathComponent("\(number).lct")
      let bytes = try TileEncoding(tile: cut).bytes()
      try Data(bytes).write(to: file)
      let tile = try Tile.open(file.path, threads: 2)
      #expect(try TileEncoding(tile: tile).bytes() == bytes, "a tile that is read is written alike")
      var ledger = Ledger()
      var request = tile.request
      request.wantsSensitivity = self.request.wantsSensitivity
      let part = try CoverageFindings.find(request, tile.inputs, &ledger)
      texts += differences(part.table, tile.scope).map { "tile \(number): \($0)" }
      seen += tile.scope.rows
    }
    #expect(seen.sorted() == Array(0..<inputs.blocks.layer.count), "each block in one tile")
    return (texts, seen.count, groups.count)
  }

  private func differences(_ part: CoverageTable, _ scope: TileScope) -> [String] {
    let table = whole.table
    func station(_ index: Int32) -> Int { index < 0 ? -1 : scope.stationRows[Int(index)] }
    var texts: [String] = []
    for (block, row) in scope.rows.enumerated() {
      func check(_ name: String, _ mine: some Equatable, _ theirs: some Equatable) {
        if "\(mine)" != "\(theirs)" {
          texts.append("\(inputs.blocks.ids[row]) \(name): whole \(theirs), tile \(mine)")
        }
      }
      func real(_ name: String, _ mine: Double, _ theirs: Double) {
        if mine.bitPattern != theirs.bitPattern, !(mine.isNaN && theirs.isNaN) {
          check(name, mine, theirs)
        }
      }
      real("area", part.area[block], table.area[row])
      real("population", part.population[block], table.population[row])
      check("nearest", station(part.nearestStation[block]), Int(table.nearestStation[row]))
      real("nearest_m", part.nearestMetres[block], table.nearestMetres[row])
      real("walk_min", part.walkMinutes[block], table.walkMinutes[row])
      real("walk_min_p90", part.walkMinutes90[block], table.walkMinutes90[row])
      check("walk_station", station(part.walkStation[block]), Int(table.walkStation[row]))
      real("unreachable", part.unreachableShare[block], table.unreachableShare[row])
      real("raster", part.rasterPeople[block], table.rasterPeople[row])
      check("method", part.method[block], table.method[row])
      real("detour", part.detourRatio[block], table.detourRatio[row])
      check("causes", part.walkCauses[block], table.walkCauses[row])
      check("borderline", part.borderline[block], table.borderline[row])
      check("own", part.withoutOwnStation[block], table.withoutOwnStation[row])
      for reach in 0..<table.reachCount {
        let (mine, theirs) = (part.slot(block, reach), table.slot(row, reach))
        check("stations \(reach)", part.stations[mine], table.stations[theirs])
        real("area share \(reach)", part.areaShare[mine], table.areaShare[theirs])
        real("people share \(reach)", part.populationShare[mine], table.populationShare[theirs])
      }
      for extra in 0..<table.extraCount {
        real(
          "extra \(extra)", part.extraShare[block * part.extraCount + extra],
          table.extraShare[row * table.extraCount + extra])
      }
    }
    return texts
  }
}
