import Coverage
import Layers
import Model
import Standards
import Streets

/// How far a rule lets a station be, in the engine's terms: a radius, or walking minutes at a speed.
struct RuleReach: Sendable, Hashable {
  enum Measure: Sendable, Hashable {
    case metres
    case minutes
  }

  var measure: Measure
  /// Straight metres or whole minutes, dispatch included: as the rule says, nearer and farther.
  var base: Double
  var low: Double
  var high: Double
  /// km/h.
  var speed: Double
  /// Minutes before a worker sets out; > 0 only where workers walk to people.
  var dispatch: Double
  var isReverse: Bool

  var all: [Double] { [low, base, high] }

  /// Speeds vary as for `borderline` (3.2 and 4.8 of 4 km/h), metres by ±10 %.
  private static let slow = CoverageSettings.borderlineSpeeds.slow / CoverageSettings.adultSpeed
  private static let fast = CoverageSettings.borderlineSpeeds.fast / CoverageSettings.adultSpeed

  /// - Parameters:
  ///   - speed: the run's, km/h.
  ///   - own: the group's, km/h.
  ///   - walksStreets: times are walked, dispatch included; else they are estimated, without it.
  init(_ reach: Rule.Reach, speed: Double, own: Double?, walksStreets: Bool) {
    let metres = CoverageSettings.borderlineRadius
    (measure, self.speed, dispatch, isReverse) = (.minutes, own ?? speed, 0, false)
    switch reach {
    case .straightMetres(let radius):
      measure = .metres
      (base, low, high) = (radius, radius * (1 - metres), radius * (1 + metres))
      self.speed = speed
    case .walkMetres(let length):
      // Metres are walked at any pace: the run's serves.
      self.speed = speed
      let minutes = length / (speed * 1000 / 60)
      (base, low, high) = (minutes, minutes * (1 - metres), minutes * (1 + metres))
    case .walkMinutes(let minutes, let given):
      self.speed = given ?? own ?? speed
      (base, low, high) = (minutes, minutes * Self.slow, minutes * Self.fast)
    case .response(let minutes, let dispatch, let given):
      self.speed = given ?? own ?? speed
      isReverse = walksStreets
      self.dispatch = walksStreets ? dispatch : 0
      let walk = minutes - dispatch
      (base, low, high) = (
        self.dispatch + walk, self.dispatch + walk * Self.slow, self.dispatch + walk * Self.fast
      )
    }
  }
}

/// Share of a rule's people, area or residential area within reach, by block.
struct RuleShares: Sendable {
  /// By block, 0…1; NaN where nothing is known: as the rule says, nearer and farther.
  var base: [Double]
  var low: [Double]
  var high: [Double]
  /// By block: share of the area within reach, for the bracket; the share of people where areas are not known.
  var area: [Double]
  /// Along what walking was measured, and how shares were taken.
  var method: Method

  enum Method: String, Sendable {
    /// Exact: at points, or by area in closed form.
    case exact
    /// At places people are spread over, where no points tell.
    case samples
  }
}

/// Measures rules that ask for one of a set of stations: by the engine of `coverage`, so that the figures are the same.
final class RuleMeasurement {
  /// What one run of the engine serves.
  private struct Key: Hashable {
    var stations: [Bool]
    var who: Rule.Who
    var isResidential: Bool
    var within: Rule.Within
    var speed: Double
    var dispatch: Double
    var isReverse: Bool
  }

  private let place: CheckPlace
  private var wanted: [Key: (metres: Set<Double>, minutes: Set<Double>)] = [:]
  private var measured: [Key: (table: CoverageTable, settings: CoverageSettings)] = [:]

  init(_ place: CheckPlace) { self.place = place }

  private func key(
    _ rule: Rule, _ stations: [Bool], _ reach: RuleReach
  ) -> Key {
    let isWalk = reach.measure == .minutes
    return Key(
      stations: stations, who: rule.counted == .residentialArea ? .people : rule.who,
      isResidential: rule.counted == .residentialArea, within: rule.within,
      speed: isWalk ? reach.speed : place.speed, dispatch: reach.dispatch,
      isReverse: reach.isReverse)
  }

  /// Announces a measure, so that one run of the engine serves many rules.
  func plan(_ rule: Rule, _ stations: [Bool], _ reach: RuleReach) {
    let key = key(rule, stations, reach)
    switch reach.measure {
    case .metres: wanted[key, default: ([], [])].metres.formUnion(reach.all)
    case .minutes: wanted[key, default: ([], [])].minutes.formUnion(reach.all)
    }
  }

  /// Shares of a measure; those announced are found together.
  func shares(_ rule: Rule, _ stations: [Bool], _ reach: RuleReach) throws -> RuleShares {
    plan(rule, stations, reach)
    let key = key(rule, stations, reach)
    var known = measured[key]
    if known.map({ !$0.settings.holds(reach) }) ?? true {
      known = try measure(key)
      measured[key] = known
    }
    guard let (table, settings) = known else { preconditionFailure("just measured") }
    func position(_ value: Double) -> Int {
      switch reach.measure {
      case .metres: settings.radii.firstIndex(of: value) ?? 0
      case .minutes: settings.radii.count + (settings.minutes.firstIndex(of: value) ?? 0)
      }
    }
    func column(
      _ values: UnsafeMutableBufferPointer<Double>, _ value: Double
    ) -> [Double] {
      let position = position(value)
      return (0..<table.count).map { values[table.slot($0, position)] }
    }
    let shares = rule.counted == .area ? table.areaShare : table.populationShare
    return RuleShares(
      base: column(shares, reach.base), low: column(shares, reach.low),
      high: column(shares, reach.high), area: column(table.areaShare, reach.base), method: .exact)
  }

  private func measure(
    _ key: Key
  ) throws -> (table: CoverageTable, settings: CoverageSettings) {
    let asked = wanted[key] ?? ([], [])
    // Coverage is always measured at some radius.
    let radii = asked.metres.isEmpty ? [500] : asked.metres.sorted()
    let settings = CoverageSettings(
      radii: radii, minutes: asked.minutes.sorted(), speed: key.speed, detour: place.detour,
      maximumMinutes: max(place.maximumMinutes, asked.minutes.max() ?? 0), rules: [])
    let people = try place.people(key.who, isResidential: key.isResidential)
    let stations = key.stations.indices.filter { key.stations[$0] }
    let services = try place.services(stations, key.within, reach: CoverageEngine.reach(settings))
    let walks = try place.walks(
      settings, services, dispatch: key.dispatch, isReverse: key.isReverse)
    let engine = CoverageEngine(
      settings: settings, stationCount: place.stationCount,
      stationsByGroup: services.indexes, groupOf: services.groupOf, demand: people.points,
      spread: people.spread, streets: walks)
    return (try engine.run(place.blocks.layer, threads: place.threads).table, settings)
  }
}

extension CoverageSettings {
  fileprivate func holds(_ reach: RuleReach) -> Bool {
    switch reach.measure {
    case .metres: reach.all.allSatisfy(radii.contains)
    case .minutes: reach.all.allSatisfy(minutes.contains)
    }
  }
}
