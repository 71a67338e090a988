import Layers
import Model

/// What a comparison found: the figures of the terminal and of `--summary`.
public struct CompareReport: Sendable {
  /// Totals of the blocks that have one value in one grouping field.
  public struct Group: Sendable {
    public var field: String
    /// Nil for blocks without a value.
    public var value: String?
    public var totals: CompareTotals
  }

  /// A parameter or an input of both runs, as a person reads it.
  public struct Fact: Sendable {
    public var key: String
    public var before: String
    public var after: String
    public var differs: Bool { before != after }
  }

  /// One block whose people's reach changed.
  public struct Block: Sendable {
    public var id: String
    /// Empty without a name.
    public var name: String
    public var status: BlockStatus
    /// Nil where unknown.
    public var wasFlagged: Bool?
    public var isFlagged: Bool?
    /// In the order of the measures; NaN where unknown.
    public var gained: [Double]
    public var lost: [Double]
  }

  /// What both results measure, radii before times.
  public var measures: [CompareMeasure]
  public var totals: CompareTotals
  public var groups: [Group]
  /// Empty where a result does not say how it was made.
  public var parameters: [Fact]
  public var inputs: [Fact]
  /// Ids in file order.
  public var appeared: [String]
  public var gone: [String]
  /// Why the results are not comparable, each with both values; empty when they are.
  public var conflicts: [LocalizedText]
  /// Both results flag blocks by the same tests.
  public var flagsAreComparable: Bool
  /// Blocks whose reach changed most, at most ten: by people gained or lost within any measure, ties by id.
  public var mostChanged: [Block]
}

extension CompareReport {
  init(
    _ changes: BlockChanges, _ before: ResultLayer, _ after: ResultLayer, groupBy: [String],
    conflicts: [Comparability.Conflict]
  ) throws {
    measures = changes.reaches.map(\.measure)
    var totals = CompareTotals(measureCount: measures.count)
    for row in 0..<changes.match.count { totals.add(row, changes) }
    self.totals = totals
    groups = []
    for name in groupBy {
      groups += try Self.groups(name, changes, before, after)
    }
    parameters = Self.parameters(before.manifest, after.manifest)
    inputs = Self.inputs(before.manifest, after.manifest)
    appeared = changes.match.appeared.map { changes.ids[$0] }
    gone = changes.match.gone.map { changes.ids[$0] }
    self.conflicts = conflicts.map(\.text)
    flagsAreComparable = changes.flagsAreComparable
    mostChanged = Self.mostChanged(changes)
  }

  /// Totals by the value of a field, of BEFORE where it has the block; values in order of first appearance.
  private static func groups(
    _ name: String, _ changes: BlockChanges, _ before: ResultLayer, _ after: ResultLayer
  ) throws -> [Group] {
    let chooser = FieldChooser(fields: before.layer.fields, path: before.source.path)
    let field = try chooser.field(named: name, optionName: "--group-by")
    let values = changes.match.rows(
      try before.values(ofField: field), try after.values(ofField: field), none: nil)
    var order: [String?: Int] = [:]
    var groups: [Group] = []
    for row in 0..<changes.match.count {
      let value = changes.match.before[row] < 0 ? values.after[row] : values.before[row]
      if order[value] == nil {
        order[value] = groups.count
        groups.append(
          Group(
            field: field, value: value,
            totals: CompareTotals(measureCount: changes.reaches.count)))
      }
      groups[order[value] ?? 0].totals.add(row, changes)
    }
    return groups
  }

  /// Every parameter either run had, in the order of BEFORE.
  private static func parameters(_ before: ResultManifest?, _ after: ResultManifest?) -> [Fact] {
    guard let before, let after else { return [] }
    let keys = before.parameters.map(\.key)
    let all = keys + after.parameters.map(\.key).filter { !keys.contains($0) }
    return all.map { key in
      Fact(
        key: key, before: Comparability.text(before.value("parameters", key)),
        after: Comparability.text(after.value("parameters", key)))
    }
  }

  /// The files of every role either run had, in the order of BEFORE.
  private static func inputs(_ before: ResultManifest?, _ after: ResultManifest?) -> [Fact] {
    guard let before, let after else { return [] }
    var roles: [String] = []
    for input in before.inputs + after.inputs where !roles.contains(input.role) {
      roles.append(input.role)
    }
    return roles.map { role in
      Fact(
        key: role, before: Comparability.text(before.inputs.filter { $0.role == role }),
        after: Comparability.text(after.inputs.filter { $0.role == role }))
    }
  }

  private static func mostChanged(_ changes: BlockChanges) -> [Block] {
    func change(_ row: Int) -> Double {
      changes.reaches.reduce(0) { largest, reach in
        let people = max(reach.gained(row), reach.lost(row))
        return people.isNaN ? largest : max(largest, people)
      }
    }
    let ranked = changes.match.matched.map { (row: $0, people: change($0)) }
      .filter { $0.people > 0 }
      .sorted {
        $0.people != $1.people
          ? $0.people > $1.people
          : FeatureIDs.precedes(changes.ids[$0.row], changes.ids[$1.row])
      }
    return ranked.prefix(10).map { row, _ in
      Block(
        id: changes.ids[row], name: changes.names[row] ?? "", status: changes.status[row] ?? .same,
        wasFlagged: flag(changes.underserved.before[row]),
        isFlagged: flag(changes.underserved.after[row]),
        gained: changes.reaches.map { $0.gained(row) }, lost: changes.reaches.map { $0.lost(row) })
    }
  }

  private static func flag(_ value: UInt8) -> Bool? { value > 1 ? nil : value == 1 }
}
