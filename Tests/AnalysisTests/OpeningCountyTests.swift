import Layers
import Model
import Schedules
import Testing

@testable import Analysis

/// The example county at a given time. People within 500 m were counted in Python (pyproj, straight distances from each
/// building in a transverse Mercator plane to the stations whose hours, taken apart by split, hold the time).
@Suite struct OpeningCountyTests {
  private static func run(_ opening: OpeningRequest?) throws -> CoverageOutcome {
    var pipeline = Pipeline(
      blocks: TestData.county("grids.geojson"), stations: TestData.county("stations.geojson"),
      demand: TestData.county("buildings.csv"), settings: MeasureSettings(minutes: []))
    pipeline.request.opening = opening
    return try pipeline.run().outcome
  }

  private static func count(_ code: LedgerCode, _ outcome: CoverageOutcome) -> Int {
    outcome.ledger.count(of: code)
  }

  @Test(arguments: [
    // 21:30 is the closing minute of four stations: one is left, and five a minute before.
    ("Sa 21:30", 1, 10_144.0), ("Sa 21:29", 5, 26_311), ("Sa 10:00", 37, 76_511),
    // 17:00 is the closing minute of eleven.
    ("Mo 17:00", 32, 78_213), ("Mo 16:59", 43, 81_705),
  ])
  func `People within 500 m of open stations`(
    _ time: String, _ open: Int, _ covered: Double
  ) throws {
    let outcome = try Self.run(OpeningRequest(at: try Moment(time)))
    #expect(Self.count(.stationClosed, outcome) == 50 - open)
    // No building is nearer than 0.04 m to the limit; the planes agree to 0.01 m.
    let radius = outcome.summary["radii"]["500"]
    #expect(abs(radius["pop_covered"].number - covered) <= 0.01)
    // Seven stations have a rule for public holidays.
    #expect(Self.count(.stationHolidayRules, outcome) == 7)
    #expect(Self.count(.stationHoursNotUnderstood, outcome) == 0)
    #expect(Self.count(.stationHoursMissing, outcome) == 0)
  }

  @Test func `Seasonal stations are counted on a weekday, exact on a date`() throws {
    let weekday = try Self.run(OpeningRequest(at: try Moment("Mo 17:00")))
    #expect(Self.count(.stationHoursByDate, weekday) == 3)
    let winter = try Self.run(OpeningRequest(at: try Moment("2026-11-16 17:00")))
    #expect(Self.count(.stationHoursByDate, winter) == 0)
    #expect(Self.count(.stationClosed, winter) == 50 - 29)
    let summer = try Self.run(OpeningRequest(at: try Moment("2026-06-15 17:00")))
    #expect(Self.count(.stationClosed, summer) == 50 - 32)
    // At ten they are open all year.
    let morning = try Self.run(OpeningRequest(at: try Moment("Mo 10:00")))
    #expect(Self.count(.stationHoursByDate, morning) == 0)
  }

  @Test func `Without a time hours do not matter`() throws {
    let outcome = try Self.run(nil)
    #expect(Self.count(.stationClosed, outcome) == 0)
    #expect(Self.count(.stationHolidayRules, outcome) == 0)
  }

  @Test func `Hours are kept by station when no time is asked for`() throws {
    var ledger = Ledger()
    let input = CoverageRequest.Input(
      LayerRequest(role: .stations, path: TestData.county("stations.geojson")))
    let stations = try StationInput.read(
      [input], within: nil, opening: OpeningRequest(at: nil), threads: 1, ledger: &ledger)
    let hours = try #require(stations.hours)
    #expect(hours.count == 50 && stations.places.count == 50 && stations.closedCount == 0)
    let evening = try Moment("Sa 21:30")
    #expect(stations.ids.indices.filter { hours[$0].isOpen(at: evening) } == [0])
  }

  @Test func `Unknown hours count as asked`() throws {
    let moment = try Moment("Sa 21:30")
    #expect(StationOpening.missing.isOpen(at: moment))
    #expect(!StationOpening.missing.isOpen(at: moment, unknown: .closed))
    #expect(!StationOpening.notUnderstood(.empty).isOpen(at: moment))
    #expect(StationOpening.notUnderstood(.empty).isOpen(at: moment, unknown: .open))
  }
}
