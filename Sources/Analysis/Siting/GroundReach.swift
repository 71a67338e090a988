import Coverage
import Geometry
import Layers
import Model
import Streets

/// Whom every candidate and the existing stations reach on the ground.
struct GroundReach: Sendable {
  /// Without those nobody reaches in models that assign everybody.
  private(set) var demand: GroundDemand
  let candidates: CandidateSet
  let before: CoverageFindings
  let ground: SiteGround
  /// Position of the measure among the reaches of coverage.
  let position: Int
  private let settings: CoverageSettings
  private let isCovering: Bool
  private let threads: Int
  /// Value of the `--within` field of each block as a number; nil when not asked for.
  private let blockGroups: [Int32]?
  private var reach = SiteReach()
  /// Nearest existing station by demand: metres or minutes; infinite without one.
  private var existingCost: [Double] = []
  private var existingCovers: [UInt8] = []
  private var existingReach: SiteReach?

  init(
    _ ground: SiteGround, _ request: SiteRequest, before: CoverageFindings, demand: GroundDemand,
    candidates: CandidateSet, ledger: inout Ledger
  ) throws {
    self.ground = ground
    self.before = before
    self.demand = demand
    self.candidates = candidates
    settings = before.settings
    isCovering = request.model.isCovering
    threads = request.threads
    switch ground.places.measure {
    case .radius(let metres): position = settings.radii.firstIndex(of: metres) ?? 0
    case .minutes(let minutes):
      position = settings.radii.count + (settings.minutes.firstIndex(of: minutes) ?? 0)
    }
    blockGroups = ground.within.map { GroundGroups.numbers($0) }
    if let walks = streets {
      try walk(walks, wantsExisting: request.capacity != nil, &ledger)
    } else {
      try measureStraight(wantsExisting: request.capacity != nil)
    }
    leaveOutUnreachable(&ledger)
    for site in 0..<reach.siteCount where reach.pairs(of: site).isEmpty {
      ledger.record(.siteReachesNobody, candidates.sites[site].subject)
    }
  }

  /// People whom neither a station nor a candidate reaches change no choice. Models that assign everybody go on
  /// without them, and the ledger says who they are.
  private mutating func leaveOutUnreachable(_ ledger: inout Ledger) {
    var isReached =
      isCovering ? existingCovers.map { $0 > 0 } : existingCost.map { $0 < .infinity }
    for pair in reach.demands { isReached[Int(pair)] = true }
    let blocks = ground.inputs.blocks
    var last: Int32 = -1
    for number in isReached.indices where !isReached[number] {
      let block = demand.blockOf[number]
      // Samples of one block stand together: it is named once.
      if block != last {
        ledger.record(
          isCovering ? .demandUnreachable : .demandLeftOut,
          FeatureIDs.subject(Int(block), blocks.ids[Int(block)], blocks.layer))
      }
      last = block
    }
    let kept = isReached.indices.filter { isReached[$0] }
    if isCovering || kept.count == demand.count { return }
    reach = reach.selecting(kept, of: demand.count)
    existingReach = existingReach?.selecting(kept, of: demand.count)
    existingCost = kept.map { existingCost[$0] }
    demand = demand.selecting(kept)
  }

  /// Streets, where walking along them is the measure.
  private var streets: StreetWalks? {
    if case .minutes = ground.places.measure { before.streets } else { nil }
  }

  /// Numbers of the groups of candidates and blocks.
  private func groups(of values: [String?]?) -> (ofStation: [Int32], ofBlock: [Int32])? {
    guard let blockGroups, let within = ground.within, let values else { return nil }
    return (GroundGroups.numbers(values, as: within), blockGroups)
  }

  // MARK: Straight

  /// Whether a straight distance is covered, exactly as coverage decides.
  private func isCovered(_ metres: Double) -> Bool {
    switch ground.places.measure {
    case .radius(let radius): metres <= radius
    case .minutes(let minutes): settings.estimatedMinutes(metres) <= minutes
    }
  }

  private func cost(_ metres: Double) -> Double {
    if case .minutes = ground.places.measure { settings.estimatedMinutes(metres) } else { metres }
  }

  /// Straight metres that are looked at; a little more than the measure, which decides by itself.
  private var straightReach: Double {
    switch ground.places.measure {
    case .radius(let radius): radius
    case .minutes(let minutes):
      settings.straightReach(minutes: minutes, speed: settings.speed) * (1 + 1e-9)
    }
  }

  /// Farther candidates are nobody's nearest station in a neighbourhood, metres.
  private static let widest = 20_000.0

  private mutating func measureStraight(wantsExisting: Bool) throws {
    let stations = ground.inputs.stations
    let index = StationIndex(
      stations.set(stations.places.indices), reach: isCovering ? straightReach : Self.widest)
    let existing = StraightPairs(index: index, demand: demand, groups: groups(of: stations.groups))
    let (this, far) = (self, isCovering ? straightReach : Self.widest)
    let none: [(covers: UInt8, metres: Double)] = []
    let nearest = try existing.map(from: none, threads: threads, reach: { _ in far }) {
      (_, found, results: inout [(covers: UInt8, metres: Double)]) in
      results.append(
        (
          covers: UInt8(min(255, found.count { this.isCovered($0.metres) })),
          metres: found.map(\.metres).min() ?? .infinity
        ))
    }.joined()
    existingCovers = nearest.map(\.covers)
    existingCost = nearest.map { cost($0.metres) }
    reach = try straightPairs(
      candidates.set(), groups(of: candidates.within),
      limits: wantsExisting ? nil : nearest.map(\.metres),
      count: candidates.sites.count)
    if wantsExisting {
      let set = stations.set(stations.places.indices)
      existingReach = try straightPairs(
        (set.points, set.owner), groups(of: stations.groups), limits: nil,
        count: stations.ids.count)
    }
  }

  /// - Parameter limits: metres by demand beyond which a station is of no use in models that assign people; nil: none.
  private func straightPairs(
    _ set: (points: [GeographicPoint], owner: [Int32]),
    _ groups: (ofStation: [Int32], ofBlock: [Int32])?, limits: [Double]?, count: Int
  ) throws -> SiteReach {
    let isCovering = isCovering
    let index = StationIndex(
      StationSet(points: set.points, owner: set.owner),
      reach: isCovering ? straightReach : Self.widest)
    let farthest: @Sendable (Int) -> Double = {
      isCovering ? straightReach : min(Self.widest, limits?[$0] ?? .infinity)
    }
    let straight = StraightPairs(index: index, demand: demand, groups: groups)
    let runs = try straight.map(from: PairTable.Run(), threads: threads, reach: farthest) {
      (number, found, run: inout PairTable.Run) in
      for (station, metres) in found where !isCovering || isCovered(metres) {
        run.append(site: station, demand: number, cost: isCovering ? nil : cost(metres))
      }
    }
    return PairTable.bySite(runs, siteCount: count)
  }

  // MARK: Streets

  private mutating func walk(
    _ walks: StreetWalks, wantsExisting: Bool, _ ledger: inout Ledger
  ) throws {
    let pairs = try StreetPairs(walks, demand.places, threads: threads)
    let profile = WalkProfile(name: "", speed: settings.speed)
    guard case .minutes(let minutes) = ground.places.measure else { return }
    let limit = profile.reach(minutes: minutes)
    let whole = profile.reach(minutes: settings.maximumMinutes)
    let existing = try walks.existing(
      pairs.joints, group: { group(of: $0) }, within: limit, threads: threads)
    let nearest = existing.map(\.millimetres)
    existingCost = nearest.map { $0.map { profile.minutes(Double($0)) } ?? .infinity }
    if isCovering { existingCovers = existing.map { UInt8(min(255, $0.count)) } }
    // Beyond the farthest walk to a station that stands, no candidate is anybody's nearest, unless
    // stations can be full.
    let isOpen = wantsExisting || nearest.contains { $0 == nil }
    let farthest = isOpen ? whole : nearest.compactMap { $0 }.max() ?? whole
    let isCovering = isCovering
    let groups = groups(of: candidates.within)
    let blockOf = demand.blockOf
    let minutesOf: @Sendable (UInt32) -> Double = { profile.minutes(Double($0)) }
    let toMinutes = isCovering ? nil : minutesOf
    reach = try pairs.pairs(
      entrances(walks, &ledger), limit: isCovering ? limit : farthest, threads: threads,
      cost: toMinutes
    ) { station, number, walk in
      if let groups, groups.ofStation[station] != groups.ofBlock[Int(blockOf[number])] {
        return false
      }
      return isCovering || wantsExisting || nearest[number].map { walk < $0 } ?? true
    }
    if wantsExisting {
      let stations = ground.inputs.stations
      let own = self.groups(of: stations.groups)
      existingReach = try pairs.pairs(
        entrances(walks, stations.places, stations.extraMinutes ?? []),
        limit: isCovering ? limit : whole, threads: threads, cost: toMinutes
      ) { station, number, _ in
        own.map { $0.ofStation[station] == $0.ofBlock[Int(blockOf[number])] } ?? true
      }
    }
  }

  /// The group of existing stations that serves a demand; nil when none does.
  private func group(of number: Int) -> Int? {
    guard let groupOf = before.services.groupOf else { return 0 }
    let group = Int(groupOf[Int(demand.blockOf[number])])
    return group < 0 ? nil : group
  }

  private func entrances(
    _ walks: StreetWalks, _ ledger: inout Ledger
  ) -> [[StationEntrance]] {
    let all = entrances(walks, candidates.places, candidates.extraMinutes)
    for (site, entrances) in all.enumerated() where entrances.isEmpty {
      ledger.record(.candidateNotOnStreets, candidates.sites[site].subject)
    }
    return all
  }

  /// Where stations join the streets, as coverage joins them.
  private func entrances(
    _ walks: StreetWalks, _ places: [[GeographicPoint]], _ extraMinutes: [Double]
  ) -> [[StationEntrance]] {
    let profile = WalkProfile(name: "", speed: settings.speed)
    return places.enumerated().map { site, places in
      let minutes = (extraMinutes.isEmpty ? 0 : extraMinutes[site]) + walks.rules.dispatchMinutes
      let extra = profile.reach(minutes: minutes)
      return places.compactMap { place in
        guard
          case .snapped(let point) = walks.index.snap(place, limitMetres: walks.rules.snapMetres)
        else { return nil }
        return StationEntrance(station: Int32(site), place: point, extraMillimetres: extra)
      }
    }
  }
}

extension GroundReach {
  /// The instance of the request.
  func instance(_ request: SiteRequest) throws -> SitingInstance {
    let stations = ground.inputs.stations
    var instance = SitingInstance(
      candidates: candidates.sites, existingCount: stations.ids.count, people: demand.people,
      weights: demand.people,
      demandNames: .blocks(of: demand.blockOf, ids: ground.inputs.blocks.ids), reach: reach)
    if isCovering {
      instance.existingCovers = existingCovers
    } else {
      instance.existingCost = existingCost
      instance.limit = limit
    }
    if request.capacity != nil {
      instance.existingReach = existingReach
      (instance.existingCapacities, instance.existingUnlimited) = try stations.capacities(request)
    }
    if let metres = request.minimumSpacing {
      let spacing = SiteSpacing(candidates, stations, metres: metres)
      (instance.tooNear, instance.nearExisting) = (spacing.pairs, spacing.nearExisting)
    }
    try addEquity(request, &instance)
    return instance
  }

  /// The measure in the unit of costs, so that comparing costs with it is comparing what costs were made of.
  private var limit: Double {
    switch ground.places.measure {
    case .radius(let metres): metres
    case .minutes(let minutes):
      if streets == nil {
        minutes
      } else {
        WalkProfile(name: "", speed: settings.speed).minutes(
          Double(WalkProfile(name: "", speed: settings.speed).reach(minutes: minutes)))
      }
    }
  }

  /// By demand: an existing station is within the measure.
  var existingIsWithin: [Bool] {
    isCovering ? existingCovers.map { $0 > 0 } : existingCost.map { $0 <= limit }
  }

  /// Marks the demand a candidate has within the measure.
  func markWithin(_ site: Int, _ isCovered: inout [Bool]) {
    for pair in reach.pairs(of: site) where isCovering || reach.costs[pair] <= limit {
      isCovered[Int(reach.demands[pair])] = true
    }
  }

  private func addEquity(_ request: SiteRequest, _ instance: inout SitingInstance) throws {
    guard let equity = request.equity else { return }
    let layer = ground.inputs.blocks.layer
    let columns = FieldColumns(layer: layer, threads: threads)
    let chooser = FieldChooser(fields: layer.fields, path: layer.source.path)
    switch equity {
    case .flagged(let factor):
      for (number, block) in demand.blockOf.enumerated()
      where before.flags.underserved[Int(block)] == 1 { instance.weights[number] *= factor }
    case .group(let field, let factor):
      let name = try chooser.field(named: field, optionName: "--equity")
      let group = try layer.numbers(named: name, threads: threads).values
      for (number, block) in demand.blockOf.enumerated() {
        let share = group[Int(block)] / before.table.population[Int(block)]
        if share > 0 { instance.weights[number] *= 1 + (factor - 1) * min(1, share) }
      }
    case .worst(let field):
      let name = try chooser.field(named: field, optionName: "--equity")
      let texts = try columns.texts(name).map { $0 ?? "" }
      let (numbers, names) = Communities.numbers(texts)
      instance.communityOf = demand.blockOf.map { numbers[Int($0)] }
      instance.communities = names
    }
  }
}

/// Values of the `--within` field as numbers.
enum GroundGroups {
  /// Number of each block's value; −1 without one.
  static func numbers(_ values: [String?]) -> [Int32] { numbers(values, as: values) }

  /// Numbers of `others` by those of `values`; −2 where no block has the value.
  static func numbers(_ others: [String?], as values: [String?]) -> [Int32] {
    let names = Set(values.compactMap { $0 }).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Int32($0)) })
    let isOwn = others == values
    return others.map { $0.flatMap { numbers[$0] } ?? (isOwn ? -1 : -2) }
  }
}
