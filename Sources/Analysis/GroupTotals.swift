import Coverage
import Model

/// Totals of one group of people with a pace of its own.
struct GroupTotals: Sendable {
  var name: String
  /// km/h.
  var speed: Double
  var population = 0.0
  /// By time asked for: its people within it.
  var covered: [Double]

  static func all(
    _ groups: [GroupPeople], _ table: CoverageTable, _ extras: ExtraMeasures
  ) -> [GroupTotals] {
    var totals: [GroupTotals] = []
    add(groups, table, extras, to: &totals)
    return totals
  }

  /// Adds these blocks to the totals of all groups; none yet: begins them.
  static func add(
    _ groups: [GroupPeople], _ table: CoverageTable, _ extras: ExtraMeasures,
    to totals: inout [GroupTotals]
  ) {
    if totals.isEmpty {
      totals = groups.map {
        GroupTotals(name: $0.name, speed: $0.speed, covered: extras.minutes.map { _ in 0 })
      }
    }
    for (index, group) in groups.enumerated() {
      for block in 0..<table.count where table.isUsable(block) && !group.people[block].isNaN {
        totals[index].population += group.people[block]
        for time in extras.minutes.indices {
          let position = extras.position(group: index, time: time)
          totals[index].covered[time] +=
            group.people[block] * table.extraShare[block * table.extraCount + position]
        }
      }
    }
  }

  /// `name`, `speed_kmh`, `population`, `minutes` as of the whole.
  func json(_ minutes: [Double]) -> JSONValue {
    .object([
      .init("name", .string(name)),
      .init("speed_kmh", .number(speed)),
      .init("population", .number(population, decimals: 2)),
      .init(
        "minutes",
        .object(
          minutes.enumerated().map { index, time in
            .init(
              BlockFlags.number(time),
              .object([
                .init(
                  "pop_share",
                  CoverageSummary.number(covered[index] / population, decimals: 6)),
                .init("pop_covered", .number(covered[index], decimals: 2)),
                .init("pop_uncovered", .number(population - covered[index], decimals: 2)),
              ]))
          })),
    ])
  }
}
