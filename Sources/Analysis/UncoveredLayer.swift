import Coverage
import Export
import Geometry
import Model

/// The gap polygons of a run as a layer: one feature for each block and measure with a gap.
struct UncoveredLayer {
  let blocks: BlockInput
  let services: ServiceGroups
  let table: CoverageTable
  let settings: CoverageSettings
  /// False where times are walked along streets: then only radii have gaps with outlines of circles.
  let hasDiscsForTimes: Bool

  /// A gap with what is known of it.
  private struct Gap: Sendable {
    var block: Int
    var reach: Int
    var shapes: ShapeColumn
  }

  /// Blocks in input order; within a block radii first, then times.
  ///
  /// `area_m2` is the exact uncovered area, `people` those of them the block's method puts beyond the reach.
  func make(threads: Int) throws -> FeatureTable {
    let chunks = blocks.layer.chunks
    let reaches = hasDiscsForTimes ? settings.reaches : settings.radii
    let found: [[Gap]] = try Parallel.map(count: chunks.count, threads: threads) { index in
      try findGaps(chunks[index], reaches)
    }
    let gaps = [Gap](found.joined())
    var chunk = FeatureChunk(firstIndex: 0)
    for gap in gaps {
      chunk.shapes.append(gap.shapes.kinds[0], parts: gap.shapes.parts(at: 0))
      chunk.attributes.append(EmptyCollection())
      chunk.identifiers.append(EmptyCollection())
    }
    let source = LayerSource(path: "", layerName: "uncovered")
    let layer = Layer(source: source, fields: [], chunks: gaps.isEmpty ? [] : [chunk])
    return FeatureTable(layer: layer, results: columns(gaps))
  }

  private func findGaps(_ chunk: FeatureChunk, _ reaches: [Double]) throws -> [Gap] {
    let projector = BlockProjector()
    defer { withExtendedLifetime(projector) {} }
    var result: [Gap] = []
    for offset in 0..<chunk.count {
      let block = chunk.firstIndex + offset
      guard table.isUsable(block) else { continue }
      projector.recycle()
      var pieces: [BlockPiece] = []
      projector.pieces(of: chunk.shapes, feature: offset, into: &pieces)
      let group = services.groupOf.map { Int($0[block]) } ?? 0
      let stations = group >= 0 ? services.indexes[group] : nil
      for (reach, distance) in reaches.enumerated()
      where table.areaShare[table.slot(block, reach)] < 1 {
        let shapes = try UncoveredArea.outline(pieces[...], stations: stations, distance: distance)
        if shapes.count == 1 { result.append(Gap(block: block, reach: reach, shapes: shapes)) }
      }
    }
    return result
  }

  private func columns(_ gaps: [Gap]) -> [ResultColumn] {
    let labels =
      settings.radii.map { BlockFlags.number($0) + "m" }
      + settings.minutes.map { BlockFlags.number($0) + "min" }
    let area = gaps.map { gap in
      table.area[gap.block] * (1 - table.areaShare[table.slot(gap.block, gap.reach)])
    }
    let people = gaps.map { gap in
      table.population[gap.block]
        * (1 - table.populationShare[table.slot(gap.block, gap.reach)])
    }
    var names: [String] = []
    var indices: [Int32] = []
    for gap in gaps {
      if gap.block < 0 || names.last != blocks.ids[gap.block] {
        names.append(blocks.ids[gap.block])
      }
      indices.append(Int32(names.count - 1))
    }
    return [
      ResultColumn(
        name: "block", shortName: "block", title: LocalizedText("block", zh: "网格"),
        values: .text(indices: indices, strings: names)),
      ResultColumn(
        name: "measure", shortName: "measure", title: LocalizedText("measure", zh: "指标"),
        values: .text(indices: gaps.map { Int32($0.reach) }, strings: labels)),
      ResultColumn(
        name: "area_m2", shortName: "area_m2",
        title: LocalizedText("uncovered area, m²", zh: "未覆盖面积（平方米）"),
        values: .real(area, decimals: 2)),
      ResultColumn(
        name: "pop_uncovered", shortName: "pop_uncov",
        title: LocalizedText("people beyond the reach", zh: "未覆盖人数"),
        values: .real(people, decimals: 2)),
    ]
  }
}
