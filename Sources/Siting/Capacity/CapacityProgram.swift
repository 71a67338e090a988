extension CapacityProblem {
  /// The problem as an integer program: a column for each site, then one for each pair of the model (people).
  ///
  /// Every pair has a row of its own besides the station's capacity, which makes the relaxation tight.
  func program(_ model: CapacityModel) -> IntegerProgram {
    var program = IntegerProgram(goal == .mostPeople ? .maximise : .minimise)
    for _ in 0..<table.siteCount { program.addBinary(cost: 0) }
    for pair in 0..<model.pairCount {
      let people = model.people[Int(model.pairDemands[pair])]
      program.addColumn(
        cost: goal == .mostPeople
          ? model.importance[Int(model.pairDemands[pair])] : model.costs[pair],
        upper: min(people, model.capacities[Int(model.stations[pair])]))
    }
    let first = table.siteCount
    for demand in 0..<model.demandCount {
      let pairs = model.starts[demand]..<model.starts[demand + 1]
      program.addRow(
        pairs.map { .init(first + $0, 1) },
        lower: goal == .mostPeople ? -.infinity : model.people[demand], upper: model.people[demand])
    }
    for station in 0..<model.stationCount { addRows(of: station, model, to: &program) }
    rules.addRows(to: &program, first: 0, siteCount: table.siteCount)
    return program
  }

  private func addRows(
    of station: Int, _ model: CapacityModel, to program: inout IntegerProgram
  ) {
    let first = table.siteCount
    let pairs = model.stationPairs[model.stationStarts[station]..<model.stationStarts[station + 1]]
      .map { Int($0) }.sorted()
    let capacity = model.capacities[station]
    var load = pairs.map { IntegerProgram.Term(first + $0, 1) }
    guard station < model.candidateCount else {
      if capacity < .infinity { program.addRow(load, upper: capacity) }
      return
    }
    let site = model.siteIDs[station]
    for pair in pairs {
      let people = min(capacity, model.people[Int(model.pairDemands[pair])])
      program.addRow([.init(first + pair, 1), .init(site, -people)], upper: 0)
    }
    if capacity < .infinity {
      load.append(.init(site, -capacity))
      program.addRow(load, upper: 0)
    }
  }
}
