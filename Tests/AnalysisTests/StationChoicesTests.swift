import Foundation
import Layers
import Model
import Testing

@testable import Analysis

/// Tiers and services offered on the what-if page: what is found, and that each condition keeps just the stations that have it.
@Suite struct StationChoicesTests {
  private static func model(_ stations: String) throws -> WhatIfModel {
    var request = Pipeline(blocks: TestData.county("grids.geojson"), stations: stations).request
    request.settings.minutes = []
    return try WhatIfModel(request)
  }

  /// Ids of the stations that count when a scenario is asked for with tiers and services.
  private static func kept(
    _ model: WhatIfModel, tiers: [String] = [], services: [String] = [], other: String? = nil,
    _ scenario: Scenario = Scenario()
  ) throws -> [String] {
    var settings = model.settings
    settings.filter = try model.choices.condition(tiers: tiers, services: services, other: other)
    return try model.answer(scenario, settings).now.stationIDs
  }

  @Test func `The county's tiers and services are those its file names, with their stations`()
    throws
  {
    let model = try Self.model(TestData.county("stations.geojson"))
    // By a reader that is not ours.
    let data = try Data(
      contentsOf: URL(fileURLWithPath: TestData.county("stations.geojson")))
    let json = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    let properties = (json?["features"] as? [[String: Any]] ?? []).map {
      $0["properties"] as? [String: Any] ?? [:]
    }
    func ids(_ holds: ([String: Any]) -> Bool) -> [String] {
      properties.filter(holds).map { $0["id"] as? String ?? "" }
    }
    #expect(model.choices.tiers.map(\.value) == ["街道", "社区", "网格"])
    #expect(
      model.choices.services.map(\.value) == [
        "饮水", "充电", "卫生间", "应急药箱", "微波炉", "休息座椅", "无线网络", "雨具",
      ])
    for tier in model.choices.tiers {
      let wanted = ids { $0["tier"] as? String == tier.value }
      #expect(try Self.kept(model, tiers: [tier.value]) == wanted)
      #expect(tier.stations == wanted.count)
    }
    for service in model.choices.services {
      let wanted = ids { properties in
        (properties["services"] as? String ?? "").components(separatedBy: ";")
          .contains(service.value)
      }
      #expect(try Self.kept(model, services: [service.value]) == wanted)
      #expect(service.stations == wanted.count)
    }
    let both = ids { properties in
      properties["tier"] as? String == "社区" && properties["微波炉"] as? Bool == true
        && (properties["seats"] as? Int ?? 0) >= 20
    }
    #expect(try Self.kept(model, tiers: ["社区"], services: ["微波炉"], other: "seats >= 20") == both)
  }

  /// Lists as people write them: names inside other names, blanks, Chinese dividers, quotes and signs of patterns.
  private static let awkward = [
    "A": #""services":"无线充电;充电","level":"x"'s ’""#, "B": #""services":"无线充电""#,
    "C": #""services":" 充电 、饮水""#, "D": #""services":"饮水，Wi'Fi|50%_\\""#,
    "E": #""充电":"是","卫生间":true"#, "F": #""services":"‘夜间’","卫生间":false"#,
    "G": #""services":"150%_\\""#,
  ].mapValues { $0.replacing(#""x"'s ’""#, with: #""x's ’""#) }

  private static func awkwardFile() throws -> URL {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("\(UUID().uuidString).geojson")
    let features = awkward.sorted { $0.key < $1.key }.map { id, members in
      """
      {"type":"Feature","properties":{"id":"\(id)","synthetic":true,\(members)},\
      "geometry":{"type":"Point","coordinates":[124,44.29]}}
      """
    }
    let text = "{\"type\":\"FeatureCollection\",\"features\":[\(features.joined(separator: ","))]}"
    try text.write(to: file, atomically: false, encoding: .utf8)
    return file
  }

  @Test func `A service is kept by its whole name, however lists are written`() throws {
    let file = try Self.awkwardFile()
    defer { try? FileManager.default.removeItem(at: file) }
    let model = try Self.model(file.path)
    let wanted = [
      "无线充电": ["A", "B"], "充电": ["A", "C", "E"], "饮水": ["C", "D"], "Wi'Fi": ["D"],
      "50%_\\": ["D"], "150%_\\": ["G"], "‘夜间’": ["F"], "卫生间": ["E"],
    ]
    #expect(Set(model.choices.services.map(\.value)) == Set(wanted.keys))
    for (service, ids) in wanted {
      #expect(try Self.kept(model, services: [service]) == ids, "\(service)")
      #expect(model.choices.services.first { $0.value == service }?.stations == ids.count)
    }
    #expect(try Self.kept(model, tiers: ["x's ’"]) == ["A"])
  }

  @Test func `A new station counts for the tier and the services it is given`() throws {
    let file = try Self.awkwardFile()
    defer { try? FileManager.default.removeItem(at: file) }
    let model = try Self.model(file.path)
    let place = GeographicPoint(longitude: 124, latitude: 44.29)
    let scenario = Scenario(added: [
      .init(name: "甲", place: place, tier: "x's ’", services: ["饮水", "充电", "‘夜间’", "卫生间"]),
      .init(name: "乙", place: place, services: ["无线充电", "50%_\\"]),
      .init(name: "丙", place: place),
    ])
    let wanted = [
      "充电": ["new-1"], "饮水": ["new-1"], "‘夜间’": ["new-1"], "卫生间": ["new-1"],
      "无线充电": ["new-2"], "50%_\\": ["new-2"], "150%_\\": [],
    ]
    for (service, ids) in wanted {
      let kept = try Self.kept(model, services: [service], scenario)
      #expect(kept.filter { $0.hasPrefix("new") } == ids, "\(service)")
    }
    #expect(try Self.kept(model, tiers: ["x's ’"], scenario) == ["A", "new-1"])
    #expect(try Self.kept(model, scenario).count == 10)
  }

  @Test func `A tier or a service that no station has is refused with those there are`() throws {
    let model = try Self.model(TestData.county("stations.geojson"))
    let error = try #require(throws: AnalysisError.self) {
      try Self.kept(model, services: ["温泉"])
    }
    #expect(error.kind == .usage)
    #expect(error.message.english.contains("温泉"))
    #expect(error.hint.english.contains("微波炉"))
    #expect(throws: AnalysisError.self) { try Self.kept(model, tiers: ["省"]) }
  }
}
