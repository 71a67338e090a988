import Coverage
import Model
import Report

extension ReportAssembly {
  /// Blocks that the map of a page draws at most; flagged ones first.
  static let mapLimit = 20_000

  /// Maps: the one that can be moved, in a page, and those that stand still.
  var mapSection: ReportDocument.Section {
    ReportDocument.Section(
      "maps", word("Maps", "地图"), [.map(interactiveMap)] + figures.map { .figure($0) })
  }

  /// The blocks the map draws: all, or the most urgent and then the first of the others.
  var mappedBlocks: [Int] {
    let count = findings.table.count
    if count <= Self.mapLimit { return Array(0..<count) }
    let urgent = flagged.prefix(Self.mapLimit)
    let taken = Set(urgent)
    let others = (0..<count).lazy.filter { !taken.contains($0) }.prefix(
      Self.mapLimit - urgent.count)
    return Array(urgent) + others
  }

  /// The numbers on the map of some blocks.
  func mapNumbers(_ blocks: [Int]) -> [Int] {
    let numbers = Dictionary(
      uniqueKeysWithValues: mappedBlocks.enumerated().map { ($1, $0) })
    return blocks.prefix(Self.flaggedLimit).map { numbers[$0] ?? -1 }
  }

  private var interactiveMap: InteractiveMap {
    let mapped = mappedBlocks
    let totals = findings.summary.totals
    let left = findings.table.count - mapped.count
    return InteractiveMap(
      caption: word(
        "Each block is coloured by a share of its people; dark means that few are reached. Point at a block or find it "
          + "by name to see its figures.",
        "网格按人口占比着色，颜色越深表示覆盖越少；指向网格或按名称查找可查看数值。"),
      measures: totals.reaches.indices.map {
        word("share of people \(phrase($0))", "\(phrase($0))人口占比")
      },
      blocks: mapped.map(mapBlock), stations: mapStations, sites: mapSites,
      omission: left == 0
        ? ""
        : word(
          "\(Figures.whole(Double(left))) blocks are not drawn, none of the most urgent among them.",
          "地图未绘出 \(Figures.whole(Double(left))) 个网格（优先次序靠前的均已绘出）。"))
  }

  private func mapBlock(_ block: Int) -> InteractiveMap.Block {
    let (table, flags) = (findings.table, findings.flags)
    let (chunk, offset) = findings.inputs.blocks.layer.locate(block)
    let shapes = findings.inputs.blocks.layer.chunks[chunk].shapes
    let codes = flags.reasonTexts[Int(flags.reasons[block])]
    return InteractiveMap.Block(
      polygons: shapes.kinds[offset].isAreal ? shapes.parts(at: offset) : [],
      id: findings.inputs.blocks.ids[block], name: names[block] ?? "",
      people: table.population[block],
      shares: (0..<table.reachCount).map { table.populationShare[table.slot(block, $0)] },
      isUnderserved: flags.underserved[block] == 2 ? nil : flags.underserved[block] == 1,
      priority: Int(flags.priority[block]),
      reasons: ReasonText(findings.settings, language).words(codes))
  }

  private var mapStations: [InteractiveMap.Place] {
    let stations = findings.inputs.stations
    return stations.places.indices.prefix(Self.mapLimit).compactMap { index in
      stations.places[index].first.map {
        .init(
          position: Coordinate(x: $0.longitude, y: $0.latitude), id: stations.ids[index],
          name: stations.names[index] ?? "")
      }
    }
  }

  private var mapSites: [InteractiveMap.Place] {
    guard let site = findings.site else { return [] }
    return zip(site.overview.rows, site.places).compactMap { row, place in
      place.map {
        .init(
          position: $0, id: row.site, name: row.name,
          detail: word(
            "rank \(row.rank), people gained \(Figures.whole(row.gain))",
            "第 \(row.rank) 名，新增覆盖 \(Figures.whole(row.gain)) 人"))
      }
    }
  }
}
