import Model

/// Counts, over all rows of a table, what its coordinates could be.
struct CoordinateRanges {
  /// Rows with two finite numbers that are not both zero.
  private(set) var count = 0
  /// |first| ≤ 180 and |second| ≤ 90.
  private(set) var degrees = 0
  /// Degrees only when the two are exchanged.
  private(set) var onlyTurned = 0
  /// Degrees only as they stand.
  private(set) var onlyStraight = 0
  private(set) var china = 0
  private(set) var chinaTurned = 0
  /// Gauss-Krüger metres with the northing first.
  private(set) var northingFirst = 0

  mutating func add(_ first: Double, _ second: Double) {
    guard first.isFinite, second.isFinite, first != 0 || second != 0 else { return }
    count += 1
    let (straight, turned) = (Self.isDegrees(first, second), Self.isDegrees(second, first))
    if straight { degrees += 1 }
    if turned && !straight { onlyTurned += 1 }
    if straight && !turned { onlyStraight += 1 }
    if Self.isChina(first, second) { china += 1 }
    if Self.isChina(second, first) { chinaTurned += 1 }
    if Self.isGauss(second, first), !Self.isGauss(first, second) { northingFirst += 1 }
  }

  static func isDegrees(_ longitude: Double, _ latitude: Double) -> Bool {
    abs(longitude) <= 180 && abs(latitude) <= 90
  }

  /// The box around China, 73–136° east and 3–54° north.
  static func isChina(_ longitude: Double, _ latitude: Double) -> Bool {
    (73...136).contains(longitude) && (3...54).contains(latitude)
  }

  /// Eastings of 3° and 6° zones, with the zone's number before them or without; northings of China
  /// (from Hainan's 2,000 km).
  static func isGauss(_ easting: Double, _ northing: Double) -> Bool {
    ((1e5...9e5).contains(easting) || (13.1e6...45.9e6).contains(easting))
      && (1.9e6...6.1e6).contains(northing)
  }
}
