/// What a solver says about an integer program.
public struct IntegerProgramResult: Sendable {
  public enum Status: Sendable {
    /// `values` is best; `bound` agrees with the objective to within the gap asked for.
    case optimal
    /// Stopped by a limit with a solution: `values`, its objective and a proven `bound`.
    case feasible
    /// Stopped by a limit without a solution; `bound` still holds.
    case unknown
    /// Nothing satisfies the rows and bounds.
    case infeasible
    /// The objective has no limit in the sense asked for.
    case unbounded
  }

  public var status: Status
  /// Σ cost × value; not a number without a solution.
  public var objective: Double
  /// No solution is better than this; −∞ (minimising) or ∞ (maximising) where nothing is proven.
  public var bound: Double
  /// One for each column, integer columns exactly whole; empty without a solution.
  public var values: [Double]
  /// Nodes of CBC's tree.
  var nodes = 0

  /// Takes back what was said to be proven by a search that ended; a bound of one that was stopped stays.
  mutating func withdrawProof(_ sense: IntegerProgram.Sense) {
    if status == .infeasible { status = .unknown }
    if status == .optimal {
      status = .feasible
      bound = sense == .minimise ? -.infinity : .infinity
    }
  }

  static func none(_ status: Status, _ sense: IntegerProgram.Sense) -> Self {
    Self(
      status: status, objective: .nan, bound: sense == .minimise ? -.infinity : .infinity,
      values: [])
  }
}
