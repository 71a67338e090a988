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
  /// Where times are walked along streets: then their gaps lie outside walking-time polygons, else outside circles.
  let streets: StreetWalks?

  /// A gap with what is known of it.
  private struct Gap: Sendable {
    var block: Int
    var reach: Int
    var shapes: ShapeColumn
    /// Square metres.
    var area: Double
  }

  /// Blocks in input order; within a block radii first, then times.
  ///
  /// `area_m2` is the exact uncovered area of a radius or an estimated time, and the polygon's own where people walk
  /// along streets (the table's share of the area comes from samples there). `pop_uncovered` is the table's.
  func make(threads: Int, ledger: inout Ledger) throws -> FeatureTable {
    try make(Self.outlines(streets, settings, threads: threads), threads: threads, ledger: &ledger)
  }

  /// Where people walk in time; nil without streets or times.
  static func outlines(
    _ streets: StreetWalks?, _ settings: CoverageSettings, threads: Int
  ) throws -> WalkOutlines? {
    try streets.flatMap { streets in
      settings.minutes.isEmpty ? nil : try WalkOutlines(streets, settings, threads: threads)
    }
  }

  /// The same with the outlines of `outlines`, made before.
  func make(
    _ outlines: WalkOutlines?, threads: Int, ledger: inout Ledger
  ) throws -> FeatureTable {
    let chunks = blocks.layer.chunks
    let found: [[Gap]] = try Parallel.map(count: chunks.count, threads: threads) { index in
      try findGaps(chunks[index], outlines)
    }
    var gaps = [Gap](found.joined())
    for gap in gaps where gap.shapes.count == 0 {
      ledger.record(
        .gapWithoutOutline,
        FeatureIDs.subject(gap.block, blocks.ids[gap.block], blocks.layer),
        detail: labels[gap.reach])
    }
    gaps.removeAll { $0.shapes.count == 0 }
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

  private func findGaps(_ chunk: FeatureChunk, _ outlines: WalkOutlines?) throws -> [Gap] {
    let projector = BlockProjector()
    defer { withExtendedLifetime(projector) {} }
    var result: [Gap] = []
    for offset in 0..<chunk.count {
      let block = chunk.firstIndex + offset
      let reaches = (0..<table.reachCount).filter { hasGap(block, $0) }
      guard table.isUsable(block), !reaches.isEmpty else { continue }
      projector.recycle()
      var pieces: [BlockPiece] = []
      projector.pieces(of: chunk.shapes, feature: offset, into: &pieces)
      for reach in reaches {
        if let gap = try gap(block, reach, pieces[...], outlines) { result.append(gap) }
      }
    }
    return result
  }

  private func hasGap(_ block: Int, _ reach: Int) -> Bool {
    let slot = table.slot(block, reach)
    if table.areaShare[slot] < 1 { return true }
    // Along streets the area is sampled: people can be late where no sample is.
    return streets != nil && reach >= settings.radii.count && table.populationShare[slot] < 1
  }

  /// A gap, without a shape where none is left to draw; nil where that means nothing.
  private func gap(
    _ block: Int, _ reach: Int, _ pieces: ArraySlice<BlockPiece>, _ outlines: WalkOutlines?
  ) throws -> Gap? {
    let group = services.groupOf.map { Int($0[block]) } ?? 0
    if let outlines, reach >= settings.radii.count {
      let (shapes, area) = try outlines.gap(
        pieces, time: reach - settings.radii.count, group: group)
      return Gap(block: block, reach: reach, shapes: shapes, area: area)
    }
    let shapes = try UncoveredArea.outline(
      pieces, stations: group >= 0 ? services.indexes[group] : nil,
      distance: settings.reaches[reach])
    if shapes.count == 0 { return nil }
    return Gap(
      block: block, reach: reach, shapes: shapes,
      area: table.area[block] * (1 - table.areaShare[table.slot(block, reach)]))
  }

  private var labels: [String] {
    settings.radii.map { BlockFlags.number($0) + "m" }
      + settings.minutes.map { BlockFlags.number($0) + "min" }
  }

  private func columns(_ gaps: [Gap]) -> [ResultColumn] {
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
        values: .real(gaps.map(\.area), decimals: 2)),
      ResultColumn(
        name: "pop_uncovered", shortName: "pop_uncov",
        title: LocalizedText("people beyond the reach", zh: "未覆盖人数"),
        values: .real(people, decimals: 2)),
    ]
  }
}
