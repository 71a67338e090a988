extension ServiceSolver {
  /// Beyond this many sites a quick assignment says which comes next.
  private static let mostExactRanks = 12

  /// `CapacitySolver.ranking` where a person needs two stations.
  static func ranking(
    _ problem: CapacityProblem, sites: [Int], served: Double?, seconds: Double?
  ) throws -> (before: Double, ranks: [(site: Int, gain: Double)]) {
    var problem = problem
    (problem.communityOf, problem.importance) = (nil, nil)
    problem.rules = SiteRules()
    var ranking = Ranking(problem, Set(sites).sorted(), served, Deadline(seconds: seconds))
    return try ranking.run()
  }

  private struct Ranking {
    private let problem: CapacityProblem
    private let model: CapacityModel
    private let terms: ServiceTerms
    private let served: Double?
    private let deadline: Deadline
    private var waiting: [Int]

    init(_ problem: CapacityProblem, _ sites: [Int], _ served: Double?, _ deadline: Deadline) {
      let chosen = Set(sites)
      var problem = problem
      problem.rules.forbidden = (0..<problem.table.siteCount).filter { !chosen.contains($0) }
      self.problem = problem
      model = CapacityModel(problem)
      terms = ServiceTerms(problem)
      self.served = served
      self.deadline = deadline
      waiting = Array(0..<model.candidateCount)
    }

    mutating func run() throws -> (before: Double, ranks: [(site: Int, gain: Double)]) {
      let all = max(try people(waiting), served ?? 0)
      let before = min(all, try people([]))
      var (open, last) = ([Int](), before)
      var ranks: [(site: Int, gain: Double)] = []
      while let next = try next(after: open) {
        open.append(next)
        waiting.removeAll { $0 == next }
        // Where the time ends, quick assignments take over: none may pass what all serve together.
        let now = waiting.isEmpty ? all : min(all, max(last, try people(open)))
        ranks.append((model.siteIDs[next], now - last))
        last = now
      }
      return (before, ranks)
    }

    /// The station that lets most people be served now, then the one of most places; ties by index.
    private func next(after open: [Int]) throws -> Int? {
      let isExact = open.count + waiting.count <= ServiceSolver.mostExactRanks
      var best: (station: Int, people: Double, places: Double)?
      for station in waiting {
        let people = try isExact ? people(open + [station]) : quick(open + [station])
        let places = min(model.capacities[station], model.reach(station, model.people))
        if let best {
          let more = people - best.people
          let isTie = abs(more) <= 1e-9 * max(1, people)
          if isTie ? places <= best.places : more < 0 { continue }
        }
        best = (station, people, places)
      }
      return best?.station
    }

    private func people(_ open: [Int]) throws -> Double {
      let left = deadline.secondsLeft
      if left == 0 { return quick(open) }
      let exact = try problem.service(open, of: model, terms, seconds: left)
      return exact.map { $0.served.reduce(0, +) } ?? quick(open)
    }

    private func quick(_ open: [Int]) -> Double {
      ServiceAssignment(quick: problem.opened(open, of: model), terms).served.reduce(0, +)
    }
  }
}
