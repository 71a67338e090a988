import Foundation
import Testing

@testable import Siting

/// The same programs put to GLPK's `glpsol`, an implementation that shares nothing with CBC.
@Suite(.enabled(if: SecondSolver.isPresent, "glpsol is not installed (glpk-utils)"))
struct SecondSolverTests {
  @Test func `Random programs have the same best objective`() throws {
    var random = SeededNumbers(seed: 17)
    var kinds = Set<Bool>()
    for number in 0..<30 {
      var program = IntegerProgram(number % 2 == 0 ? .minimise : .maximise)
      for _ in 0..<8 {
        program.addColumn(
          cost: Double(Int.random(in: -9...9, using: &random)),
          lower: Double(Int.random(in: -3...0, using: &random)),
          upper: Double(Int.random(in: 1...5, using: &random)) + 0.5,
          integer: random.chance(0.6))
      }
      for _ in 0..<6 {
        let terms = (0..<8).filter { _ in random.chance(0.6) }.map {
          IntegerProgram.Term($0, Double(Int.random(in: -4...6, using: &random)))
        }
        let lower = Double(Int.random(in: -6...8, using: &random))
        let isRange = random.chance(0.3)
        program.addRow(terms, lower: lower, upper: isRange ? lower + 3 : .infinity)
      }
      kinds.insert(try expectSame(program, "number \(number)"))
    }
    #expect(kinds == [true, false], "feasible ones and others")
  }

  @Test func `p-median programs have the same best objective, which is the solver's own`() throws {
    for number in 0..<12 {
      let problem = try SmallProblems.median(number)
      if !problem.unreachableDemands(weighted: true).isEmpty { continue }
      let program = problem.medianProgram()
      let isFeasible = try expectSame(program, "number \(number)")
      let own = try MedianSolver.solve(problem)
      #expect(isFeasible == (own.status != .infeasible))
      if isFeasible {
        let objective = try #require(try SecondSolver.objective(of: program))
        #expect(abs(objective - own.objective) <= 2e-6 * max(1, objective), "number \(number)")
      }
    }
  }

  @Test(arguments: ServiceSolverTests.Question.allCases)
  func `Programs of service have the same best objective, which is the solver's own`(
    question: ServiceSolverTests.Question
  ) throws {
    for number in 0..<12 {
      var problem = try ServiceSolverTests.problem(number + 26, question)
      problem.rules = problem.rules.normalised
      let program = problem.serviceProgram(
        CapacityModel(problem), ServiceTerms(problem), isOpen: false)
      let isFeasible = try expectSame(program, "number \(number)")
      let own = try CapacitySolver.solve(problem).solution
      #expect(isFeasible == (own.status != .infeasible))
      guard isFeasible, let other = try SecondSolver.objective(of: program) else { continue }
      let objective = other / (question.isShare ? CapacityProblem.shareScale : 1)
      #expect(abs(objective - own.objective) <= 2e-6 * max(1, objective), "number \(number)")
    }
  }

  @Test(arguments: [1, 2])
  func `Fewest stations with room are as many as a program of them says`(covers: Int) throws {
    var solvers = Set<String>()
    for number in 0..<24 {
      let share = [1, 0.9, 0.75][number % 3]
      var problem = try CapacityLevelTests.problem(
        number + 64, .fewestStations(targetShare: share))
      problem.coversNeeded = covers
      let program = CapacityLevelTests.fewestProgram(problem, share: share)
      let isFeasible = try expectSame(program, "number \(number)")
      let own = try CapacitySolver.solve(problem).solution
      #expect(isFeasible == (own.status != .infeasible), "number \(number)")
      solvers.insert(own.solver)
      guard isFeasible, let other = try SecondSolver.objective(of: program) else { continue }
      #expect(own.status == .optimal && own.objective == other.rounded(), "number \(number)")
    }
    #expect(solvers.contains("cbc"), "some questions are left for CBC")
  }

  private func expectSame(_ program: IntegerProgram, _ comment: Comment) throws -> Bool {
    let result = try program.solve()
    let other = try SecondSolver.objective(of: program)
    #expect((result.status == .optimal) == (other != nil), comment)
    if let other {
      #expect(abs(result.objective - other) <= 1e-6 * max(1, abs(other)), comment)
      #expect(abs(result.bound - other) <= 2e-6 * max(1, abs(other)), comment)
      #expect(program.isSatisfied(by: result.values), comment)
    }
    return other != nil
  }
}

enum SecondSolver {
  private static let paths = ["/usr/bin/glpsol", "/usr/local/bin/glpsol"]

  static var isPresent: Bool { paths.contains { FileManager.default.isExecutableFile(atPath: $0) } }

  /// The best objective according to glpsol; nil where it finds the program infeasible.
  static func objective(of program: IntegerProgram) throws -> Double? {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("lifecircle-glpsol-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let model = folder.appendingPathComponent("model.lp")
    let answer = folder.appendingPathComponent("answer.txt")
    try program.lpText.write(to: model, atomically: true, encoding: .utf8)
    let process = Process()
    process.executableURL = paths.first { FileManager.default.isExecutableFile(atPath: $0) }
      .map { URL(fileURLWithPath: $0) }
    process.arguments = ["--lp", model.path, "--mipgap", "1e-9", "-w", answer.path]
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let text = try String(contentsOf: answer, encoding: .utf8)
    let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("s ") })
    let words = line.split(separator: " ")
    let isOptimal = words[1] == "mip" ? words[4] == "o" : words[4] == "f" && words[5] == "f"
    return isOptimal ? Double(words[words.count - 1]) : nil
  }
}
