import Model

/// Converts coordinates from any system to any other, GCJ-02 and BD-09 included.
///
/// Goes through WGS 84 degrees, except between two systems both left to PROJ. Transverse Mercator systems
/// on WGS 84 or CGCS2000 (all Gauss-Krüger zones, UTM) are computed by our own series, checked against PROJ
/// on a lattice of points when the converter is made. Not `Sendable`: one a worker.
package struct CoordinateConverter: ~Copyable {
  /// One step of the way.
  private enum Step {
    case offset(ChinaOffset.Direction)
    case unproject(TransverseMercator)
    case project(TransverseMercator)
    /// PROJ, from `from` to `to`.
    case transform
  }

  private let steps: [Step]
  /// Made only when a step or a coordinate outside the series' reach needs it.
  private let transform: CoordinateTransform?

  /// - Throws: `AnalysisError` (usage) for a system that is not understood.
  package init(from: CoordinateSystem, to: CoordinateSystem) throws {
    let plan = try Self.plan(from, to)
    transform = try Self.transform(plan.from, plan.to)
    steps = plan.steps
  }

  private static func transform(_ from: String, _ to: String) throws -> CoordinateTransform? {
    if from == to { return nil }
    return try CoordinateTransform(from: from, to: to)
  }

  /// The steps, and the two systems for PROJ, which are equal when PROJ has nothing to do.
  private static func plan(
    _ from: CoordinateSystem, _ to: CoordinateSystem
  ) throws -> (steps: [Step], from: String, to: String) {
    let wgs84 = "EPSG:4326"
    if from == to { return ([], wgs84, wgs84) }
    let source = try series(from)
    let target = try series(to)
    if case .definition(let first) = from, case .definition(let second) = to,
      source == nil || target == nil
    {
      return ([.transform], first, second)
    }
    var plan = (steps: [Step](), from: wgs84, to: wgs84)
    switch from {
    case .wgs84: break
    case .gcj02: if to != .bd09 { plan.steps.append(.offset(.gcj02ToWGS84)) }
    case .bd09: plan.steps.append(.offset(to == .gcj02 ? .bd09ToGCJ02 : .bd09ToWGS84))
    case .definition(let text):
      plan.steps.append(source.map { .unproject($0) } ?? .transform)
      if source == nil { plan.from = text }
    }
    switch to {
    case .wgs84: break
    case .gcj02: if from != .bd09 { plan.steps.append(.offset(.wgs84ToGCJ02)) }
    case .bd09: plan.steps.append(.offset(from == .gcj02 ? .gcj02ToBD09 : .wgs84ToBD09))
    case .definition(let text):
      plan.steps.append(target.map { .project($0) } ?? .transform)
      if target == nil { plan.to = text }
    }
    return plan
  }

  /// True when there is nothing to do.
  package var isIdentity: Bool { steps.isEmpty }

  /// Converts every coordinate in place.
  ///
  /// - Throws: `CoordinateTransformError` for the first coordinate that is not finite or cannot be converted;
  ///   the array is then partly converted.
  package func convert(_ coordinates: inout [Coordinate]) throws {
    for step in steps {
      switch step {
      case .offset(let direction):
        try Self.each(&coordinates, "\(direction)") { ChinaOffset.convert($0, direction) }
      case .unproject(let series):
        try Self.each(&coordinates, "transverse Mercator → WGS 84") {
          series.isInReach($0) ? series.unproject($0) : nil
        }
      case .project(let series):
        try Self.each(&coordinates, "WGS 84 → transverse Mercator") {
          series.isInReach(longitude: $0.x, latitude: $0.y)
            ? series.project(longitude: $0.x, latitude: $0.y) : nil
        }
      case .transform: try transform?.transform(&coordinates)
      }
    }
  }

  private static func each(
    _ coordinates: inout [Coordinate], _ operation: @autoclosure () -> String,
    _ body: (Coordinate) -> Coordinate?
  ) throws {
    try coordinates.withUnsafeMutableBufferPointer { buffer in
      for index in buffer.indices {
        guard buffer[index].isFinite, let result = body(buffer[index]), result.isFinite else {
          throw CoordinateTransformError(
            index: index, coordinate: buffer[index], operation: operation(),
            message: "outside the system's area, or not a number")
        }
        buffer[index] = result
      }
    }
  }

  /// The transverse Mercator series that stands for `system`; nil when PROJ must do it.
  private static func series(_ system: CoordinateSystem) throws -> TransverseMercator? {
    guard case .definition(let text) = system else { return nil }
    return try TransverseMercator(CoordinateSystemDescription(text))
  }
}

@available(*, unavailable)
extension CoordinateConverter: Sendable {}

extension TransverseMercator {
  /// True where `project` is exact: a latitude, and within 20° of the central meridian.
  package func isInReach(longitude: Double, latitude: Double) -> Bool {
    abs(latitude) <= 90 && abs((longitude - centralMeridian).remainder(dividingBy: 360)) <= 20
  }

  /// The projection of a described system, when that is a transverse Mercator on WGS 84 or CGCS2000 with
  /// axes to the east and north, and PROJ gives the same coordinates on a lattice of points around its
  /// central meridian (within 10⁻⁹°); nil otherwise.
  package init?(_ system: CoordinateSystemDescription) {
    guard system.method == "Transverse Mercator", system.hasWGS84Datum, system.pointsEastAndNorth,
      system.primeMeridian == 0, let meridian = system.centralMeridian,
      let latitude = system.parameters["Latitude of natural origin"],
      let scale = system.parameters["Scale factor at natural origin"],
      let easting = system.parameters["False easting"],
      let northing = system.parameters["False northing"]
    else { return nil }
    self.init(
      semiMajorAxis: system.semiMajorAxis, inverseFlattening: system.inverseFlattening,
      centralMeridian: meridian, latitudeOfOrigin: latitude, scale: scale, falseEasting: easting,
      falseNorthing: northing, unitFactor: system.unitFactor)
    guard agreesWithPROJ(system.definition) else { return nil }
  }

  /// Unprojects a lattice of points up to 12° from the central meridian and 80° north and south both ways.
  private func agreesWithPROJ(_ definition: String) -> Bool {
    guard let transform = try? CoordinateTransform(from: definition, to: "EPSG:4326") else {
      return false
    }
    var ours: [Coordinate] = []
    for offset in [-12.0, -3, -1, 0, 0.5, 2, 6] {
      for latitude in [-80.0, -45, -1, 0, 20, 40, 55, 80] {
        ours.append(project(longitude: centralMeridian + offset, latitude: latitude))
      }
    }
    var theirs = ours
    guard (try? transform.transform(&theirs)) != nil else { return false }
    return zip(ours, theirs).allSatisfy { point, expected in
      let mine = unproject(point)
      return abs((mine.x - expected.x).remainder(dividingBy: 360)) < 1e-9
        && abs(mine.y - expected.y) < 1e-9
    }
  }
}
