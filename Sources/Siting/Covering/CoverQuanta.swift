/// People by row in whole quanta, so that sums kept up over many millions of steps stay exact and half as
/// large: single people where rows are whole people, otherwise a billionth of all.
struct CoverQuanta: Sendable {
  let weights: [Int32]
  /// Quanta a person.
  let scale: Double
  /// Whether quanta say all there is to say.
  let isExact: Bool

  init(_ core: CoverCore) {
    let total = core.weights.reduce(0, +)
    isExact = core.grain == 1 && total < 0x1p30
    scale = isExact || total <= 0 ? 1 : 0x1p29 / total
    let scale = scale
    weights = core.weights.map { Int32(($0 * scale).rounded()) }
  }

  /// The people covered by a choice whose quanta are known.
  func people(_ sites: [Int], quanta: Int, of core: CoverCore) -> Double {
    if isExact { return Double(quanta) }
    return core.people(of: sites)
  }
}

extension CoverCore {
  /// People covered by sites in rows of need 1, `base` aside, summed in the order of rows.
  func people(of sites: [Int]) -> Double {
    var isCovered = [Bool](repeating: false, count: rowCount)
    for site in sites { for row in rows[site] { isCovered[Int(row)] = true } }
    return weights.indices.reduce(0) { isCovered[$1] ? $0 + weights[$1] : $0 }
  }
}
