import Model
import Siting

/// One place that could become a station.
struct SitingSite: Sendable {
  var id: String
  /// What opening it costs; NaN when unknown.
  var cost = Double.nan
  /// People it can serve; infinite without a limit.
  var capacity = Double.infinity
  /// Of the sites with the same value at most one is opened; nil: no such condition.
  var exclusive: String?
  /// Where it stands in its file.
  var subject = Subject.none
}

/// One siting problem in numbers, wherever it came from.
///
/// Candidates are in the order of their ids, so that ties between sites by index are ties by id.
struct SitingInstance: Sendable {
  var candidates: [SitingSite]
  /// Stations that exist.
  var existingCount: Int
  /// People of each demand, ≥ 0, with everybody counting once.
  var people: [Double]
  /// The same as the model weighs them; equal to `people` without equity.
  var weights: [Double]
  /// What demand is called in messages and summaries.
  var demandNames: DemandNames
  /// Community of each demand; −1 none. Empty where not asked for.
  var communityOf: [Int32] = []
  var communities: [String] = []
  /// Which demand a candidate reaches, and at what cost: within the limit in covering models.
  var reach: SiteReach
  /// By demand: existing stations that cover it, at most 255; empty in other models.
  var existingCovers: [UInt8] = []
  /// By demand: cost to the nearest existing station, infinite without one; empty in covering models.
  var existingCost: [Double] = []
  /// In models that assign people: costs up to this count as covered; nil: nothing says so.
  var limit: Double?
  /// The same pairs for the existing stations, where their capacities matter.
  var existingReach: SiteReach?
  var existingCapacities: [Double] = []
  /// Existing stations of which nothing says how many people they serve, where capacities matter.
  var existingUnlimited: [Subject] = []
  /// Pairs of candidates that stand too near each other, lower index first.
  var tooNear: [[Int]] = []
  /// Candidates too near an existing station.
  var nearExisting: [Int] = []

  var demandCount: Int { people.count }

  /// What one person of each demand counts.
  var importance: [Double] {
    zip(weights, people).map { $1 > 0 && $0 > 0 ? $0 / $1 : 1 }
  }
}

/// What demands are called.
enum DemandNames: Sendable {
  /// Ids of the rows of a matrix.
  case ids([String])
  /// Block of each demand and the ids of blocks: demand points or samples of blocks.
  case blocks(of: [Int32], ids: [String])

  /// The name of a demand.
  subscript(demand: Int) -> String {
    switch self {
    case .ids(let ids): ids[demand]
    case .blocks(let owners, let ids): ids[Int(owners[demand])]
    }
  }

  /// `demand` or `block`, the key under which summaries list them.
  var key: String {
    switch self {
    case .ids: "demand"
    case .blocks: "block"
    }
  }
}

/// Pairs of site and demand, site by site: those of site `s` are `starts[s] ..< starts[s + 1]`, by rising demand.
struct SiteReach: Sendable {
  var starts: [Int] = [0]
  var demands: [UInt32] = []
  /// One a pair; empty where being reached is all that counts.
  var costs: [Double] = []

  var siteCount: Int { starts.count - 1 }

  func pairs(of site: Int) -> Range<Int> { starts[site]..<starts[site + 1] }

  /// The table with only the demands at `kept` (ascending, none of the others in any pair), numbered anew.
  func selecting(_ kept: [Int], of count: Int) -> SiteReach {
    var numbers = [UInt32](repeating: .max, count: count)
    for (number, demand) in kept.enumerated() { numbers[demand] = UInt32(number) }
    var part = self
    for pair in demands.indices { part.demands[pair] = numbers[Int(demands[pair])] }
    return part
  }
}
