/// Good sets of sites where people are served twice or shares count: greedy choice, the sets a dual proposes, and
/// exchange; priced by a quick assignment, the promising ones by linear programs.
struct ServiceSearch {
  let problem: CapacityProblem
  let model: CapacityModel
  let terms: ServiceTerms
  var deadline: Deadline
  /// An objective at which the search may end; nil: at the best there is.
  var wanted: Double?
  /// The best candidates of the model so far; nil before one is allowed.
  private(set) var best: (open: [Int], value: ServiceValue, assignment: ServiceAssignment)?
  /// What a quick assignment makes of the best candidates, by which others are judged.
  private var bestQuick = 0.0
  private var tried: Set<[Int]> = []
  /// Quick assignments that may still be made, where no time limit ends them; a linear program counts as ten.
  private var tries: Int

  init(
    _ problem: CapacityProblem, _ model: CapacityModel, _ terms: ServiceTerms, deadline: Deadline
  ) {
    (self.problem, self.model, self.terms) = (problem, model, terms)
    self.deadline = deadline
    let most = min(20_000, 1_000_000_000 / max(1, model.pairCount))
    tries = deadline.secondsLeft == nil ? most : .max
  }

  var objective: Double { best?.value.objective ?? 0 }
  /// The best answer is as good as is wanted.
  var isEnough: Bool { best != nil && (wanted.map { objective >= $0 } ?? false) }
  private var scale: Double { terms.most(model) }

  /// Prices a set of candidates and keeps it where it is better than the best one.
  ///
  /// - Parameter served: an assignment known to be good, which a linear program then improves.
  mutating func offer(_ stations: [Int], served: ServiceAssignment? = nil) throws {
    let open = stations.sorted()
    guard problem.rules.allow(open.map { model.siteIDs[$0] }),
      tried.insert(open).inserted || served != nil
    else { return }
    tries -= 1
    let quick = quickly(open)
    if keep(open, quick) { bestQuick = objective }
    if let served { keep(open, served) }
    let promise = terms.value(quick.served, quick.model).objective
    guard served != nil || tries > 0 && promise >= 0.9 * bestQuick else { return }
    try improve(open, promise)
  }

  private func quickly(_ open: [Int]) -> ServiceAssignment {
    ServiceAssignment(quick: problem.opened(open, of: model), terms)
  }

  /// Serves people from these candidates as well as can be; whether that is the best answer now.
  @discardableResult
  private mutating func improve(_ open: [Int], _ promise: Double) throws -> Bool {
    if deadline.hasPassed { return false }
    tries -= 10
    guard
      let assignment = try problem.service(open, of: model, terms, seconds: deadline.secondsLeft),
      keep(open, assignment)
    else { return false }
    bestQuick = promise
    return true
  }

  /// Whether it is better than the best one, which it then is.
  @discardableResult
  private mutating func keep(_ open: [Int], _ assignment: ServiceAssignment) -> Bool {
    let value = terms.value(assignment.served, assignment.model)
    if let best, !value.isBetter(than: best.value, scale: scale) { return false }
    best = (open, value, assignment)
    return true
  }
}

extension ServiceSearch {
  /// Forced sites, then always the one that gives most places still wanted.
  mutating func addGreedily() throws {
    var open = problem.rules.forced.compactMap { model.siteIDs.firstIndex(of: $0) }.sorted()
    try offer(open)
    var wanted = model.people.map { Double(terms.covers) * $0 }
    for station in open + Array(model.candidateCount..<model.stationCount) {
      take(station, &wanted)
    }
    while !deadline.hasPassed {
      var best = (station: -1, places: 0.0)
      for station in 0..<model.candidateCount where problem.mayOpen(station, open, model) {
        let places = min(model.capacities[station], reach(station, wanted))
        if places > best.places { best = (station, places) }
      }
      if best.station < 0 { break }
      open.append(best.station)
      take(best.station, &wanted)
    }
    try complete(open)
  }

  /// Places a station can give of those wanted, one a person at most.
  private func reach(_ station: Int, _ wanted: [Double]) -> Double {
    model.pairs(at: station).reduce(0) { sum, pair in
      let demand = Int(model.pairDemands[Int(pair)])
      return sum + min(wanted[demand], model.people[demand])
    }
  }

  /// Gives a station's places in equal parts of what everybody wants of it.
  private func take(_ station: Int, _ wanted: inout [Double]) {
    let all = reach(station, wanted)
    if all <= 0 { return }
    let part = min(1, model.capacities[station] / all)
    for pair in model.pairs(at: station) {
      let demand = Int(model.pairDemands[Int(pair)])
      wanted[demand] -= part * min(wanted[demand], model.people[demand])
    }
  }

  /// Opens what the rules still allow, by largest people within reach and room, and prices the set.
  mutating func complete(_ stations: [Int]) throws {
    try offer(problem.completed(stations, model))
  }

  /// Exchanges single sites as long as that helps and tries are left. A linear program prices an exchange where a
  /// quick assignment is better than that of the best set; where none is, those that come nearest.
  ///
  /// - Parameter order: candidates worth opening.
  mutating func exchange(among order: [Int]) throws {
    while !isEnough, let start = best?.open, try exchangeOnce(start, order) {}
  }

  /// Exchanges that come nearest and are priced before the search gives up.
  private static let mostPriced = 24

  private mutating func exchangeOnce(_ start: [Int], _ order: [Int]) throws -> Bool {
    var found: [(open: [Int], value: ServiceValue)] = []
    for (out, station) in pairs(start, order) where tries > 0 && !deadline.hasPassed {
      let kept = start.filter { $0 != out }
      let open = (kept + [station]).sorted()
      guard problem.mayOpen(station, kept, model),
        problem.rules.allow(open.map { model.siteIDs[$0] }), tried.insert(open).inserted
      else { continue }
      tries -= 1
      let quick = quickly(open)
      let value = terms.value(quick.served, quick.model)
      if value.objective > bestQuick * (1 + 1e-6) {
        if try improve(open, value.objective) { return true }
      } else {
        found.append((open, value))
      }
    }
    let ranked = found.indices.sorted { one, other in
      let (first, second) = (found[one].value, found[other].value)
      return (second.objective, second.people, one) < (first.objective, first.people, other)
    }
    for index in ranked.prefix(Self.mostPriced) where tries > 0 {
      if try improve(found[index].open, found[index].value.objective) { return true }
    }
    return false
  }

  /// Every exchange, those that open what is worth most first.
  private func pairs(_ start: [Int], _ order: [Int]) -> [(out: Int, station: Int)] {
    let isOpen = Set(start)
    return order.filter { !isOpen.contains($0) }.flatMap { station in
      start.map { (out: $0, station: station) }
    }
  }

  /// Closes sites that are not forced, from the last, where nothing is lost by it.
  mutating func closeSpares() throws {
    guard let start = best else { return }
    let forced = Set(problem.rules.forced)
    for station in start.open.reversed() where !forced.contains(model.siteIDs[station]) {
      guard let best, !deadline.hasPassed else { return }
      let open = best.open.filter { $0 != station }
      guard
        let assignment = try problem.service(
          open, of: model, terms, seconds: deadline.secondsLeft)
      else { return }
      let value = terms.value(assignment.served, assignment.model)
      if !best.value.isBetter(than: value, scale: scale) { self.best = (open, value, assignment) }
    }
  }
}
