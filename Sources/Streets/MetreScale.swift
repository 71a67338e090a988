/// `LocalFrame.distance` by table: radii every 0.001° of latitude between the places' extremes, with straight lines
/// between, which is within 4e-11 of them (a step's square over eight).
struct MetreScale: Sendable {
  private let units: GraphArray<Unit>
  /// 1e-7 degrees of latitude of the first row.
  private let first: Int
  private static let step = 10_000

  private struct Unit: BitwiseCopyable, Sendable {
    var east: Double
    var north: Double
  }

  init(_ places: GraphArray<FixedPoint>...) {
    var (low, high) = (Int32.max, Int32.min)
    for list in places {
      for place in list {
        low = min(low, place.latitudeE7)
        high = max(high, place.latitudeE7)
      }
    }
    if low > high { (low, high) = (0, 0) }
    let first = (Int(low) / Self.step - 1) * Self.step
    let rows = (Int(high) - first) / Self.step + 2
    self.first = first
    units = GraphArray(count: rows) { table in
      for row in 0..<rows {
        let unit = LocalFrame.metresPerUnit(latitude: Double(first + row * Self.step) / 1e7)
        table[row] = Unit(east: unit.east, north: unit.north)
      }
    }
  }

  @inline(__always)
  func distance(_ from: FixedPoint, _ to: FixedPoint) -> Double {
    let twice = Int(from.latitudeE7) + Int(to.latitudeE7) - 2 * first
    let row = twice / (2 * Self.step)
    let part = Double(twice - row * 2 * Self.step) / Double(2 * Self.step)
    let (lower, upper) = (units[row], units[row + 1])
    let x =
      Double(LocalFrame.eastwards(from: from, to: to))
      * (lower.east + part * (upper.east - lower.east))
    let y =
      Double(Int(to.latitudeE7) - Int(from.latitudeE7))
      * (lower.north + part * (upper.north - lower.north))
    return (x * x + y * y).squareRoot()
  }
}
