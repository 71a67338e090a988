import Coverage
import Model

/// The figures a terminal shows at the end of a run.
public struct CoverageOverview: Sendable {
  /// One line of the totals: a measure with its figures; NaN is unknown.
  public struct Line: Sendable {
    public var measure: String
    public var areaShare: Double
    public var populationShare: Double
    public var uncoveredPeople: Double
    public var blocksFull: Int
    public var blocksNone: Int
  }

  /// One flagged block.
  public struct Flagged: Sendable {
    public var priority: Int
    public var id: String
    /// Empty without a name field.
    public var name: String
    public var people: Double
    public var nearestStation: String
    public var nearestMetres: Double
    public var reasons: String
  }

  public var blocks: Int
  public var measured: Int
  public var stations: Int
  /// NaN when unknown.
  public var population: Double
  /// Square metres.
  public var area: Double
  public var underserved: Int
  public var borderline: Int
  public var lines: [Line]
  /// The most urgent flagged blocks, at most ten.
  public var flagged: [Flagged]
  /// Files written, in order.
  public var files: [String]

  init(
    _ summary: CoverageSummary, _ flags: BlockFlags, _ table: CoverageTable, _ blocks: BlockInput,
    _ stationIDs: [String], files: [String]
  ) {
    self.init(
      summary, borderline: Self.borderline(table),
      flagged: Self.mostUrgent(flags, table, blocks, stationIDs), files: files)
  }

  /// - Parameter flagged: the most urgent blocks by priority.
  init(_ summary: CoverageSummary, borderline: Int, flagged: [Flagged], files: [String]) {
    let totals = summary.totals
    self.blocks = totals.blocks
    measured = totals.measured
    stations = summary.stationCount
    population = totals.hasPopulation ? totals.population : .nan
    area = totals.area
    underserved = totals.underserved
    self.borderline = borderline
    let labels =
      summary.settings.radii.map { BlockFlags.number($0) + "m" }
      + summary.settings.minutes.map { BlockFlags.number($0) + "min" }
    lines = labels.enumerated().map { reach, label in
      Line(
        measure: label, areaShare: totals.areaShare(reach),
        populationShare: totals.populationShare(reach),
        uncoveredPeople: totals.hasPopulation ? totals.uncoveredPeople(reach) : .nan,
        blocksFull: totals.reaches[reach].blocksFull,
        blocksNone: totals.reaches[reach].blocksNone)
    }
    self.flagged = flagged
    self.files = files
  }

  /// Blocks whose flag changes under the borderline variations.
  static func borderline(_ table: CoverageTable) -> Int {
    (0..<table.count).count { table.isUsable($0) && table.borderline[$0] == 1 }
  }

  /// Those of these blocks that have priority 1…10, most urgent first.
  static func mostUrgent(
    _ flags: BlockFlags, _ table: CoverageTable, _ blocks: BlockInput, _ stationIDs: [String]
  ) -> [Flagged] {
    mostUrgent(flags).map { block in
      let station = Int(table.nearestStation[block])
      return Flagged(
        priority: Int(flags.priority[block]), id: blocks.ids[block],
        name: Self.name(of: block, blocks),
        people: table.population[block],
        nearestStation: station >= 0 ? stationIDs[station] : "",
        nearestMetres: table.nearestMetres[block],
        reasons: flags.reasonTexts[Int(flags.reasons[block])])
    }
  }

  /// Empty without a name.
  static func name(of block: Int, _ blocks: BlockInput) -> String {
    guard let field = blocks.nameField else { return "" }
    let (chunk, offset) = blocks.layer.locate(block)
    let column = blocks.layer.chunks[chunk].tokens(named: field)
    switch column.states[offset] {
    case .missing, .null: return ""
    default: return column.text(offset)
    }
  }

  /// Blocks of priority 1…10.
  private static func mostUrgent(_ flags: BlockFlags) -> [Int] {
    flags.priority.indices.filter { flags.priority[$0] > 0 && flags.priority[$0] <= 10 }
      .sorted { flags.priority[$0] < flags.priority[$1] }
  }
}
