/// Which demand each candidate site covers: compressed rows, one a site, never a dense matrix.
public struct CoverTable: Sendable {
  /// Demand points, indexed from 0.
  public let demandCount: Int
  /// Site s covers `demands[starts[s]..<starts[s + 1]]`; sites + 1 entries from 0.
  public let starts: [Int]
  /// Demand indices, ascending within a site, none twice.
  public let demands: [UInt32]

  /// Traps where `starts` does not fit `demands` or a row is out of order.
  public init(demandCount: Int, starts: [Int], demands: [UInt32]) {
    precondition(starts.first == 0 && starts.last == demands.count, "starts do not fit demands")
    for site in 0..<starts.count - 1 {
      precondition(starts[site] <= starts[site + 1], "starts descend")
      var last = -1
      for demand in demands[starts[site]..<starts[site + 1]] {
        precondition(Int(demand) > last, "demands of a site must ascend")
        last = Int(demand)
      }
      precondition(last < demandCount, "demand out of range")
    }
    self.demandCount = demandCount
    self.starts = starts
    self.demands = demands
  }

  /// One list of demand indices a site, in any order; repeats count once.
  public init(demandCount: Int, sites: [[Int]]) {
    var starts = [0]
    var demands: [UInt32] = []
    for row in sites {
      demands += Set(row).sorted().map(UInt32.init)
      starts.append(demands.count)
    }
    self.init(demandCount: demandCount, starts: starts, demands: demands)
  }

  public var siteCount: Int { starts.count - 1 }

  /// The demand indices site `site` covers, ascending.
  public subscript(site: Int) -> ArraySlice<UInt32> { demands[starts[site]..<starts[site + 1]] }
}
