/// Most people: merging, tempering and concentrating where the model allows it; otherwise interchange, with second covers in
/// half of the attempts seen at a lower worth.
final class PeopleSearch: CoverSearch {
  private let core: CoverCore
  private let main: CoverInterchange
  private let second: CoverInterchange?
  /// For choices from elsewhere, so that the search under way is left alone.
  private let polisher: CoverInterchange
  /// Whether annealing and merging may be used, and once there is a start, what does it.
  private let isPlain: Bool
  private var merging: CoverMerging?
  private var lanes: [any CoverLane] = []
  /// Turns taken.
  private var turns = 0
  private let seed: UInt64
  /// The best choice and its value.
  private(set) var found: [Int]?
  private var value = -1.0

  init(_ core: CoverCore, seed: UInt64) {
    self.core = core
    let needsTwo = core.needs.contains(2)
    func interchange(_ firstShare: Double, _ seed: UInt64) -> CoverInterchange {
      CoverInterchange(
        CoverState(core, firstShare: needsTwo ? firstShare : 0), count: core.count,
        budget: core.budget + core.budgetSlack, seed: seed)
    }
    main = interchange(0.4, seed)
    polisher = interchange(0.4, seed + 2)
    second = needsTwo ? interchange(0.1, seed + 1) : nil
    self.seed = seed
    isPlain =
      !needsTwo && core.exclusive.isEmpty && (core.budget.isInfinite || Set(core.costs).count == 1)
  }

  func start(clock: SolveClock) {
    main.start(clock: clock)
    second?.start(from: main.best, clock: clock)
    takeBest()
    guard isPlain, let found else { return }
    let start = CoverChoice(sites: found, value: value)
    merging = CoverMerging(core, from: start, seed: seed + 3)
    // So large a model leaves one search not enough time to settle, let alone two.
    if core.rows.total <= Self.mostPairsOfLanes
      && core.siteCount * start.sites.count <= CoverTempering.mostEntries
    {
      lanes = [CoverTempering(core, from: start, seed: seed + 5)]
    }
  }

  private func takeBest() {
    take(main.best, main.bestValue)
    if let second { take(second.best, second.bestValue) }
  }

  private func take(_ sites: [Int], _ new: Double) {
    if new > value { (found, value) = (sites, new) }
  }

  /// Turns after which concentrating joins tempering: what closes early needs none.
  private static let turnsAlone = 12

  /// Steps of annealing and of tempering a round, each of which costs as much as one of interchange or
  /// less.
  private static let mergingSteps = 16
  private static let temperingSteps = 144
  /// Steps of annealing where that is the only search: as much as a round of interchange.
  private static let loneSteps = 144

  private static let mostPairsOfLanes = 2_000_000

  var laneCount: Int { 1 + lanes.count }

  func advance(lane: Int, steps: Int, clock: SolveClock) {
    if lane > 0 {
      lanes[lane - 1].run(steps: Self.temperingSteps * steps, clock: clock)
    } else if let merging {
      let each = lanes.isEmpty ? Self.loneSteps : Self.mergingSteps
      merging.run(steps: each * steps, clock: clock)
    } else {
      main.run(steps: second == nil ? steps : steps / 2, clock: clock)
      second?.run(steps: steps / 2, clock: clock)
    }
  }

  func join() {
    guard let merging else { return takeBest() }
    Self.share(merging, lanes)
    turns += 1
    if turns == Self.turnsAlone && !lanes.isEmpty {
      lanes.append(CoverConcentrating(core, from: merging.best, seed: seed + 105))
    }
    take(merging.best.sites, merging.best.value)
  }

  /// Lets each search know what the others found.
  static func share(_ merging: CoverMerging, _ lanes: [any CoverLane]) {
    for lane in lanes {
      merging.join(lane.takeFinished())
      merging.consider(lane.best)
    }
    for lane in lanes { lane.consider(merging.best) }
  }

  func consider(_ sites: [Int], clock: SolveClock) {
    polisher.start(from: sites, clock: clock)
    take(polisher.best, polisher.bestValue)
    if let merging {
      merging.consider(CoverChoice(sites: polisher.best, value: polisher.bestValue))
    } else if polisher.bestValue > main.bestValue {
      main.start(from: polisher.best, clock: clock)
    }
  }
}
