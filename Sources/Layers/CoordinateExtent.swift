import Model

/// Where a layer's coordinates lie, counted by feature.
struct CoordinateExtent {
  private(set) var box = BoundingBox.empty
  /// Box of the features whose coordinates could be degrees.
  private(set) var degreesBox = BoundingBox.empty
  /// Features that have coordinates.
  private(set) var features = 0
  /// Of those, the ones with a coordinate beyond ±180 or ±90.
  private(set) var outside = 0

  init(_ chunks: [FeatureChunk] = []) {
    for chunk in chunks { add(chunk) }
  }

  mutating func add(_ chunk: FeatureChunk) {
    for feature in 0..<chunk.count {
      let own = chunk.shapes.boundingBox(of: feature)
      guard !own.isEmpty else { continue }
      features += 1
      box.formUnion(own)
      if Self.isDegrees(own) { degreesBox.formUnion(own) } else { outside += 1 }
    }
  }

  /// Degrees in range, with room for rounding at the antimeridian and the poles.
  static func isDegrees(_ box: BoundingBox) -> Bool {
    box.minX >= -180.000001 && box.maxX <= 180.000001 && box.minY >= -90.000001
      && box.maxY <= 90.000001
  }

  /// The middle lies in mainland China, where map services shift coordinates.
  var isInChina: Bool {
    guard !degreesBox.isEmpty else { return false }
    return ChinaOutline.contains(
      longitude: (degreesBox.minX + degreesBox.maxX) / 2,
      latitude: (degreesBox.minY + degreesBox.maxY) / 2)
  }

  /// All coordinates could be degrees with latitude first.
  var isSwappedDegrees: Bool {
    features > 0 && box.minX >= -90 && box.maxX <= 90 && box.minY >= -180 && box.maxY <= 180
      && box.maxY > 90
  }
}
