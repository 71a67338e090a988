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
    rows = extras.steps.indices.flatMap { step in
      let first = extras.position(step: step)
      switch extras.steps[step] {
      case .radius(let metres):
        let flagged = Self.flagged(table, settings) { block, rule in
          if case .radius = rule.measure { Self.share(table, block, first) } else { nil }
        }
        return [Self.row("radius", metres, table, first, flagged)]
      case .speed(let speed):
        let flagged = Self.flagged(table, settings) { block, rule in
          guard case .minutes(let time) = rule.measure,
            let position = settings.minutes.firstIndex(of: time)
          else { return nil }
          return Self.share(table, block, first + position)
        }
        return settings.minutes.enumerated().map { position, time in
          Self.row(
            "\(BlockFlags.number(time))min", speed, table, first + position, flagged)
        }
      }
    }
  }

  private static func share(_ table: CoverageTable, _ block: Int, _ position: Int) -> Double {
    table.extraShare[block * table.extraCount + position]
  }

  /// Blocks that fail a rule when `varied` gives the share to test; where it gives none, the run's own share.
  private static func flagged(
    _ table: CoverageTable, _ settings: CoverageSettings,
    _ varied: (Int, UnderservedRule) -> Double?
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

  private static func row(
    _ measure: String, _ value: Double, _ table: CoverageTable, _ position: Int, _ flagged: Int
  ) -> Row {
    var people = 0.0
    var covered = 0.0
    for block in 0..<table.count where table.isUsable(block) && !table.population[block].isNaN {
      people += table.population[block]
      covered += table.population[block] * share(table, block, position)
    }
    return Row(
      measure: measure, value: value, share: people > 0 ? covered / people : .nan,
      uncoveredPeople: people - covered, underserved: flagged)
  }

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
