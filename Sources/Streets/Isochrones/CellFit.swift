/// Finds the narrowest way round a street in a cell: one side or one corner of the cell, cut off by a straight line
/// beyond which nothing of the street lies.
///
/// What is inside is convex, so it holds the street between any two of its points too, and stays inside when more
/// corners or greater shares come from elsewhere.
struct CellFit {
  /// The line runs this far beyond the street, in cells.
  let beyond: Float
  /// By corner: how much its being inside costs.
  let cost: SIMD4<Float>
  /// The ends of the street's stretches in the cell, 0…1 along both axes.
  let points: UnsafeMutableBufferPointer<SIMD2<Float>>

  typealias Fit = (corners: UInt8, bounds: SIMD4<Float>)

  private static let mostBound = Float(1 - IsochroneMarking.margin)

  /// Nil when the whole cell is as good.
  var best: Fit? {
    var best: Fit?
    var least = 1 + cost.x + cost.y + cost.z + cost.w
    let (low, high) = sides
    for side in 0..<4 {
      let (a, b) = (low[side], high[side])
      if max(a, b) > Self.mostBound { continue }
      // South, north, west, east.
      let (first, second) = (side == 1 ? 2 : side == 3 ? 1 : 0, side == 0 ? 1 : side == 2 ? 2 : 3)
      let price = (a + b) / 2 + cost[first] + cost[second]
      if price < least {
        least = price
        best = (1 << UInt8(first) | 1 << UInt8(second), side < 2 ? [0, 0, a, b] : [a, b, 0, 0])
      }
    }
    let shares = corners
    for corner in 0..<4 {
      let share = shares[corner]
      if share > Self.mostBound { continue }
      let price = share * share / 2 + cost[corner]
      if price < least {
        let (isEast, isNorth) = (corner & 1 != 0, corner & 2 != 0)
        least = price
        best = (
          1 << UInt8(corner),
          SIMD4(
            isNorth ? 0 : share, isNorth ? share : 0, isEast ? 0 : share, isEast ? share : 0)
        )
      }
    }
    return best
  }

  /// By side: the lowest of a few lines with all points, seen from there, below it: its heights at 0 and at 1.
  @inline(__always)
  private var sides: (SIMD4<Float>, SIMD4<Float>) {
    guard let start = points.first.map(Self.turned) else { return (SIMD4(), SIMD4()) }
    var (first, last) = (start, start)
    for point in points {
      let (x, y) = Self.turned(point)
      let isFirst = x .< first.x
      first.x.replace(with: x, where: isFirst)
      first.y.replace(with: y, where: isFirst)
      let isLast = x .> last.x
      last.x.replace(with: x, where: isLast)
      last.y.replace(with: y, where: isLast)
    }
    let run = last.x - first.x
    let rise = SIMD4<Float>().replacing(with: (last.y - first.y) / run, where: run .> 1e-3)
    var slanted = SIMD4<Float>(repeating: -.infinity)
    var flat = slanted
    for point in points {
      let (x, y) = Self.turned(point)
      let height = y - rise * x
      slanted.replace(with: height, where: height .> slanted)
      flat.replace(with: y, where: y .> flat)
    }
    func positive(_ value: SIMD4<Float>) -> SIMD4<Float> {
      value.replacing(with: 0, where: value .< 0)
    }
    var (low, high) = (positive(slanted), positive(slanted + rise))
    let level = positive(flat)
    let isFlat = level + level .< low + high
    low.replace(with: level, where: isFlat)
    high.replace(with: level, where: isFlat)
    return (low + beyond, high + beyond)
  }

  /// A point seen from the south, north, west and east: along the side, and away from it.
  @inline(__always)
  private static func turned(_ point: SIMD2<Float>) -> (x: SIMD4<Float>, y: SIMD4<Float>) {
    (
      SIMD4(point.x, point.x, point.y, point.y),
      SIMD4(point.y, 1 - point.y, point.x, 1 - point.x)
    )
  }

  /// By corner: the share of its two sides at which a line from one to the other has all points before it.
  @inline(__always)
  private var corners: SIMD4<Float> {
    var reach = SIMD4<Float>()
    for point in points {
      let (east, north) = (1 - point.x, 1 - point.y)
      let sum = SIMD4(point.x, east, point.x, east) + SIMD4(point.y, point.y, north, north)
      reach.replace(with: sum, where: sum .> reach)
    }
    return reach + 1.5 * beyond
  }
}
