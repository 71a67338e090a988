/// A search for most people that runs beside merging in a lane of its own. Sites are those of its core.
protocol CoverLane: AnyObject {
  /// The best choice known to it.
  var best: CoverChoice { get }
  /// Takes over a choice from elsewhere if it is better than any here.
  func consider(_ choice: CoverChoice)
  /// The best of each lot of choices that gave way since the last call.
  func takeFinished() -> [CoverChoice]
  /// Runs by steps; the clock can only cut it off.
  func run(steps: Int, clock: SolveClock)
}
