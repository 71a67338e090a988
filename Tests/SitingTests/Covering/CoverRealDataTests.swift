import Foundation
import Siting
import Testing

/// Reference data kept outside the repository: the folder named by `LIFECIRCLE_SHARED`, else `shared` beside
/// the repository.
enum CoverData {
  static let folder: URL = {
    if let path = ProcessInfo.processInfo.environment["LIFECIRCLE_SHARED"] {
      return URL(fileURLWithPath: path).appendingPathComponent("geodata")
    }
    var repository = URL(fileURLWithPath: #filePath)
    for _ in 0..<5 { repository = repository.deletingLastPathComponent() }
    return repository.appendingPathComponent("shared/geodata")
  }()

  static func isPresent(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.appendingPathComponent(path).path)
  }

  /// Rows of a comma-separated table by column name; only unquoted columns are right.
  static func table(_ path: String) throws -> [[String: String]] {
    let text = String(
      decoding: try Data(contentsOf: folder.appendingPathComponent(path)), as: UTF8.self)
    let lines = text.split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    return lines.dropFirst().map { line in
      // Quoted names may hold commas: the columns after them are found from the right end.
      Dictionary(zip(lines[0].reversed(), line.reversed())) { first, _ in first }
    }
  }

  /// Great-circle distance by haversines, metres.
  static func distance(_ a: (Double, Double), _ b: (Double, Double), radius: Double) -> Double {
    let across = sin((b.0 - a.0) / 2)
    let along = sin((b.1 - a.1) / 2)
    return 2 * radius * asin(sqrt(across * across + cos(a.0) * cos(b.0) * along * along))
  }

  static func place(_ row: [String: String]) -> (Double, Double) {
    (Double(row["lat"]!)! * .pi / 180, Double(row["lon"]!)! * .pi / 180)
  }
}

@Suite struct CoverRealDataTests {
  @Test(
    .enabled(if: CoverData.isPresent("york"), "the shared folder york is not there"))
  func `York's new facilities beside the existing ones reach the published optima`() throws {
    let users = try CoverData.table("york/users.csv").map(CoverData.place)
    let rows = try CoverData.table("york/buildings.csv")
    let isExisting = rows.map { $0["grade"] == "I" }
    let places = rows.map(CoverData.place)
    let reach = places.map { place in
      users.indices.filter {
        // The difference in latitude rules most pairs out before any trigonometry.
        abs(place.0 - users[$0].0) <= 100 / 6_370_000
          && CoverData.distance(place, users[$0], radius: 6_371_000) <= 100
      }
    }
    var existing = [UInt8](repeating: 0, count: users.count)
    for index in rows.indices where isExisting[index] {
      for user in reach[index] { existing[user] = 1 }
    }
    let problem = CoverProblem(
      table: CoverTable(
        demandCount: users.count, sites: rows.indices.filter { !isExisting[$0] }.map { reach[$0] }),
      weights: users.map { _ in 1 }, existing: existing)
    for row in try CoverData.table("york/expected_max_coverage_100m.csv") {
      let answer = try CoverSolver.solve(problem, goal: .mostPeople(count: Int(row["n_added"]!)!))
      #expect(answer.objective == Double(row["covered"]!)!)
      #expect(answer.status == .optimal)
    }
  }

  @Test(
    .enabled(if: CoverData.isPresent("spopt-sf"), "the shared folder spopt-sf is not there"))
  func `San Francisco's stores cover every tract with the published number`() throws {
    let rows = try CoverData.table(
      "spopt-sf/SF_network_distance_candidateStore_16_censusTract_205_new.csv")
    let stores = Set(rows.map { $0["name"]! }).sorted()
    let tracts = Set(rows.map { $0["DestinationName"]! }).sorted()
    let tractNumber = Dictionary(uniqueKeysWithValues: tracts.enumerated().map { ($1, $0) })
    for (radius, stations) in [(5000.0, 8.0), (6000, 5), (8000, 3)] {
      var reach = [String: [Int]]()
      for row in rows where Double(row["distance"]!)! <= radius {
        reach[row["name"]!, default: []].append(tractNumber[row["DestinationName"]!]!)
      }
      let table = CoverTable(demandCount: tracts.count, sites: stores.map { reach[$0] ?? [] })
      let problem = CoverProblem(table: table, weights: tracts.map { _ in 1 })
      let answer = try CoverSolver.solve(problem, goal: .fewestStations())
      #expect(answer.objective == stations && answer.status == .optimal)
    }
  }
}
