import Foundation
import Layers
import Model
import Testing

@testable import Analysis

/// Five stations for the example county, by every measure, against what coverage counts and all pairs of premises.
@Suite struct SitingCountyTests {
  private func request(
    _ measure: SitePlaces.Measure, _ candidates: SitePlaces.Candidates = Self.premises,
    demand: Bool = true, streets: Bool = false
  ) -> SiteRequest {
    var settings = MeasureSettings(radii: [500], minutes: [])
    if case .minutes(let minutes) = measure { settings.minutes = [minutes] }
    if case .radius(let radius) = measure { settings.radii = [radius] }
    var pipeline = Pipeline(
      blocks: TestData.county("grids.geojson"), stations: TestData.county("stations.geojson"),
      demand: demand ? TestData.county("buildings.csv") : nil, settings: settings)
    if streets {
      pipeline.request.streets = StreetRequest(
        streets: .init(
          LayerRequest(role: .streets, path: TestData.county("songling.osm.pbf"))))
    }
    var request = SiteRequest(
      model: .maxCoverage,
      input: .places(
        SitePlaces(coverage: pipeline.request, candidates: candidates, measure: measure)))
    request.new = 5
    return request
  }

  private static var premises: SitePlaces.Candidates {
    .layer(
      .init(LayerRequest(role: .candidates, path: TestData.county("candidates.geojson"))),
      costField: nil)
  }

  private func overview(_ request: SiteRequest) throws -> SiteOverview {
    try SiteRun(request, language: .english).run().overview
  }

  @Test func `Of all pairs of premises the best is proposed`() throws {
    var request = request(.radius(500))
    request.new = 2
    let found = try overview(request)
    let town = try Town()
    var best = 0.0
    for a in town.candidates.indices {
      for b in 0..<a { best = max(best, town.covered([town.candidates[a], town.candidates[b]])) }
    }
    #expect(found.objective == best && found.status == "optimal")
    #expect(found.before == town.covered([]))
    #expect(found.rows.map(\.cost).allSatisfy { $0 > 0 })
  }

  @Test func `The recount agrees exactly with the model wherever people are at points`() throws {
    let requests = [
      request(.radius(500)), request(.minutes(10)), request(.minutes(5), streets: true),
      request(.radius(300), .grid(metres: 200)), request(.radius(500), .blockCentres),
      request(.minutes(5), .junctions, streets: true),
    ]
    for request in requests {
      let found = try overview(request)
      let recount = try #require(found.recount)
      #expect(recount.agrees && recount.isExact && recount.difference == 0)
      #expect(recount.after == found.covered && recount.before == found.before)
      #expect(found.rows.count == 5 && found.status == "optimal")
      #expect(found.covered > found.before)
    }
  }

  @Test func `Where people are spread over areas both figures and their difference are given`()
    throws
  {
    let found = try overview(request(.radius(500), demand: false))
    let recount = try #require(found.recount)
    #expect(!recount.isExact && !recount.agrees)
    // Samples of 25 m against exact areas: a few people among 88,000.
    #expect(abs(recount.difference) < 100 && abs(recount.difference) > 0.001)
    // Along streets coverage itself counts these samples.
    let walked = try overview(request(.minutes(5), demand: false, streets: true))
    #expect(walked.recount?.agrees == true)
  }

  @Test func `More stations never cover fewer people, and a wider choice never does worse`() throws
  {
    var before = 0.0
    for new in 1...6 {
      var request = request(.radius(500))
      request.new = new
      let covered = try overview(request).covered
      #expect(covered >= before)
      before = covered
    }
    var forced = request(.radius(500))
    forced.forced = ["HX40"]
    #expect(try overview(forced).covered <= overview(request(.radius(500))).covered)
  }

  @Test func `A spacing is kept between new stations and from those that stand`() throws {
    var request = request(.radius(500))
    request.minimumSpacing = 600
    let found = try overview(request)
    let town = try Town()
    let chosen = found.rows.map { row in town.candidate[row.site]! }
    for (index, place) in chosen.enumerated() {
      #expect(town.stations.allSatisfy { Town.metres($0, place) >= 600 })
      #expect(chosen[..<index].allSatisfy { Town.metres($0, place) >= 600 })
    }
    #expect(try found.covered < overview(self.request(.radius(500))).covered)
  }

  @Test func `The thread count changes nothing`() throws {
    for streets in [false, true] {
      var one = request(streets ? .minutes(5) : .radius(500), streets: streets)
      var four = one
      (one.threads, four.threads) = (1, 4)
      let (left, right) = try (overview(one), overview(four))
      #expect(left.rows.map(\.site) == right.rows.map(\.site))
      #expect(left.rows.map(\.gain) == right.rows.map(\.gain) && left.bound == right.bound)
    }
  }
}

/// The example county on a plane of its own: metres by the ellipsoid's radii at the town's middle, right to
/// centimetres over 500 m.
private struct Town {
  typealias Place = (x: Double, y: Double)

  var people: [(place: Place, count: Double)] = []
  var stations: [Place] = []
  var candidates: [Place] = []
  var candidate: [String: Place] = [:]

  init() throws {
    people = try TestData.table(TestData.county("buildings.csv")).map {
      (Self.place($0.number("lon"), $0.number("lat")), $0.number("population"))
    }
    stations = try Self.points("stations.geojson").map(\.place)
    for (id, place) in try Self.points("candidates.geojson") {
      candidates.append(place)
      candidate[id] = place
    }
  }

  private static func points(_ file: String) throws -> [(id: String, place: Place)] {
    let data = try Data(contentsOf: URL(fileURLWithPath: TestData.county(file)))
    let object = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    return (object?["features"] as? [[String: Any]] ?? []).map { feature in
      let properties = feature["properties"] as? [String: Any]
      let geometry = feature["geometry"] as? [String: Any]
      let coordinates = (geometry?["coordinates"] as? [NSNumber] ?? []).map(\.doubleValue)
      return (properties?["id"] as? String ?? "", place(coordinates[0], coordinates[1]))
    }
  }

  private static func place(_ longitude: Double, _ latitude: Double) -> Place {
    let (a, squared) = (6_378_137.0, 0.006_694_379_990_14)
    let middle = 44.29 * Double.pi / 180
    let w = 1 - squared * sin(middle) * sin(middle)
    let north = a * (1 - squared) / (w * w.squareRoot())
    let radians = Double.pi / 180
    // The parallel's own radius: at 2 km from the middle it differs by 0.3 m in a kilometre.
    let own = latitude * radians
    let parallel = a / (1 - squared * sin(own) * sin(own)).squareRoot() * cos(own)
    return ((longitude - 124) * radians * parallel, (latitude - 44.29) * radians * north)
  }

  static func metres(_ a: Place, _ b: Place) -> Double {
    ((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)).squareRoot()
  }

  func covered(_ new: [Place]) -> Double {
    people.reduce(0) { sum, person in
      let isNear = (stations + new).contains { Self.metres($0, person.place) <= 500 }
      return isNear ? sum + person.count : sum
    }
  }
}
