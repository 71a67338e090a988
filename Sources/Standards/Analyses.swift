import Model

/// What a standard asks for beside its rules; each is computed when it is there.
public struct Analyses: Sendable, Hashable {
  public var declared: DeclaredTiers?
  /// Coverage by weekday and hour, of the rule with this id.
  public var hourlyProfileOf: String?
  /// Own community, cluster and unrestricted coverage of the rule with this id.
  public var sharing: Sharing?
  /// Stations whose removal loses nobody, by the rule with this id.
  public var duplicatesOf: String?
  public var capacity: Capacity?
  public var access: Access?
  /// Gini, Lorenz points, Palma ratio, worst tenth and percentiles of the distance to the nearest station of this rule.
  public var equityOf: String?
  public var workload: Workload?
  public var pilots: Pilots?

  public init() {}
}

/// Numbers of stations an office says it has, `1+10+18`.
public struct DeclaredTiers: Sendable, Hashable {
  /// Values of the tier field, in the order of `counts`.
  public var tiers: [String]
  /// Nil: given on the command line (`--declared 1+10+18`).
  public var counts: [Int]?
  public var sources: FigureSources

  public init(tiers: [String], counts: [Int]? = nil, sources: FigureSources = FigureSources()) {
    self.tiers = tiers
    self.counts = counts
    self.sources = sources
  }
}

/// What sharing stations between neighbouring communities gains.
public struct Sharing: Sendable, Hashable {
  public var rule: String
  public var ownField: String
  public var clusterField: String

  public init(rule: String, ownField: String, clusterField: String) {
    self.rule = rule
    self.ownField = ownField
    self.clusterField = clusterField
  }
}

/// How many people a station can serve.
public struct Capacity: Sendable, Hashable {
  /// Everybody goes to the nearest station of this rule that is in reach.
  public var rule: String
  /// People one station can serve; nil: only by floor area.
  public var peoplePerStation: Double?
  /// Field of the stations with people they can serve. Of several limits the lowest holds.
  public var peopleField: String?
  /// Field of the stations with square metres of floor.
  public var areaField: String?
  /// Square metres of floor a person; a station with less is overloaded.
  public var areaPerPerson: Double?
  public var sources: FigureSources

  public init(
    rule: String, peoplePerStation: Double? = nil, peopleField: String? = nil,
    areaField: String? = nil, areaPerPerson: Double? = nil,
    sources: FigureSources = FigureSources()
  ) {
    self.rule = rule
    self.peoplePerStation = peoplePerStation
    self.peopleField = peopleField
    self.areaField = areaField
    self.areaPerPerson = areaPerPerson
    self.sources = sources
  }
}

/// Two-step floating catchment areas (2SFCA, E2SFCA).
public struct Access: Sendable, Hashable {
  /// The stations and the catchment are those of this rule.
  public var rule: String
  /// Field of the stations with their supply; nil: each counts 1.
  public var supplyField: String?
  /// Weights by zone for E2SFCA: (upper limit as a share of the reach, weight), ascending; empty: 2SFCA only.
  public var zones: [Zone]
  public var sources: FigureSources

  public struct Zone: Sendable, Hashable {
    /// Share of the reach, 0 < … ≤ 1.
    public var upTo: Double
    public var weight: Double

    public init(upTo: Double, weight: Double) {
      self.upTo = upTo
      self.weight = weight
    }
  }

  public init(
    rule: String, supplyField: String? = nil, zones: [Zone] = [],
    sources: FigureSources = FigureSources()
  ) {
    self.rule = rule
    self.supplyField = supplyField
    self.zones = zones
    self.sources = sources
  }
}

/// What grid workers have to do and how many are needed.
public struct Workload: Sendable, Hashable {
  public struct Visits: Sendable, Hashable {
    public var name: LocalizedText
    /// Field of the blocks with the number of households or people visited.
    public var field: String
    /// Visits a month of each (daily 30, weekly 52/12, half-monthly 2, monthly 1).
    public var perMonth: Double

    public init(name: LocalizedText, field: String, perMonth: Double) {
      self.name = name
      self.field = field
      self.perMonth = perMonth
    }
  }

  public var visits: [Visits]
  /// Visits a worker can make in a month; nil: not compared.
  public var visitsPerWorker: Double?
  /// Field of the blocks with households; one worker for each `householdsPerWorker` of them.
  public var householdsField: String?
  public var householdsPerWorker: Double?
  /// Workers every block has before any are added (the 4 of “4+N”).
  public var coreWorkers: Int
  /// Field of the blocks with workers there are; nil: not compared.
  public var workersField: String?
  public var sources: FigureSources

  public init(
    visits: [Visits] = [], visitsPerWorker: Double? = nil, householdsField: String? = nil,
    householdsPerWorker: Double? = nil, coreWorkers: Int = 0, workersField: String? = nil,
    sources: FigureSources = FigureSources()
  ) {
    self.visits = visits
    self.visitsPerWorker = visitsPerWorker
    self.householdsField = householdsField
    self.householdsPerWorker = householdsPerWorker
    self.coreWorkers = coreWorkers
    self.workersField = workersField
    self.sources = sources
  }
}

/// Blocks or quarters to begin with, from both ends.
public struct Pilots: Sendable, Hashable {
  /// So many of the best based and so many of the most problem-ridden.
  public var count: Int
  /// Areas compared: a block field, nil: blocks.
  public var field: String?
  /// Field of the blocks with a number of problems (complaints, cases); nil: only the rules' failures count.
  public var problemsField: String?
  public var sources: FigureSources

  public init(
    count: Int, field: String? = nil, problemsField: String? = nil,
    sources: FigureSources = FigureSources()
  ) {
    self.count = count
    self.field = field
    self.problemsField = problemsField
    self.sources = sources
  }
}
