import Layers
import Model

extension MatrixInput {
  /// The instance a request makes of the tables.
  ///
  /// - Throws: 65 without a candidate, for columns that are missing or hold no number.
  func instance(_ request: SiteRequest, limit: Double?, _ ledger: inout Ledger) throws
    -> SitingInstance
  {
    let open = sites.indices.filter { !sites[$0].isFixed }
    let fixed = sites.indices.filter { sites[$0].isFixed }
    if open.isEmpty { throw noCandidate() }
    let isCovering = request.model.isCovering
    var instance = SitingInstance(
      candidates: open.map {
        SitingSite(id: sites[$0].id, cost: sites[$0].cost, subject: sites[$0].subject)
      },
      existingCount: fixed.count, people: weights, weights: weights,
      demandNames: .ids(demandIDs),
      reach: pairs(of: open, within: isCovering ? limit : nil, keepsCosts: !isCovering))
    instance.limit = limit
    if isCovering {
      instance.existingCovers = covers(fixed, limit ?? .infinity)
    } else {
      instance.existingCost = nearest(fixed)
    }
    try addConditions(request, open, fixed, limit, &instance)
    try addEquity(request, &instance)
    record(instance, fixed, isCovering ? limit ?? .infinity : .infinity, &ledger)
    return instance
  }

  private func noCandidate() -> AnalysisError {
    AnalysisError(
      .badData, Subject(file: sources.last?.source.path),
      sites.isEmpty
        ? LocalizedText("there is no site", zh: "没有任何站点")
        : LocalizedText(
          "there is no candidate: all \(sites.count) sites are fixed",
          zh: "没有候选点：\(sites.count) 个站点都是现有的"),
      hint: LocalizedText(
        "give sites with fixed 0", zh: "请给出 fixed 为 0 的候选点"))
  }

  private func pairs(of rows: [Int], within limit: Double?, keepsCosts: Bool) -> SiteReach {
    var kept = SiteReach()
    for site in rows {
      for pair in reach.pairs(of: site) where reach.costs[pair] <= limit ?? .infinity {
        kept.demands.append(reach.demands[pair])
        if keepsCosts { kept.costs.append(reach.costs[pair]) }
      }
      kept.starts.append(kept.demands.count)
    }
    return kept
  }

  private func covers(_ fixed: [Int], _ limit: Double) -> [UInt8] {
    var covers = [UInt8](repeating: 0, count: weights.count)
    for site in fixed {
      for pair in reach.pairs(of: site) where reach.costs[pair] <= limit {
        let demand = Int(reach.demands[pair])
        if covers[demand] < .max { covers[demand] += 1 }
      }
    }
    return covers
  }

  private func nearest(_ fixed: [Int]) -> [Double] {
    var nearest = [Double](repeating: .infinity, count: weights.count)
    for site in fixed {
      for pair in reach.pairs(of: site) {
        let demand = Int(reach.demands[pair])
        nearest[demand] = min(nearest[demand], reach.costs[pair])
      }
    }
    return nearest
  }

  // MARK: Conditions

  private func addConditions(
    _ request: SiteRequest, _ open: [Int], _ fixed: [Int], _ limit: Double?,
    _ instance: inout SitingInstance
  ) throws {
    if let field = request.exclusiveField {
      let (cells, column) = try siteColumn(field)
      for (index, site) in open.enumerated() {
        let text = sites[site].row.map { cells.table[$0, column] } ?? ""
        instance.candidates[index].exclusive = text.isEmpty ? nil : text
      }
    }
    guard let capacity = request.capacity else { return }
    for (index, site) in open.enumerated() {
      instance.candidates[index].capacity = try self.capacity(of: site, capacity)
    }
    let isCovering = request.model.isCovering
    instance.existingReach = pairs(
      of: fixed, within: isCovering ? limit : nil, keepsCosts: !isCovering)
    for site in fixed {
      let known = try known(site, capacity)
      if !known { instance.existingUnlimited.append(Subject(id: sites[site].id)) }
      instance.existingCapacities.append(
        known ? try self.capacity(of: site, capacity) : .infinity)
    }
  }

  /// Whether something says how many people a station serves.
  private func known(_ site: Int, _ capacity: SiteRequest.Capacity) throws -> Bool {
    guard case .field(let field, _) = capacity else { return true }
    let (cells, column) = try siteColumn(field)
    return sites[site].row.map { !cells.table[$0, column].isEmpty } ?? false
  }

  private func capacity(of site: Int, _ capacity: SiteRequest.Capacity) throws -> Double {
    switch capacity {
    case .people(let people): return people
    case .field(let field, let area):
      let (cells, column) = try siteColumn(field)
      let value = try cells.number(sites[site].row!, column, id: sites[site].id)
      // Nobody is served in part of a place.
      return area.map { (value / $0).rounded(.down) } ?? value
    }
  }

  private func siteColumn(_ field: String) throws -> (MatrixCells, Int) {
    guard let cells = siteCells else {
      throw AnalysisError(
        .usage, .none,
        LocalizedText(
          "“\(field)” is a column of --sites, which is not given",
          zh: "“\(field)”应为 --sites 的列，但没有给 --sites"),
        hint: LocalizedText("add --sites FILE.csv", zh: "请补上 --sites FILE.csv"))
    }
    return (cells, try cells.column(field, of: "site, \(field)"))
  }

  private func addEquity(_ request: SiteRequest, _ instance: inout SitingInstance) throws {
    guard let equity = request.equity, let cells = weightCells else { return }
    switch equity {
    case .flagged: return
    case .group(let field, let factor):
      let column = try cells.column(field, of: "demand, weight, \(field)")
      for (demand, row) in demandRows.enumerated() {
        let group = try cells.number(row, column, id: demandIDs[demand])
        instance.weights[demand] += (factor - 1) * min(group, weights[demand])
      }
    case .worst(let field):
      let column = try cells.column(field, of: "demand, weight, \(field)")
      let texts = demandRows.map { cells.table[$0, column] }
      (instance.communityOf, instance.communities) = Communities.numbers(texts)
    }
  }

  private func record(
    _ instance: SitingInstance, _ fixed: [Int], _ limit: Double, _ ledger: inout Ledger
  ) {
    var isReached = [Bool](repeating: false, count: instance.demandCount)
    for demand in instance.reach.demands { isReached[Int(demand)] = true }
    for site in fixed {
      for pair in reach.pairs(of: site) where reach.costs[pair] <= limit {
        isReached[Int(reach.demands[pair])] = true
      }
    }
    for demand in isReached.indices where !isReached[demand] {
      ledger.record(.demandUnreachable, Subject(id: demandIDs[demand]))
    }
    for site in 0..<instance.reach.siteCount where instance.reach.pairs(of: site).isEmpty {
      ledger.record(.siteReachesNobody, Subject(id: instance.candidates[site].id))
    }
  }
}

/// Values of a field as numbers.
enum Communities {
  /// Number of each text in the order of the values; −1 for empty ones.
  static func numbers(_ texts: [String]) -> ([Int32], [String]) {
    let names = Set(texts.filter { !$0.isEmpty }).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Int32($0)) })
    return (texts.map { numbers[$0] ?? -1 }, names)
  }
}
