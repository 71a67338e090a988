import Coverage
import Geometry
import Layers
import Model

/// All stations of a run, from one file or several, in WGS 84 degrees.
struct StationInput: Sendable {
  /// Where each station stands; several places for one given as a multipoint (entrances).
  var places: [[GeographicPoint]]
  /// Display ids: the id field, else the name, else the Feature id, else the row number.
  var ids: [String]
  /// Values of the name field; nil where there is none.
  var names: [String?]
  var subjects: [Subject]
  /// Values of the `--within` field by station; nil when not asked for.
  var groups: [String?]?
  /// Minutes added to every walk to or from each station; nil when not asked for.
  var extraMinutes: [Double]?
  /// When each station is open; nil when not asked for.
  var hours: [StationOpening]?
  /// Stations left out because they are closed at the time asked for.
  var closedCount = 0
  var sources: [(source: LayerSource, count: Int)]
  /// What was read, filtered, in WGS 84 degrees; and where each station stands in it.
  private(set) var layers: [Layer] = []
  private(set) var rows: [Row] = []

  /// A feature of one of the layers.
  struct Row: Sendable {
    var layer: Int
    var feature: Int
  }

  /// Reads every station file; stations without a place, and those closed at the time asked for, are left out and
  /// named. None may be left.
  ///
  /// - Throws: `AnalysisError`; 65 when no file holds a station with a place, 64 for fields that are not there.
  static func read(
    _ inputs: [CoverageRequest.Input], within: String?, extraField: String? = nil,
    opening: OpeningRequest? = nil, threads: Int, ledger: inout Ledger
  ) throws -> StationInput {
    var stations = StationInput(within, extraField, opening)
    for input in inputs {
      let layer = try LayerReader.read(input.layer, ledger: &ledger)
      try stations.append(layer, input, within, extraField, opening, threads, &ledger)
    }
    try stations.check(inputs, opening, &ledger)
    return stations
  }

  /// The same of a layer that was read before.
  static func read(
    _ layer: Layer, _ input: CoverageRequest.Input, within: String?, extraField: String? = nil,
    opening: OpeningRequest? = nil, threads: Int, ledger: inout Ledger
  ) throws -> StationInput {
    var stations = StationInput(within, extraField, opening)
    try stations.append(layer, input, within, extraField, opening, threads, &ledger)
    try stations.check([input], opening, &ledger)
    return stations
  }

  /// Notes what is doubtful about all stations together.
  ///
  /// - Throws: 65 when there is none, 64 where `--at` has no hours to go by.
  private func check(
    _ inputs: [CoverageRequest.Input], _ opening: OpeningRequest?, _ ledger: inout Ledger
  ) throws {
    try opening?.check(self, &ledger)
    // No file at all is nothing to complain of: siting may begin without a station.
    if places.isEmpty, closedCount == 0, !inputs.isEmpty {
      throw AnalysisError(
        .badData, Subject(file: inputs.first?.layer.path),
        LocalizedText("no station with coordinates was found", zh: "没有找到带坐标的服务站"),
        hint: LocalizedText(
          "lifecircle doctor says what the file holds", zh: "可用 lifecircle doctor 查看文件内容"))
    }
    recordDuplicates(&ledger)
  }

  private mutating func append(
    _ read: Layer, _ input: CoverageRequest.Input, _ within: String?, _ extraField: String?,
    _ opening: OpeningRequest?, _ threads: Int, _ ledger: inout Ledger
  ) throws {
    var layer = read
    let chooser = FieldChooser(fields: layer.fields, path: layer.source.path)
    let id = try chooser.choose(
      .id, option: input.fields.id, optionName: "--station-id-field", ledger: &ledger)
    let name = try chooser.choose(
      .name, option: input.fields.name, optionName: "--station-name-field", ledger: &ledger)
    let group = try within.map { try chooser.field(named: $0, optionName: "--within") }
    let extra = try extraField.map {
      try chooser.field(named: $0, optionName: "--station-extra-field")
    }
    if let filter = input.filter {
      layer = try LayerFilter.apply(
        filter, to: layer, option: "--where", code: .filteredStations, ledger: &ledger)
    }
    let hours = try opening.map { try StationHours(layer, chooser, $0, threads, &ledger) }
    let source = layer.source
    try layer.reprojectToWGS84(threads: threads)
    let texts = try FeatureIDs.read(layer, field: id ?? name, threads: threads)
    let values = try group.map { try FieldColumns(layer: layer, threads: threads).texts($0) }
    let titles = try name.map { try FieldColumns(layer: layer, threads: threads).texts($0) }
    let extras = try extra.map { try Self.minutes(layer, $0, texts, threads, &ledger) }
    for index in 0..<layer.count {
      if let hours, !hours.counts(index, FeatureIDs.subject(index, texts[index], layer), &ledger) {
        closedCount += 1
        continue
      }
      try append(
        layer, index, id: texts[index], group: values?[index], extra: extras?[index] ?? 0, &ledger)
      if names.count < places.count {
        names.append(titles?[index])
        if let hours { self.hours?.append(hours.stations[index]) }
      }
    }
    sources.append((source, layer.count))
    layers.append(layer)
  }

  private mutating func append(
    _ layer: Layer, _ index: Int, id: String, group: String?, extra: Double, _ ledger: inout Ledger
  ) throws {
    let (chunk, offset) = layer.locate(index)
    let shapes = layer.chunks[chunk].shapes
    let subject = FeatureIDs.subject(index, id, layer)
    let kind = shapes.kinds[offset]
    var points = shapes.coordinateRange(of: offset).map {
      GeographicPoint(longitude: shapes.coordinates[$0].x, latitude: shapes.coordinates[$0].y)
    }
    if kind == .none || kind == .collection || points.isEmpty {
      ledger.record(.stationWithoutPlace, subject, detail: kind.name.english)
      return
    }
    if !kind.isPuntal {
      let inner = try GEOSGeometry(shapes, feature: offset).pointOnSurface().coordinates
      points = inner.prefix(1).map { GeographicPoint(longitude: $0.x, latitude: $0.y) }
      ledger.record(.stationNotPoint, subject, detail: kind.name.english)
    }
    places.append(points)
    rows.append(Row(layer: layers.count, feature: index))
    ids.append(id)
    subjects.append(subject)
    groups?.append(group)
    extraMinutes?.append(extra)
    if groups != nil && group == nil { ledger.record(.stationWithoutWithin, subject) }
  }

  /// Minutes ≥ 0 by station; what is no such number counts 0 and is named.
  private static func minutes(
    _ layer: Layer, _ field: String, _ ids: [String], _ threads: Int, _ ledger: inout Ledger
  ) throws -> [Double] {
    let column = try layer.numbers(named: field, threads: threads)
    return column.values.indices.map { index in
      let value = column.values[index]
      if value.isFinite && value >= 0 && value <= 1_440 { return value }
      let (chunk, offset) = layer.locate(index)
      ledger.record(
        .stationExtraUnusable, FeatureIDs.subject(index, ids[index], layer),
        detail: layer.chunks[chunk].text(of: field, offset))
      return 0
    }
  }

  private func recordDuplicates(_ ledger: inout Ledger) {
    var places: [GeographicPoint: Int] = [:]
    var names = Set<String>()
    for index in self.places.indices {
      if let first = self.places[index].first {
        if let other = places[first] {
          ledger.record(.duplicateStation, subjects[index], detail: ids[other])
        } else {
          places[first] = index
        }
      }
      if !names.insert(ids[index]).inserted {
        ledger.record(.duplicateStationID, subjects[index])
      }
    }
  }

  /// The stations at `indices` as the engine takes them.
  func set(_ indices: some Sequence<Int>) -> StationSet {
    var points: [GeographicPoint] = []
    var owner: [Int32] = []
    for index in indices {
      for place in places[index] {
        points.append(place)
        owner.append(Int32(index))
      }
    }
    return StationSet(points: points, owner: owner)
  }
}

extension StationInput {
  /// No station yet.
  private init(_ within: String?, _ extraField: String?, _ opening: OpeningRequest?) {
    self.init(
      places: [], ids: [], names: [], subjects: [], groups: within == nil ? nil : [],
      extraMinutes: extraField == nil ? nil : [], hours: opening == nil ? nil : [], sources: [])
  }
}
