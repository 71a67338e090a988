import Foundation

@testable import Siting

extension CoverCore {
  /// 200 demands and 60 sites at random on a square, the model as it is.
  static func square(seed: UInt64, count: Int) -> CoverCore {
    var random = SitingGenerator(seed: seed)
    func points(_ count: Int) -> [(Double, Double)] {
      (0..<count).map { _ in
        (Double.random(in: 0..<1000, using: &random), Double.random(in: 0..<1000, using: &random))
      }
    }
    let (demands, sites) = (points(200), points(60))
    let reach = sites.map { site in
      demands.indices.filter { hypot(site.0 - demands[$0].0, site.1 - demands[$0].1) <= 110 }
    }
    let problem = CoverProblem(
      table: CoverTable(demandCount: 200, sites: reach),
      weights: demands.map { _ in Double(Int.random(in: 1...90, using: &random)) })
    return CoverCore(problem, .mostPeople(count: count))
  }

  /// The most that three sites cover, by looking at every three.
  func mostOfThree() -> Double {
    let sets = (0..<siteCount).map { Set(rows[$0]) }
    func people(_ rows: Set<UInt32>) -> Double { rows.reduce(0) { $0 + weights[Int($1)] } }
    var most = 0.0
    for one in 0..<siteCount {
      for two in 0..<one {
        let pair = sets[one].union(sets[two])
        let both = people(pair)
        for three in 0..<two { most = max(most, both + people(sets[three].subtracting(pair))) }
      }
    }
    return most
  }
}
