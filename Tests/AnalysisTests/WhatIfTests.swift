import Foundation
import Layers
import Model
import Schedules
import Testing

@testable import Analysis

/// Every answer of the what-if model against a run of `coverage` on the saved scenario: another reading of every file, and
/// the digits that it wrote.
@Suite struct WhatIfTests {
  private static func county(streets: Bool) -> CoverageRequest {
    var request = Pipeline(
      blocks: TestData.county("grids.geojson"), stations: TestData.county("stations.geojson"),
      demand: streets ? TestData.county("buildings.csv") : nil
    ).request
    request.demand?.layer.coordinateSystem = .wgs84
    request.threads = 2
    if streets {
      request.streets = StreetRequest(
        streets: .init(LayerRequest(role: .streets, path: TestData.county("streets.geojson"))))
    }
    return request
  }

  /// A few stations of the county's 50 removed and moved, a few added anywhere in its box.
  private static func scenario(_ random: inout SeededGenerator) -> Scenario {
    func place() -> GeographicPoint {
      GeographicPoint(
        longitude: .random(in: 123.97...124.03, using: &random),
        latitude: .random(in: 44.27...44.31, using: &random))
    }
    var scenario = Scenario()
    for _ in 0..<Int.random(in: 0...4, using: &random) {
      scenario.removed.insert(.random(in: 0..<50, using: &random))
    }
    for _ in 0..<Int.random(in: 0...4, using: &random) {
      let station = Int.random(in: 0..<50, using: &random)
      if !scenario.removed.contains(station) { scenario.moved[station] = place() }
    }
    for number in 0..<Int.random(in: 1...4, using: &random) {
      scenario.added.append(.init(name: "甲<\(number)>\"", place: place()))
    }
    return scenario
  }

  private static func settings(_ random: inout SeededGenerator) throws -> ScenarioSettings {
    let radius = [300.0, 500, 800].randomElement(using: &random)!
    let minutes = [[15.0], [5, 10], []].randomElement(using: &random)!
    return ScenarioSettings(
      measures: MeasureSettings(radii: [radius], minutes: minutes),
      filter: [nil, "tier = '社区' or name is not null", "services LIKE '%充电%' or tier is null"]
        .randomElement(using: &random)!,
      moment: Bool.random(using: &random) ? try Moment("Sa 10:00") : nil)
  }

  @Test(arguments: [false, true])
  func `An answer has the digits that coverage writes for the saved scenario`(
    streets: Bool
  ) throws {
    let request = Self.county(streets: streets)
    let model = try WhatIfModel(request)
    let seed = UInt64.random(in: 1...1_000_000)
    var random = SeededGenerator(seed)
    for round in 0..<(streets ? 4 : 8) {
      let scenario = Self.scenario(&random)
      let settings = try Self.settings(&random)
      let comment: Comment = "seed \(seed), round \(round)"
      let (now, before) = try model.answer(scenario, settings)
      try Self.compare(now, with: scenario, settings, model, comment)
      try Self.checkChanges(now, before, comment)
    }
  }

  /// Runs `coverage` on the file that is saved, and compares all columns and totals.
  private static func compare(
    _ answer: WhatIfAnswer, with scenario: Scenario, _ settings: ScenarioSettings,
    _ model: WhatIfModel, _ comment: Comment
  ) throws {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("\(UUID().uuidString).geojson")
    try model.stationsGeoJSON(scenario).write(to: file, atomically: false, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    var pipeline = Pipeline(blocks: "", stations: file.path)
    let stations = pipeline.request.stations
    pipeline.request = model.request
    pipeline.request.stations = stations
    pipeline.request.stations[0].filter = settings.filter
    pipeline.request.settings = settings.measures
    pipeline.request.opening = settings.moment.map { OpeningRequest(at: $0) }
    let run = try pipeline.run()
    let document = WhatIfDocument(model, language: .english)
    let text = document.answer(answer, before: answer, isWhole: true, milliseconds: 0)
    let json = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    let columns = (json?["blocks"] as? [String: Any])?["columns"] as? [String: [Any]] ?? [:]
    try #require(columns.count >= 12)
    for (name, values) in columns {
      let written = run.features.map { $0.properties[name] ?? .null }
      #expect(values.map { WrittenFeature.JSON($0) } == written, "\(name), \(comment)")
    }
    let ranked = run.features.indices.filter { !run.features[$0].number("priority").isNaN }
      .sorted { run.features[$0].number("priority") < run.features[$1].number("priority") }
    #expect(answer.flagged == ranked, comment)
    for key in ["population", "underserved", "radii", "minutes", "stations", "area_m2"] {
      #expect(
        answer.summary.json(language: .english)[key] == run.outcome.summary[key],
        "\(key), \(comment)")
    }
  }

  /// Blocks that are not listed as changed are as before.
  private static func checkChanges(
    _ now: WhatIfAnswer, _ before: WhatIfAnswer, _ comment: Comment
  ) throws {
    let changed = Set(now.changed(since: before))
    let (left, right) = (values(now), values(before))
    for block in left.indices {
      #expect((left[block] != right[block]) == changed.contains(block), comment)
    }
  }

  /// What each block's columns say, one text a block.
  private static func values(_ answer: WhatIfAnswer) -> [String] {
    var texts = [String](repeating: "", count: answer.columns[0].values.count)
    for column in answer.columns where column.name != "priority" {
      for block in texts.indices {
        switch column.values {
        case .real(let values, _): texts[block] += "\(values[block]) "
        case .integer(let values): texts[block] += "\(values[block]) "
        case .boolean(let values): texts[block] += "\(values[block]) "
        case .text(let indices, let strings):
          texts[block] += indices[block] < 0 ? "- " : strings[Int(indices[block])] + " "
        }
      }
    }
    return texts
  }

  @Test func `A saved scenario holds the run's stations but for the changes`() throws {
    let model = try WhatIfModel(Self.county(streets: false))
    let place = GeographicPoint(longitude: 124.012_345_678_9, latitude: 44.3)
    let scenario = Scenario(
      removed: [0, 49], moved: [1: place], added: [.init(name: "", place: place)])
    let text = try model.stationsGeoJSON(scenario)
    let saved = try Self.stations(Data(text.utf8))
    let path = TestData.county("stations.geojson")
    let original = try Self.stations(Data(contentsOf: URL(fileURLWithPath: path)))
    try #require(original.count == 50 && saved.count == 49)
    #expect(saved[0].place == [124.0123457, 44.3])
    #expect(saved[0].properties == original[1].properties)
    for index in 2..<49 { #expect(saved[index - 1] == original[index]) }
    #expect(saved[48].place == [124.0123457, 44.3])
    #expect(saved[48].properties == ["id": "new-1", "name": "new-1"])
  }

  private struct Feature: Equatable {
    var place: [Double]
    var properties: NSDictionary
  }

  /// Stations of a file, by a reader that is not ours.
  private static func stations(_ data: Data) throws -> [Feature] {
    let json = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    return (json?["features"] as? [[String: Any]] ?? []).map { feature in
      let geometry = feature["geometry"] as? [String: Any]
      return Feature(
        place: geometry?["coordinates"] as? [Double] ?? [],
        properties: feature["properties"] as? NSDictionary ?? [:])
    }
  }

  @Test func `Without changes the answer is that of the run`() throws {
    let model = try WhatIfModel(Self.county(streets: false))
    let (now, before) = try model.answer(Scenario(), model.settings)
    #expect(now.changed(since: before) == [])
    #expect(now.summary.stationCount == 50)
  }

  @Test func `A removed station put back where it was changes nothing but its name`() throws {
    let model = try WhatIfModel(Self.county(streets: false))
    let place = model.stations.originals[7].places[0]
    let scenario = Scenario(removed: [7], added: [.init(name: "again", place: place)])
    let (now, before) = try model.answer(scenario, model.settings)
    let names: Set = ["nearest_station", "walk_station"]
    for (left, right) in zip(now.columns, before.columns) where !names.contains(left.name) {
      if case .real(let a, _) = left.values, case .real(let b, _) = right.values {
        #expect(
          zip(a, b).allSatisfy { abs($0 - $1) <= 1e-9 || ($0.isNaN && $1.isNaN) }, "\(left.name)")
      }
    }
    #expect(now.summary.stationCount == before.summary.stationCount)
  }

  @Test func `A station that the run does not have, and no station at all, are refused`() throws {
    let model = try WhatIfModel(Self.county(streets: false))
    #expect(throws: AnalysisError.self) {
      try model.answer(Scenario(removed: [50]), model.settings)
    }
    #expect(throws: AnalysisError.self) {
      try model.answer(Scenario(removed: Set(0..<50)), model.settings)
    }
    var wrong = model.settings
    wrong.filter = "no_such_field = 1"
    #expect(throws: AnalysisError.self) { try model.answer(Scenario(), wrong) }
  }

  @Test func `Answers asked for at once from several threads are each their own`() throws {
    let model = try WhatIfModel(Self.county(streets: false))
    let scenarios = (0..<8).map { Scenario(removed: [$0, $0 + 20]) }
    let alone = try scenarios.map { Self.values(try model.answer($0, model.settings).now) }
    let together = try Parallel.map(count: scenarios.count, threads: 8) {
      Self.values(try model.answer(scenarios[$0], model.settings).now)
    }
    #expect(alone == together)
  }
}
