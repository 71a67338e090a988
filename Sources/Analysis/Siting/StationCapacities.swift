import Layers
import Model

extension StationInput {
  /// People each existing station serves, and those of which nothing says so: they serve any number.
  ///
  /// - Throws: 64 where no file of stations has the field that is named, 65 for values that are no number of at
  ///   least 0.
  func capacities(_ request: SiteRequest) throws -> ([Double], unlimited: [Subject]) {
    var field = request.existingCapacityField
    var area: Double?
    switch request.capacity {
    case nil: return ([Double](repeating: .infinity, count: ids.count), [])
    case .people(let people)?:
      if field == nil { return ([Double](repeating: people, count: ids.count), []) }
    case .field(let name, let perPerson)?:
      area = perPerson
      if field == nil && layers.contains(where: { $0.has(name) }) { field = name }
    }
    guard let field else {
      return ([Double](repeating: .infinity, count: ids.count), subjects)
    }
    if let first = layers.first, !layers.contains(where: { $0.has(field) }) {
      // Says which fields there are.
      _ = try FieldChooser(fields: first.fields, path: first.source.path)
        .field(named: field, optionName: "--station-capacity-field")
    }
    return try read(field, areaPerPerson: area, threads: request.threads)
  }

  private func read(
    _ field: String, areaPerPerson area: Double?, threads: Int
  ) throws -> ([Double], unlimited: [Subject]) {
    let columns = try layers.map { layer in
      layer.has(field) ? try layer.numbers(named: field, threads: threads).values : nil
    }
    let texts = try layers.map { layer in
      layer.has(field) ? try FieldColumns(layer: layer, threads: threads).texts(field) : nil
    }
    var unlimited: [Subject] = []
    let capacities = try rows.enumerated().map { station, row in
      let value = columns[row.layer]?[row.feature] ?? .nan
      // Nobody is served in part of a place.
      if value >= 0 { return area.map { (value / $0).rounded(.down) } ?? value }
      if let seen = texts[row.layer]?[row.feature], !seen.isEmpty {
        throw unusable(field, seen, station)
      }
      unlimited.append(subjects[station])
      return .infinity
    }
    return (capacities, unlimited)
  }

  private func unusable(_ field: String, _ seen: String, _ station: Int) -> AnalysisError {
    AnalysisError(
      .badData, subjects[station],
      LocalizedText(
        "\(field) “\(seen)” is no number of at least 0", zh: "\(field)“\(seen)”不是不小于 0 的数"),
      hint: LocalizedText(
        "correct it, or leave it empty for a station without a limit",
        zh: "请更正，或留空表示该站点不限容量"))
  }
}

extension Layer {
  fileprivate func has(_ field: String) -> Bool { fields.contains { $0.name == field } }
}
