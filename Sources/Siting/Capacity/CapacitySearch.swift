/// Good answers under capacities: greedy choice, then sets the dual proposes, each priced by exact transport.
struct CapacitySearch {
  private let problem: CapacityProblem
  private let model: CapacityModel
  /// The best sites so far (candidates of the model) and their transport; nil where none serves as asked.
  private(set) var best: (open: [Int], sites: [Int], transport: CapacityTransport)?
  private var tried: Set<[Int]> = []
  private let deadline: Deadline
  /// What is minimised at which the search may end; nil: at the least there is.
  var enough: Double?

  init(_ problem: CapacityProblem, _ model: CapacityModel, deadline: Deadline) {
    self.deadline = deadline
    self.problem = problem
    self.model = model
  }

  /// What is minimised: people left unserved, each as much as they count, or Σ people × cost; ∞ without an answer.
  var cost: Double { best.map { cost(of: $0.transport) } ?? .infinity }

  /// The best answer is as good as is wanted.
  var isEnough: Bool { enough.map { cost <= $0 } ?? false }

  /// Answers that cost this or more are of no interest; ∞ without an answer.
  func cutoff(gap: Double) -> Double {
    let better = problem.cutoff(cost, model, gap: gap)
    return enough.map { min(better, $0 + 1e-10 * max(1, model.worth)) } ?? better
  }

  private func cost(of transport: CapacityTransport) -> Double {
    if problem.goal == .mostPeople { return model.worth - transport.worth }
    return transport.unserved.isEmpty ? transport.cost : .infinity
  }

  /// Forced sites, then always the one that takes most of those left over, then the largest that may be opened.
  mutating func addGreedily(until deadline: Deadline) {
    var open = problem.rules.forced.compactMap { model.siteIDs.firstIndex(of: $0) }.sorted()
    offer(open)
    var transport = CapacityTransport(model, isOpen: flags(open), deadline: deadline)
    while !transport.unserved.isEmpty && !deadline.hasPassed {
      if let enough, cost(of: transport) <= enough { return offer(open) }
      var best = (station: -1, people: 0.0)
      let left = leftOver(transport)
      for station in 0..<model.candidateCount where problem.mayOpen(station, open, model) {
        let people = min(model.capacities[station], model.reach(station, left))
        if people > best.people { best = (station, people) }
      }
      if best.station < 0 { break }
      open.append(best.station)
      transport = CapacityTransport(model, isOpen: flags(open), deadline: deadline)
    }
    if transport.unserved.isEmpty && enough != nil { return offer(open) }
    complete(open)
  }

  /// Opens what the rules still allow, by largest people within reach and room, and prices the set.
  mutating func complete(_ stations: [Int]) {
    offer(problem.completed(stations, model))
  }

  /// Exchanges single sites as long as that helps; each exchange looked at is a transport of its own, and there
  /// are at most `tries` of them.
  ///
  /// - Parameter order: candidates worth opening, best first; those open go in the opposite order.
  mutating func exchange(among order: [Int], tries: Int) {
    var left = tries
    while !isEnough, let start = best?.open, exchangeOnce(start, order, &left) {}
  }

  /// Whether some single exchange of an open candidate was better.
  private mutating func exchangeOnce(
    _ start: [Int], _ order: [Int], _ left: inout Int
  ) -> Bool {
    let before = cost
    let isOpen = Set(start)
    let leaving =
      start.filter { !order.contains($0) } + order.reversed().filter { isOpen.contains($0) }
    for out in leaving {
      let kept = start.filter { $0 != out }
      for station in order where !isOpen.contains(station) && problem.mayOpen(station, kept, model)
      {
        if left == 0 || deadline.hasPassed { return false }
        left -= 1
        offer(kept + [station])
        if cost < before { return true }
      }
    }
    return false
  }

  /// Prices a set of candidates and keeps it where it is better than the best one.
  mutating func offer(_ stations: [Int]) {
    let open = stations.sorted()
    guard tried.insert(open).inserted, problem.rules.allow(open.map { model.siteIDs[$0] }) else {
      return
    }
    let transport = CapacityTransport(model, isOpen: flags(open), deadline: deadline)
    let value = cost(of: transport)
    if value < cost * (1 - 1e-12) || best == nil && value < .infinity {
      best = (open, open.map { model.siteIDs[$0] }, transport)
    }
  }

  /// Prices a set of sites of the problem.
  mutating func offer(sites: [Int]) {
    offer(sites.compactMap { model.siteIDs.firstIndex(of: $0) })
  }

  private func flags(_ open: [Int]) -> [Bool] {
    var isOpen = (0..<model.stationCount).map { $0 >= model.candidateCount }
    for station in open { isOpen[station] = true }
    return isOpen
  }

  private func leftOver(_ transport: CapacityTransport) -> [Double] {
    var left = [Double](repeating: 0, count: model.demandCount)
    for demand in transport.unserved {
      let served = transport.flows[model.starts[demand]..<model.starts[demand + 1]].reduce(0, +)
      left[demand] = model.people[demand] - served
    }
    return left
  }
}

extension CapacityProblem {
  /// Whether the rules let a candidate of the model be opened beside others; that sites are forced is not looked at.
  func mayOpen(_ station: Int, _ open: [Int], _ model: CapacityModel) -> Bool {
    if open.contains(station) { return false }
    var rules = rules
    rules.forced = []
    return rules.allow((open + [station]).map { model.siteIDs[$0] })
  }

  /// As many of `stations` as the rules allow, in order, then others by largest people within reach and room.
  func completed(_ stations: [Int], _ model: CapacityModel) -> [Int] {
    var open: [Int] = []
    for station in stations where mayOpen(station, open, model) { open.append(station) }
    let rest = (0..<model.candidateCount).map { station in
      (station, min(model.capacities[station], model.reach(station, model.people)))
    }.sorted { $0.1 != $1.1 ? $0.1 > $1.1 : $0.0 < $1.0 }
    for (station, people) in rest where people > 0 && mayOpen(station, open, model) {
      open.append(station)
    }
    return open
  }
}
