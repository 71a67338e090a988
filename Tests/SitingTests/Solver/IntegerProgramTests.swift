import Foundation
import Testing

@testable import Siting

@Suite struct IntegerProgramTests {
  /// max 5a + 4b + 3c with 2a + 3b + c ≤ 5, 4a + b + 2c ≤ 11, 3a + 4b + 2c ≤ 8.
  private func knapsack(_ sense: IntegerProgram.Sense, integer: Bool) -> IntegerProgram {
    var program = IntegerProgram(sense)
    let sign: Double = sense == .maximise ? 1 : -1
    let columns = [5.0, 4, 3].map { program.addColumn(cost: sign * $0, integer: integer) }
    for (coefficients, upper) in [([2.0, 3, 1], 5.0), ([4, 1, 2], 11), ([3, 4, 2], 8)] {
      program.addRow(
        zip(columns, coefficients).map { IntegerProgram.Term($0, $1) }, upper: upper)
    }
    return program
  }

  @Test func `A linear program is solved to its corner`() throws {
    let result = try knapsack(.maximise, integer: false).solve()
    #expect(result.status == .optimal)
    #expect(abs(result.objective - 13) < 1e-9)
    #expect(abs(result.bound - 13) < 1e-9)
    #expect(result.values.map { ($0 * 1e6).rounded() / 1e6 } == [2, 0, 1])
  }

  @Test func `Maximising and minimising the opposite are one question`() throws {
    let most = try knapsack(.maximise, integer: true).solve()
    let least = try knapsack(.minimise, integer: true).solve()
    #expect(most.objective == 13 && least.objective == -13)
    #expect(most.bound == 13 && least.bound == -13)
    #expect(most.values == least.values)
  }

  @Test func `A program nothing satisfies is infeasible`() throws {
    var program = IntegerProgram(.minimise)
    let pair = (0..<2).map { _ in program.addBinary(cost: 1) }
    program.addRow(pair.map { .init($0, 2) }, lower: 3, upper: 3)
    #expect(try program.solve().status == .infeasible)
    program.addRow(pair.map { .init($0, 1) }, lower: 3)
    #expect(try program.solve().status == .infeasible)
    program.addRow([], lower: 1)
    #expect(try program.solve().status == .infeasible)
  }

  @Test func `A program without a limit is unbounded, whole columns or not`() throws {
    for integer in [false, true] {
      var program = IntegerProgram(.maximise)
      let columns = (0..<2).map { _ in program.addColumn(cost: 1, integer: integer) }
      program.addRow([.init(columns[0], 1), .init(columns[1], -1)], upper: 3)
      let result = try program.solve()
      #expect(result.status == .unbounded, "integer: \(integer)")
      #expect(result.bound == .infinity)
    }
  }

  @Test func `Programs without rows or columns have their answers`() throws {
    #expect(try IntegerProgram(.minimise).solve().objective == 0)
    var program = IntegerProgram(.maximise)
    program.addColumn(cost: 2, upper: 1.5, integer: true)
    program.addColumn(cost: -1, lower: -3)
    program.addColumn(cost: 0, lower: -2, upper: -1)
    let result = try program.solve()
    #expect(result.values == [1, -3, -1])
    #expect(result.objective == 5 && result.bound == 5)
    program.addColumn(cost: 1)
    #expect(try program.solve().status == .unbounded)
    program.addColumn(cost: 0, lower: 0.2, upper: 0.8, integer: true)
    #expect(try program.solve().status == .infeasible)
  }

  @Test func `A known solution is kept, improved or ignored`() throws {
    let program = knapsack(.maximise, integer: true)
    for start in [[2.0, 0, 1], [0, 0, 0], [9, 9, 9]] {
      let result = try program.solve(start: start)
      #expect(result.status == .optimal && result.objective == 13 && result.values == [2, 0, 1])
    }
  }

  @Test func `Without time a known solution is the answer, and without one nothing is claimed`()
    throws
  {
    let program = knapsack(.maximise, integer: true)
    let limits = SolveLimits(seconds: 0)
    let kept = try program.solve(limits: limits, start: [1, 0, 1])
    #expect(kept.status == .feasible && kept.objective == 8 && kept.bound >= 13)
    let none = try program.solve(limits: limits)
    #expect(none.status == .unknown && none.values.isEmpty && none.bound >= 13)
  }

  @Test func `What a search that ran out of time says of its end is no proof`() {
    for sense in [IntegerProgram.Sense.minimise, .maximise] {
      let none = sense == .minimise ? -Double.infinity : .infinity
      var result = IntegerProgramResult.none(.infeasible, sense)
      result.withdrawProof(sense)
      #expect(result.status == .unknown && result.bound == none)
      result = IntegerProgramResult(status: .optimal, objective: 3, bound: 3, values: [1])
      result.withdrawProof(sense)
      #expect(result.status == .feasible && result.bound == none && result.objective == 3)
      result = IntegerProgramResult(status: .feasible, objective: 3, bound: 4, values: [1])
      result.withdrawProof(sense)
      #expect(result.status == .feasible && result.bound == 4)
    }
  }

  @Test func `A solve that used up its time proves nothing, whatever CBC says of its end`() throws {
    var barred = knapsack(.maximise, integer: true)
    barred.addRow([.init(0, 2), .init(1, 2)], lower: 3, upper: 3)
    // No relaxation of this one satisfies the row: CBC refuses it before its search begins.
    var empty = knapsack(.maximise, integer: true)
    empty.addRow([.init(0, 1)], lower: 100)
    let programs = [knapsack(.maximise, integer: true), barred, empty]
    func ends(after seconds: Double) throws -> [IntegerProgramResult] {
      try programs.map { program in
        try CbcModel.exclusively {
          let start = ContinuousClock.now
          var readings = 0
          return try CbcModel(program).solve(
            program, CbcEffort(cutoff: nil, gap: 0), seconds: 1_000
          ) {
            readings += 1
            return readings == 1 ? start : start + .seconds(seconds)
          }
        }
      }
    }
    let early = try ends(after: 1)
    #expect(early.map(\.status) == [.optimal, .infeasible, .infeasible] && early[0].bound == 13)
    let late = try ends(after: 1_000)
    #expect(late.map(\.status) == [.feasible, .unknown, .unknown])
    #expect(late.allSatisfy { $0.bound == .infinity } && late[0].objective == 13)
  }

  @Test func `The same program solved again, by several threads at a time, ends the same`()
    async throws
  {
    let program = knapsack(.maximise, integer: true)
    let first = try program.solve()
    try await withThrowingTaskGroup(of: [Double].self) { group in
      for _ in 0..<20 { group.addTask { try program.solve().values } }
      for try await values in group { #expect(values == first.values) }
    }
  }

  @Test func `A gap allowed ends the search with a bound that still holds`() throws {
    var random = SeededNumbers(seed: 5)
    var program = IntegerProgram(.maximise)
    let sizes = (0..<40).map { _ in Double(Int.random(in: 20...60, using: &random)) }
    for size in sizes {
      program.addBinary(cost: size + Double(Int.random(in: 0...9, using: &random)))
    }
    program.addRow(sizes.enumerated().map { .init($0, $1) }, upper: 500)
    let best = try program.solve().objective
    let loose = try program.solve(limits: SolveLimits(gap: 0.2))
    #expect(loose.objective <= best && loose.bound >= best)
    #expect(loose.objective >= 0.8 * best)
  }

  @Test func `Solving prints nothing`() throws {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("lifecircle-silence-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let file = open(path, O_CREAT | O_RDWR, 0o600)
    let saved = (dup(1), dup(2))
    fflush(nil)
    dup2(file, 1)
    dup2(file, 2)
    var objective = 0.0
    for number in [3, 43] {
      let problem = try SmallProblems.median(number)
      let program = knapsack(.maximise, integer: number == 3)
      objective += (try? program.solve(start: [2, 0, 1]).objective) ?? .nan
      _ = try? MedianSolver.solve(problem)
    }
    fflush(nil)
    dup2(saved.0, 1)
    dup2(saved.1, 2)
    let size = lseek(file, 0, SEEK_END)
    for descriptor in [file, saved.0, saved.1] { close(descriptor) }
    #expect(objective == 26)
    #expect(size == 0)
  }
}
