import Model

/// Lines of a layer that are walked, before they are joined at nodes: polylines on WGS 84 in flat arrays.
///
/// Line `n` has the places `starts[n] ..< starts[n + 1]` and is walked as `walks[n]` says.
public struct StreetLines: Sendable {
  public private(set) var places: [FixedPoint] = []
  public private(set) var starts: [Int] = [0]
  public private(set) var walks: [LineWalk] = []
  /// Lines given, and those left out: not walked by the rules, without two different places.
  public private(set) var given = 0
  public private(set) var notWalked = 0
  public private(set) var withoutLength = 0

  /// How near two ends, or an end and another line, must be to be joined, metres (≤): what rounding to six decimals
  /// of a degree leaves open (0.16 m); more would join ends of different streets past a short piece between them.
  public static let joinMetres = 0.2
  /// How near an inner vertex must be to another line to touch it, metres (≤): twice the rounding to 1e-7 degrees.
  public static let touchMetres = 0.02

  public init() {}

  public var count: Int { walks.count }

  /// Adds one line; a place equal to the one before it is left out, and so is a line that leaves no two places or may
  /// not be walked in any direction.
  /// - Throws: `.badData` for a factor that is negative or not finite.
  public mutating func append(
    _ line: some Sequence<FixedPoint>, walk: LineWalk?, subject: Subject = .none
  ) throws {
    given += 1
    guard let walk, walk.forwardFactor != 0 || walk.backwardFactor != 0 else {
      notWalked += 1
      return
    }
    for factor in [walk.forwardFactor, walk.backwardFactor]
    where !(factor >= 0 && factor.isFinite) {
      throw AnalysisError(
        .badData, subject,
        LocalizedText("walking factor \(factor) of a street", zh: "道路的步行系数为 \(factor)"),
        hint: LocalizedText("give a number from 0 on", zh: "请给出不小于 0 的数"))
    }
    for place in line where places.count == starts[count] || place != places[places.count - 1] {
      places.append(place)
    }
    if places.count - starts[count] < 2 {
      places.removeLast(places.count - starts[count])
      withoutLength += 1
      return
    }
    starts.append(places.count)
    walks.append(walk)
  }

  /// Adds one line of coordinates in degrees on WGS 84, x = longitude.
  /// - Throws: `.badData` for a coordinate that is not a number or lies outside ±180°, ±90°, and as above.
  public mutating func append(
    coordinates: some Sequence<Coordinate>, walk: LineWalk?, subject: Subject = .none
  ) throws {
    try append(
      coordinates.map { coordinate in
        guard abs(coordinate.x) <= 180, abs(coordinate.y) <= 90 else {
          throw AnalysisError(
            .badData, subject,
            LocalizedText(
              "street at \(coordinate.x), \(coordinate.y), which is no place in degrees",
              zh: "道路坐标 \(coordinate.x), \(coordinate.y) 不是有效的经纬度"),
            hint: LocalizedText(
              "check the layer's coordinate system", zh: "请检查图层的坐标系"))
        }
        return FixedPoint(longitude: coordinate.x, latitude: coordinate.y)
      }, walk: walk, subject: subject)
  }
}
