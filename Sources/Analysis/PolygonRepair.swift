import Geometry
import Model

/// Finds invalid polygons and repairs them (GEOS, structure method).
enum PolygonRepair {
  /// What happened to one feature.
  private struct Finding: Sendable {
    var offset: Int
    var code: LedgerCode
    var detail: String
  }

  /// A repaired chunk, or nil when nothing changed.
  private struct Outcome: Sendable {
    var shapes: ShapeColumn?
    var findings: [Finding] = []
  }

  /// Checks every polygon; invalid ones are replaced by a valid one of the same area of interior, and what
  /// is no polygon or has no area is reported. Most rings are proven simple without GEOS.
  ///
  /// - Parameter isSound: by feature, polygons known to be valid, which are not looked at; none when left out.
  static func repair(
    _ layer: inout Layer, isSound: [Bool] = [], threads: Int, ledger: inout Ledger
  ) throws {
    let chunks = layer.chunks
    let outcomes = try Parallel.map(count: chunks.count, threads: threads) { index in
      let first = chunks[index].firstIndex
      return try check(chunks[index].shapes) { !isSound.isEmpty && isSound[first + $0] }
    }
    for (index, outcome) in outcomes.enumerated() {
      for finding in outcome.findings {
        ledger.record(
          finding.code,
          Subject(file: layer.source.path, row: chunks[index].row(finding.offset)),
          detail: finding.detail)
      }
      if let shapes = outcome.shapes { layer.chunks[index].shapes = shapes }
    }
  }

  private static func check(
    _ shapes: ShapeColumn, isSound: (Int) -> Bool
  ) throws -> Outcome {
    let simplicity = RingSimplicity()
    var outcome = Outcome()
    var repaired: [Int: GEOSGeometry] = [:]
    for feature in 0..<shapes.count where !isSound(feature) {
      guard shapes.kinds[feature].isAreal else {
        outcome.findings.append(
          Finding(
            offset: feature, code: .blockNotPolygon, detail: shapes.kinds[feature].name.english))
        continue
      }
      if isCertainlyValid(shapes, feature, simplicity) { continue }
      let geometry = try GEOSGeometry(shapes, feature: feature)
      guard let fault = try geometry.invalidity() else { continue }
      let valid = try geometry.madeValid()
      repaired[feature] = valid
      let hasArea = try valid.area > 0
      outcome.findings.append(
        Finding(
          offset: feature, code: hasArea ? .polygonRepaired : .blockWithoutArea,
          detail: describe(fault)))
    }
    if !repaired.isEmpty { outcome.shapes = try replacing(shapes, by: repaired) }
    return outcome
  }

  /// GEOS's reason with the place in degrees.
  private static func describe(_ fault: (reason: String, location: Coordinate?)) -> String {
    fault.reason + (fault.location.map { " (\($0.x), \($0.y))" } ?? "")
  }

  /// True for one ring that is proven simple: most blocks.
  private static func isCertainlyValid(
    _ shapes: ShapeColumn, _ feature: Int, _ simplicity: RingSimplicity
  ) -> Bool {
    let parts = shapes.parts(of: feature)
    guard parts.count == 1 else { return false }
    let rings = shapes.rings(of: parts.lowerBound)
    guard rings.count == 1 else { return false }
    return shapes.coordinates.withUnsafeBufferPointer { coordinates in
      simplicity.isCertainlySimple(
        UnsafeBufferPointer(rebasing: coordinates[shapes.coordinates(of: rings.lowerBound)]))
    }
  }

  private static func replacing(_ shapes: ShapeColumn, by repaired: [Int: GEOSGeometry]) throws
    -> ShapeColumn
  {
    var result = ShapeColumn()
    for feature in 0..<shapes.count {
      if let geometry = repaired[feature] {
        try geometry.append(to: &result, polygonalPart: true)
      } else {
        result.append(shapes.kinds[feature], parts: shapes.parts(at: feature))
      }
    }
    return result
  }
}
