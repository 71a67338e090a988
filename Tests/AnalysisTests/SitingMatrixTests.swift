import Foundation
import Layers
import Model
import Testing

@testable import Analysis

/// Random matrices solved through the whole run, against every subset of sites.
@Suite struct SitingMatrixTests {
  /// A matrix with weights and costs of opening, and what is asked of it.
  struct Drawn {
    let folder: URL
    var demandCount = 12
    var siteCount = 7
    var cost: [[Double?]] = []
    var weights: [Double] = []
    var opening: [Double] = []
    var fixed: Set<Int> = []

    /// - Parameter density: share of pairs that have a cost.
    init(seed: UInt64, density: Double) {
      var random = SeededGenerator(seed)
      folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
      for _ in 0..<demandCount {
        weights.append(Double(Int.random(in: 0...9, using: &random)))
        cost.append(
          (0..<siteCount).map { _ in
            Double.random(in: 0..<1, using: &random) < density
              ? Double(Int.random(in: 1...99, using: &random)) : nil
          })
      }
      opening = (0..<siteCount).map { _ in Double(Int.random(in: 1...6, using: &random)) }
      if Bool.random(using: &random) { fixed = [Int.random(in: 0..<siteCount, using: &random)] }
    }

    func write() throws -> SiteMatrix {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      // Rows from the last to the first: their order must not matter.
      var rows = "demand,site,cost\n"
      for d in (0..<demandCount).reversed() {
        for s in 0..<siteCount { if let c = cost[d][s] { rows += "d\(d),s\(s),\(c)\n" } }
      }
      let people = "demand,weight\n" + weights.enumerated().map { "d\($0),\($1)\n" }.joined()
      let sites =
        "site,cost,fixed\n"
        + opening.enumerated().map { "s\($0),\($1),\(fixed.contains($0) ? 1 : 0)\n" }.joined()
      for (name, text) in [("c.csv", rows), ("w.csv", people), ("s.csv", sites)] {
        try text.write(to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
      }
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      return SiteMatrix(
        costs: path("c.csv"), weights: path("w.csv"), sites: path("s.csv"), limit: 50)
    }

    /// Every set of new sites that keeps to `isAllowed`.
    func subsets(_ isAllowed: (Set<Int>) -> Bool) -> [Set<Int>] {
      let open = (0..<siteCount).filter { !fixed.contains($0) }
      return (0..<(1 << open.count)).map { mask in
        Set(open.indices.filter { mask >> $0 & 1 == 1 }.map { open[$0] })
      }.filter(isAllowed)
    }

    func covered(_ sites: Set<Int>, by need: Int = 1) -> Double {
      (0..<demandCount).reduce(0) { sum, d in
        let count = sites.union(fixed).count { (cost[d][$0] ?? .infinity) <= 50 }
        return count >= need ? sum + weights[d] : sum
      }
    }

    func nearest(_ d: Int, _ sites: Set<Int>) -> Double {
      sites.union(fixed).map { cost[d][$0] ?? .infinity }.min() ?? .infinity
    }
  }

  private func overview(
    _ drawn: Drawn, _ model: SiteRequest.Model, _ change: (inout SiteRequest) -> Void
  ) throws -> SiteOutcome {
    var request = SiteRequest(model: model, input: .matrix(try drawn.write()))
    change(&request)
    defer { try? FileManager.default.removeItem(at: drawn.folder) }
    return try SiteRun(request, language: .english).run()
  }

  @Test(arguments: UInt64(1)...12)
  func `max-coverage by count and by budget is the best of all subsets`(seed: UInt64) throws {
    let drawn = Drawn(seed: seed, density: 0.4)
    let count = try overview(drawn, .maxCoverage) { $0.new = 2 }.overview
    #expect(count.objective == drawn.subsets { $0.count <= 2 }.map { drawn.covered($0) }.max())
    #expect(count.status == "optimal")
    #expect(count.rows.map(\.gain).reduce(count.before, +) == count.covered)
    let budget = try overview(drawn, .maxCoverage) { $0.budget = 6 }.overview
    let affordable = drawn.subsets { $0.reduce(0) { $0 + drawn.opening[$1] } <= 6 }
    #expect(budget.objective == affordable.map { drawn.covered($0) }.max())
    let backup = try overview(drawn, .maxCoverage) {
      $0.new = 3
      $0.needsBackup = true
    }.overview
    #expect(
      backup.objective == drawn.subsets { $0.count <= 3 }.map { drawn.covered($0, by: 2) }.max())
  }

  @Test(arguments: UInt64(21)...32)
  func `set-cover needs as few stations as the smallest of all subsets, or says none will do`(
    seed: UInt64
  ) throws {
    let drawn = Drawn(seed: seed, density: 0.6)
    let wanted = 0.8 * drawn.weights.reduce(0, +)
    let enough = drawn.subsets { drawn.covered($0) >= wanted - 1e-9 }
    let found = try overview(drawn, .setCover) { $0.targetShare = 0.8 }
    if let fewest = enough.map(\.count).min() {
      #expect(found.failure == nil && found.overview.objective == Double(fewest))
      #expect(found.overview.covered >= wanted - 1e-9)
    } else {
      #expect(found.failure?.kind == .noSolution && found.overview.rows.isEmpty)
    }
  }

  @Test(arguments: UInt64(41)...52)
  func
    `p-median and p-center are the best of all subsets, or infeasible where somebody is unreached`(
      seed: UInt64
    ) throws
  {
    let drawn = Drawn(seed: seed, density: 0.9)
    let sets = drawn.subsets { $0.count <= 3 }
    let sums = sets.map { set in
      (0..<drawn.demandCount).reduce(0.0) {
        drawn.weights[$1] > 0 ? $0 + drawn.weights[$1] * drawn.nearest($1, set) : $0
      }
    }
    let median = try overview(drawn, .pMedian) { $0.new = 3 }
    let best = try #require(sums.min())
    #expect(best.isFinite ? median.overview.objective == best : median.failure != nil)
    let farthest = sets.map { set in
      (0..<drawn.demandCount).map { drawn.nearest($0, set) }.max() ?? 0
    }
    let center = try overview(drawn, .pCenter) { $0.new = 3 }
    let least = try #require(farthest.min())
    #expect(least.isFinite ? center.overview.objective == least : center.failure != nil)
  }

  @Test(arguments: UInt64(61)...68)
  func `Threads and the order of rows change nothing`(seed: UInt64) throws {
    let drawn = Drawn(seed: seed, density: 0.5)
    func rows(_ threads: Int) throws -> [String] {
      try overview(drawn, .maxCoverage) {
        $0.new = 3
        $0.threads = threads
      }.overview.rows.map { "\($0.site) \($0.gain)" }
    }
    let one = try rows(1)
    #expect(try rows(4) == one)
  }

  @Test(
    .enabled(if: TestData.isPresent("spopt-sf"), "LIFECIRCLE_SHARED/geodata/spopt-sf is absent"))
  func `San Francisco's stores give the published optima`() throws {
    let source = "spopt-sf/SF_network_distance_candidateStore_16_censusTract_205_new.csv"
    let pairs = try TestData.table(TestData.shared(source))
    try #require(pairs.count == 3280)
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var costs = "demand,site,cost\n"
    var people: [String: String] = [:]
    for pair in pairs {
      costs += "\(pair["DestinationName"]!),\(pair["name"]!),\(pair["distance"]!)\n"
      people[pair["DestinationName"]!] = pair["demand"]!
    }
    let weights = "demand,weight\n" + people.map { "\($0),\($1)\n" }.joined()
    let (c, w) = (folder.appendingPathComponent("c.csv"), folder.appendingPathComponent("w.csv"))
    try costs.write(to: c, atomically: true, encoding: .utf8)
    try weights.write(to: w, atomically: true, encoding: .utf8)
    let expected = try TestData.table(TestData.shared("spopt-sf/expected_values.csv"))
    var checked = 0
    for row in expected where row["model"] != "p-dispersion" {
      let isCover = row["model"]!.lowercased() == "lscp"
      var request = SiteRequest(
        model: isCover ? .setCover : .pMedian,
        input: .matrix(
          SiteMatrix(
            costs: c.path, weights: w.path, limit: isCover ? row.number("service_radius_m") : nil)))
      if !isCover { request.new = Int(row["p"]!) }
      let overview = try SiteRun(request, language: .english).run().overview
      // Published with few decimals.
      #expect(abs(overview.objective / row.number("objective") - 1) <= 1e-6, "\(row)")
      #expect(overview.status == "optimal")
      checked += 1
    }
    #expect(checked >= 2)
  }

  @Test(.enabled(if: TestData.isPresent("york"), "LIFECIRCLE_SHARED/geodata/york is absent"))
  func `York's existing stations count, and 20 and 60 more cover the proven optima`() throws {
    let users = try Self.rows("york/users.csv")
    let buildings = try Self.rows("york/buildings.csv")
    try #require(users.count == 1814 && buildings.count == 2944)
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var costs = "demand,site,cost\n"
    var sites = "site,fixed\n"
    for (index, building) in buildings.enumerated() {
      sites += "b\(index),\(building["grade"] == "I" ? 1 : 0)\n"
      for (number, user) in users.enumerated() {
        let metres = Self.haversine(user, building)
        if metres <= 150 { costs += "u\(number),b\(index),\(metres)\n" }
      }
    }
    let weights = "demand,weight\n" + users.indices.map { "u\($0),1\n" }.joined()
    for (name, text) in [("c.csv", costs), ("s.csv", sites), ("w.csv", weights)] {
      try text.write(to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
    }
    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
    for row in try TestData.table(TestData.shared("york/expected_max_coverage_100m.csv")) {
      var request = SiteRequest(
        model: .maxCoverage,
        input: .matrix(
          SiteMatrix(
            costs: path("c.csv"), weights: path("w.csv"), sites: path("s.csv"), limit: 100)))
      let added = Int(row["n_added"]!)!
      request.new = max(1, added)
      let overview = try SiteRun(request, language: .english).run().overview
      #expect(overview.existing == 71)
      let covered = added == 0 ? overview.before : overview.covered
      #expect(covered == row.number("covered") && overview.status == "optimal", "\(row)")
    }
  }

  /// Rows of a table whose names hold commas, by the product's own reader.
  private static func rows(_ path: String) throws -> [[String: String]] {
    var ledger = Ledger()
    let table = try TableReader.readTable(
      LayerRequest(role: .table, path: TestData.shared(path)), ledger: &ledger)
    return (0..<table.rowCount).map { row in
      Dictionary(zip(table.header, table.row(row))) { first, _ in first }
    }
  }

  /// Metres on a sphere of 6,371 km, as the set's README measures.
  private static func haversine(_ a: [String: String], _ b: [String: String]) -> Double {
    func radians(_ row: [String: String], _ name: String) -> Double {
      row.number(name) * .pi / 180
    }
    let north = radians(b, "lat") - radians(a, "lat")
    // Farther apart than any pair that counts.
    if abs(north) > 1e-4 { return .infinity }
    let east = radians(b, "lon") - radians(a, "lon")
    let half =
      sin(north / 2) * sin(north / 2) + cos(radians(a, "lat")) * cos(radians(b, "lat"))
      * sin(east / 2) * sin(east / 2)
    return 2 * 6_371_000 * asin(half.squareRoot())
  }
}

/// SplitMix64: the same numbers for the same seed everywhere.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
