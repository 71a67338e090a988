import Foundation
import Layers
import Model
import Testing

@testable import Analysis

/// People of blocks: missing, zero, negative, at points named by block or found by place; order and ties.
@Suite struct PeopleTests {
  /// A town of squares of 0.004° by 0.004° in a row, written as files.
  private struct Files {
    let folder: URL

    init() throws {
      folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    func write(_ name: String, _ text: String) throws -> String {
      let file = folder.appendingPathComponent(name)
      try Data(text.utf8).write(to: file)
      return file.path
    }

    /// One square a member text, from west to east.
    func blocks(_ members: [String]) throws -> String {
      let features = members.enumerated().map { index, members in
        let west = 124 + Double(index) * 0.004
        let east = west + 0.004
        return """
          {"type":"Feature","properties":{\(members)},"geometry":{"type":"Polygon","coordinates":\
          [[[\(west),44],[\(east),44],[\(east),44.004],[\(west),44.004],[\(west),44]]]}}
          """
      }
      return try write(
        "blocks.geojson",
        "{\"type\":\"FeatureCollection\",\"features\":[\(features.joined(separator: ",\n"))]}")
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }
  }

  private static func count(_ outcome: CoverageOutcome, _ code: String) -> Int {
    outcome.ledger.entries.first { $0.code == code }?.count ?? 0
  }

  @Test func `Missing and negative people are unknown, zero is zero, and shares stand for all`()
    throws
  {
    let files = try Files()
    defer { files.remove() }
    let values = ["120", "0", "null", "-5", "\"1,234\"", "\"many\"", "12.5"]
    let blocks = try files.blocks(
      values.enumerated().map { "\"id\":\"b\($0)\",\"population\":\($1)" } + ["\"id\":\"b7\""])
    let stations = try files.write("stations.csv", "id,lon,lat\nS,124.002,44.002\n")
    let result = try Pipeline(blocks: blocks, stations: stations).run()
    try #require(result.features.count == 8)
    let people = [120, 0, Double.nan, .nan, 1234, .nan, 12.5, .nan]
    for (feature, expected) in zip(result.features, people) {
      let share = feature.number("pop_share_500m")
      #expect(share >= 0 && share <= 1)
      #expect(share == feature.number("area_share_500m"))
      #expect(!feature.number("walk_min").isNaN)
      let uncovered = feature.number("pop_uncovered_500m")
      if expected.isNaN {
        #expect(feature.properties["pop_uncovered_500m"] == .null)
        #expect(feature.properties["pop_unreachable"] == .null)
      } else {
        #expect(abs(uncovered - expected * (1 - share)) <= 0.005 + 1e-6 * expected)
      }
      #expect(feature.boolean("underserved") != nil)
    }
    #expect(result.outcome.summary["population"].number == 120 + 0 + 1234 + 12.5)
    #expect(Self.count(result.outcome, "population_missing") == 2)
    #expect(Self.count(result.outcome, "population_negative") == 1)
    #expect(Self.count(result.outcome, "population_not_number") == 1)
  }

  @Test func `Equal needs are ordered by id, numbers by value and before text`() throws {
    let files = try Files()
    defer { files.remove() }
    let ids = ["10", "9", "\"b\"", "\"a\"", "\"100\"", "-3", "\"B\""]
    let blocks = try files.blocks(ids.map { "\"id\":\($0),\"population\":100" })
    // Far away: every block fails all tests with all its people.
    let stations = try files.write("stations.csv", "id,lon,lat\nS,125.5,44.002\n")
    let result = try Pipeline(blocks: blocks, stations: stations).run()
    let ranks = result.features.map { $0.number("priority") }
    // -3, 9, 10, 100, B, a, b.
    #expect(ranks == [3, 2, 7, 6, 4, 1, 5])
    #expect(
      result.features.allSatisfy {
        $0.text("reasons")?.hasPrefix("beyond_500m;beyond_15min") == true
      })
  }

  @Test func `Points belong to the block they name, else to the one they lie in, else are counted`()
    throws
  {
    let files = try Files()
    defer { files.remove() }
    let blocks = try files.blocks(["\"id\":\"A\"", "\"id\":\"B\"", "\"id\":\"C\""])
    let stations = try files.write("stations.csv", "id,lon,lat\nS,124.002,44.002\n")
    // Named A though it lies in C; in B by place; on the border of A and B: the first; unknown name: by place;
    // outside; and two without people.
    let rows = """
      id,lon,lat,population,block_id
      1,124.010,44.002,10,A
      2,124.006,44.002,20,
      3,124.004,44.001,30,
      4,124.0061,44.001,40,nowhere
      5,123.9,44.0,50,
      6,124.010,44.001,0,C
      7,124.0101,44.001,0,C
      """
    let demand = try files.write("demand.csv", rows)
    let result = try Pipeline(blocks: blocks, stations: stations, demand: demand).run()
    #expect(result.features.map { $0.number("population") } == [40, 60, 0])
    #expect(result.features.map { $0.text("pop_method") } == ["points", "points", "points"])
    #expect(Self.count(result.outcome, "demand_outside_blocks") == 1)
    #expect(Self.count(result.outcome, "demand_unknown_block") == 1)
    // A: 10 of 40 people live 640 m away; C has nobody, so its two points count alike.
    #expect(abs(result.features[0].number("pop_share_500m") - 0.75) < 1e-9)
    #expect(result.features[1].number("pop_share_500m") == 1)
    #expect(result.features[2].number("pop_share_500m") == 0)
    #expect(result.features[2].number("pop_uncovered_500m") == 0)
    #expect(!result.features[2].number("nearest_m").isNaN)
    let byPlace = rows.split(separator: "\n").map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).prefix(4).joined(separator: ",")
    }
    let plain = try files.write("plain.csv", byPlace.joined(separator: "\n"))
    let located = try Pipeline(blocks: blocks, stations: stations, demand: plain).run()
    #expect(located.features.map { $0.number("population") } == [30, 60, 10])
  }

  @Test func `Points keep the block's own number of people and the difference is told`() throws {
    let files = try Files()
    defer { files.remove() }
    let blocks = try files.blocks([
      "\"id\":\"A\",\"population\":1000", "\"id\":\"B\",\"population\":null",
    ])
    let stations = try files.write("stations.csv", "id,lon,lat\nS,124.0005,44.002\n")
    let demand = try files.write(
      "demand.csv",
      "id,lon,lat,population\n1,124.001,44.002,30\n2,124.0039,44.0039,10\n3,124.006,44.002,7\n")
    var pipeline = Pipeline(blocks: blocks, stations: stations, demand: demand)
    pipeline.request.settings = MeasureSettings(radii: [200], minutes: [])
    let result = try pipeline.run()
    #expect(result.features[0].number("population") == 1000)
    // The field itself stays null as it was read; sums take the seven people at the point.
    #expect(result.features[1].properties["population"] == .null)
    #expect(result.features[1].number("pop_uncovered_200m") == 7)
    #expect(result.features[0].number("pop_share_200m") == 0.75)
    #expect(result.features[0].number("pop_uncovered_200m") == 250)
    #expect(Self.count(result.outcome, "demand_differs") == 1)
  }

  @Test(arguments: [1, 2, 5])
  func `The thread count changes no written byte`(_ threads: Int) throws {
    func text(_ threads: Int) throws -> [WrittenFeature] {
      var pipeline = Pipeline(
        blocks: TestData.county("grids.geojson"), stations: TestData.county("stations.geojson"),
        demand: TestData.county("buildings.csv"))
      pipeline.request.threads = threads
      return try pipeline.run().features
    }
    #expect(try text(threads) == text(1))
  }
}
