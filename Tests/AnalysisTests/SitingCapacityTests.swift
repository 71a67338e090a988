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
    try Self.run(
      costs: "demand,site,cost\nd0,e,1\nd1,e,1\nd1,a,1\nd2,b,1\n",
      weights: "demand,weight,elderly\nd0,10,0\nd1,20,0\nd2,5,5\n",
      sites: "site,fixed,room\ne,1,\(room)\na,0,8\nb,0,100\n", new: 1, change)
  }

  /// A run on three tables, within a cost of 50.
  static func run(
    costs: String, weights: String, sites: String, new: Int, _ change: (inout SiteRequest) -> Void
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
      costs: try write("c.csv", costs), weights: try write("w.csv", weights),
      sites: try write("s.csv", sites), limit: 50)
    var request = SiteRequest(model: .maxCoverage, input: .matrix(matrix))
    request.new = new
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

  // MARK: Two stations a person, and communities

  /// e stands with room for 6; 10 people of the east at d0 within reach of e, a and b, 20 of the west at d1 within
  /// reach of a and b, 5 of nobody's at d2 within reach of b alone. Rooms: a 8, b 100, c reaches nobody.
  private func pair(_ change: (inout SiteRequest) -> Void = { _ in }) throws -> SiteOutcome {
    try Self.run(
      costs: "demand,site,cost\nd0,e,1\nd0,a,1\nd0,b,1\nd1,a,1\nd1,b,1\nd2,b,1\nd2,c,99\n",
      weights: "demand,weight,part\nd0,10,east\nd1,20,west\nd2,5,\n",
      sites: "site,fixed,room,cost\ne,1,6,\na,0,8,3\nb,0,100,4\nc,0,9,1\n", new: 2, change)
  }

  @Test func `A person with backup takes a place at each of two stations`() throws {
    // a and e have 14 places together, b has the other place of all those people.
    let found = try pair { $0.needsBackup = true }
    #expect(found.overview.status == "optimal")
    #expect(abs(found.overview.objective - 14) <= 1e-6 && found.overview.before == 0)
    // b first: six people at e have their second place there, then a's eight.
    #expect(found.overview.rows.map(\.site) == ["b", "a"])
    for (row, gain) in zip(found.overview.rows, [6.0, 8]) { #expect(abs(row.gain - gain) <= 1e-6) }
    #expect(abs(found.overview.covered - 14) <= 1e-6)
    #expect(found.overview.curve.map { ($0.people * 1e6).rounded() / 1e6 } == [6, 14])
    let cheap = try pair {
      $0.needsBackup = true
      ($0.new, $0.budget) = (nil, 6)
    }
    // a and b together cost 7; either brings a second place to the six at e.
    #expect(cheap.overview.rows.count == 1 && abs(cheap.overview.objective - 6) <= 1e-6)
    let without = try pair {
      $0.needsBackup = true
      $0.forbidden = ["b"]
    }
    // Six people of d0 at e and a; nobody of d1 has two stations.
    #expect(without.overview.rows.map(\.site) == ["a"])
    #expect(abs(without.overview.objective - 6) <= 1e-6)
  }

  @Test func `The lowest share of a community is lifted by whom there is room for`() throws {
    // b alone has room for all.
    let found = try pair {
      $0.equity = .worst(field: "part")
      $0.new = 1
    }
    #expect(found.overview.status == "optimal" && abs(found.overview.objective - 1) <= 1e-9)
    #expect(found.overview.rows.map(\.site) == ["b"] && found.overview.covered == 35)
    // Eight of the twenty in the west find room at a, six of the ten in the east at e.
    let small = try pair {
      $0.equity = .worst(field: "part")
      $0.forbidden = ["b"]
    }
    #expect(abs(small.overview.objective - 0.4) <= 1e-9 && small.overview.covered == 14)
    // Nobody of the west is served twice without one of a's eight places.
    let both = try pair {
      $0.equity = .worst(field: "part")
      $0.needsBackup = true
    }
    #expect(abs(both.overview.objective - 0.4) <= 1e-6 && both.overview.isShare)
  }

  @Test func `Forced and forbidden candidates hold for the next best answers too`() throws {
    for isBackup in [true, false] {
      let found = try pair {
        $0.needsBackup = isBackup
        $0.forced = ["c"]
        $0.alternatives = 3
      }
      #expect(found.overview.rows.map(\.site).contains("c"))
      #expect(found.overview.others.count == 2)
      for other in found.overview.others { #expect(other.sites.contains("c")) }
    }
    let median = try pair {
      ($0.model, $0.capacity) = (.pMedian, nil)
      $0.forced = ["a"]
      $0.alternatives = 1
    }
    #expect(median.overview.others.allSatisfy { $0.sites.contains("a") })
  }

  @Test func `A forced candidate beyond the budget is named as what is in the way`() throws {
    let found = try pair {
      $0.needsBackup = true
      ($0.new, $0.budget, $0.forced) = (nil, 2, ["b"])
    }
    #expect(
      found.failure?.line(in: .english).contains("the forced sites cost 4, the budget is 2") == true
    )
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

  @Test func `With room for everybody backup and worst are what they are without capacities`()
    throws
  {
    let changes: [(inout SiteRequest) -> Void] = [
      { $0.needsBackup = true }, { $0.equity = .worst(field: "community") },
    ]
    for change in changes {
      let free = try county(stations: nil, change)
      let roomy = try county(stations: nil) {
        change(&$0)
        $0.capacity = .people(1e9)
      }
      #expect(roomy.overview.status == "optimal")
      #expect(
        abs(roomy.overview.objective - free.overview.objective) <= 1e-6 * free.overview.people)
      #expect(roomy.overview.recount?.agrees == true)
    }
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
