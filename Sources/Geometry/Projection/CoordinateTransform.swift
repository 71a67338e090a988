internal import CPROJ
import Model

/// A coordinate PROJ could not transform.
package struct CoordinateTransformError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Position in the array handed in, from 0.
  package var index: Int
  /// The coordinate as it was before.
  package var coordinate: Coordinate
  /// From which system to which.
  package var operation: String
  /// PROJ's message.
  package var message: String

  package var description: String {
    "coordinate \(index) (\(coordinate.x), \(coordinate.y)), \(operation): \(message)"
  }

  /// The same failure as a one-line error about the feature at `subject`; exit code 65.
  package func analysisError(_ subject: Subject = .none) -> AnalysisError {
    let place = "(\(coordinate.x), \(coordinate.y))"
    return AnalysisError(
      .badData, subject,
      LocalizedText(
        "coordinate \(place) cannot be transformed (\(operation)): \(message)",
        zh: "坐标 \(place) 无法转换（\(operation)）：\(message)"),
      hint: LocalizedText(
        "check the coordinate and its reference system (--…-crs), and that x is the easting or longitude",
        zh: "请检查该坐标及其坐标系（--…-crs），并确认 x 是东坐标或经度"))
  }
}

/// A transformation between two reference systems by PROJ: x = easting or longitude on both sides, degrees
/// where a system is geographic, else the system's own unit.
///
/// Single owner with a context of its own; not `Sendable`: one a worker. Making one costs 1–20 ms, a million
/// points about 0.25 s. CGCS2000 and WGS 84 have no published transformation between them; PROJ's “ballpark”
/// identity is accepted, as the two agree to centimetres.
package struct CoordinateTransform: ~Copyable {
  private let operation: ProjectionObject
  private let title: String
  /// True where PROJ itself wants radians, which only bare operations do.
  let radiansIn: Bool
  let radiansOut: Bool

  /// - Parameters: `from` and `to` are what `CoordinateSystemDescription` reads.
  /// - Throws: `AnalysisError` (usage) naming the system that is not understood.
  package init(from: String, to: String) throws {
    try self.init(
      from: CoordinateSystemDescription(from), to: CoordinateSystemDescription(to))
  }

  /// The same between systems already read.
  package init(
    from: CoordinateSystemDescription, to: CoordinateSystemDescription
  ) throws {
    let context = ProjectionContext()
    let source = try Self.system(from, sharingDatumWith: to, context)
    let target = try Self.system(to, sharingDatumWith: from, context)
    context.clear()
    let made = ProjectionObject(
      context,
      proj_create_crs_to_crs_from_pj(context.handle, source.handle, target.handle, nil, nil))
    guard let made else { throw Self.impossible(from.definition, to.definition, context) }
    let upright = ProjectionObject(
      context, proj_normalize_for_visualization(context.handle, made.handle))
    guard let upright else { throw Self.impossible(from.definition, to.definition, context) }
    operation = upright
    title = "\(from.definition) → \(to.definition)"
    radiansIn = false
    radiansOut = false
  }

  /// PROJ's object for `system`. Degrees on WGS 84 or CGCS2000 facing a projected system on such a datum are
  /// replaced by that one's own geographic system: the identity between both datums is decided here, not
  /// searched for in PROJ's database, which finds nothing better and takes 150 ms for it.
  private static func system(
    _ system: CoordinateSystemDescription, sharingDatumWith other: CoordinateSystemDescription,
    _ context: ProjectionContext
  ) throws -> ProjectionObject {
    let isIdentity = system.isWGS84Degrees && other.hasWGS84Datum && other.kind == .projected
    let definition = isIdentity ? other.definition : system.definition
    guard let object = ProjectionObject(context, proj_create(context.handle, definition)) else {
      throw CoordinateSystemDescription.unknown(definition, context.messages.last)
    }
    if !isIdentity { return object }
    guard
      let geographic = ProjectionObject(
        context, proj_crs_get_geodetic_crs(context.handle, object.handle))
    else { throw CoordinateSystemDescription.unknown(definition, context.messages.last) }
    return geographic
  }

  /// A bare PROJ operation or pipeline, in its own axis order; angles are degrees on both sides.
  ///
  /// - Throws: `AnalysisError` (usage) with PROJ's complaint.
  package init(operation text: String) throws {
    let context = ProjectionContext()
    guard let made = ProjectionObject(context, proj_create(context.handle, text)) else {
      let message = context.message(proj_context_errno(context.handle))
      throw AnalysisError(
        .usage, .none,
        LocalizedText("PROJ operation “\(text)”: \(message)", zh: "PROJ 运算“\(text)”：\(message)"))
    }
    radiansIn = proj_angular_input(made.handle, PJ_FWD) == 1
    radiansOut = proj_angular_output(made.handle, PJ_FWD) == 1
    operation = made
    title = text
  }

  private static func impossible(
    _ from: String, _ to: String, _ context: ProjectionContext
  ) -> AnalysisError {
    let message = context.message(proj_context_errno(context.handle))
    return AnalysisError(
      .usage, .none,
      LocalizedText(
        "no transformation from \(from) to \(to): \(message)",
        zh: "无法从 \(from) 转换到 \(to)：\(message)"),
      hint: CoordinateSystemDescription.whatToType)
  }

  /// Transforms every coordinate in place.
  ///
  /// - Throws: `CoordinateTransformError` for the first coordinate whose result is not finite (PROJ reports
  ///   success for many of those); earlier ones are then transformed, the others unspecified.
  package func transform(_ coordinates: inout [Coordinate]) throws {
    try run(&coordinates, inverse: false)
  }

  /// The way back.
  package func transformBack(_ coordinates: inout [Coordinate]) throws {
    try run(&coordinates, inverse: true)
  }

  /// Works in blocks, so that the input of a bad coordinate is still known.
  private func run(_ coordinates: inout [Coordinate], inverse: Bool) throws {
    let block = 4096
    try coordinates.withUnsafeMutableBufferPointer { buffer in
      var start = 0
      while start < buffer.count {
        let end = min(start + block, buffer.count)
        let before = Array(buffer[start..<end])
        if inverse ? radiansOut : radiansIn { Self.scale(buffer, start..<end, .pi / 180) }
        let code = call(buffer, start..<end, inverse: inverse)
        if inverse ? radiansIn : radiansOut { Self.scale(buffer, start..<end, 180 / .pi) }
        for index in start..<end where !buffer[index].isFinite {
          throw CoordinateTransformError(
            index: index, coordinate: before[index - start], operation: title,
            message: code == 0 && operation.context.messages.isEmpty
              ? "the result is not finite" : operation.context.message(code))
        }
        start = end
      }
    }
  }

  private func call(
    _ buffer: UnsafeMutableBufferPointer<Coordinate>, _ range: Range<Int>, inverse: Bool
  ) -> Int32 {
    guard let base = buffer.baseAddress, !range.isEmpty else { return 0 }
    let stride = MemoryLayout<Coordinate>.stride
    // A Coordinate is exactly two Doubles, x then y: PROJ walks both with the stride of one Coordinate.
    let x = UnsafeMutableRawPointer(base + range.lowerBound).assumingMemoryBound(to: Double.self)
    operation.context.clear()
    proj_errno_reset(operation.handle)
    _ = proj_trans_generic(
      operation.handle, inverse ? PJ_INV : PJ_FWD, x, stride, range.count, x + 1, stride,
      range.count, nil, 0, 0, nil, 0, 0)
    return proj_errno(operation.handle)
  }

  private static func scale(
    _ buffer: UnsafeMutableBufferPointer<Coordinate>, _ range: Range<Int>, _ factor: Double
  ) {
    for index in range {
      buffer[index].x *= factor
      buffer[index].y *= factor
    }
  }
}

@available(*, unavailable)
extension CoordinateTransform: Sendable {}
