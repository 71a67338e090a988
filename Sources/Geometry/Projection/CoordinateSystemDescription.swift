internal import CPROJ
import Foundation
import Model

/// What is known of a coordinate reference system: its name, datum, unit and where it is meant for.
package struct CoordinateSystemDescription: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    case geographic
    case projected
  }

  /// The text it was made from, in the form PROJ reads.
  package var definition: String
  /// The system's own name, such as `CGCS2000 / 3-degree Gauss-Kruger CM 123E`.
  package var name: String
  /// The EPSG code where the system carries one or is recognised with certainty.
  package var epsg: Int?
  package var kind: Kind
  /// Name of the unit of the first axis, such as `metre` or `degree`.
  package var unit: String
  /// Metres (projected) or radians (geographic) in one unit.
  package var unitFactor: Double
  /// The name of the datum or datum ensemble.
  package var datum: String
  /// The ellipsoid's semi-major axis in metres and inverse flattening (0 for a sphere).
  package var semiMajorAxis: Double
  package var inverseFlattening: Double
  /// Parameters of the projection by name, in degrees, metres or plain numbers; empty for geographic systems.
  package var parameters: [String: Double]
  /// The projection method's name, such as `Transverse Mercator`.
  package var method: String?
  /// True when the axes point east and north, in either order.
  package var pointsEastAndNorth: Bool
  /// The prime meridian's longitude in degrees.
  package var primeMeridian: Double
  /// Degrees; nil where the system does not say.
  package var areaOfUse: BoundingBox?

  /// The central meridian in degrees, for projections that have one.
  package var centralMeridian: Double? {
    parameters["Longitude of natural origin"] ?? parameters["Longitude of false origin"]
  }

  /// Reads `EPSG:4547`, `4547`, WKT (also Esri's), PROJ strings, `OGC:CRS84` or a system's full name.
  ///
  /// - Throws: `AnalysisError` (usage) when the text names no geographic or projected system.
  package init(_ text: String) throws {
    let definition = Self.normalised(text)
    let context = ProjectionContext()
    guard !definition.isEmpty,
      let object = ProjectionObject(context, proj_create(context.handle, definition)),
      let system = Self.horizontal(object)
    else { throw Self.unknown(text, context.messages.last) }
    try self.init(system, definition: definition, text: text)
  }
}

// MARK: - Text

extension CoordinateSystemDescription {
  /// The text as PROJ wants it: bare numbers are EPSG codes, authority names are upper case, and PROJ strings
  /// say that they mean a system.
  package static func normalised(_ text: String) -> String {
    let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines.union(["\u{FEFF}"]))
    if !trimmed.isEmpty, trimmed.allSatisfy({ $0.isASCII && $0.isNumber }) {
      return "EPSG:\(trimmed)"
    }
    let upper = trimmed.uppercased()
    for authority in ["EPSG:", "ESRI:", "OGC:", "IGNF:", "URN:"] where upper.hasPrefix(authority) {
      return authority == "URN:" ? trimmed : upper
    }
    if trimmed.contains("+proj=") || trimmed.contains("+init="), !trimmed.contains("type=crs") {
      return trimmed + " +type=crs"
    }
    return trimmed
  }

  /// What a user may type for a coordinate system.
  package static let whatToType = LocalizedText(
    "type EPSG:n (for example EPSG:4326 or EPSG:4547), GCJ02, BD09, WKT or a PROJ string",
    zh: "请写 EPSG:n（如 EPSG:4326、EPSG:4547）、GCJ02、BD09、WKT 或 PROJ 字符串")

  static func unknown(_ text: String, _ reason: String?) -> AnalysisError {
    let shown = text.count > 80 ? text.prefix(77) + "…" : text[...]
    let cause = reason.map { " (\($0))" } ?? ""
    return AnalysisError(
      .usage, .none,
      LocalizedText(
        "coordinate system “\(shown)” is not known\(cause)", zh: "无法识别坐标系“\(shown)”\(cause)"),
      hint: whatToType)
  }
}

// MARK: - Asking PROJ

extension CoordinateSystemDescription {
  /// The horizontal system inside `object`; nil when there is none (vertical, engineering, geocentric …).
  private static func horizontal(_ object: borrowing ProjectionObject) -> ProjectionObject? {
    let context = object.context
    switch proj_get_type(object.handle) {
    case PJ_TYPE_BOUND_CRS:
      guard
        let base = ProjectionObject(
          context, proj_get_source_crs(context.handle, object.handle))
      else { return nil }
      return horizontal(base)
    case PJ_TYPE_COMPOUND_CRS:
      guard
        let part = ProjectionObject(
          context, proj_crs_get_sub_crs(context.handle, object.handle, 0))
      else { return nil }
      return horizontal(part)
    case PJ_TYPE_GEOGRAPHIC_2D_CRS, PJ_TYPE_GEOGRAPHIC_3D_CRS, PJ_TYPE_PROJECTED_CRS:
      return ProjectionObject(context, proj_clone(context.handle, object.handle))
    default: return nil
    }
  }

  private init(
    _ system: borrowing ProjectionObject, definition: String, text: String
  ) throws {
    let context = system.context.handle
    self.definition = definition
    name = system.name
    kind = proj_get_type(system.handle) == PJ_TYPE_PROJECTED_CRS ? .projected : .geographic
    epsg = Self.code(system)
    areaOfUse = Self.area(system)
    (unit, unitFactor, pointsEastAndNorth) = Self.axes(system)
    guard
      let geodetic = ProjectionObject(
        system.context, proj_crs_get_geodetic_crs(context, system.handle)),
      let ellipsoid = ProjectionObject(system.context, proj_get_ellipsoid(context, system.handle))
    else { throw Self.unknown(text, system.context.messages.last) }
    let datum =
      ProjectionObject(system.context, proj_crs_get_datum(context, geodetic.handle))
      ?? ProjectionObject(system.context, proj_crs_get_datum_ensemble(context, geodetic.handle))
    self.datum = datum?.name ?? ""
    var (major, minor, flattening) = (0.0, 0.0, 0.0)
    guard
      proj_ellipsoid_get_parameters(context, ellipsoid.handle, &major, &minor, nil, &flattening)
        == 1
    else { throw Self.unknown(text, system.context.messages.last) }
    semiMajorAxis = major
    inverseFlattening = flattening
    primeMeridian = Self.meridian(system)
    (method, parameters) = Self.projection(system)
  }

  /// The code the system carries, else that of PROJ's best match in which every
  /// parameter agrees (70 % confidence: only the names may differ).
  private static func code(_ system: borrowing ProjectionObject) -> Int? {
    if ProjectionContext.text(proj_get_id_auth_name(system.handle, 0)) == "EPSG" {
      return ProjectionContext.text(proj_get_id_code(system.handle, 0)).flatMap { Int($0) }
    }
    let context = system.context
    var confidence: UnsafeMutablePointer<Int32>?
    guard let found = proj_identify(context.handle, system.handle, "EPSG", nil, &confidence) else {
      return nil
    }
    defer {
      proj_list_destroy(found)
      if let confidence { proj_int_list_destroy(confidence) }
    }
    guard proj_list_get_count(found) > 0, let confidence, confidence[0] >= 70,
      let best = ProjectionObject(context, proj_list_get(context.handle, found, 0))
    else { return nil }
    return ProjectionContext.text(proj_get_id_code(best.handle, 0)).flatMap { Int($0) }
  }

  private static func area(_ system: borrowing ProjectionObject) -> BoundingBox? {
    var box = BoundingBox.empty
    let code = proj_get_area_of_use(
      system.context.handle, system.handle, &box.minX, &box.minY, &box.maxX, &box.maxY, nil)
    // PROJ says -1000 for “unknown”.
    return code == 1 && box.minX >= -180 ? box : nil
  }

  /// Unit name and factor of the first axis, and whether the axes point east and north.
  private static func axes(_ system: borrowing ProjectionObject) -> (String, Double, Bool) {
    let context = system.context
    guard
      let axes = ProjectionObject(
        context, proj_crs_get_coordinate_system(context.handle, system.handle))
    else { return ("", 1, false) }
    var directions: Set<String> = []
    var unit = ""
    var factor = 1.0
    for index in 0..<Int32(2) {
      var direction: UnsafePointer<CChar>?
      var unitName: UnsafePointer<CChar>?
      let code = proj_cs_get_axis_info(
        context.handle, axes.handle, index, nil, nil, &direction, &factor, &unitName, nil, nil)
      guard code == 1 else { return (unit, factor, false) }
      directions.insert(ProjectionContext.text(direction) ?? "")
      unit = ProjectionContext.text(unitName) ?? ""
    }
    return (unit, factor, directions == ["east", "north"])
  }

  private static func meridian(_ system: borrowing ProjectionObject) -> Double {
    let context = system.context
    guard
      let meridian = ProjectionObject(
        context, proj_get_prime_meridian(context.handle, system.handle))
    else { return 0 }
    var (longitude, factor) = (0.0, 0.0)
    let code = proj_prime_meridian_get_parameters(
      context.handle, meridian.handle, &longitude, &factor, nil)
    return code == 1 ? longitude * factor * 180 / .pi : 0
  }

  /// Method and parameters of the projection; angles in degrees, lengths in metres.
  private static func projection(
    _ system: borrowing ProjectionObject
  ) -> (String?, [String: Double]) {
    let context = system.context
    guard proj_get_type(system.handle) == PJ_TYPE_PROJECTED_CRS,
      let operation = ProjectionObject(
        context, proj_crs_get_coordoperation(context.handle, system.handle))
    else { return (nil, [:]) }
    var method: UnsafePointer<CChar>?
    proj_coordoperation_get_method_info(context.handle, operation.handle, &method, nil, nil)
    var values: [String: Double] = [:]
    for index in 0..<proj_coordoperation_get_param_count(context.handle, operation.handle) {
      var name: UnsafePointer<CChar>?
      var category: UnsafePointer<CChar>?
      var (value, factor) = (0.0, 1.0)
      let code = proj_coordoperation_get_param(
        context.handle, operation.handle, index, &name, nil, nil, &value, nil, &factor, nil, nil,
        nil, &category)
      guard code == 1, let name = ProjectionContext.text(name) else { continue }
      let angular = ProjectionContext.text(category) == "angular"
      // Exact for whole degrees: factor × 180/π is 1 to the last bit only after this rounding.
      values[name] = angular ? degrees(value, factor) : value * factor
    }
    return (ProjectionContext.text(method), values)
  }

  private static func degrees(_ value: Double, _ factor: Double) -> Double {
    abs(factor * 180 / .pi - 1) < 1e-12 ? value : value * factor * 180 / .pi
  }
}
