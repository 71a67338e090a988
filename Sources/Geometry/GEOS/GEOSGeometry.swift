internal import CGEOS
import Model

/// One geometry owned by GEOS, freed with the last reference to it.
///
/// Coordinates are planar: every measure is in the unit of the coordinates, and the caller sees to it that
/// two operands share one system. Not `Sendable`: GEOS builds caches inside geometries without locks.
package final class GEOSGeometry {
  /// Owned by this object; every use is inside `withExtendedLifetime(self)`.
  let handle: OpaquePointer

  /// Takes over a handle that nobody else frees.
  init(owning handle: OpaquePointer) { self.handle = handle }

  deinit { GEOSGeom_destroy_r(GEOSContext.current.handle, handle) }
}

@available(*, unavailable)
extension GEOSGeometry: Sendable {}

/// What a GEOS geometry is; raw values are GEOS's type numbers.
package enum GEOSKind: Int32, Sendable, CaseIterable {
  case point, lineString, linearRing, polygon
  case multiPoint, multiLineString, multiPolygon, collection
}

// MARK: - Calling GEOS

extension GEOSGeometry {
  /// Runs `call` with the thread's context and the handle, which stay alive meanwhile, and owns the geometry
  /// it returns.
  func derive(
    _ function: String, with other: GEOSGeometry? = nil,
    _ call: (OpaquePointer, OpaquePointer) -> OpaquePointer?
  ) throws -> GEOSGeometry {
    let context = GEOSContext.current
    let result = withExtendedLifetime((self, other)) { call(context.handle, handle) }
    guard let result else { throw context.failure(function, operands(other)) }
    return GEOSGeometry(owning: result)
  }

  /// Runs a predicate: 1 is true, 0 is false, anything else (2) is a failure.
  func test(
    _ function: String, with other: GEOSGeometry? = nil,
    _ call: (OpaquePointer, OpaquePointer) -> CChar
  ) throws -> Bool {
    let context = GEOSContext.current
    switch withExtendedLifetime((self, other), { call(context.handle, handle) }) {
    case 1: return true
    case 0: return false
    default: throw context.failure(function, operands(other))
    }
  }

  /// Runs a measuring function that stores a number and returns 1; anything else is a failure.
  func measure(
    _ function: String, with other: GEOSGeometry? = nil,
    _ call: (OpaquePointer, OpaquePointer, UnsafeMutablePointer<Double>) -> Int32
  ) throws -> Double {
    let context = GEOSContext.current
    var value = 0.0
    let code = withExtendedLifetime((self, other)) { call(context.handle, handle, &value) }
    guard code == 1 else { throw context.failure(function, operands(other)) }
    return value
  }

  /// Both operands of a failed call, briefly.
  private func operands(_ other: GEOSGeometry?) -> String {
    guard let other else { return summary }
    return "\(summary) and \(other.summary)"
  }

  /// Kind, number of coordinates and place, for error messages: `polygon of 5 coordinates at 0 0 … 10 10`.
  package var summary: String {
    let kind = (try? kind).map { "\($0)" } ?? "geometry"
    let context = GEOSContext.current
    let count = withExtendedLifetime(self) { GEOSGetNumCoordinates_r(context.handle, handle) }
    guard count > 0, let box = try? boundingBox else { return "empty \(kind)" }
    return "\(kind) of \(count) coordinates at \(box.minX) \(box.minY) … \(box.maxX) \(box.maxY)"
  }
}

// MARK: - What it is

extension GEOSGeometry {
  /// The geometry's kind.
  ///
  /// - Throws: `GEOSError` for a kind GEOS 3.11 does not have.
  package var kind: GEOSKind {
    get throws {
      let context = GEOSContext.current
      let code = withExtendedLifetime(self) { GEOSGeomTypeId_r(context.handle, handle) }
      guard let kind = GEOSKind(rawValue: code) else {
        throw context.failure("GEOSGeomTypeId_r", "type number \(code)")
      }
      return kind
    }
  }

  /// True when there is no coordinate in it.
  package var isEmpty: Bool {
    get throws { try test("GEOSisEmpty_r") { GEOSisEmpty_r($0, $1) } }
  }

  /// Number of coordinates of all parts.
  package var coordinateCount: Int {
    get throws {
      let context = GEOSContext.current
      let count = withExtendedLifetime(self) { GEOSGetNumCoordinates_r(context.handle, handle) }
      guard count >= 0 else { throw context.failure("GEOSGetNumCoordinates_r", "a geometry") }
      return Int(count)
    }
  }

  /// The largest dimension of its parts: 0 points, 1 lines, 2 areas, -1 an empty collection.
  package var dimension: Int {
    withExtendedLifetime(self) { Int(GEOSGeom_getDimensions_r(GEOSContext.current.handle, handle)) }
  }

  /// The box around it; `.empty` for an empty geometry.
  package var boundingBox: BoundingBox {
    get throws {
      if try isEmpty { return .empty }
      return BoundingBox(
        minX: try measure("GEOSGeom_getXMin_r") { GEOSGeom_getXMin_r($0, $1, $2) },
        minY: try measure("GEOSGeom_getYMin_r") { GEOSGeom_getYMin_r($0, $1, $2) },
        maxX: try measure("GEOSGeom_getXMax_r") { GEOSGeom_getXMax_r($0, $1, $2) },
        maxY: try measure("GEOSGeom_getYMax_r") { GEOSGeom_getYMax_r($0, $1, $2) })
    }
  }

  /// A deep copy, usable on another thread while this one stays here.
  package func copy() throws -> GEOSGeometry {
    try derive("GEOSGeom_clone_r") { GEOSGeom_clone_r($0, $1) }
  }
}
