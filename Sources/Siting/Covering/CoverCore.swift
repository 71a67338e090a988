/// What a reduced covering model is to maximise.
enum CoverAim: Sendable {
  /// People covered.
  case people
  /// −cost, every row covered.
  case fullCover
  /// −cost, at least `required` people covered.
  case partCover
  /// The smallest share over the groups.
  case worstGroup
}

/// A covering model after fixing and reduction, always a maximisation: minimal cost is maximal −cost.
///
/// Rows are merged demand that some site may still cover; what is covered or chosen already is in `base`,
/// `chosen` and `spent`.
struct CoverCore: Sendable {
  var aim: CoverAim
  /// Row indices by site.
  var rows: CoverRows
  /// Site indices by row.
  var back: CoverRows
  /// Index in the problem, by site.
  var siteIDs: [Int]
  var costs: [Double]
  /// People by row; for `worstGroup` shares of the row's group.
  var weights: [Double]
  /// Covers still needed by row, 1 or 2.
  var needs: [UInt8]
  /// Group by row; all 0 but for `worstGroup`.
  var groups: [Int32]
  /// Sites of which one at most may be chosen, two or more a set.
  var exclusive: [[Int32]]
  /// Sites and cost that may still be chosen.
  var count: Int
  var budget: Double
  /// What rounding may add to the budget.
  var budgetSlack = 0.0
  /// Sites of the problem already chosen, and their cost.
  var chosen: [Int]
  var spent: Double
  /// Covered already, by group.
  var base: [Double]
  /// People that must be covered (`partCover`), those in `base` included.
  var required: Double
  /// Every objective is a multiple of it; 0 where that is not known.
  var grain: Double
  /// Prices by row and group of a dual solved before; empty where there are none.
  var hints: [Double] = []
  var thetaHint: [Double] = []

  /// Choices better by no more than this share are not looked for where objectives have no grain.
  static let provenGap = 1e-9

  /// The share of a budget by which rounding may pass it.
  static let costSlack = 1e-12

  var siteCount: Int { siteIDs.count }
  var rowCount: Int { weights.count }
  var minimisesCost: Bool { aim == .fullCover || aim == .partCover }

  /// What the choice of `sites` (of the core) comes to, summed in the order of rows; nil where it breaks the
  /// model.
  func value(of sites: [Int]) -> Double? {
    if sites.count > count { return nil }
    let cost = sites.reduce(0) { $0 + costs[$1] }
    if cost > budget + budgetSlack { return nil }
    if !exclusive.isEmpty {
      let chosen = Set(sites.map(Int32.init))
      if exclusive.contains(where: { $0.count(where: chosen.contains) > 1 }) { return nil }
    }
    var covers = [UInt8](repeating: 0, count: rowCount)
    for site in sites { for row in rows[site] { covers[Int(row)] = min(2, covers[Int(row)] + 1) } }
    var covered = base
    for row in 0..<rowCount where covers[row] >= needs[row] {
      covered[Int(groups[row])] += weights[row]
    }
    switch aim {
    case .people: return covered[0]
    case .worstGroup: return covered.min() ?? 1
    case .partCover: return covered[0] >= required ? -(spent + cost) : nil
    case .fullCover:
      return covers.indices.contains { covers[$0] < needs[$0] } ? nil : -(spent + cost)
    }
  }

  /// The bound rounded down to what an objective can be; a billionth of slack against rounding.
  func rounded(_ bound: Double) -> Double {
    if !bound.isFinite { return bound }
    let slack = 1e-9 * (abs(bound) + scale)
    return grain > 0 ? ((bound + slack) / grain + 1e-7).rounded(.down) * grain : bound + slack
  }

  private var scale: Double { aim == .worstGroup ? 1e-3 : 0 }

  /// Whether nothing above `value` can be hidden below `bound`.
  func isClosed(bound: Double, value: Double, gap: Double) -> Bool {
    if !bound.isFinite || !value.isFinite { return bound < 0 && !bound.isFinite }
    let rounded = rounded(bound)
    return rounded <= value || rounded - value <= gap * abs(value)
  }
}
