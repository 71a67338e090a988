import Layers
import Model

/// `demand,site,cost`: one row a pair.
struct MatrixCosts {
  private var demands: [Int32] = []
  private var sites: [Int32] = []
  private var costs: [Double] = []
  private let table: Table
  /// Ids in the order of their first row, where no other table names them.
  private(set) var newDemand: [String] = []
  private(set) var newSites: [String] = []

  var source: LayerSource { table.source }
  var rowCount: Int { table.rowCount }

  /// - Parameters:
  ///   - demand, sites: numbers by id; nil: this table says what there is.
  static func read(
    _ path: String, demand: [String: Int32]?, sites: [String: Int32]?, threads: Int,
    ledger: inout Ledger
  ) throws -> MatrixCosts {
    let cells = try MatrixCells(path, option: "--costs", threads: threads, ledger: &ledger)
    let wanted = "demand,site,cost"
    let demandColumn = try cells.column("demand", of: wanted)
    let siteColumn = try cells.column("site", of: wanted)
    let costColumn = try cells.column("cost", of: wanted)
    var costs = MatrixCosts(cells.table)
    var demandIDs = IDNumbers(known: demand, file: "--weights")
    var siteIDs = IDNumbers(known: sites, file: "--sites")
    for row in 0..<cells.table.rowCount {
      let d = try demandIDs.number(cells, row, demandColumn)
      let s = try siteIDs.number(cells, row, siteColumn)
      guard let cost = MatrixNumber.value(cells.table.utf8(row, costColumn)), cost >= 0 else {
        let pair = "\(cells.table[row, demandColumn]) / \(cells.table[row, siteColumn])"
        _ = try cells.number(row, costColumn, id: pair)
        continue
      }
      costs.demands.append(d)
      costs.sites.append(s)
      costs.costs.append(cost)
    }
    costs.newDemand = demandIDs.new
    costs.newSites = siteIDs.new
    return costs
  }

  private init(_ table: Table) {
    self.table = table
    demands.reserveCapacity(table.rowCount)
    sites.reserveCapacity(table.rowCount)
    costs.reserveCapacity(table.rowCount)
  }

  /// The pairs site by site, by rising demand; `…Ranks` are the places of ids in their order.
  func reach(
    demandRanks: [Int], siteRanks: [Int], demandIDs: [String], siteIDs: [String],
    ledger: inout Ledger
  ) throws -> SiteReach {
    let order = sorted(demandRanks, siteRanks)
    var reach = SiteReach()
    reach.demands.reserveCapacity(order.count)
    reach.costs.reserveCapacity(order.count)
    var counts = [Int](repeating: 0, count: siteRanks.count + 1)
    var last = -1
    for pair in order.map(Int.init) {
      if last >= 0, demands[last] == demands[pair], sites[last] == sites[pair] {
        try recordRepeated(pair, last, demandIDs, siteIDs, &ledger)
        continue
      }
      last = pair
      counts[siteRanks[Int(sites[pair])] + 1] += 1
      reach.demands.append(UInt32(demandRanks[Int(demands[pair])]))
      reach.costs.append(costs[pair])
    }
    for site in 1..<counts.count { counts[site] += counts[site - 1] }
    reach.starts = counts
    return reach
  }

  /// Rows by site, then demand, then row: two counting sorts.
  private func sorted(_ demandRanks: [Int], _ siteRanks: [Int]) -> [Int32] {
    let byDemand = Self.counted(
      Array(0..<Int32(demands.count)), demandRanks.count
    ) { demandRanks[Int(demands[Int($0)])] }
    return Self.counted(byDemand, siteRanks.count) { siteRanks[Int(sites[Int($0)])] }
  }

  private static func counted(
    _ rows: [Int32], _ keyCount: Int, _ key: (Int32) -> Int
  ) -> [Int32] {
    var next = [Int](repeating: 0, count: keyCount + 1)
    for row in rows { next[key(row) + 1] += 1 }
    for index in 1..<next.count { next[index] += next[index - 1] }
    var result = rows
    for row in rows {
      let slot = key(row)
      result[next[slot]] = row
      next[slot] += 1
    }
    return result
  }

  private func recordRepeated(
    _ pair: Int, _ first: Int, _ demandIDs: [String], _ siteIDs: [String],
    _ ledger: inout Ledger
  ) throws {
    let id = "\(demandIDs[Int(demands[pair])]) / \(siteIDs[Int(sites[pair])])"
    guard costs[pair] == costs[first] else {
      throw MatrixFailure.twice(table, pair, first, id, costs[first], costs[pair])
    }
    ledger.record(.pairRepeated, table.subject(pair, id: id))
  }
}

/// Numbers of ids in one column.
private struct IDNumbers {
  private var numbers: [String: Int32]
  private let isClosed: Bool
  private let file: String
  private(set) var new: [String] = []
  /// The last id seen: rows mostly come in runs.
  private var last: (id: [UInt8], number: Int32)?

  /// - Parameter known: all ids there are; nil: every id is welcome.
  init(known: [String: Int32]?, file: String) {
    numbers = known ?? [:]
    isClosed = known != nil
    self.file = file
  }

  mutating func number(_ cells: MatrixCells, _ row: Int, _ column: Int) throws -> Int32 {
    let cell = cells.table.utf8(row, column)
    if let last, cell.elementsEqual(last.id) { return last.number }
    let id = try cells.id(row, column)
    let number: Int32
    if let known = numbers[id] {
      number = known
    } else if isClosed {
      throw unknown(cells, row, column, id)
    } else {
      number = Int32(new.count)
      numbers[id] = number
      new.append(id)
    }
    last = (Array(cell), number)
    return number
  }

  private func unknown(
    _ cells: MatrixCells, _ row: Int, _ column: Int, _ id: String
  ) -> AnalysisError {
    let name = cells.table.header[column]
    return AnalysisError(
      .badData, cells.table.subject(row),
      LocalizedText(
        "\(name) “\(id)” is not in \(file)", zh: "\(name)“\(id)”不在 \(file) 中"),
      hint: LocalizedText(
        "add it to \(file), or leave the row out", zh: "请补入 \(file)，或删去该行"))
  }
}
