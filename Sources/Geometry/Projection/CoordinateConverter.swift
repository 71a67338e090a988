import Model

/// Converts coordinates from any system to any other, GCJ-02 and BD-09 included.
///
/// Goes through WGS 84 degrees, except between two systems both left to PROJ. Transverse Mercator systems
/// on WGS 84 or CGCS2000 (all Gauss-Krüger zones, UTM) are computed by our own series, checked against PROJ
/// on a lattice of points when the converter is made. Not `Sendable`: one a worker.
package struct CoordinateConverter: ~Copyable {
  private let steps: [CoordinateConversionPlan.Step]
  /// Made only when a step needs it.
  private let transform: CoordinateTransform?

  /// - Throws: `AnalysisError` (usage) for a system that is not understood.
  package init(from: CoordinateSystem, to: CoordinateSystem) throws {
    try self.init(CoordinateConversionPlan(from: from, to: to))
  }

  /// A worker's converter for a plan made once.
  package init(_ plan: CoordinateConversionPlan) throws {
    transform = try Self.transform(plan)
    steps = plan.steps
  }

  private static func transform(
    _ plan: CoordinateConversionPlan
  ) throws -> CoordinateTransform? {
    guard let ends = plan.transform else { return nil }
    return try CoordinateTransform(from: ends.from, to: ends.to)
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
    guard agreesWithPROJ(system) else { return nil }
  }

  /// Unprojects a lattice of points up to 12° from the central meridian and 80° north and south both ways.
  private func agreesWithPROJ(_ definition: CoordinateSystemDescription) -> Bool {
    guard let degrees = try? CoordinateSystemDescription("EPSG:4326"),
      let transform = try? CoordinateTransform(from: definition, to: degrees)
    else {
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
