/// The nearest of the lines offered for each of the 64 points of one tile.
///
/// The points are kept in quarters of 4 × 4: a line is compared with the points of those quarters only in which it can
/// be the nearest of one. Of lines equally near the one offered first counts.
struct TileNearest {
  private struct Offer {
    var line: TileLine
    var number: Int32
    /// By quarter: metres that no point is nearer than.
    var least: SIMD4<Float>
  }

  /// By quarter and row: squared metres, the parameter along the line, and its number, -1 none.
  private var best = [SIMD4<Float>](repeating: SIMD4(), count: 16)
  private var along = [SIMD4<Float>](repeating: SIMD4(), count: 16)
  private var chosen = [SIMD4<Int32>](repeating: SIMD4(), count: 16)
  private var offers: [Offer] = []
  private var east: Float = 0
  private var north: Float = 0
  /// By quarter: metres within which the nearest line of each of its points lies for certain.
  private var bounds = SIMD4<Float>()
  /// By quarter: its middle, in metres.
  private var middleX = SIMD4<Float>()
  private var middleY = SIMD4<Float>()
  /// From the middle of a quarter to its corner points.
  private var radius: Float = 0
  /// Above the square of `worst`.
  private var worstSquare: Float = 0
  private(set) var isFound = false

  /// More than rounding does to places, metres.
  private static let slack: Float = 0.01

  /// No point is farther than this from its nearest line, metres.
  var worst: Float { Swift.max(Swift.max(bounds.x, bounds.y), Swift.max(bounds.z, bounds.w)) }

  /// The numbers of the lines nearest to the four points from `index` on, a multiple of 4: -1 none within reach; the
  /// parameters along them, and squared metres.
  @inline(__always)
  func four(
    _ index: Int
  ) -> (numbers: SIMD4<Int32>, along: SIMD4<Float>, squares: SIMD4<Float>) {
    let row = index >> 3
    let at = (row & 4) << 1 | index & 4 | row & 3
    return (chosen[at], along[at], best[at])
  }

  /// Forgets all lines; those farther than `reach` metres do not count.
  mutating func begin(_ frame: TileFrame, reach: Float) {
    (east, north) = (frame.east, frame.north)
    for row in 0..<16 {
      best[row] = SIMD4(repeating: reach * reach)
      chosen[row] = SIMD4(repeating: -1)
    }
    bounds = SIMD4(repeating: reach)
    worstSquare = (reach + Self.slack) * (reach + Self.slack)
    middleX = SIMD4(-2, 2, -2, 2) * east
    middleY = SIMD4(-2, -2, 2, 2) * north
    radius = 1.5 * (east * east + north * north).squareRoot() * 1.0001 + Self.slack
    isFound = false
  }

  /// Forgets the lines offered, not those taken.
  mutating func beginRing() {
    offers.removeAll(keepingCapacity: true)
    worstSquare = (worst + Self.slack) * (worst + Self.slack)
  }

  /// Keeps a line that may be the nearest of a point, and how near it is at least and at most.
  @inline(__always)
  mutating func offer(_ from: SIMD2<Float>, _ to: SIMD2<Float>, _ number: Int32) {
    // Most are told by the boxes of the line and of all points.
    let west = Swift.max(Swift.min(from.x, to.x), -Swift.max(from.x, to.x)) - 3.5 * east
    let south = Swift.max(Swift.min(from.y, to.y), -Swift.max(from.y, to.y)) - 3.5 * north
    let gap = SIMD2(Swift.max(0, west), Swift.max(0, south))
    if (gap * gap).sum() > worstSquare { return }
    let line = TileLine(from, to)
    let (x, y) = (middleX - line.from.x, middleY - line.from.y)
    var t = x * line.unit.x + y * line.unit.y
    t.replace(with: 0, where: t .< 0)
    t.replace(with: 1, where: t .> 1)
    let (dx, dy) = (x - t * line.way.x, y - t * line.way.y)
    let distance = (dx * dx + dy * dy).squareRoot()
    let least = distance - radius
    if !any(least .<= bounds) { return }
    let most = distance + radius
    bounds.replace(with: most, where: most .< bounds)
    worstSquare = (worst + Self.slack) * (worst + Self.slack)
    offers.append(Offer(line: line, number: number, least: least))
  }

  /// Compares the lines offered, in their order, with all points to which they may be nearest.
  mutating func takeOffers() {
    best.withUnsafeMutableBufferPointer { best in
      along.withUnsafeMutableBufferPointer { along in
        chosen.withUnsafeMutableBufferPointer { chosen in
          for offer in offers {
            for quarter in 0..<4 where offer.least[quarter] <= bounds[quarter] {
              let at = 4 * quarter
              let most = Self.update(
                offer.line, offer.number, SIMD2(east, north), quarter, best.baseAddress! + at,
                along.baseAddress! + at, chosen.baseAddress! + at)
              bounds[quarter] = Swift.min(bounds[quarter], most.squareRoot() * 1.000001)
              isFound = true
            }
          }
        }
      }
    }
  }

  /// Takes a line for every point of a quarter to which it is nearer than the best so far; the largest square then.
  @inline(__always)
  private static func update(
    _ line: TileLine, _ number: Int32, _ metres: SIMD2<Float>, _ quarter: Int,
    _ best: UnsafeMutablePointer<SIMD4<Float>>, _ along: UnsafeMutablePointer<SIMD4<Float>>,
    _ chosen: UnsafeMutablePointer<SIMD4<Int32>>
  ) -> Float {
    let columns =
      (quarter & 1 == 0
        ? SIMD4<Float>(-3.5, -2.5, -1.5, -0.5) : SIMD4<Float>(0.5, 1.5, 2.5, 3.5)) * metres.x
    let first: Float = quarter & 2 == 0 ? -3.5 : 0.5
    let x = columns - line.from.x
    let product = x * line.unit.x
    var most = SIMD4<Float>()
    for row in 0..<4 {
      let y = (first + Float(row)) * metres.y - line.from.y
      // Not `clamped`: its minimum and maximum are calls, lane by lane.
      var t = product + y * line.unit.y
      t.replace(with: 0, where: t .< 0)
      t.replace(with: 1, where: t .> 1)
      let dx = x - t * line.way.x
      let dy = y - t * line.way.y
      let square = dx * dx + dy * dy
      let isNearer = square .< best[row]
      best[row].replace(with: square, where: isNearer)
      along[row].replace(with: t, where: isNearer)
      chosen[row].replace(with: SIMD4(repeating: number), where: isNearer)
      most.replace(with: best[row], where: best[row] .> most)
    }
    return Swift.max(Swift.max(most.x, most.y), Swift.max(most.z, most.w))
  }
}
