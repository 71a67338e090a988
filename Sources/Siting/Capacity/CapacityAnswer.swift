import Model

extension CapacityProblem {
  /// Demands with people that no existing station and no candidate that is not forbidden reaches, ascending.
  public var unreachableDemands: [Int] {
    let forbidden = Set(rules.forbidden)
    return (0..<table.demandCount).filter { demand in
      if weights[demand] == 0 { return false }
      if let existing, existing.demandStarts[demand] < existing.demandStarts[demand + 1] {
        return false
      }
      return !(table.demandStarts[demand]..<table.demandStarts[demand + 1]).contains {
        !forbidden.contains(Int(table.nearestSites[$0]))
      }
    }
  }

  func validate() throws {
    precondition(weights.count == table.demandCount, "a weight for every demand")
    precondition(importance == nil || importance!.count == table.demandCount)
    precondition(importance?.allSatisfy { $0 > 0 && $0.isFinite } ?? true)
    precondition(capacities.count == table.siteCount, "a capacity for every candidate")
    precondition(existingCapacities.count == existing?.siteCount ?? 0)
    precondition((existing?.demandCount ?? table.demandCount) == table.demandCount)
    precondition(coversNeeded == 1 || coversNeeded == 2, "one station a person or two")
    precondition(communityOf == nil || communityOf!.count == table.demandCount)
    precondition(goal != .leastCost && goal != .leastFarthest || !needsServices, "served twice")
    if case .fewestStations(let share) = goal {
      precondition((0...1).contains(share) && communityOf == nil)
    }
    for (demand, weight) in weights.enumerated() where !(weight >= 0 && weight.isFinite) {
      throw AnalysisError(
        .badData, Subject(id: "\(demand)"),
        LocalizedText("the demand's weight is \(weight)", zh: "需求点权重为 \(weight)"),
        hint: LocalizedText("weights are numbers of at least 0", zh: "权重须为不小于 0 的数"))
    }
    for (site, capacity) in (capacities + existingCapacities).enumerated() where !(capacity >= 0) {
      throw AnalysisError(
        .badData, Subject(id: "\(site)"),
        LocalizedText("the station's capacity is \(capacity)", zh: "站点容量为 \(capacity)"),
        hint: LocalizedText("capacities are numbers of at least 0", zh: "容量须为不小于 0 的数"))
    }
    try rules.validate(siteCount: table.siteCount)
  }

  /// The objective as stated, from what is minimised.
  func stated(_ cost: Double, _ model: CapacityModel) -> Double {
    goal == .mostPeople ? model.worth - cost : cost
  }

  /// What is minimised at which an answer is no longer better by more than the gap; ∞ without an answer.
  func cutoff(_ cost: Double, _ model: CapacityModel, gap: Double) -> Double {
    // A hair less than the gap, which rounding then does not exceed.
    cost < .infinity ? cost - 0.99 * gap * abs(stated(cost, model)) : .infinity
  }

  /// The best answer so far as values of the integer program.
  func start(_ search: CapacitySearch, _ model: CapacityModel) -> [Double]? {
    guard let best = search.best else { return nil }
    var values = [Double](repeating: 0, count: table.siteCount)
    for station in best.open { values[model.siteIDs[station]] = 1 }
    return values + best.transport.flows
  }

  func answer(
    _ search: CapacitySearch, _ model: CapacityModel, bound: Double, solver: String
  ) throws -> CapacitySolution {
    let limit = stated(bound, model)
    guard let best = search.best else { throw AnalysisError.outOfTime }
    let objective = goal == .mostPeople ? best.transport.worth : best.transport.cost
    var solution = SitingSolution(
      status: .feasible, sites: best.open.map { model.siteIDs[$0] }, objective: objective,
      bound: goal == .mostPeople ? max(limit, objective) : min(limit, objective), solver: solver)
    if solution.gap <= SitingSolution.provenGap { solution.status = .optimal }
    return CapacitySolution(solution: solution, flows: flows(best.transport.flows, model))
  }

  /// People of merged demands given back to their members, in order.
  private func flows(_ merged: [Double], _ model: CapacityModel) -> [ServiceFlow] {
    var result: [ServiceFlow] = []
    for group in 0..<model.demandCount {
      var left = model.members[group].map { weights[$0] }
      var member = 0
      for pair in model.starts[group]..<model.starts[group + 1] {
        var people = merged[pair]
        while people > 1e-9 && member < left.count {
          let part = min(people, left[member])
          if part > 1e-9 {
            result.append(
              ServiceFlow(
                station: model.station(Int(model.stations[pair])),
                demand: model.members[group][member], people: part))
          }
          people -= part
          left[member] -= part
          if left[member] <= 1e-9 { member += 1 }
        }
      }
    }
    return result.indices.sorted {
      result[$0].demand != result[$1].demand ? result[$0].demand < result[$1].demand : $0 < $1
    }.map { result[$0] }
  }
}
