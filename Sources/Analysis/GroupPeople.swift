import Coverage
import Layers
import Model

/// People of one group (elderly, children) with a pace of their own.
struct GroupPeople: Sendable {
  var name: String
  /// km/h.
  var speed: Double
  /// By block: the group's people, NaN when unknown.
  var people: [Double]

  /// The groups' people of the blocks: the block's own field, else the sum of its demand points.
  ///
  /// - Parameter mayLack: a group of which nothing is known has NaN people instead of being an error.
  static func read(
    _ groups: [PeopleGroup], blocks: BlockInput, demand: DemandInput?, mayLack: Bool = false,
    threads: Int, ledger: inout Ledger
  ) throws -> [GroupPeople] {
    let chooser = FieldChooser(fields: blocks.layer.fields, path: blocks.layer.source.path)
    return try groups.enumerated().map { index, group in
      if !blocks.layer.fields.contains(where: { $0.name == group.field }),
        let sums = demand?.groupPeople[index]
      {
        return GroupPeople(name: group.name, speed: group.speed, people: sums)
      }
      let like = mayLack ? chooser.field(like: group.field) : nil
      if mayLack, like == nil {
        return GroupPeople(
          name: group.name, speed: group.speed,
          people: [Double](repeating: .nan, count: blocks.layer.count))
      }
      let field = try like ?? chooser.field(named: group.field, optionName: "--group")
      let people = try FieldColumns(layer: blocks.layer, threads: threads).population(
        field, idText: { blocks.ids[$0] }, ledger: &ledger)
      return GroupPeople(name: group.name, speed: group.speed, people: people)
    }
  }
}
