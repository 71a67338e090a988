import Coverage
import Export
import Model

/// How totals and flags change with the radius and the walking speed: what `--sensitivity` writes.
struct SensitivityCurve: Sendable {
  /// One step: a radius of all radius rules, or a speed of all times.
  struct Row: Sendable {
    /// `radius` or a time, `15min`.
    var measure: String
    /// Metres of a radius, km/h of a time.
    var value: Double
    /// Share of measured people within it; NaN without people.
    var share: Double
    var uncoveredPeople: Double
    /// Blocks that the run's rules flag at this step.
    var underserved: Int
  }

  let rows: [Row]

  /// - Parameter extras: what the table's further shares stand for.
  init(_ table: CoverageTable, _ settings: CoverageSettings, _ extras: ExtraMeasures) {
    var totals = SensitivityTotals(settings, extras)
    totals.add(table)
    self = totals.curve
  }

  fileprivate init(rows: [Row]) { self.rows = rows }

  /// `measure,metres,kmh,pop_share,pop_uncovered,underserved`, one step a line.
  var csv: String {
    var text = "measure,metres,kmh,pop_share,pop_uncovered,underserved\n"
    for row in rows {
      let value = BlockFlags.number(row.value)
      let isRadius = row.measure == "radius"
      text +=
        "\(row.measure),\(isRadius ? value : ""),\(isRadius ? "" : value),"
        + "\(Self.decimals(row.share, 6)),\(Self.decimals(row.uncoveredPeople, 2)),\(row.underserved)\n"
    }
    return text
  }

  private static func decimals(_ value: Double, _ count: Int) -> String {
    value.isFinite ? JSONText.encode(.number(value, decimals: count)) : ""
  }

  /// The same as an array of objects.
  var json: JSONValue {
    .array(
      rows.map { row in
        let isRadius = row.measure == "radius"
        return .object([
          .init("measure", .string(row.measure)),
          .init("metres", isRadius ? .number(row.value) : .null),
          .init("kmh", isRadius ? .null : .number(row.value)),
          .init("pop_share", CoverageSummary.number(row.share, decimals: 6)),
          .init("pop_uncovered", CoverageSummary.number(row.uncoveredPeople, decimals: 2)),
          .init("underserved", .integer(Int64(row.underserved))),
        ])
      })
  }
}

/// What a sensitivity curve adds up, block by block in input order.
struct SensitivityTotals: Sendable {
  /// The row a sum becomes, and where its share stands in the table.
  private struct Sum: Sendable {
    var measure: String
    var value: Double
    var position: Int
    var step: Int
    var people = 0.0
    var covered = 0.0
  }

  private let settings: CoverageSettings
  private let extras: ExtraMeasures
  private var sums: [Sum]
  /// Blocks flagged, by step.
  private var flagged: [Int]

  init(_ settings: CoverageSettings, _ extras: ExtraMeasures) {
    self.settings = settings
    self.extras = extras
    flagged = extras.steps.map { _ in 0 }
    sums = extras.steps.indices.flatMap { step in
      let first = extras.position(step: step)
      switch extras.steps[step] {
      case .radius(let metres):
        return [Sum(measure: "radius", value: metres, position: first, step: step)]
      case .speed(let speed):
        return settings.minutes.enumerated().map { position, time in
          Sum(
            measure: "\(BlockFlags.number(time))min", value: speed, position: first + position,
            step: step)
        }
      }
    }
  }

  mutating func add(_ table: CoverageTable) {
    for step in extras.steps.indices { flagged[step] += flagged(step, table) }
    for index in sums.indices {
      let position = sums[index].position
      for block in 0..<table.count where table.isUsable(block) && !table.population[block].isNaN {
        sums[index].people += table.population[block]
        sums[index].covered += table.population[block] * Self.share(table, block, position)
      }
    }
  }

  var curve: SensitivityCurve {
    SensitivityCurve(
      rows: sums.map { sum in
        SensitivityCurve.Row(
          measure: sum.measure, value: sum.value,
          share: sum.people > 0 ? sum.covered / sum.people : .nan,
          uncoveredPeople: sum.people - sum.covered, underserved: flagged[sum.step])
      })
  }

  private func flagged(_ step: Int, _ table: CoverageTable) -> Int {
    let first = extras.position(step: step)
    switch extras.steps[step] {
    case .radius:
      return flagged(table) { block, rule in
        if case .radius = rule.measure { Self.share(table, block, first) } else { nil }
      }
    case .speed:
      return flagged(table) { block, rule in
        guard case .minutes(let time) = rule.measure,
          let position = settings.minutes.firstIndex(of: time)
        else { return nil }
        return Self.share(table, block, first + position)
      }
    }
  }

  private static func share(_ table: CoverageTable, _ block: Int, _ position: Int) -> Double {
    table.extraShare[block * table.extraCount + position]
  }

  /// Blocks that fail a rule when `varied` gives the share to test; where it gives none, the run's own share.
  private func flagged(
    _ table: CoverageTable, _ varied: (Int, UnderservedRule) -> Double?
  ) -> Int {
    (0..<table.count).count { block in
      table.isUsable(block)
        && settings.rules.contains { rule in
          guard let reach = settings.position(of: rule.measure) else { return false }
          return (varied(block, rule) ?? table.populationShare[table.slot(block, reach)])
            < rule.threshold
        }
    }
  }
}
