extension IntegerProgram {
  /// The best values CBC finds.
  ///
  /// One thread, so that a solve that is not cut off by time always ends the same way; solves of one process
  /// wait for each other (see `CbcModel`). Nothing is printed. `limits.seconds` is wall-clock time of this call
  /// including the wait, kept to a tenth of a second; nil runs to the end.
  ///
  /// - Parameter start: a known solution as value by column: worse ones are not looked at, and it is the answer
  ///   where nothing better is found. One that breaks a row is ignored, as is any without integer columns.
  public func solve(
    limits: SolveLimits = SolveLimits(), start: [Double]? = nil
  ) throws -> IntegerProgramResult {
    if let trivial = trivialResult { return trivial }
    let start = start.flatMap { isSatisfied(by: $0) && isInteger.contains(true) ? $0 : nil }
    let deadline = Deadline(seconds: limits.seconds)
    // A hair worse than the known solution, so that CBC finds one at all.
    let cutoff = start.map { values in
      let objective = objective(of: values)
      let slack = 1e-4 + 1e-6 * abs(objective)
      return sense == .minimise ? objective + slack : objective - slack
    }
    let result = try CbcRun.result(of: self, CbcEffort(cutoff: cutoff, gap: limits.gap), deadline)
    if let start { return better(result, start) }
    guard result.status == .infeasible, mayBeUnbounded else { return result }
    // CBC's presolve calls both cases infeasible: without costs only the true one stays so.
    var free = self
    free.columnCost = columnCost.map { _ in 0 }
    return try free.solve(limits: SolveLimits(seconds: deadline.secondsLeft)).status == .infeasible
      ? result : .none(.unbounded, sense)
  }

  /// The best values of an objective below `cutoff` (minimising; above it maximising), as far as `nodes` of
  /// CBC's tree show; `infeasible` where there are none, `unknown` where none were found. Ends the same way
  /// every time unless `seconds` cut it off.
  func improvement(below cutoff: Double, nodes: Int, seconds: Double?) throws
    -> IntegerProgramResult
  {
    try CbcRun.result(
      of: self, CbcEffort(cutoff: cutoff, gap: 0, nodes: nodes), Deadline(seconds: seconds))
  }

  /// The best values CBC finds that are no worse than `cutoff` (nil: any); `infeasible` where there are none.
  func solve(noWorseThan cutoff: Double?, limits: SolveLimits) throws -> IntegerProgramResult {
    if let trivial = trivialResult { return trivial }
    return try CbcRun.result(
      of: self, CbcEffort(cutoff: cutoff, gap: limits.gap), Deadline(seconds: limits.seconds))
  }

  /// Values whose objective (maximised) is at least `wanted`, or one so near below that only rounding tells them apart;
  /// `infeasible` where there are none. A bound below `wanted` says that there are none, too.
  func solve(reaching wanted: Double, seconds: Double?) throws -> IntegerProgramResult {
    let deadline = Deadline(seconds: seconds)
    let cutoff = wanted - 1e-4 - 1e-6 * abs(wanted)
    // Any gap will do: the first solution found ends the search.
    let found = try solve(
      noWorseThan: cutoff, limits: SolveLimits(seconds: deadline.secondsLeft, gap: 1e9))
    if found.values.isEmpty || found.objective >= wanted { return found }
    return try solve(
      noWorseThan: cutoff, limits: SolveLimits(seconds: deadline.secondsLeft, gap: 0))
  }

  /// The result, or the known solution where that is better.
  private func better(_ result: IntegerProgramResult, _ start: [Double]) -> IntegerProgramResult {
    let known = objective(of: start)
    var better = result
    let isWorse = sense == .minimise ? known < result.objective : known > result.objective
    if result.values.isEmpty || isWorse {
      better.values = start
      better.objective = known
      better.status = result.status == .optimal ? .optimal : .feasible
      // Nothing below the cutoff: the known solution is best to within what the cutoff gave away.
      if result.status == .infeasible {
        let slack = 1e-4 + 1e-6 * abs(known)
        better.bound = sense == .minimise ? known - slack : known + slack
      }
    }
    return better
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

  /// A column's bounds, those of a whole one rounded inwards.
  func wholeBounds(_ column: Int) -> (lower: Double, upper: Double) {
    let (lower, upper) = (columnLower[column], columnUpper[column])
    return isInteger[column]
      ? ((lower - 1e-9).rounded(.up), (upper + 1e-9).rounded(.down)) : (lower, upper)
  }
}
