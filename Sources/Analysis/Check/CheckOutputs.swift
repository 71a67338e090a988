import Coverage
import Export
import Layers
import Model
import Standards

/// Writes a check's files: all of them appear, or none.
struct CheckOutputs {
  let request: CheckRequest
  let language: Language
  let place: CheckPlace

  func write(
    _ findings: inout CheckFindings,
    sources: [(role: String, source: LayerSource, count: Int)], _ ledger: inout Ledger
  ) throws {
    let transaction = OutputTransaction()
    if let path = request.outputs.blocks {
      let table = FeatureTable(
        layer: place.blocks.layer, results: columns(findings),
        populationField: place.blocks.populationField, idField: place.blocks.idField)
      try export(table, path, "check", findings, sources, transaction, &ledger)
    }
    if let path = request.outputs.stations {
      let table = stationTable(findings)
      try export(table, path, "stations", findings, sources, transaction, &ledger)
    }
    findings.ledger = ledger
    if let path = request.outputs.summary {
      try transaction.write(
        JSONText.encode(findings.json(language), indented: true) + "\n", to: path)
    }
    try transaction.commit()
  }

  private func export(
    _ table: FeatureTable, _ path: String, _ name: String, _ findings: CheckFindings,
    _ sources: [(role: String, source: LayerSource, count: Int)],
    _ transaction: OutputTransaction, _ ledger: inout Ledger
  ) throws {
    var options = ExportOptions()
    options.threads = request.threads
    options.language = language
    options.layerName = name
    options.byteOrderMark = request.outputs.byteOrderMark
    let manifest = CheckManifest(request: request, inputs: sources, findings: findings)
    options.manifest = { ledger in
      var manifest = manifest
      manifest.findings.ledger = ledger
      return manifest.json
    }
    options.sheets = CheckSheets(findings, language).sheets
    try Exporter.write(
      table, to: OutputTarget(path), options: options, in: transaction, ledger: &ledger)
  }

  // MARK: Blocks

  /// `share_<rule>`, `met_<rule>` and `uncovered_<rule>` by rule, then what the analyses say of blocks.
  private func columns(_ findings: CheckFindings) -> [ResultColumn] {
    let count = place.blocks.layer.count
    var columns: [ResultColumn] = []
    for (number, outcome) in findings.outcomes.enumerated() {
      let key = Self.columnKey(outcome.id)
      columns.append(
        ResultColumn(
          name: "share_\(key)", shortName: "s\(number + 1)",
          title: LocalizedText(
            "share in reach: \(outcome.name.english)", zh: "达标份额：\(outcome.name.chinese)"),
          values: .real((0..<count).map { outcome.blockShare($0) }, decimals: 6)))
      columns.append(
        ResultColumn(
          name: "uncovered_\(key)", shortName: "u\(number + 1)",
          title: LocalizedText(
            "out of reach: \(outcome.name.english)", zh: "未达标数：\(outcome.name.chinese)"),
          values: .real((0..<count).map { outcome.uncovered($0) }, decimals: 2)))
      columns.append(
        ResultColumn(
          name: "met_\(key)", shortName: "m\(number + 1)",
          title: LocalizedText(
            "meets: \(outcome.name.english)", zh: "是否达标：\(outcome.name.chinese)"),
          values: .boolean(
            (0..<count).map { outcome.isMet(block: $0).map { $0 ? 1 : 0 } ?? 2 })))
    }
    return columns + analysisColumns(findings.analyses)
  }

  /// A rule's id as part of a column name.
  private static func columnKey(_ id: String) -> String {
    String(id.map { $0 == "-" || $0 == "." || $0.isWhitespace ? "_" : $0 })
  }

  private func analysisColumns(_ analyses: CheckAnalyses) -> [ResultColumn] {
    func real(
      _ name: String, _ short: String, _ title: LocalizedText, _ values: [Double]?, _ decimals: Int
    ) -> [ResultColumn] {
      values.map {
        [
          ResultColumn(
            name: name, shortName: short, title: title,
            values: .real($0, decimals: decimals))
        ]
      } ?? []
    }
    var columns = real(
      "access_2sfca", "a2sfca",
      LocalizedText("supply a thousand people, 2SFCA", zh: "每千人可达供给（2SFCA）"),
      analyses.accessOfBlocks.map { $0.map { $0 * 1000 } }, 4)
    columns += real(
      "access_e2sfca", "ae2sfca",
      LocalizedText("supply a thousand people, E2SFCA", zh: "每千人可达供给（E2SFCA）"),
      analyses.enhancedOfBlocks.map { $0.map { $0 * 1000 } }, 4)
    if let blocks = analyses.workloadOfBlocks {
      columns += real(
        "visits_a_month", "visits_mon",
        LocalizedText("visits of grid workers a month", zh: "网格员每月走访次数"),
        blocks.map { $0?.visits ?? .nan }, 2)
      columns += real(
        "staff_needed", "staff_need",
        LocalizedText("grid workers needed", zh: "应配网格员数"),
        blocks.map { $0?.staff.map(Double.init) ?? .nan }, 0)
      if blocks.contains(where: { $0?.shortage != nil }) {
        columns += real(
          "staff_short", "staff_shrt",
          LocalizedText("grid workers lacking", zh: "网格员缺口"),
          blocks.map { $0?.shortage ?? .nan }, 2)
      }
    }
    return columns
  }

  // MARK: Stations

  /// Every station at its first place with its part in the analyses.
  private func stationTable(_ findings: CheckFindings) -> FeatureTable {
    let stations = findings.analyses.stations
    var chunk = FeatureChunk(firstIndex: 0, rows: nil)
    for (number, places) in place.inputs.stations.places.enumerated() {
      let points = places.prefix(1).map { Coordinate(x: $0.longitude, y: $0.latitude) }
      chunk.shapes.append(.point, parts: [[points]])
      chunk.attributes.append([UInt8]())
      chunk.identifiers.append(Array(JSONText.encode(.string(stations[number].id)).utf8))
    }
    var layer = Layer(source: LayerSource(path: ""))
    layer.chunks = [chunk]
    return FeatureTable(layer: layer, results: stationColumns(stations))
  }

  private func stationColumns(_ stations: [CheckAnalyses.Station]) -> [ResultColumn] {
    func text(_ name: String, _ title: LocalizedText, _ values: [String]) -> ResultColumn {
      ResultColumn(
        name: name, shortName: name, title: title,
        values: .text(indices: values.indices.map { Int32($0) }, strings: values))
    }
    func real(
      _ name: String, _ short: String, _ title: LocalizedText,
      _ value: (CheckAnalyses.Station)
        -> Double
    ) -> ResultColumn? {
      let values = stations.map(value)
      if values.allSatisfy(\.isNaN) { return nil }
      return ResultColumn(
        name: name, shortName: short, title: title, values: .real(values, decimals: 2))
    }
    var columns = [
      text("id", LocalizedText("id", zh: "编号"), stations.map(\.id)),
      text("name", LocalizedText("name", zh: "名称"), stations.map(\.name)),
    ]
    columns += [
      real("people", "people", LocalizedText("people whose nearest it is", zh: "就近服务人数")) {
        $0.people
      },
      real("capacity", "capacity", LocalizedText("people it can serve", zh: "可服务人数")) {
        $0.capacity
      },
      real("floor_area_m2", "floor_m2", LocalizedText("floor area, m²", zh: "面积（平方米）")) {
        $0.floorArea
      },
      real(
        "floor_area_per_person", "m2_person",
        LocalizedText("floor area a person, m²", zh: "人均面积（平方米）")
      ) { $0.floorAreaPerPerson },
      real("people_in_reach", "pop_reach", LocalizedText("people in reach", zh: "可达人数")) {
        $0.peopleInReach
      },
      real(
        "exclusive_people", "pop_only",
        LocalizedText("people in reach of no other", zh: "仅由其覆盖的人数")
      ) { $0.exclusivePeople },
    ].compactMap { $0 }
    columns.append(
      ResultColumn(
        name: "overloaded", shortName: "overload",
        title: LocalizedText("more people than it can serve", zh: "是否超负荷"),
        values: .boolean(stations.map { $0.capacity.isNaN ? 2 : $0.isOverloaded ? 1 : 0 })))
    columns.append(
      ResultColumn(
        name: "removable", shortName: "removable",
        title: LocalizedText("its removal loses nobody", zh: "撤除不影响覆盖"),
        values: .boolean(stations.map { $0.peopleInReach.isNaN ? 2 : $0.isRemovable ? 1 : 0 })))
    return columns
  }
}
