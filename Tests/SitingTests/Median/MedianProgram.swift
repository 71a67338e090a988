@testable import Siting

extension MedianProblem {
  /// The p-median as an integer program: a column for each site, then one for each pair of a demand with
  /// weight (its share that goes there), then one for each demand an existing station reaches.
  ///
  /// The textbook form (ReVelle and Swain 1970) with one row a pair: another way to the same answer.
  func medianProgram() -> IntegerProgram {
    var program = IntegerProgram(.minimise)
    for _ in 0..<table.siteCount { program.addBinary(cost: 0) }
    for demand in 0..<table.demandCount where weights[demand] > 0 {
      let weight = weights[demand]
      var parts: [IntegerProgram.Term] = []
      for pair in table.demandStarts[demand]..<table.demandStarts[demand + 1] {
        let column = program.addColumn(cost: weight * table.nearestCosts[pair])
        parts.append(.init(column, 1))
        program.addRow([.init(column, 1), .init(Int(table.nearestSites[pair]), -1)], upper: 0)
      }
      if existingCost(demand) < .infinity {
        parts.append(.init(program.addColumn(cost: weight * existingCost(demand)), 1))
      }
      program.addRow(parts, lower: 1, upper: 1)
    }
    rules.addRows(to: &program, first: 0, siteCount: table.siteCount)
    return program
  }
}
