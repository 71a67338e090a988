extension IntegerProgram {
  /// The best values CBC finds.
  ///
  /// One thread, so that a solve that is not cut off by time always ends the same way; solves of one process
  /// wait for each other (see `CbcModel`). Nothing is printed. `limits.seconds` is wall-clock time of this call
  /// including the wait; nil runs to the end.
  ///
  /// - Parameter start: a known solution as value by column; only its integer columns are used. One that breaks
  ///   a row is ignored.
  public func solve(
    limits: SolveLimits = SolveLimits(), start: [Double]? = nil
  ) throws -> IntegerProgramResult {
    if let trivial = trivialResult { return trivial }
    let deadline = Deadline(seconds: limits.seconds)
    let result = try CbcModel.exclusively {
      let model = try CbcModel(self)
      if let start { model.begin(at: start, of: self) }
      return try model.solve(self, gap: limits.gap, seconds: deadline.secondsLeft)
    }
    guard result.status == .infeasible, mayBeUnbounded else { return result }
    // CBC's presolve calls both cases infeasible: without costs only the true one stays so.
    var free = self
    free.columnCost = columnCost.map { _ in 0 }
    return try free.solve(limits: SolveLimits(seconds: deadline.secondsLeft)).status == .infeasible
      ? result : .none(.unbounded, sense)
  }

  /// Whether some column has no bound on the side its cost pulls to.
  private var mayBeUnbounded: Bool {
    (0..<columnCount).contains { column in
      let cost = sense == .minimise ? columnCost[column] : -columnCost[column]
      return cost > 0 && columnLower[column] == -.infinity
        || cost < 0 && columnUpper[column] == .infinity
    }
  }

  /// The answer where no row is left or a bound is crossed: CBC is not made for either.
  private var trivialResult: IntegerProgramResult? {
    for column in 0..<columnCount {
      let (lower, upper) = wholeBounds(column)
      if lower > upper { return .none(.infeasible, sense) }
    }
    if zip(rowLower, rowUpper).contains(where: { $0 > $1 }) { return .none(.infeasible, sense) }
    for row in 0..<rowCount
    where rowStarts[row] == rowStarts[row + 1] && (rowLower[row] > 0 || rowUpper[row] < 0) {
      return .none(.infeasible, sense)
    }
    return termColumns.isEmpty ? bestWithoutRows : nil
  }

  private var bestWithoutRows: IntegerProgramResult {
    var values: [Double] = []
    for column in 0..<columnCount {
      let (lower, upper) = wholeBounds(column)
      let cost = sense == .minimise ? columnCost[column] : -columnCost[column]
      let value = cost > 0 ? lower : cost < 0 ? upper : min(max(0, lower), upper)
      if value.isInfinite { return .none(.unbounded, sense) }
      values.append(value)
    }
    let objective = objective(of: values)
    return IntegerProgramResult(
      status: .optimal, objective: objective, bound: objective, values: values)
  }

  private func wholeBounds(_ column: Int) -> (lower: Double, upper: Double) {
    let (lower, upper) = (columnLower[column], columnUpper[column])
    return isInteger[column]
      ? ((lower - 1e-9).rounded(.up), (upper + 1e-9).rounded(.down)) : (lower, upper)
  }
}
