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
    groups.enumerated().map { index, group in
      var totals = GroupTotals(
        name: group.name, speed: group.speed,
        covered: extras.minutes.map { _ in 0 })
      for block in 0..<table.count where table.isUsable(block) && !group.people[block].isNaN {
        totals.population += group.people[block]
        for time in extras.minutes.indices {
          let position = extras.position(group: index, time: time)
          totals.covered[time] +=
            group.people[block] * table.extraShare[block * table.extraCount + position]
        }
      }
      return totals
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
