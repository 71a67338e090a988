import Coverage
import Layers
import Maps
import Model

/// One small coverage map a community, several on a sheet.
struct CommunityMaps {
  private let ground: MapGround
  /// Names in order of first appearance with their blocks; blocks without a name come last, without one.
  private let communities: [(name: String, blocks: [Int])]

  /// Maps on one sheet: three rows of three can still be read on A4.
  static let mapsOnSheet = 9

  /// - Throws: 64 when the blocks have no such field.
  init(_ ground: MapGround) throws {
    self.ground = ground
    let layer = ground.blocks
    let chooser = FieldChooser(fields: layer.fields, path: layer.source.path)
    var noticed = Ledger()
    guard
      let field = try chooser.choose(
        .community, option: ground.options.communityField, optionName: "--community-field",
        ledger: &noticed)
    else {
      throw AnalysisError(
        .usage, Subject(file: layer.source.path),
        LocalizedText("the blocks have no community field", zh: "网格没有社区字段"),
        hint: LocalizedText("name it: --community-field FIELD", zh: "请用 --community-field 指定"))
    }
    let texts = try FieldColumns(layer: layer, threads: ground.options.threads).texts(field)
    var order: [String: Int] = [:]
    var found: [(name: String, blocks: [Int])] = []
    for (block, text) in texts.enumerated() {
      let name = text ?? ""
      if order[name] == nil {
        order[name] = found.count
        found.append((name, []))
      }
      found[order[name] ?? 0].blocks.append(block)
    }
    communities = found.filter { !$0.name.isEmpty } + found.filter { $0.name.isEmpty }
  }

  func scenes() -> [MapScene] {
    let found = ground.findings.found
    let classes = BlockClasses(found, ground.blocks, reach: ground.reach, ground.language)
    let areas = ground.areas(classes)
    let context = areas.map { MapArea(rings: $0.rings, style: 0) }
    let sheets = stride(from: 0, to: communities.count, by: Self.mapsOnSheet).map {
      communities[$0..<min($0 + Self.mapsOnSheet, communities.count)]
    }
    return sheets.enumerated().map { index, sheet in
      let panels = sheet.map { community in
        panel(community.name, community.blocks, classes, areas, context)
      }
      let page =
        sheets.count == 1
        ? ""
        : ground.text(
          "; sheet \(index + 1) of \(sheets.count)", "；第 \(index + 1) 幅，共 \(sheets.count) 幅")
      return ground.scene(
        title: ground.text(
          "Coverage within \(ground.measure) by community", "各社区服务覆盖图（\(ground.measure)）"),
        subtitle: CoverageMap.subtitle(ground, found) + page, panels: panels,
        legend: classes.legend(0..<areas.count)
          + [.area(Self.others, ground.text("other communities", "其他社区"))]
          + ground.stations.legend,
        method: ground.coverageMethod)
    }
  }

  private func panel(
    _ name: String, _ blocks: [Int], _ classes: BlockClasses, _ areas: [MapArea],
    _ context: [MapArea]
  ) -> MapPanel {
    let own = blocks.map { areas[$0] }
    let table = classes.findings.table
    var totals = CoverageTotals(reachCount: table.reachCount)
    for block in blocks {
      totals.add(block, table, isUnderserved: classes.isFlagged(block))
    }
    let title = name.isEmpty ? ground.text("without a community", "未注明社区") : name
    let extent = BoundingBox.around(own)
    return MapPanel(
      title: title, titleSuffix: ground.text(", ", "，") + ground.share(totals), extent: extent,
      layers: [.areas(context, styles: [Self.others])]
        + ground.over(.areas(own, styles: classes.styles(count: 60)))
        + [ground.stations.layer(ground.plane)],
      labels: ground.flaggedLabels(classes.findings.flags, among: blocks))
  }

  /// Blocks of other communities.
  private static let others = MapStyle(
    fill: MapColour(0xF0F0EE), stroke: MapColour(0xB4B4B4), strokeWidth: 0.1)
}
