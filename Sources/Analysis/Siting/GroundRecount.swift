import Coverage
import Model

extension GroundReach {
  /// Coverage run again, through the same code, with the chosen candidates added to the stations.
  func recount(
    _ answer: SiteAnswer, ledger: inout Ledger
  ) throws -> SiteRecount {
    let sites = answer.ranked.map(\.site)
    let found = try findings(with: sites)
    let recount = SiteRecount(
      before: Self.people(before.table, position),
      after: Self.people(found.table, position),
      model: claim(sites), isExact: demand.isExact)
    if !recount.agrees {
      ledger.record(
        recount.isExact ? .recountDisagrees : .recountDiffers, .none,
        detail: "\(SiteRun.rounded(recount.after)) / \(SiteRun.rounded(recount.model))")
    }
    return recount
  }

  /// What coverage finds with some candidates among the stations.
  func findings(with sites: [Int]) throws -> CoverageFindings {
    var after = ground.inputs
    after.stations.add(sites, of: candidates)
    // What this run notices was noticed before.
    var doubts = Ledger()
    return try CoverageFindings.find(
      ground.coverage, after, &doubts, streetsDone: {}, progress: { _ in })
  }

  /// People within a reach, as the totals of coverage count them.
  private static func people(_ table: CoverageTable, _ reach: Int) -> Double {
    (0..<table.count).reduce(0) { sum, block in
      let people = table.population[block] * table.populationShare[table.slot(block, reach)]
      return people.isNaN ? sum : sum + people
    }
  }

  /// People the model takes to be covered by existing stations and `sites`: by one station, whatever else the model
  /// asks for.
  func claim(_ sites: [Int]) -> Double {
    var isCovered = existingIsWithin
    for site in sites { markWithin(site, &isCovered) }
    return isCovered.indices.reduce(0) { isCovered[$1] ? $0 + demand.people[$1] : $0 }
  }
}

extension StationInput {
  /// Adds candidates as stations.
  mutating func add(_ sites: [Int], of candidates: CandidateSet) {
    for site in sites {
      places.append(candidates.places[site])
      ids.append(candidates.sites[site].id)
      names.append(candidates.names.isEmpty ? nil : candidates.names[site])
      subjects.append(candidates.sites[site].subject)
      groups?.append(candidates.within?[site])
      extraMinutes?.append(candidates.extraMinutes[site])
    }
  }
}
