import Export
import Model
import Siting

/// Divides a common number of new stations or budget among regions by their trade-off curves.
public struct CurveMergeRequest: Sendable {
  /// What is divided.
  public enum Limit: Sendable, Hashable {
    case new(Int)
    case budget(Double)
  }

  /// `--summary` files of `site`, one a region.
  public var summaries: [String]
  public var limit: Limit
  /// One line a region as CSV; nil: not written.
  public var output: String?
  public var summary: String?
  public var byteOrderMark: Bool

  public init(
    summaries: [String], limit: Limit, output: String?, summary: String?, byteOrderMark: Bool
  ) {
    self.summaries = summaries
    self.limit = limit
    self.output = output
    self.summary = summary
    self.byteOrderMark = byteOrderMark
  }
}

/// What a division gives each region and reaches in all.
public struct CurveMergeOutcome: Sendable {
  /// One region's part.
  public struct Region: Sendable {
    public var name: String
    public var new: Int
    /// NaN when unknown.
    public var cost: Double
    public var peopleBefore: Double
    public var people: Double
    /// People that the last step to this point brought; NaN where nothing was given.
    public var lastGain: Double
    /// People that the curve's next step would bring; NaN where the curve ends.
    public var nextGain: Double
    /// Each further step gains no more for its price than the one before.
    public var isConcave: Bool
    /// The region was given all its curve knows of: a longer curve could change the division.
    public var isAtEnd: Bool
  }

  /// One point of the joint curve.
  struct Point: Sendable {
    var spent: Int
    var new: Int
    /// NaN when unknown.
    var cost: Double
    var people: Double
    var bound: Double
  }

  public var ledger = Ledger()
  public var regions: [Region]
  public var new: Int
  public var cost: Double
  /// Everybody of all regions.
  public var everybody: Double
  public var peopleBefore: Double
  /// Σ over the regions; exact where nobody is counted by two.
  public var people: Double
  /// No division of the limit covers more, by the regions' own proven bounds.
  public var bound: Double
  /// Where regions share people: at least so many different people are covered.
  public var peopleAtLeast: Double
  var curve: [Point]
}

/// The run of `merge --curves`.
public struct CurveMergeRun {
  private let request: CurveMergeRequest
  private let language: Language

  public init(_ request: CurveMergeRequest, language: Language) {
    self.request = request
    self.language = language
  }

  private var currency: RegionCurve.Currency {
    if case .new = request.limit { .stations } else { .money }
  }

  /// The limit in whole units.
  private var limit: Int {
    switch request.limit {
    case .new(let count): count
    // Down: a hair's breadth more than the budget is more than the budget.
    case .budget(let money): Int((money * RegionCurve.scale + 1e-3).rounded(.down))
    }
  }

  /// Reads the curves, divides, and writes the outputs, all or none.
  ///
  /// - Throws: 66 or 65 for summaries that cannot be opened or used, 69 when no exact division fits into memory.
  public func run() throws -> CurveMergeOutcome {
    let curves = try Self.named(request.summaries.map(RegionCurve.read))
    guard let division = CurveDivision(try curves.map { try $0.curve(currency) }, limit: limit),
      let bounds = CurveDivision(curves.map { $0.bounds(currency) }, limit: limit)
    else { throw tooFine }
    var outcome = outcome(curves, division, bounds)
    for (region, curve) in zip(outcome.regions, curves) where region.isAtEnd {
      outcome.ledger.record(.curveAtItsEnd, Subject(file: curve.path), detail: "\(region.new)")
    }
    try CurveMergeOutputs(outcome: outcome, request: request, language: language)
      .write(&outcome.ledger)
    return outcome
  }

  /// Regions are named by their files; a name that stands already gets a number.
  private static func named(_ curves: [RegionCurve]) -> [RegionCurve] {
    var seen: [String: Int] = [:]
    return curves.map { curve in
      var curve = curve
      seen[curve.name, default: 0] += 1
      if let count = seen[curve.name], count > 1 { curve.name += "-\(count)" }
      return curve
    }
  }

  private var tooFine: AnalysisError {
    AnalysisError(
      .noSolution, .none,
      LocalizedText(
        "the curves have too many different costs for an exact division",
        zh: "各曲线的费用过于零散，无法精确分配"),
      hint: LocalizedText(
        "give shorter curves, or costs in rounder numbers", zh: "请缩短曲线，或取整费用"))
  }

  private func outcome(
    _ curves: [RegionCurve], _ division: CurveDivision, _ bounds: CurveDivision
  ) -> CurveMergeOutcome {
    let best = division.best
    let regions = zip(curves, best.points).map { region($0, taken: $0.points[$1]) }
    return CurveMergeOutcome(
      regions: regions, new: regions.reduce(0) { $0 + $1.new }, cost: Self.cost(curves, best),
      everybody: RegionCurve.text(curves.reduce(0) { $0 + $1.everybody }),
      peopleBefore: RegionCurve.text(curves.reduce(0) { $0 + $1.points[0].people }),
      people: RegionCurve.text(best.reached),
      bound: RegionCurve.text(max(best.reached, bounds.best.reached)),
      peopleAtLeast: regions.map(\.people).max() ?? 0,
      curve: curve(curves, division, bounds))
  }

  private func region(
    _ curve: RegionCurve, taken: RegionCurve.Point
  ) -> CurveMergeOutcome.Region {
    let steps = curve.ascending(currency)
    let spent = curve.spent(taken, currency) ?? 0
    let at = steps.lastIndex { $0.spent <= spent } ?? 0
    func gain(_ step: Int) -> Double {
      guard step > 0, step < steps.count else { return .nan }
      return RegionCurve.text(steps[step].reached - steps[step - 1].reached)
    }
    return CurveMergeOutcome.Region(
      name: curve.name, new: taken.new, cost: taken.cost.map(RegionCurve.text) ?? .nan,
      peopleBefore: RegionCurve.text(curve.points[0].people),
      people: RegionCurve.text(taken.people), lastGain: gain(at), nextGain: gain(at + 1),
      isConcave: CurveDivision.isConcave(steps),
      isAtEnd: at == steps.count - 1 && taken.people < curve.everybody)
  }

  private static func cost(_ curves: [RegionCurve], _ step: CurveDivision.Step) -> Double {
    var sum = 0
    for (curve, point) in zip(curves, step.points) {
      guard let cost = curve.points[point].cost else { return .nan }
      sum += cost
    }
    return RegionCurve.text(sum)
  }

  /// Most points a summary lists.
  private static let listLimit = 1_000

  /// The joint curve; of a very long one every so-manieth point, and the last.
  private func curve(
    _ curves: [RegionCurve], _ division: CurveDivision, _ bounds: CurveDivision
  ) -> [CurveMergeOutcome.Point] {
    let count = division.curve.count
    let stride = (count + Self.listLimit - 1) / Self.listLimit
    var listed = Array(Swift.stride(from: 0, to: count, by: max(1, stride)))
    if listed.last != count - 1 { listed.append(count - 1) }
    var at = 0
    return listed.map { index in
      let step = division.step(at: index)
      while at + 1 < bounds.curve.count, bounds.curve[at + 1].spent <= step.spent { at += 1 }
      return CurveMergeOutcome.Point(
        spent: step.spent, new: zip(curves, step.points).reduce(0) { $0 + $1.0.points[$1.1].new },
        cost: Self.cost(curves, step), people: RegionCurve.text(step.reached),
        bound: RegionCurve.text(max(step.reached, bounds.curve[at].reached)))
    }
  }
}

extension LedgerCode {
  static let curveAtItsEnd = LedgerCode(
    "curve_at_its_end", .warning,
    LocalizedText(
      "regions that were given all their curve knows of: a longer --trade-off could divide better",
      zh: "已分到曲线末端的区域：加长 --trade-off 可能得到更好的分配"))
}
