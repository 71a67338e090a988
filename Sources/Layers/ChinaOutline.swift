import Model

/// A rough outline of mainland China and Hainan, without the small islands far out, for the question whether unstated degrees may be GCJ-02.
///
/// Drawn by hand from one to three degrees outside the border where neighbours are empty and about half a
/// degree where they are not; wrong by up to a degree, which a warning may be. The box in which the GCJ-02
/// formula applies would also hold Singapore, Tokyo and Delhi.
enum ChinaOutline {
  private static let corners: [(longitude: Double, latitude: Double)] = [
    (73.2, 39.8), (76.5, 41.2), (79.8, 42.4), (79.9, 45.2), (82.2, 45.8), (85.2, 47.6),
    (87.3, 49.6),
    (90.5, 48.2), (91.5, 45.6), (96.5, 43.4), (102, 42.6), (105.5, 42), (110.5, 43.2),
    (111.5, 45.3),
    (115.2, 46), (115.3, 48), (116.5, 50.3), (119, 50.6), (119.9, 53), (121.5, 54), (126, 53.4),
    (128.2, 50.2), (131, 49.3), (135.3, 48.9), (133.4, 45.1), (131.6, 44.7), (131.5, 43.4),
    (131, 42.3), (128.5, 41.7),
    (126.5, 40.9),
    (124.5, 39.6), (123.5, 37), (122.5, 34), (123.5, 31), (122.8, 28.5), (120.6, 25.8),
    (119.2, 24.4),
    (117, 22.6), (113, 21), (111.5, 18.5), (109.5, 17.6), (108, 18.5), (108.2, 21.2), (106.3, 21.7),
    (105, 22.8), (102.5, 22.2), (101.8, 20.8), (99.3, 21.5), (98.3, 23.6), (97.2, 24.2),
    (98.2, 27.2),
    (95.5, 28.3), (92, 26.8), (88.8, 27.2), (85.5, 27.7), (81, 29.9), (78.3, 31.3), (78, 34.5),
    (75.5, 36.4), (73.5, 38.3),
  ]

  /// Even-odd rule; points on an edge may count either way.
  static func contains(longitude: Double, latitude: Double) -> Bool {
    var isInside = false
    var previous = corners[corners.count - 1]
    for corner in corners {
      if (corner.latitude > latitude) != (previous.latitude > latitude) {
        let part = (latitude - corner.latitude) / (previous.latitude - corner.latitude)
        let crossing = corner.longitude + part * (previous.longitude - corner.longitude)
        if longitude < crossing { isInside.toggle() }
      }
      previous = corner
    }
    return isInside
  }
}
