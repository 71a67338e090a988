import Geometry
import Layers
import Model

/// One result of `coverage` read back: blocks in file order with the columns a comparison needs.
struct ResultLayer: Sendable {
  /// In WGS 84 degrees; no geometry where the file is a table.
  var layer: Layer
  var source: LayerSource
  var idField: String?
  var nameField: String?
  /// One a block, no two alike.
  var ids: [String]
  /// Nil where the file does not say how it was made.
  var manifest: ResultManifest?
  /// Radii, then times, each ascending; at least one.
  var measures: [CompareMeasure]
  /// NaN where unknown.
  var population: [Double]
  private let columns: ResultReader

  /// Reads the file at `path`.
  ///
  /// - Throws: 66 when it cannot be opened; 65 when it is no result of `coverage` or an id stands twice; 64 for an
  ///   id field it lacks.
  static func read(
    _ path: String, idField: String?, threads: Int, ledger: inout Ledger
  ) throws -> ResultLayer {
    let place = try LayerPlace(path)
    let isJSON = [".geojson", ".json"].contains { place.path.lowercased().hasSuffix($0) }
    var manifest = isJSON ? try ResultManifest.read(path: place.path) : nil
    var layer = try layer(
      LayerRequest(
        role: .table, path: path, coordinateSystem: manifest?.datum, threads: threads),
      place, &ledger)
    let source = layer.source
    manifest = manifest ?? source.manifest.flatMap { ResultManifest(text: $0) }
    if let command = manifest?.command, command != "coverage" {
      throw notCoverage(source.path, "lifecircle \(command)")
    }
    let columns = ResultReader(layer: layer, threads: threads)
    let measures = Set(layer.fields.compactMap { CompareMeasure(column: $0.name) })
    guard !measures.isEmpty, columns.name("population", "population") != nil else {
      throw notCoverage(source.path, nil)
    }
    let chooser = FieldChooser(fields: layer.fields, path: source.path)
    let id = try chooser.choose(.id, option: idField, optionName: "--id-field", ledger: &ledger)
    let name = try chooser.choose(.name, option: nil, optionName: "name", ledger: &ledger)
    let ids = try FeatureIDs.read(layer, field: id, threads: threads)
    try refuseRepeated(ids, layer)
    if id == nil, layer.chunks.allSatisfy(\.identifiers.bytes.isEmpty) {
      ledger.record(.compareIDsByRow, Subject(file: source.path))
    }
    if manifest == nil {
      ledger.record(.compareParametersUnknown, Subject(file: source.path), detail: source.driver)
    }
    let population = try columns.numbers("population", "population", count: layer.count)
    try layer.reprojectToWGS84(threads: threads)
    return ResultLayer(
      layer: layer, source: source, idField: id, nameField: name, ids: ids, manifest: manifest,
      measures: measures.sorted(by: CompareMeasure.precedes), population: population,
      columns: columns)
  }

  /// Of a workbook the sheet of blocks, which `coverage` names so, unless another is named.
  private static func layer(
    _ request: LayerRequest, _ place: LayerPlace, _ ledger: inout Ledger
  ) throws -> Layer {
    let isWorkbook = [".xlsx", ".xlsm"].contains { place.path.lowercased().hasSuffix($0) }
    if isWorkbook, place.layerName == nil {
      var named = request
      named.path = place.path + ":coverage"
      var attempt = ledger
      if let layer = try? LayerReader.read(named, ledger: &attempt) {
        ledger = attempt
        return layer
      }
    }
    return try LayerReader.read(request, ledger: &ledger)
  }

  private static func notCoverage(_ path: String, _ command: String?) -> AnalysisError {
    let seen = command.map { LocalizedText("it was made by \($0)", zh: "它由 \($0) 生成") }
    let lacks = LocalizedText(
      "it lacks population and pop_share_… columns", zh: "缺少 population 与 pop_share_… 列")
    let reason = seen ?? lacks
    return AnalysisError(
      .badData, Subject(file: path),
      LocalizedText(
        "is no result of lifecircle coverage: \(reason.english)",
        zh: "不是 lifecircle coverage 的结果：\(reason.chinese)"),
      hint: LocalizedText(
        "give what coverage wrote with -o", zh: "请给出 coverage 用 -o 写出的文件"))
  }

  private static func refuseRepeated(_ ids: [String], _ layer: Layer) throws {
    var first = [String: Int](minimumCapacity: ids.count)
    for (index, id) in ids.enumerated() {
      guard let earlier = first.updateValue(index, forKey: id) else { continue }
      let (chunk, offset) = layer.locate(earlier)
      let row = layer.chunks[chunk].row(offset)
      throw AnalysisError(
        .badData, FeatureIDs.subject(index, id, layer),
        LocalizedText(
          "this block id stands twice, first in row \(row): blocks cannot be matched",
          zh: "网格编号重复，首次出现在第 \(row) 行，无法匹配网格"),
        hint: LocalizedText(
          "name a field without repetitions: --id-field FIELD", zh: "请用无重复的字段：--id-field 字段"))
    }
  }

  // MARK: Columns

  /// A column of numbers by its name, or its name in a Shapefile; NaN where it is missing.
  func numbers(_ name: String, _ short: String) throws -> [Double] {
    try columns.numbers(name, short, count: layer.count)
  }

  /// A column of texts; nil where it is missing.
  func texts(_ name: String, _ short: String) throws -> [String?] {
    try columns.texts(name, short, count: layer.count)
  }

  /// The values of one of the blocks' fields; nil where the file lacks it.
  func values(ofField name: String) throws -> [String?] {
    try columns.texts(name, name, count: layer.count)
  }

  func has(_ name: String, _ short: String) -> Bool { columns.name(name, short) != nil }

  /// People within a measure, and their share.
  func reach(_ measure: CompareMeasure) throws -> ReachColumn {
    let share = try numbers("pop_share_\(measure.label)", "psh_\(measure.shortLabel)")
    let uncovered = try numbers("pop_uncovered_\(measure.label)", "pun_\(measure.shortLabel)")
    return ReachColumn(share: share, uncovered: uncovered, population: population)
  }
}

/// The columns of a layer, read when asked for.
struct ResultReader: Sendable {
  let layer: Layer
  let threads: Int

  /// The name that is there.
  func name(_ name: String, _ short: String) -> String? {
    [name, short].first { name in layer.fields.contains { $0.name == name } }
  }

  func numbers(_ name: String, _ short: String, count: Int) throws -> [Double] {
    guard let found = self.name(name, short) else {
      return [Double](repeating: .nan, count: count)
    }
    return try layer.numbers(named: found, threads: threads).values
  }

  func texts(_ name: String, _ short: String, count: Int) throws -> [String?] {
    guard let found = self.name(name, short) else { return [String?](repeating: nil, count: count) }
    // Tables have no empty text that is not null.
    return try layer.strings(named: found, threads: threads).map { $0 == "" ? nil : $0 }
  }
}

/// People within one radius or time, block by block, from the rounded columns of a file.
///
/// Shares have six decimals, uncovered people two. With P people in a block, share × P is within P × 5e-7 of the truth.
/// Where people − uncovered lies within that, it is taken instead: where people are whole numbers at points, it is
/// exact. Either way the error of a block is at most `bound`.
struct ReachColumn: Sendable {
  /// 0…1, NaN where unknown.
  var share: [Double]
  /// People within; NaN where unknown.
  var covered: [Double]

  init(share: [Double], uncovered: [Double], population: [Double]) {
    self.share = share
    covered = share.indices.map { block in
      let people = population[block]
      let byShare = people * share[block]
      let byRest = people - uncovered[block]
      let half = people * 5e-7 * (1 + 1e-9) + 1e-9
      return abs(byRest - byShare) <= half ? byRest : byShare
    }
  }

  /// Largest error of `covered` in a block with so many people.
  static func bound(_ people: Double) -> Double { people > 0 ? people * 1e-6 : 0 }
}
