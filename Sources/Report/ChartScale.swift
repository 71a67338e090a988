import Model

/// A linear axis whose ticks are 1, 2 or 5 times a power of ten apart.
struct ChartScale {
  let low: Double
  let high: Double
  let ticks: [Double]
  private let step: Double
  private let from: Double
  private let to: Double

  /// An axis that holds both values, drawn between two places.
  init(_ least: Double, _ most: Double, from: Double, to: Double) {
    let span = max(most - least, abs(most) * 1e-9, 1e-9)
    let step = Self.step(span / 5)
    let low = (least / step).rounded(.down)
    let high = max((most / step).rounded(.up), low + 1)
    self.step = step
    self.low = low * step
    self.high = high * step
    self.from = from
    self.to = to
    ticks = stride(from: low, through: high, by: 1).map { $0 * step }
  }

  /// The least of 1, 2, 5 × 10ⁿ that is not below `wanted`.
  private static func step(_ wanted: Double) -> Double {
    var power = 1.0
    while power > wanted { power /= 10 }
    while power * 10 <= wanted { power *= 10 }
    return [1, 2, 5, 10].map { $0 * power }.first { $0 >= wanted - 1e-12 } ?? 10 * power
  }

  func position(_ value: Double) -> Double {
    from + (value - low) / (high - low) * (to - from)
  }

  func label(_ tick: Double) -> String {
    if step >= 1 { return Figures.whole(tick) }
    var decimals = 0
    var step = step
    while step < 0.999, decimals < 6 {
      step *= 10
      decimals += 1
    }
    return Figures.decimals(tick, decimals)
  }
}
