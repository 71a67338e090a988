import Foundation
import Siting
import Testing

/// Reference data kept outside the repository: the folder named by `LIFECIRCLE_SHARED`, else `shared` beside it.
enum SitingReference {
  static func path(_ name: String) -> String {
    let environment = ProcessInfo.processInfo.environment["LIFECIRCLE_SHARED"]
    let folder =
      environment.map { URL(fileURLWithPath: $0) }
      ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("shared")
    return folder.appendingPathComponent("geodata").appendingPathComponent(name).path
  }

  static var isPresent: Bool {
    ["orlib-pmed", "spopt-sf"].allSatisfy { FileManager.default.fileExists(atPath: path($0)) }
  }

  static func lines(_ name: String) throws -> [[String]] {
    try String(contentsOfFile: path(name), encoding: .utf8).split(whereSeparator: \.isNewline)
      .map { line in
        line.split(separator: ",", omittingEmptySubsequences: false).map { String($0) }
      }
  }

  /// An OR-Library instance: all nodes are demands of weight 1 and candidates.
  static func median(_ name: String) throws -> MedianProblem {
    let numbers = try String(contentsOfFile: path("orlib-pmed/\(name).txt"), encoding: .utf8)
      .split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
    let nodes = numbers[0]
    var distance = [Int](repeating: 1 << 40, count: nodes * nodes)
    for node in 0..<nodes { distance[node * nodes + node] = 0 }
    for edge in 0..<numbers[1] {
      let (from, to) = (numbers[3 + 3 * edge] - 1, numbers[4 + 3 * edge] - 1)
      // The later line of an edge replaces the earlier one.
      distance[from * nodes + to] = numbers[5 + 3 * edge]
      distance[to * nodes + from] = numbers[5 + 3 * edge]
    }
    for middle in 0..<nodes {
      for from in 0..<nodes {
        for to in 0..<nodes {
          let through = distance[from * nodes + middle] + distance[middle * nodes + to]
          if through < distance[from * nodes + to] { distance[from * nodes + to] = through }
        }
      }
    }
    let table = try CostTable(
      demandCount: nodes, starts: (0...nodes).map { $0 * nodes },
      demands: (0..<(nodes * nodes)).map { UInt32($0 % nodes) }, costs: distance.map { Double($0) })
    return MedianProblem(
      table: table, weights: [Double](repeating: 1, count: nodes),
      rules: SiteRules(count: numbers[2]))
  }
}

@Suite(.enabled(if: SitingReference.isPresent, "no reference data: set LIFECIRCLE_SHARED"))
struct ReferenceInstanceTests {
  @Test func `OR-Library's p-medians are proven at their published values`() throws {
    let published = try SitingReference.lines("orlib-pmed/optimal_values.csv").dropFirst()
    for name in ["pmed1", "pmed3", "pmed5"] {
      let row = try #require(published.first { $0[0] == name })
      let answer = try MedianSolver.solve(SitingReference.median(name))
      #expect(answer.status == .optimal)
      #expect(answer.objective == Double(row[6]), "\(name)")
      #expect(answer.bound == answer.objective)
      #expect(String(answer.sites.count) == row[5])
    }
  }

  /// Covering by CBC is a formulation of its own: enough sites at the answer, too few at the next lower cost.
  @Test func `p-centers of the same graphs are the least cost a cover of p sites exists for`()
    throws
  {
    for (name, radius) in [("pmed1", 127.0), ("pmed3", 93), ("pmed5", 48)] {
      let problem = try SitingReference.median(name)
      let answer = try CenterSolver.solve(problem)
      #expect(answer.status == .optimal && answer.objective == radius, "\(name)")
      let lower = try #require(problem.table.costs.filter { $0 < radius }.max())
      let count = try #require(problem.rules.count)
      #expect(try sitesNeeded(problem.table, within: radius) <= count)
      #expect(try sitesNeeded(problem.table, within: lower) > count)
    }
  }

  private func sitesNeeded(_ table: CostTable, within radius: Double) throws -> Int {
    var program = IntegerProgram(.minimise)
    for _ in 0..<table.siteCount { program.addBinary(cost: 1) }
    for demand in 0..<table.demandCount {
      let pairs = (table.demandStarts[demand]..<table.demandStarts[demand + 1])
        .prefix { table.nearestCosts[$0] <= radius }
      program.addRow(pairs.map { .init(Int(table.nearestSites[$0]), 1) }, lower: 1)
    }
    return Int(try program.solve().objective)
  }

  @Test func `San Francisco's p-medians equal spopt's`() throws {
    let (problem, stores) = try sanFrancisco()
    var compared = 0
    for row in try SitingReference.lines("spopt-sf/expected_values.csv") where row[0] == "p-median"
    {
      var problem = problem
      problem.rules.count = Int(row[2])
      let expected = try #require(Double(row[3]))
      let answer = try MedianSolver.solve(problem)
      #expect(answer.status == .optimal)
      #expect(abs(answer.objective - expected) <= 2e-6 * expected)
      #expect(
        Set(answer.sites.map { stores[$0] }) == Set(row[4].split(separator: " ").map { String($0) })
      )
      compared += 1
    }
    #expect(compared > 0)
  }

  private func sanFrancisco() throws -> (MedianProblem, stores: [String]) {
    let rows = try SitingReference.lines(
      "spopt-sf/SF_network_distance_candidateStore_16_censusTract_205_new.csv"
    ).dropFirst()
    let stores = Set(rows.map { $0[1] }).sorted()
    let tracts = Set(rows.map { $0[2] }).sorted()
    let site = Dictionary(uniqueKeysWithValues: zip(stores, stores.indices))
    let demand = Dictionary(uniqueKeysWithValues: zip(tracts, tracts.indices))
    var weights = [Double](repeating: 0, count: tracts.count)
    var pairs: [(site: Int, demand: Int, cost: Double)] = []
    for row in rows {
      let index = try #require(demand[row[2]])
      weights[index] = try #require(Double(row[3]))
      pairs.append((try #require(site[row[1]]), index, try #require(Double(row[0]))))
    }
    let table = try CostTable(
      siteCount: stores.count, demandCount: tracts.count, pairs: pairs)
    return (MedianProblem(table: table, weights: weights, rules: SiteRules()), stores)
  }
}
