import Coverage
import Geometry
import Indicators
import Model
import Siting
import Standards
import Streets

/// The people of a rule at places, and which stations each of them reaches: for rules that ask for more than one station
/// and for figures of single stations. Exact where people are at points; elsewhere at the lattice that walking times
/// are sampled on.
final class SampleReach {
  /// People at places; blocks with an unknown number of people count as one person there, see `isKnown`.
  let demand: GroundDemand
  /// By block: the number of its people is known.
  let isKnown: [Bool]
  private let place: CheckPlace
  private let blockCount: Int
  private var tables: [Key: ReachTable] = [:]

  private struct Key: Hashable {
    var measure: RuleReach.Measure
    var speed: Double
    var dispatch: Double
    var isReverse: Bool
    var within: Rule.Within
    var farthest: Double
  }

  init(_ place: CheckPlace, _ people: RulePeople) throws {
    self.place = place
    blockCount = place.blocks.layer.count
    let samples = try PeopleSamples.take(
      place.blocks.layer, demand: people.points, spread: place.inputs.people.spread,
      threads: place.threads)
    isKnown = people.amount.map { !$0.isNaN }
    demand = GroundDemand(samples) { people.amount[$0].isNaN ? 1 : people.amount[$0] }
  }

  /// Every station within the farthest reach of a rule, by sample.
  func table(_ reach: RuleReach, _ within: Rule.Within) throws -> ReachTable {
    let key = Key(
      measure: reach.measure, speed: reach.speed, dispatch: reach.dispatch,
      isReverse: reach.isReverse, within: within, farthest: reach.high)
    if let known = tables[key] { return known }
    let made =
      reach.measure == .minutes && place.walksStreets
      ? try walked(reach, within) : try straight(reach, within)
    tables[key] = made
    return made
  }

  /// Group of each station and each block, where a field limits who serves whom.
  private func groups(_ within: Rule.Within) -> (ofStation: [Int32], ofBlock: [Int32])? {
    guard case .field(let field) = within, let pair = place.fields[field] else { return nil }
    return (
      GroundGroups.numbers(pair.stations, as: pair.blocks), GroundGroups.numbers(pair.blocks)
    )
  }

  private func straight(_ reach: RuleReach, _ within: Rule.Within) throws -> ReachTable {
    let stations = place.inputs.stations
    let settings = settings(reach)
    let farthest =
      reach.measure == .metres
      ? reach.high
      : settings.straightReach(minutes: reach.high, speed: reach.speed) * (1 + 1e-9)
    let index = StationIndex(stations.set(stations.places.indices), reach: farthest)
    let pairs = StraightPairs(index: index, demand: demand, groups: groups(within))
    let perMetre = reach.measure == .metres ? 1 : settings.minutesPerMetre
    let limit: @Sendable (Int) -> Double = { _ in farthest }
    let parts = try pairs.map(from: PairList(), threads: place.threads, reach: limit) {
      _, found, list in
      list.append(found.map { ($0.station, $0.metres * perMetre) })
    }
    return parts.reduce(into: PairList()) { $0.append($1) }
      .table(stationCount: place.stationCount)
  }

  private func settings(_ reach: RuleReach) -> CoverageSettings {
    CoverageSettings(
      radii: [500], minutes: [reach.high], speed: reach.speed, detour: place.detour,
      maximumMinutes: max(place.maximumMinutes, reach.high), rules: [])
  }

  private func walked(_ reach: RuleReach, _ within: Rule.Within) throws -> ReachTable {
    let stations = place.inputs.stations
    let settings = settings(reach)
    let services = ServiceGroups(stations, [], reach: 1)
    guard
      let walks = try place.walks(
        settings, services, dispatch: reach.dispatch, isReverse: reach.isReverse)
    else { return try straight(reach, within) }
    let profile = WalkProfile(name: "", speed: reach.speed)
    let groups = groups(within)
    let blockOf = demand.blockOf
    let pairs = try StreetPairs(walks, demand.places, threads: place.threads)
    // Millimetres are compared as they are; minutes come from them.
    let millimetres: @Sendable (UInt32) -> Double = { Double($0) }
    let bySite = try pairs.pairs(
      walks.joined.map { $0.map(\.entrance) }, limit: profile.reach(minutes: reach.high),
      threads: place.threads, cost: millimetres
    ) { station, number, _ in
      groups.map { $0.ofStation[station] == $0.ofBlock[Int(blockOf[number])] } ?? true
    }
    return ReachTable(bySite, demandCount: demand.count)
  }

  /// The largest cost that is within `value` (metres or minutes) of a table of `reach`.
  func limit(_ value: Double, _ reach: RuleReach) -> Double {
    guard reach.measure == .minutes, place.walksStreets else { return value }
    return Double(WalkProfile(name: "", speed: reach.speed).reach(minutes: value))
  }

  /// A cost of a table in metres or minutes.
  func amount(_ cost: Double, _ reach: RuleReach) -> Double {
    guard reach.measure == .minutes, place.walksStreets else { return cost }
    return WalkProfile(name: "", speed: reach.speed).minutes(cost)
  }

  /// Straight metres or minutes to the nearest of some stations, by sample; infinite where none is reached.
  func nearest(
    _ reach: RuleReach, _ within: Rule.Within, _ stations: [Int]
  ) throws -> [Double] {
    let settings = settings(reach)
    let services = try place.services(stations, within, reach: 1)
    let groups = demand.blockOf.map { block in
      services.groupOf.map { Int($0[Int(block)]) } ?? 0
    }
    if reach.measure == .minutes,
      let walks = try place.walks(
        settings, services, dispatch: reach.dispatch, isReverse: reach.isReverse)
    {
      let profile = WalkProfile(name: "", speed: reach.speed)
      let pairs = try StreetPairs(walks, demand.places, threads: place.threads)
      return try walks.existing(
        pairs.joints, group: { groups[$0] < 0 ? nil : groups[$0] }, within: 0,
        threads: place.threads
      ).map { $0.millimetres.map { profile.minutes(Double($0)) } ?? .infinity }
    }
    // The nearest is mostly within the rule's reach, where distances are known already.
    let table = try table(reach, within)
    var isCounted = [Bool](repeating: false, count: place.stationCount)
    for station in stations { isCounted[station] = true }
    let (counted, places) = (isCounted, demand.places)
    let count = places.count
    let parts = try Parallel.map(
      count: (count + Self.slice - 1) / Self.slice, threads: place.threads
    ) { part in
      (part * Self.slice..<min(count, (part + 1) * Self.slice)).map { number -> Double in
        let near = table.pairs(of: number).lazy.filter { counted[Int(table.stations[$0])] }
          .map { table.costs[$0] }.min()
        if let near { return near }
        guard groups[number] >= 0,
          let metres = services.indexes[groups[number]]?.nearestAnywhere(places[number])?.metres
        else { return .infinity }
        return reach.measure == .metres ? metres : settings.estimatedMinutes(metres)
      }
    }
    return Array(parts.joined())
  }

  /// Samples one worker takes at a time.
  private static let slice = 4096

  /// Share of the people of each block for whom `holds`; NaN for blocks without people at places.
  func shares(_ holds: (Int) -> Bool) -> [Double] {
    var (all, some) = (
      [Double](repeating: 0, count: blockCount), [Double](repeating: 0, count: blockCount)
    )
    for number in 0..<demand.count {
      let block = Int(demand.blockOf[number])
      all[block] += demand.people[number]
      if holds(number) { some[block] += demand.people[number] }
    }
    return zip(some, all).map { $1 > 0 ? $0 / $1 : .nan }
  }
}

/// Pairs of sample and station as they are found, by sample.
struct PairList: Sendable {
  private(set) var starts: [Int] = [0]
  private(set) var stations: [Int32] = []
  private(set) var costs: [Double] = []

  mutating func append(_ pairs: [(station: Int32, cost: Double)]) {
    stations += pairs.map(\.station)
    costs += pairs.map(\.cost)
    starts.append(stations.count)
  }

  mutating func append(_ other: PairList) {
    let before = stations.count
    stations += other.stations
    costs += other.costs
    starts += other.starts.dropFirst().map { $0 + before }
  }

  func table(stationCount: Int) -> ReachTable {
    ReachTable(stationCount: stationCount, starts: starts, stations: stations, costs: costs)
  }
}

extension ReachTable {
  /// From pairs by site.
  init(_ reach: SiteReach, demandCount: Int) {
    var starts = [Int](repeating: 0, count: demandCount + 1)
    for number in reach.demands { starts[Int(number) + 1] += 1 }
    for number in 0..<demandCount { starts[number + 1] += starts[number] }
    var next = starts
    var stations = [Int32](repeating: 0, count: reach.demands.count)
    var costs = [Double](repeating: 0, count: reach.demands.count)
    for site in 0..<reach.siteCount {
      for pair in reach.pairs(of: site) {
        let number = Int(reach.demands[pair])
        stations[next[number]] = Int32(site)
        costs[next[number]] = reach.costs[pair]
        next[number] += 1
      }
    }
    self.init(
      stationCount: reach.siteCount, starts: starts, stations: stations, costs: costs)
  }

  func pairs(of number: Int) -> Range<Int> { starts[number]..<starts[number + 1] }

  /// How many of the stations marked are within `limit` (≤).
  func count(_ number: Int, within limit: Double, of isCounted: [Bool]) -> Int {
    pairs(of: number).count { costs[$0] <= limit && isCounted[Int(stations[$0])] }
  }

  /// Only the pairs of the stations marked, within `limit` (≤).
  func keeping(_ isCounted: [Bool], within limit: Double) -> ReachTable {
    var list = PairList()
    for number in 0..<demandCount {
      list.append(
        pairs(of: number).filter { costs[$0] <= limit && isCounted[Int(stations[$0])] }
          .map { (stations[$0], costs[$0]) })
    }
    return list.table(stationCount: stationCount)
  }
}
