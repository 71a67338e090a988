import Foundation
import Layers
import Model
import Testing

@testable import Analysis

/// Siting under capacities through the whole run: what existing stations serve, the curve, people who count more.
@Suite struct SitingCapacityTests {
  /// 10 people at d0 and 20 at d1 near the existing station e; a reaches d1, b the 5 people of d2.
  private func town(
    existing room: String, _ change: (inout SiteRequest) -> Void = { _ in }
  ) throws -> SiteOutcome {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func write(_ name: String, _ text: String) throws -> String {
      let file = folder.appendingPathComponent(name)
      try text.write(to: file, atomically: true, encoding: .utf8)
      return file.path
    }
    let matrix = SiteMatrix(
      costs: try write("c.csv", "demand,site,cost\nd0,e,1\nd1,e,1\nd1,a,1\nd2,b,1\n"),
      weights: try write("w.csv", "demand,weight,elderly\nd0,10,0\nd1,20,0\nd2,5,5\n"),
      sites: try write("s.csv", "site,fixed,room\ne,1,\(room)\na,0,8\nb,0,100\n"), limit: 50)
    var request = SiteRequest(model: .maxCoverage, input: .matrix(matrix))
    request.new = 1
    request.capacity = .field("room", areaPerPerson: nil)
    change(&request)
    return try SiteRun(request, language: .english).run()
  }

  @Test func `An existing station serves no more than its own field says`() throws {
    let limited = try town(existing: "12")
    #expect(limited.overview.before == 12 && limited.overview.objective == 20)
    #expect(limited.overview.rows.map(\.site) == ["a"] && limited.overview.rows[0].gain == 8)
    #expect(limited.ledger.count(of: .existingUnlimited) == 0)
    // With room for all of its people another site is worth more.
    let unlimited = try town(existing: "")
    #expect(unlimited.overview.before == 30 && unlimited.overview.objective == 35)
    #expect(unlimited.overview.rows.map(\.site) == ["b"])
    #expect(unlimited.ledger.count(of: .existingUnlimited) == 1)
  }

  @Test func `Square metres of existing stations are counted as those of candidates`() throws {
    // 25 m² at 2 a person are room for 12, and 8 m² for 4.
    let found = try town(existing: "25") { $0.capacity = .field("room", areaPerPerson: 2) }
    #expect(found.overview.before == 12 && found.overview.objective == 17)
    #expect(found.overview.rows.map(\.site) == ["b"])
  }

  @Test func `Each line of the curve under capacities is solved on its own`() throws {
    let found = try town(existing: "12") {
      $0.new = 2
      $0.tradeOff = 3
    }
    #expect(found.overview.curve.map(\.people) == [20, 25])
    // “optimal” is a gap of 1e-6 at most.
    for (bound, people) in zip(found.overview.curve.map(\.bound), [20.0, 25]) {
      #expect(bound >= people && bound <= people * (1 + 1e-6))
    }
    #expect(found.overview.objective == 25)
  }

  @Test func `Who counts more is served first but takes no more room`() throws {
    let found = try town(existing: "12") { $0.equity = .group(field: "elderly", factor: 3) }
    // 12 at e and 5 who count 3 each; a would bring 8.
    #expect(found.overview.objective == 27 && found.overview.covered == 17)
    #expect(found.overview.rows.map(\.site) == ["b"] && found.overview.rows[0].gain == 5)
  }

  // MARK: The example county

  private func county(
    stations: String?, _ change: (inout SiteRequest) -> Void
  ) throws -> SiteOutcome {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var path = TestData.county("stations.geojson")
    if let room = stations {
      let text = try String(contentsOfFile: path, encoding: .utf8)
        .replacingOccurrences(of: "\"properties\":{", with: "\"properties\":{\"room\":\(room),")
      path = folder.appendingPathComponent("stations.geojson").path
      try text.write(toFile: path, atomically: true, encoding: .utf8)
    }
    let pipeline = Pipeline(
      blocks: TestData.county("grids.geojson"), stations: path,
      demand: TestData.county("buildings.csv"), settings: MeasureSettings(radii: [500], minutes: [])
    )
    let candidates = SitePlaces.Candidates.layer(
      .init(LayerRequest(role: .candidates, path: TestData.county("candidates.geojson"))),
      costField: nil)
    var request = SiteRequest(
      model: .maxCoverage,
      input: .places(
        SitePlaces(
          coverage: pipeline.request, candidates: candidates, measure: .radius(500))))
    request.new = 3
    change(&request)
    return try SiteRun(request, language: .english).run()
  }

  @Test func `Existing stations without a value serve all they reach and the ledger names them`()
    throws
  {
    let free = try county(stations: nil) { _ in }
    let empty = try county(stations: "null") {
      $0.capacity = .people(1e9)
      $0.existingCapacityField = "room"
    }
    #expect(abs(empty.overview.objective - free.overview.objective) < 1e-3)
    #expect(abs(empty.overview.before - free.overview.before) < 1e-3)
    #expect(empty.ledger.count(of: .existingUnlimited) == empty.overview.existing)
    // Stations that lack the candidates' field altogether.
    let lacking = try county(stations: nil) { $0.capacity = .field("cost", areaPerPerson: nil) }
    #expect(lacking.ledger.count(of: .existingUnlimited) == lacking.overview.existing)
  }

  @Test func `Existing stations with room for nobody serve nobody`() throws {
    let shut = try county(stations: "0") {
      $0.capacity = .people(1e9)
      $0.existingCapacityField = "room"
    }
    let free = try county(stations: nil) { _ in }
    #expect(shut.overview.before == 0 && shut.ledger.count(of: .existingUnlimited) == 0)
    #expect(shut.overview.objective < free.overview.objective)
    let few = try county(stations: "7") {
      $0.capacity = .people(1e9)
      $0.existingCapacityField = "room"
    }
    #expect(few.overview.before == 7 * Double(few.overview.existing))
  }

  @Test func `A field no station has and values that are no number are refused`() throws {
    for (room, field) in [("\"viele\"", "room"), ("3", "roon"), ("-1", "room")] {
      #expect(throws: AnalysisError.self) {
        try county(stations: room) {
          $0.capacity = .people(10)
          $0.existingCapacityField = field
        }
      }
    }
  }
}
