import Coverage
import Indicators
import Model
import Standards

/// Figures of single stations: whom only they serve, how full they are.
extension CheckAnalyst {
  /// The pairs of a rule that count: its stations, within its reach.
  func table(
    _ item: RuleEvaluator.Prepared, _ reach: RuleReach
  ) throws -> (samples: SampleReach, table: ReachTable, limit: Double) {
    let samples = try evaluator.samples(item.rule.who)
    let limit = samples.limit(reach.base, reach)
    let union = item.needs[0].stations.indices.map { station in
      item.needs.contains { $0.stations[station] }
    }
    let table = try samples.table(reach, item.rule.within).keeping(union, within: limit)
    return (samples, table, limit)
  }

  /// People of the blocks a rule looks at, by sample.
  func people(_ samples: SampleReach, _ looked: [Bool]) -> [Double] {
    samples.demand.people.indices.map { number in
      let block = Int(samples.demand.blockOf[number])
      return looked[block] && samples.isKnown[block] ? samples.demand.people[number] : 0
    }
  }

  func duplicates(_ found: inout CheckAnalyses) throws {
    guard let id = wanted.duplicatesOf, let item = rule(id), let reach = item.reach else { return }
    let (samples, table, limit) = try table(item, reach)
    let ids = place.inputs.stations.ids
    let redundancy = Redundancy(
      table, people: people(samples, item.looked), reach: limit,
      needed: item.needs.map(\.count).max() ?? 1,
      precedes: { FeatureIDs.precedes(ids[$0], ids[$1]) })
    let counted = ids.indices.filter { station in
      item.needs.contains { $0.stations[station] }
    }
    for station in counted {
      found.stations[station].peopleInReach = redundancy.peopleInReach[station]
      found.stations[station].exclusivePeople = redundancy.exclusivePeople[station]
    }
    let alone = redundancy.removableAlone.filter(counted.contains)
    for station in alone { found.stations[station].isRemovable = true }
    found.duplicates = (
      id, alone.map { ids[$0] },
      redundancy.removableTogether.filter(counted.contains).map { ids[$0] }
    )
  }

  func load(_ found: inout CheckAnalyses) throws {
    guard let wanted = wanted.capacity, let item = rule(wanted.rule), let reach = item.reach
    else { return }
    let (samples, table, limit) = try table(item, reach)
    let load = StationLoad(table, people: people(samples, item.looked), reach: limit)
    let areas = try wanted.areaField.map { try place.catalog.numbers($0, item.name) }
    var capacities = [Double](
      repeating: wanted.peoplePerStation ?? .nan, count: place.stationCount)
    if let areas, let perPerson = wanted.areaPerPerson {
      let byArea = StationLoad.capacities(areas: areas, perPerson: perPerson)
      capacities = Self.lower(capacities, byArea)
    }
    if let field = wanted.peopleField {
      capacities = Self.lower(capacities, try place.catalog.numbers(field, item.name))
    }
    let perPerson = areas.map { load.floorAreaPerPerson($0) }
    let counted = item.needs[0].stations
    for station in counted.indices where counted[station] {
      found.stations[station].people = load.people[station]
      found.stations[station].capacity = capacities[station]
      found.stations[station].floorArea = areas?[station] ?? .nan
      found.stations[station].floorAreaPerPerson = perPerson?[station] ?? .nan
    }
    let overloads = load.overloads(capacities).filter { counted[$0.station] }
    for overload in overloads { found.stations[overload.station].isOverloaded = true }
    found.load = (
      wanted.rule, load.unassignedPeople, overloads.map { found.stations[$0.station] }
    )
  }

  /// The lower of two limits of each station; NaN is no limit.
  static func lower(_ limits: [Double], _ others: [Double]) -> [Double] {
    zip(limits, others).map { $0.isNaN ? $1 : $1.isNaN ? $0 : min($0, $1) }
  }
}
