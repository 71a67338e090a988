extension CapacityProblem {
  /// Largest value of the column that stands for the share: CBC takes steps smaller than 1e-5 for nothing.
  static let shareScale = 1e4

  /// Service of people as a program to maximise: columns for the sites (none where all stations of the model are
  /// open), then places by pair, then people served by merged demand, then the smallest share (in parts of
  /// `shareScale`) where that counts.
  ///
  /// - Parameters:
  ///   - isOpen: every station of the model is open, which leaves a linear program.
  ///   - leastShare: most people are looked for at which no community's share is smaller; nil: the objective itself.
  func serviceProgram(
    _ model: CapacityModel, _ terms: ServiceTerms, isOpen: Bool, leastShare: Double? = nil
  ) -> IntegerProgram {
    var program = IntegerProgram(.maximise)
    let sites = isOpen ? 0 : table.siteCount
    for _ in 0..<sites { program.addBinary(cost: 0) }
    for pair in 0..<model.pairCount {
      let (demand, station) = (Int(model.pairDemands[pair]), Int(model.stations[pair]))
      let canServe = model.pairs(of: demand).count >= terms.covers
      program.addColumn(
        cost: 0, upper: canServe ? min(model.people[demand], model.capacities[station]) : 0)
    }
    let countsPeople = !terms.isShare || leastShare != nil
    for demand in 0..<model.demandCount {
      let canServe = model.pairs(of: demand).count >= terms.covers
      program.addColumn(
        cost: countsPeople ? model.importance[demand] : 0,
        upper: canServe ? model.people[demand] : 0)
    }
    addServiceRows(model, terms, first: sites, to: &program)
    for station in 0..<model.stationCount {
      addRoom(of: station, model, sites: sites, to: &program)
    }
    if terms.isShare {
      program.addColumn(
        cost: leastShare == nil ? 1 : 0, lower: (leastShare ?? 0) * Self.shareScale,
        upper: Self.shareScale)
      addShareRows(model, terms, first: sites + model.pairCount, to: &program)
    }
    if !isOpen { rules.addRows(to: &program, first: 0, siteCount: sites) }
    return program
  }

  /// Places of a demand are `covers` for each person served, no more at one station than people.
  private func addServiceRows(
    _ model: CapacityModel, _ terms: ServiceTerms, first: Int, to program: inout IntegerProgram
  ) {
    for demand in 0..<model.demandCount {
      let pairs = model.pairs(of: demand)
      if pairs.count < terms.covers { continue }
      let served = first + model.pairCount + demand
      program.addRow(
        pairs.map { IntegerProgram.Term(first + $0, 1) } + [.init(served, -Double(terms.covers))],
        lower: 0, upper: 0)
      if terms.covers == 1 { continue }
      for pair in pairs { program.addRow([.init(first + pair, 1), .init(served, -1)], upper: 0) }
    }
  }

  private func addRoom(
    of station: Int, _ model: CapacityModel, sites: Int, to program: inout IntegerProgram
  ) {
    let pairs = model.pairs(at: station).map { Int($0) }.sorted()
    let capacity = model.capacities[station]
    let load = pairs.map { IntegerProgram.Term(sites + $0, 1) }
    guard sites > 0 && station < model.candidateCount else {
      if capacity < .infinity && !load.isEmpty { program.addRow(load, upper: capacity) }
      return
    }
    let site = model.siteIDs[station]
    for pair in pairs {
      let people = min(capacity, model.people[Int(model.pairDemands[pair])])
      program.addRow([.init(sites + pair, 1), .init(site, -people)], upper: 0)
    }
    if capacity < .infinity { program.addRow(load + [.init(site, -capacity)], upper: 0) }
  }

  private func addShareRows(
    _ model: CapacityModel, _ terms: ServiceTerms, first: Int, to program: inout IntegerProgram
  ) {
    let share = program.columnCount - 1
    var members = [[IntegerProgram.Term]](repeating: [], count: terms.communityPeople.count)
    for (demand, group) in model.groups.enumerated() where group >= 0 {
      members[Int(group)].append(.init(first + demand, 1))
    }
    for community in terms.communities {
      let people = terms.communityPeople[community]
      program.addRow(
        members[community] + [.init(share, -people / Self.shareScale)], lower: 0)
    }
  }
}

extension CapacityProblem {
  /// How open stations (of `model`) serve best, by linear programs; nil where `seconds` do not suffice.
  func service(
    _ open: [Int], of model: CapacityModel, _ terms: ServiceTerms, seconds: Double?
  ) throws -> ServiceAssignment? {
    let deadline = Deadline(seconds: seconds)
    let part = opened(open, of: model)
    func solved(_ leastShare: Double?) throws -> IntegerProgramResult {
      try serviceProgram(part, terms, isOpen: true, leastShare: leastShare)
        .solve(limits: SolveLimits(seconds: deadline.secondsLeft))
    }
    var found = try solved(nil)
    if found.status != .optimal { return nil }
    if terms.isShare {
      // What the program gives beyond its rows is rounding.
      let most = try solved(max(0, found.objective / Self.shareScale * (1 - 1e-12)))
      if most.status == .optimal { found = most }
    }
    let served = part.pairCount..<(part.pairCount + part.demandCount)
    return ServiceAssignment(
      part, flows: Array(found.values[..<part.pairCount]), served: Array(found.values[served]),
      covers: terms.covers)
  }

  /// The model of these stations and the existing ones alone, demands with the same of them merged.
  func opened(_ open: [Int], of model: CapacityModel) -> CapacityModel {
    var part = self
    let sites = Set(open.map { model.siteIDs[$0] })
    part.rules.forbidden = (0..<table.siteCount).filter { !sites.contains($0) }
    return CapacityModel(part)
  }
}
