import Geometry
import Layers
import Model

/// The blocks of a run, ready to be measured: in WGS 84 degrees, repaired, with ids and people.
struct BlockInput: Sendable {
  var layer: Layer
  /// The file as it was read, in its own coordinate system.
  var source: LayerSource
  var idField: String?
  var nameField: String?
  var populationField: String?
  /// Id of each block: its id field, else its Feature id, else its row number.
  var ids: [String]
  /// The ids are strictly ascending numbers.
  var idsAreAscending: Bool
  /// People of each block; NaN when unknown. Nil without a population field.
  var population: [Double]?
  /// Features in the file, before `--blocks-where`.
  var readCount: Int

  /// Reads, filters, checks and repairs the blocks.
  static func read(
    _ input: CoverageRequest.Input, threads: Int, ledger: inout Ledger
  ) throws -> BlockInput {
    let layer = try LayerReader.read(input.layer, ledger: &ledger)
    var blocks = try BlockInput(unchecked: layer, count: layer.count, input.fields, &ledger)
    if let filter = input.filter {
      blocks.layer = try LayerFilter.apply(
        filter, to: layer, option: "--blocks-where", code: .filteredBlocks, ledger: &ledger)
      if blocks.layer.count == 0 { throw nothingLeft(layer, filter) }
    }
    try requirePolygons(blocks.layer, ledger)
    try blocks.place(threads: threads, ledger: &ledger)
    blocks.ids = try FeatureIDs.read(blocks.layer, field: blocks.idField, threads: threads)
    blocks.idsAreAscending = FeatureIDs.areAscendingNumbers(blocks.ids)
    if !blocks.idsAreAscending {
      FeatureIDs.recordDuplicates(blocks.ids, blocks.layer, .duplicateBlockID, &ledger)
    }
    try blocks.readPopulation(threads: threads, ledger: &ledger)
    return blocks
  }

  /// Brings the blocks to WGS 84 and repairs them.
  mutating func place(threads: Int, ledger: inout Ledger) throws {
    try layer.reprojectToWGS84(threads: threads)
    try PolygonRepair.repair(&layer, threads: threads, ledger: &ledger)
  }

  /// Reads the people of the blocks, whose ids are known.
  mutating func readPopulation(threads: Int, ledger: inout Ledger) throws {
    guard let field = populationField else { return }
    population = try FieldColumns(layer: layer, threads: threads).population(
      field, idText: { [ids] in ids[$0] }, ledger: &ledger)
  }

  fileprivate static func emptyLayer(_ layer: Layer) -> AnalysisError {
    AnalysisError(
      .badData, Subject(file: layer.source.path),
      LocalizedText("the layer has no features", zh: "图层中没有任何要素"),
      hint: LocalizedText("give a file with block polygons", zh: "请提供包含网格面的文件"))
  }

  static func nothingLeft(_ layer: Layer, _ filter: String) -> AnalysisError {
    AnalysisError(
      .badData, Subject(file: layer.source.path),
      LocalizedText(
        "--blocks-where \(filter) keeps no block", zh: "--blocks-where \(filter) 没有保留任何网格"),
      hint: LocalizedText(
        "check the values with lifecircle doctor \(layer.source.path)",
        zh: "可用 lifecircle doctor \(layer.source.path) 查看字段取值"))
  }

  /// The first warning the reader recorded about a feature of this file, as an error.
  private static func firstDoubt(_ layer: Layer, _ ledger: Ledger) -> AnalysisError? {
    for entry in ledger.entries where entry.severity == .warning {
      guard let example = entry.examples.first(where: { $0.subject.row != nil }) else { continue }
      let detail = example.detail.isEmpty ? "" : ": \(example.detail)"
      return AnalysisError(
        .badData, example.subject,
        LocalizedText(
          "no feature has a usable geometry; \(entry.message.english)\(detail)",
          zh: "没有可用的几何要素；\(entry.message.chinese)\(detail)"),
        hint: LocalizedText("export the file again", zh: "请重新导出文件"))
    }
    return nil
  }

  /// A layer without a single polygon is the wrong file.
  private static func requirePolygons(_ layer: Layer, _ ledger: Ledger) throws {
    var seen: [ShapeKind: Int] = [:]
    for chunk in layer.chunks {
      for kind in chunk.shapes.kinds {
        if kind.isAreal { return }
        seen[kind, default: 0] += 1
      }
    }
    throw noPolygons(seen, layer, ledger)
  }

  /// What to say of a layer that has only these kinds of features.
  static func noPolygons(
    _ seen: [ShapeKind: Int], _ layer: Layer, _ ledger: Ledger
  ) -> AnalysisError {
    // Nothing but features that could not be used: the first reason says more than the count.
    if seen.keys.allSatisfy({ $0 == .none }), let doubt = firstDoubt(layer, ledger) { return doubt }
    let kinds = seen.sorted { $0.key.rawValue < $1.key.rawValue }
    return AnalysisError(
      .badData, Subject(file: layer.source.path),
      LocalizedText(
        "blocks must be polygons; the file has "
          + kinds.map { "\($0.value) × \($0.key.name.english)" }.joined(separator: ", "),
        zh: "网格必须是面；文件中为"
          + kinds.map { "\($0.value) 个\($0.key.name.chinese)" }.joined(separator: "、")),
      hint: LocalizedText(
        "are --blocks and --stations exchanged", zh: "请检查 --blocks 与 --stations 是否写反"))
  }
}

extension BlockInput {
  /// The features as read, with the fields chosen; nothing else is known of them yet.
  ///
  /// - Parameter count: features in the file.
  init(
    unchecked layer: Layer, count: Int, _ fields: CoverageRequest.Fields, _ ledger: inout Ledger
  ) throws {
    if count == 0 { throw Self.emptyLayer(layer) }
    self.layer = layer
    source = layer.source
    readCount = count
    ids = []
    idsAreAscending = true
    let chooser = FieldChooser(fields: layer.fields, path: layer.source.path)
    idField = try chooser.choose(
      .id, option: fields.id, optionName: "--id-field", ledger: &ledger)
    nameField = try chooser.choose(
      .name, option: fields.name, optionName: "--name-field", ledger: &ledger)
    populationField = try chooser.choose(
      .population, option: fields.population, optionName: "--population-field", ledger: &ledger)
  }
}

extension ShapeKind {
  /// What the kind is called in messages.
  var name: LocalizedText {
    switch self {
    case .none: LocalizedText("no geometry", zh: "无几何要素")
    case .point: LocalizedText("point", zh: "点")
    case .multiPoint: LocalizedText("multipoint", zh: "多点")
    case .lineString: LocalizedText("line", zh: "线")
    case .multiLineString: LocalizedText("multiline", zh: "多线")
    case .polygon: LocalizedText("polygon", zh: "面")
    case .multiPolygon: LocalizedText("multipolygon", zh: "多面")
    case .collection: LocalizedText("geometry collection", zh: "几何集合")
    }
  }
}
