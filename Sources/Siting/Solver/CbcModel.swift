internal import CCbc
import Model
import Synchronization

/// One CBC model, owned; used for one solve, as its interface asks (data cannot be read or changed afterwards).
struct CbcModel: ~Copyable {
  private let handle: UnsafeMutableRawPointer

  /// CBC reads its parameters through variables of the whole process (`CbcOrClpParam.cpp`), so that two solves
  /// at a time would mix them up. The lock guards those variables and holds nothing of ours.
  private static let gate = Mutex(())

  /// Runs `body` while no other thread is inside CBC.
  static func exclusively<Result: Sendable>(_ body: () throws -> Result) rethrows -> Result {
    try gate.withLock { _ in try body() }
  }

  /// Copies a program with at least one term; a maximised objective is negated, so that bounds have one sign.
  init(_ program: IntegerProgram) throws {
    guard let handle = Cbc_newModel() else {
      throw AnalysisError(
        .defect, .none, LocalizedText("Cbc_newModel gave no model", zh: "Cbc_newModel 未返回模型"))
    }
    self.handle = handle
    // Before the data: loading already prints at the level set.
    Cbc_setParameter(handle, "logLevel", "0")
    Cbc_setLogLevel(handle, 0)
    let columns = ColumnOrder(program)
    let cost = program.sense == .minimise ? program.columnCost : program.columnCost.map { -$0 }
    Cbc_loadProblem(
      handle, CInt(program.columnCount), CInt(program.rowCount), columns.starts, columns.rows,
      columns.coefficients, program.columnLower, program.columnUpper, cost, program.rowLower,
      program.rowUpper)
    Cbc_setObjSense(handle, 1)
    for (column, whole) in program.isInteger.enumerated() where whole {
      Cbc_setInteger(handle, CInt(column))
    }
  }

  deinit {
    Cbc_deleteModel(handle)
  }

  /// Runs CBC once and reads what it found.
  ///
  /// A known solution comes in as a cutoff and not by `Cbc_setMIPStartI`: 2.10.8 looks its columns up after
  /// presolve has renumbered them, prints “Illegal index” and gives up the solve.
  ///
  /// - Parameter now: the clock the limit is compared with.
  consuming func solve(
    _ program: IntegerProgram, _ effort: CbcEffort, seconds: Double?,
    now: () -> ContinuousClock.Instant = { .now }
  ) throws -> IntegerProgramResult {
    if let cutoff = effort.cutoff {
      Cbc_setCutoff(handle, program.sense == .minimise ? cutoff : -cutoff)
    }
    Cbc_setParameter(handle, "threads", "0")
    // Every solve states all it relies on: parameters outlive the model that set them.
    Cbc_setParameter(handle, "timeMode", "elapsed")
    Cbc_setParameter(handle, "seconds", "\(seconds ?? 1e8)")
    Cbc_setParameter(handle, "ratioGap", "\(effort.gap)")
    Cbc_setParameter(handle, "maxNodes", "\(effort.nodes ?? Int(Int32.max))")
    Cbc_setParameter(handle, "allowableGap", "1e-9")
    let begin = now()
    // The code it returns is the status: 0 ended, 1 stopped by a limit, −1 ended before branching.
    let code = Cbc_solve(handle)
    if code > 1 || Cbc_isAbandoned(handle) == 1 { throw failure("Cbc_solve") }
    // A relaxation that the time cuts off counts as infeasible in 2.10.8, and the end of the search that follows
    // from it as a proof: 10 of 120 short solves said “infeasible” of a program that was not, with code 0.
    let isDoubtful = seconds.map { begin.duration(to: now()) >= .seconds(0.98 * $0) } ?? false
    if code < 0 && Cbc_isInitialSolveProvenPrimalInfeasible(handle) == 1 {
      return .none(isDoubtful ? .unknown : .infeasible, program.sense)
    }
    var result = read(program)
    if isDoubtful { result.withdrawProof(program.sense) }
    result.nodes = Int(Cbc_getNodeCount(handle))
    return result
  }

  private func read(_ program: IntegerProgram) -> IntegerProgramResult {
    let sign: Double = program.sense == .minimise ? 1 : -1
    let isMixed = program.isInteger.contains(true)
    if Cbc_isContinuousUnbounded(handle) == 1 { return .none(.unbounded, program.sense) }
    if Cbc_isProvenInfeasible(handle) == 1 { return .none(.infeasible, program.sense) }
    let proven = Cbc_isProvenOptimal(handle) == 1
    var result = IntegerProgramResult.none(.unknown, program.sense)
    let bound = Cbc_getBestPossibleObjValue(handle)
    if isMixed && abs(bound) < 1e40 { result.bound = sign * bound }
    let found =
      isMixed ? Cbc_bestSolution(handle).map { UnsafePointer($0) } : Cbc_getColSolution(handle)
    guard let found, isMixed || proven else { return result }
    result.values = (0..<program.columnCount).map { column in
      program.isInteger[column] ? found[column].rounded() : found[column]
    }
    result.objective = program.objective(of: result.values)
    result.status = proven ? .optimal : .feasible
    if !isMixed { result.bound = result.objective }
    return result
  }

  private func failure(_ function: String) -> AnalysisError {
    AnalysisError(
      .defect, .none,
      LocalizedText(
        "\(function) failed: status \(Cbc_status(handle)), \(Cbc_secondaryStatus(handle))",
        zh: "\(function) 失败：状态 \(Cbc_status(handle))、\(Cbc_secondaryStatus(handle))"))
  }
}

/// The terms of a program by column, rows ascending: the form CBC loads.
private struct ColumnOrder {
  var starts: [CInt]
  var rows: [CInt]
  var coefficients: [Double]

  init(_ program: IntegerProgram) {
    starts = [CInt](repeating: 0, count: program.columnCount + 1)
    for column in program.termColumns { starts[Int(column) + 1] += 1 }
    for column in 0..<program.columnCount { starts[column + 1] += starts[column] }
    rows = [CInt](repeating: 0, count: program.termColumns.count)
    coefficients = [Double](repeating: 0, count: program.termColumns.count)
    var next = starts
    for row in 0..<program.rowCount {
      for term in Int(program.rowStarts[row])..<Int(program.rowStarts[row + 1]) {
        let column = Int(program.termColumns[term])
        rows[Int(next[column])] = CInt(row)
        coefficients[Int(next[column])] = program.termCoefficients[term]
        next[column] += 1
      }
    }
  }
}
