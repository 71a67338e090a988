import Layers
import Model

/// The three tables of a ready matrix, with ids instead of names.
///
/// Demand and sites are in the order of their ids, whatever the order of rows: the same matrix gives the same
/// answer.
struct MatrixInput: Sendable {
  var demandIDs: [String]
  var weights: [Double]
  /// Fixed sites among them.
  var sites: [MatrixSite]
  /// All sites × demand, costs included.
  var reach: SiteReach
  /// The tables themselves, for further columns; rows of demand are in `demandRows`.
  var siteCells: MatrixCells?
  var weightCells: MatrixCells?
  var demandRows: [Int]
  var sources: [(role: String, source: LayerSource, count: Int)]

  /// Reads and checks the tables.
  ///
  /// - Throws: 66 for a path, 65 for a missing column, an empty id, a number that is none or negative, an id that
  ///   the other table does not know, a pair with two costs.
  static func read(_ matrix: SiteMatrix, threads: Int, ledger: inout Ledger) throws -> MatrixInput {
    let weights = try matrix.weights.map {
      try MatrixWeights.read($0, threads: threads, ledger: &ledger)
    }
    let sites = try matrix.sites.map {
      try MatrixSites.read($0, threads: threads, ledger: &ledger)
    }
    let costs = try MatrixCosts.read(
      matrix.costs, demand: weights?.numbers, sites: sites?.numbers, threads: threads,
      ledger: &ledger)
    let allSites = sites?.sites ?? costs.newSites.map { MatrixSite(id: $0) }
    let demandIDs = weights?.ids ?? costs.newDemand
    let demandRanks = order(demandIDs)
    let siteRanks = order(allSites.map(\.id))
    let reach = try costs.reach(
      demandRanks: demandRanks, siteRanks: siteRanks, demandIDs: demandIDs,
      siteIDs: allSites.map(\.id), ledger: &ledger)
    var sources = [(role: "costs", source: costs.source, count: costs.rowCount)]
    if let weights { sources.append(("weights", weights.source, weights.ids.count)) }
    if let sites { sources.append(("sites", sites.source, sites.sites.count)) }
    return MatrixInput(
      demandIDs: arranged(demandIDs, demandRanks),
      weights: arranged(
        weights?.values ?? [Double](repeating: 1, count: demandIDs.count), demandRanks),
      sites: arranged(allSites, siteRanks), reach: reach, siteCells: sites?.cells,
      weightCells: weights?.cells, demandRows: arranged(weights?.rows ?? [], demandRanks),
      sources: sources)
  }

  /// The position of each id when sorted. Empty for no ids.
  private static func order(_ ids: [String]) -> [Int] {
    var ranks = [Int](repeating: 0, count: ids.count)
    for (rank, index) in SiteOrder.byID(ids).enumerated() { ranks[index] = rank }
    return ranks
  }

  private static func arranged<Element>(_ values: [Element], _ ranks: [Int]) -> [Element] {
    var result = values
    if values.isEmpty { return [] }
    for (index, rank) in ranks.enumerated() { result[rank] = values[index] }
    return result
  }
}

/// One site of a matrix.
struct MatrixSite: Sendable {
  var id: String
  var cost = Double.nan
  var isFixed = false
  /// The texts of the table's other columns, for capacity and exclusion.
  var row: Int?
  var subject = Subject.none
}

/// The order of sites and demand.
enum SiteOrder {
  /// Indices in the order of ids (numbers by value, before text).
  static func byID(_ ids: [String]) -> [Int] {
    let precedes = { FeatureIDs.precedes(ids[$0], ids[$1]) }
    return ids.indices.sorted { precedes($0, $1) || (!precedes($1, $0) && $0 < $1) }
  }
}

/// `demand,weight`.
struct MatrixWeights {
  var ids: [String] = []
  var values: [Double] = []
  var numbers: [String: Int32] = [:]
  var source: LayerSource
  var cells: MatrixCells
  /// Row of the table of each demand.
  var rows: [Int] = []

  static func read(_ path: String, threads: Int, ledger: inout Ledger) throws -> MatrixWeights {
    let cells = try MatrixCells(path, option: "--weights", threads: threads, ledger: &ledger)
    let table = cells.table
    let demand = try cells.column("demand", of: "demand,weight")
    let weight = try cells.column("weight", of: "demand,weight")
    var weights = MatrixWeights(source: table.source, cells: cells)
    for row in 0..<table.rowCount {
      let id = try cells.id(row, demand)
      let value = try cells.number(row, weight, id: id)
      if let known = weights.numbers[id] {
        guard weights.values[Int(known)] == value else {
          throw MatrixFailure.twice(
            table, row, weights.rows[Int(known)], id, weights.values[Int(known)], value)
        }
        ledger.record(.rowRepeated, table.subject(row, id: id))
        continue
      }
      weights.numbers[id] = Int32(weights.ids.count)
      weights.ids.append(id)
      weights.values.append(value)
      weights.rows.append(row)
    }
    return weights
  }
}

/// `site,cost,fixed`.
struct MatrixSites {
  var sites: [MatrixSite] = []
  var numbers: [String: Int32] = [:]
  var source: LayerSource
  var cells: MatrixCells

  static func read(_ path: String, threads: Int, ledger: inout Ledger) throws -> MatrixSites {
    let cells = try MatrixCells(path, option: "--sites", threads: threads, ledger: &ledger)
    let table = cells.table
    let site = try cells.column("site", of: "site,cost,fixed")
    let cost = cells.optionalColumn("cost")
    let fixed = cells.optionalColumn("fixed")
    var sites = MatrixSites(source: table.source, cells: cells)
    for row in 0..<table.rowCount {
      let id = try cells.id(row, site)
      var entry = MatrixSite(id: id, row: row, subject: table.subject(row, id: id))
      if let fixed { entry.isFixed = try cells.flag(row, fixed, id: id) }
      // What an existing station has cost no longer matters.
      if let cost, !table.utf8(row, cost).isEmpty || !entry.isFixed {
        entry.cost = try cells.number(row, cost, id: id)
      }
      if let known = sites.numbers[id] {
        guard table.row(sites.sites[Int(known)].row!) == table.row(row) else {
          throw MatrixFailure.twice(table, row, sites.sites[Int(known)].row!, id)
        }
        ledger.record(.rowRepeated, table.subject(row, id: id))
        continue
      }
      sites.numbers[id] = Int32(sites.sites.count)
      sites.sites.append(entry)
    }
    return sites
  }
}

/// Complaints about rows that contradict each other.
enum MatrixFailure {
  static func twice(
    _ table: Table, _ row: Int, _ first: Int, _ id: String, _ one: Double? = nil,
    _ other: Double? = nil
  ) -> AnalysisError {
    let line = table.subject(first).row ?? 0
    let values =
      one.flatMap { one in other.map { "\(plain(one)) / \(plain($0))" } }.map { " (\($0))" } ?? ""
    return AnalysisError(
      .badData, table.subject(row, id: id),
      LocalizedText(
        "stands in row \(line) already with other values\(values)",
        zh: "与第 \(line) 行重复而取值不同\(values)"),
      hint: LocalizedText("keep one of the two rows", zh: "请只保留其中一行"))
  }

  static func plain(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
  }
}
