import Model

/// The parts of rising hatch lines that lie inside a polygon, by the even–odd rule.
///
/// Cut here rather than by clipping in Cairo: an SVG of 10,000 blocks would carry every hatched outline once more, as
/// a clip path.
struct HatchLines {
  /// A stretch from lower left to upper right, millimetres on paper.
  struct Stretch: Sendable, Hashable {
    var x0: Double
    var y0: Double
    var x1: Double
    var y1: Double
  }

  /// Distance between lines measured along an axis: √2 times that between the lines.
  private let step: Double
  /// Crossings of line k with the rings, by x: `crossings[k - first]`.
  private var crossings: [[Double]] = []
  private var first = 0

  /// Lines x + y = k · step, the same for the whole page, so that they run on from area to area.
  ///
  /// - Parameters: `rings` on paper, closed or not; `spacing` above 0.
  init(_ rings: [[(x: Double, y: Double)]], spacing: Double) {
    step = spacing * 2.0.squareRoot()
    var (low, high) = (Double.infinity, -Double.infinity)
    for ring in rings {
      for point in ring {
        low = min(low, point.x + point.y)
        high = max(high, point.x + point.y)
      }
    }
    if low > high { return }
    first = Int((low / step).rounded(.up))
    let last = Int((high / step).rounded(.down))
    if last < first { return }
    crossings = Array(repeating: [], count: last - first + 1)
    for ring in rings where ring.count > 2 {
      var before = ring[ring.count - 1]
      for point in ring {
        cross(before, point)
        before = point
      }
    }
  }

  /// Notes where the lines cross an edge; the edge's upper end in x + y does not belong to it, so that a corner counts
  /// once.
  private mutating func cross(_ a: (x: Double, y: Double), _ b: (x: Double, y: Double)) {
    let (sumA, sumB) = (a.x + a.y, b.x + b.y)
    if sumA == sumB { return }
    let (low, high) = sumA < sumB ? (sumA, sumB) : (sumB, sumA)
    var number = Int((low / step).rounded(.up))
    while Double(number) * step < high {
      let share = (Double(number) * step - sumA) / (sumB - sumA)
      let position = number - first
      if crossings.indices.contains(position) {
        crossings[position].append(a.x + share * (b.x - a.x))
      }
      number += 1
    }
  }

  /// The stretches inside, line by line.
  var stretches: [Stretch] {
    var found: [Stretch] = []
    for (index, places) in crossings.enumerated() {
      let sum = Double(first + index) * step
      let sorted = places.sorted()
      for pair in stride(from: 0, to: sorted.count - 1, by: 2) where sorted[pair] < sorted[pair + 1]
      {
        let (left, right) = (sorted[pair], sorted[pair + 1])
        found.append(Stretch(x0: left, y0: sum - left, x1: right, y1: sum - right))
      }
    }
    return found
  }
}
