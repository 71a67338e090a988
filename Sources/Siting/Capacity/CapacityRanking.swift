import Model

extension CapacitySolver {
  /// The sites in the order in which each lets most people be served beside those before it (ties by index), with
  /// the people each adds, and the people that existing stations alone serve. What all add and that sum are the
  /// most people all serve together, whatever each counts.
  ///
  /// The problem's goal is not looked at: being within reach is what counts here. Where a person needs two stations,
  /// a site that serves nobody alone stands before those it serves people with.
  ///
  /// - Parameters:
  ///   - served: people known to be served by all together; nil: not known.
  ///   - seconds: for the linear programs of two stations a person; quick assignments go on after that.
  public static func ranking(
    _ problem: CapacityProblem, sites: [Int], served: Double? = nil, seconds: Double? = nil
  ) throws -> (before: Double, ranks: [(site: Int, gain: Double)]) {
    if problem.coversNeeded > 1 {
      return try ServiceSolver.ranking(problem, sites: sites, served: served, seconds: seconds)
    }
    var problem = problem
    problem.communityOf = nil
    problem.goal = .mostPeople
    // With all of the same importance most is served with as much as counts most.
    problem.importance = nil
    let chosen = Set(sites)
    problem.rules.forbidden = (0..<problem.table.siteCount).filter { !chosen.contains($0) }
    let model = CapacityModel(problem)
    var transport = CapacityTransport(
      model, isOpen: [Bool](repeating: true, count: model.stationCount),
      isShut: (0..<model.stationCount).map { $0 < model.candidateCount },
      deadline: Deadline(seconds: nil))
    let before = transport.served
    var ranks: [(site: Int, gain: Double)] = []
    // What a site adds never grows as others open (people served are the rank of a matroid), so that what it
    // added earlier bounds what it adds now.
    var waiting = (0..<model.candidateCount).map { (station: $0, gain: Double.infinity) }
    while !waiting.isEmpty {
      let next = bestOpened(&waiting, transport)
      ranks.append((model.siteIDs[next.station], max(0, next.transport.served - transport.served)))
      transport = next.transport
    }
    return (before, ranks)
  }

  /// Takes the station whose opening lets most people be served out of `waiting`, which keeps bounds.
  private static func bestOpened(
    _ waiting: inout [(station: Int, gain: Double)], _ transport: CapacityTransport
  ) -> (station: Int, transport: CapacityTransport) {
    waiting.sort { ($1.gain, $0.station) < ($0.gain, $1.station) }
    var best: (index: Int, gain: Double, transport: CapacityTransport)?
    for index in waiting.indices {
      if let best, waiting[index].gain < best.gain { break }
      var opened = transport
      opened.giveRoom(to: waiting[index].station)
      let gain = opened.served - transport.served
      waiting[index].gain = gain
      let isBetter =
        best.map {
          gain > $0.gain || gain == $0.gain && waiting[index].station < waiting[$0.index].station
        } ?? true
      if isBetter { best = (index, gain, opened) }
    }
    let found = best!
    return (waiting.remove(at: found.index).station, found.transport)
  }

  /// The best answers under each of `rules`, each of which allows what the one before allows; `limits.seconds` is
  /// for all together. Objectives never get worse from one to the next.
  public static func tradeOff(
    _ problem: CapacityProblem, rules: [SiteRules], limits: SolveLimits = SolveLimits()
  ) throws -> [SitingSolution] {
    try TradeOff.search(
      rules, maximises: problem.goal.maximises, seconds: limits.seconds
    ) { rules, seconds in
      var line = problem
      line.rules = rules
      var limits = limits
      limits.seconds = seconds
      return try AnalysisError.nilOutOfTime { try solve(line, limits: limits).solution }
    }
  }
}
