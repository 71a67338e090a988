import Geometry
import Layers
import Model

/// Candidates on the ground, in the order of their ids.
struct CandidateSet: Sendable {
  /// One feature a candidate, WGS 84 degrees.
  var layer: Layer
  var sites: [SitingSite]
  /// Where each stands; several places for entrances.
  var places: [[GeographicPoint]]
  var names: [String?] = []
  /// Values of the `--within` field; nil when not asked for.
  var within: [String?]?
  /// Minutes added to every walk to or from each; 0 without the field.
  var extraMinutes: [Double]
  var idField: String?
  /// The layer's own attribute `cost` holds the cost.
  var ownCost = false
  /// Nil for candidates that were made.
  var source: (source: LayerSource, count: Int)?

  /// The places as an index takes them.
  func set() -> (points: [GeographicPoint], owner: [Int32]) {
    var points: [GeographicPoint] = []
    var owner: [Int32] = []
    for (site, places) in places.enumerated() {
      points += places
      owner += places.map { _ in Int32(site) }
    }
    return (points, owner)
  }

  /// The candidates at `order`.
  fileprivate func arranged(_ order: [Int]) -> CandidateSet {
    var set = self
    set.layer = layer.picking(order)
    set.sites = order.map { sites[$0] }
    set.places = order.map { places[$0] }
    set.names = names.isEmpty ? [] : order.map { names[$0] }
    set.within = within.map { within in order.map { within[$0] } }
    set.extraMinutes = order.map { extraMinutes[$0] }
    return set
  }
}

extension CandidateSet {
  /// Reads a layer of premises.
  ///
  /// - Throws: 64 for fields it lacks, 65 without a usable candidate or with a cost below 0.
  static func read(
    _ input: CoverageRequest.Input, costField: String?, _ request: SiteRequest,
    _ coverage: CoverageRequest, _ ledger: inout Ledger
  ) throws -> CandidateSet {
    let threads = request.threads
    var layer = try LayerReader.read(input.layer, ledger: &ledger)
    let chooser = FieldChooser(fields: layer.fields, path: layer.source.path)
    let id = try chooser.choose(
      .id, option: input.fields.id, optionName: "--candidate-id-field", ledger: &ledger)
    let name = try chooser.choose(.name, option: nil, optionName: "name", ledger: &ledger)
    let cost = try chooser.choose(
      .cost, option: costField, optionName: "--cost-field", ledger: &ledger)
    let within = try coverage.within.map { try chooser.field(named: $0, optionName: "--within") }
    if let filter = input.filter {
      layer = try LayerFilter.apply(
        filter, to: layer, option: "--candidates-where", code: .candidatesFiltered, ledger: &ledger
      )
    }
    let source = (source: layer.source, count: layer.count)
    try layer.reprojectToWGS84(threads: threads)
    let (kept, places) = try self.places(layer, &ledger)
    if kept.isEmpty { throw nobody(layer, input.filter) }
    let columns = FieldColumns(layer: layer, threads: threads)
    let texts = uniqueIDs(
      try FeatureIDs.read(layer, field: id ?? name, threads: threads), layer, &ledger)
    let costs = try cost.map { try self.costs(layer, $0, texts, threads, &ledger) }
    let names = try name.map { try columns.texts($0) }
    let values = try within.map { try columns.texts($0) }
    var all = CandidateSet(
      layer: layer,
      sites: texts.enumerated().map { index, id in
        SitingSite(
          id: id, cost: costs?[index] ?? .nan, subject: FeatureIDs.subject(index, id, layer))
      },
      places: places, names: names ?? [], within: values,
      extraMinutes: try extraMinutes(layer, coverage.stationExtraField, threads), idField: id,
      ownCost: cost == "cost", source: source)
    try all.addConditions(request, layer, chooser, threads)
    let order = SiteOrder.byID(kept.map { texts[$0] }).map { kept[$0] }
    return all.arranged(order)
  }

  private static func nobody(_ layer: Layer, _ filter: String?) -> AnalysisError {
    AnalysisError(
      .badData, Subject(file: layer.source.path),
      filter == nil
        ? LocalizedText("there is no candidate with coordinates", zh: "没有带坐标的候选点")
        : LocalizedText(
          "--candidates-where \(filter!) keeps no candidate",
          zh: "--candidates-where \(filter!) 没有保留任何候选点"),
      hint: LocalizedText("give points of premises", zh: "请提供用房的点数据"))
  }

  /// Features with a place, and the places of all.
  private static func places(
    _ layer: Layer, _ ledger: inout Ledger
  ) throws -> ([Int], [[GeographicPoint]]) {
    var kept: [Int] = []
    var places: [[GeographicPoint]] = []
    for chunk in layer.chunks {
      for offset in 0..<chunk.count {
        let kind = chunk.shapes.kinds[offset]
        var points = chunk.shapes.coordinateRange(of: offset).map {
          GeographicPoint(
            longitude: chunk.shapes.coordinates[$0].x, latitude: chunk.shapes.coordinates[$0].y)
        }
        if kind == .none || kind == .collection { points = [] }
        if !points.isEmpty, !kind.isPuntal {
          let inner = try GEOSGeometry(chunk.shapes, feature: offset).pointOnSurface().coordinates
          points = inner.prefix(1).map { GeographicPoint(longitude: $0.x, latitude: $0.y) }
        }
        let index = chunk.firstIndex + offset
        if points.isEmpty {
          ledger.record(.candidateWithoutPlace, FeatureIDs.subject(index, nil, layer))
        } else {
          kept.append(index)
        }
        places.append(points)
      }
    }
    return (kept, places)
  }

  /// Ids by which candidates can be told apart.
  private static func uniqueIDs(
    _ ids: [String], _ layer: Layer, _ ledger: inout Ledger
  ) -> [String] {
    var seen: Set<String> = []
    return ids.enumerated().map { index, id in
      if seen.insert(id).inserted { return id }
      let subject = FeatureIDs.subject(index, id, layer)
      ledger.record(.duplicateCandidateID, subject)
      let other = "\(id)#\(subject.row ?? index + 1)"
      seen.insert(other)
      return other
    }
  }

  private static func costs(
    _ layer: Layer, _ field: String, _ ids: [String], _ threads: Int, _ ledger: inout Ledger
  ) throws -> [Double] {
    let column = try layer.numbers(named: field, threads: threads)
    if let index = column.values.firstIndex(where: { $0 < 0 }) {
      throw unusable(layer, field, index, ids[index])
    }
    let none: Set<AttributeState> = [.missing, .null]
    for index in ids.indices
    where column.values[index].isNaN && !none.contains(column.states[index]) {
      let (chunk, offset) = layer.locate(index)
      let seen = layer.chunks[chunk].text(of: field, offset)
      if !seen.isEmpty {
        ledger.record(
          .costNotNumber, FeatureIDs.subject(index, ids[index], layer), detail: "\(field) “\(seen)”"
        )
      }
    }
    return column.values
  }

  private static func unusable(
    _ layer: Layer, _ field: String, _ index: Int, _ id: String
  ) -> AnalysisError {
    let (chunk, offset) = layer.locate(index)
    let seen = layer.chunks[chunk].text(of: field, offset)
    return AnalysisError(
      .badData, FeatureIDs.subject(index, id, layer),
      LocalizedText(
        "\(field) “\(seen)” is no number of at least 0", zh: "\(field)“\(seen)”不是不小于 0 的数"),
      hint: LocalizedText("correct it, or leave the candidate out", zh: "请更正，或去掉该候选点"))
  }

  private static func extraMinutes(
    _ layer: Layer, _ field: String?, _ threads: Int
  ) throws -> [Double] {
    guard let field, layer.fields.contains(where: { $0.name == field }) else {
      return [Double](repeating: 0, count: layer.count)
    }
    return try layer.numbers(named: field, threads: threads).values.map {
      $0.isFinite && $0 >= 0 && $0 <= 1_440 ? $0 : 0
    }
  }

  private mutating func addConditions(
    _ request: SiteRequest, _ layer: Layer, _ chooser: FieldChooser, _ threads: Int
  ) throws {
    if let field = request.exclusiveField {
      let name = try chooser.field(named: field, optionName: "--exclusive")
      let texts = try FieldColumns(layer: layer, threads: threads).texts(name)
      for index in sites.indices { sites[index].exclusive = texts[index] }
    }
    guard let capacity = request.capacity else { return }
    switch capacity {
    case .people(let people): for index in sites.indices { sites[index].capacity = people }
    case .field(let field, let area):
      let name = try chooser.field(named: field, optionName: "--capacity-field")
      let values = try layer.numbers(named: name, threads: threads).values
      for index in sites.indices {
        guard values[index] >= 0 else {
          throw Self.unusable(layer, name, index, sites[index].id)
        }
        // Nobody is served in part of a place.
        sites[index].capacity = area.map { (values[index] / $0).rounded(.down) } ?? values[index]
      }
    }
  }
}

extension CandidateSet {
  /// Candidates that were made: ids in the order given, with the block each lies in.
  init(made places: [GeographicPoint], ids: [String], blocks: [String?], within: [String?]?) {
    var chunk = FeatureChunk(firstIndex: 0)
    for (index, place) in places.enumerated() {
      chunk.shapes.append(
        .point, parts: [[[Coordinate(x: place.longitude, y: place.latitude)]]])
      let block = blocks[index].map { AttributeText.quoted($0) } ?? "null"
      chunk.attributes.append(
        "\"id\":\(AttributeText.quoted(ids[index])),\"block_id\":\(block)".utf8)
      chunk.identifiers.append([])
    }
    let layer = Layer(
      source: LayerSource(path: "candidates", layerName: "candidates", driver: ""),
      fields: [Field(name: "id", type: .string), Field(name: "block_id", type: .string)],
      chunks: [chunk])
    let all = CandidateSet(
      layer: layer, sites: ids.map { SitingSite(id: $0) }, places: places.map { [$0] },
      within: within, extraMinutes: [Double](repeating: 0, count: ids.count), idField: "id")
    self = all.arranged(SiteOrder.byID(ids))
  }
}
