internal import CGEOS
import Model

/// Handles on their way into a larger geometry: freed here unless GEOS took them over.
struct OwnedHandles: ~Copyable {
  private var handles: [OpaquePointer?] = []

  init() {}

  mutating func append(_ handle: OpaquePointer) { handles.append(handle) }

  var count: Int { handles.count }

  /// Calls `body` with the handles, which GEOS owns from then on, even when it fails.
  consuming func surrender(
    _ body: (UnsafeMutablePointer<OpaquePointer?>?, UInt32) -> OpaquePointer?
  ) -> OpaquePointer? {
    var given = handles
    handles = []
    return given.withUnsafeMutableBufferPointer { body($0.baseAddress, UInt32($0.count)) }
  }

  deinit {
    for handle in handles where handle != nil {
      GEOSGeom_destroy_r(GEOSContext.current.handle, handle)
    }
  }
}

/// Building geometries from flat coordinates, copied in bulk.
struct GEOSBuilder {
  let context = GEOSContext.current

  /// A point, line string or ring of `coordinates`.
  func sequence(_ kind: GEOSKind, _ coordinates: ArraySlice<Coordinate>) throws -> OpaquePointer {
    guard let sequence = copy(coordinates) else {
      throw context.failure("GEOSCoordSeq_copyFromBuffer_r", "\(coordinates.count) coordinates")
    }
    // Each of these owns the sequence, even when it fails.
    let result: OpaquePointer? =
      switch kind {
      case .point: GEOSGeom_createPoint_r(context.handle, sequence)
      case .linearRing: GEOSGeom_createLinearRing_r(context.handle, sequence)
      default: GEOSGeom_createLineString_r(context.handle, sequence)
      }
    guard let result else {
      throw context.failure("create \(kind)", describe(coordinates))
    }
    return result
  }

  private func copy(_ coordinates: ArraySlice<Coordinate>) -> OpaquePointer? {
    coordinates.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress, !buffer.isEmpty else {
        return GEOSCoordSeq_create_r(context.handle, 0, 2)
      }
      // A Coordinate is exactly two Doubles, x then y, without padding: the buffer is x0 y0 x1 y1 ….
      let numbers = UnsafeRawPointer(base).assumingMemoryBound(to: Double.self)
      return GEOSCoordSeq_copyFromBuffer_r(context.handle, numbers, UInt32(buffer.count), 0, 0)
    }
  }

  private func describe(_ coordinates: ArraySlice<Coordinate>) -> String {
    guard let first = coordinates.first else { return "no coordinates" }
    return "\(coordinates.count) coordinates from \(first.x) \(first.y)"
  }

  /// A polygon of an outer ring and holes, all closed.
  func polygon(_ rings: some Collection<ArraySlice<Coordinate>>) throws -> OpaquePointer {
    guard let outer = rings.first else {
      guard let empty = GEOSGeom_createEmptyPolygon_r(context.handle) else {
        throw context.failure("GEOSGeom_createEmptyPolygon_r", "nothing")
      }
      return empty
    }
    var shellAndHoles = OwnedHandles()
    shellAndHoles.append(try sequence(.linearRing, outer))
    for ring in rings.dropFirst() {
      shellAndHoles.append(try sequence(.linearRing, ring))
    }
    let result = shellAndHoles.surrender { rings, count in
      rings.flatMap {
        GEOSGeom_createPolygon_r(context.handle, $0.pointee, $0 + 1, count - 1)
      }
    }
    guard let result else { throw context.failure("GEOSGeom_createPolygon_r", describe(outer)) }
    return result
  }

  /// A multi-geometry or collection of `parts`, which it takes over.
  func collection(_ kind: GEOSKind, _ parts: consuming OwnedHandles) throws -> OpaquePointer {
    let count = parts.count
    let result = parts.surrender {
      GEOSGeom_createCollection_r(context.handle, kind.rawValue, $0, $1)
    }
    guard let result else {
      throw context.failure("GEOSGeom_createCollection_r", "\(kind) of \(count) parts")
    }
    return result
  }
}

extension GEOSGeometry {
  /// The geometry of feature `feature` of `shapes`; an empty collection for `.none` and `.collection`.
  ///
  /// - Throws: `GEOSError` when a ring has one to three coordinates or is not closed.
  package convenience init(_ shapes: ShapeColumn, feature: Int) throws {
    let builder = GEOSBuilder()
    func rings(_ part: Int) -> [ArraySlice<Coordinate>] {
      shapes.rings(of: part).map { shapes.coordinates[shapes.coordinates(of: $0)] }
    }
    func single(_ part: Int, _ kind: GEOSKind) throws -> OpaquePointer {
      if kind == .polygon { return try builder.polygon(rings(part)) }
      return try builder.sequence(kind, rings(part).first ?? [])
    }
    func multi(_ kind: GEOSKind, of member: GEOSKind) throws -> OpaquePointer {
      var members = OwnedHandles()
      for part in shapes.parts(of: feature) { members.append(try single(part, member)) }
      return try builder.collection(kind, members)
    }
    func only(_ kind: GEOSKind) throws -> OpaquePointer {
      guard let part = shapes.parts(of: feature).first else {
        return try multi(.collection, of: kind)
      }
      return try single(part, kind)
    }
    let handle =
      switch shapes.kinds[feature] {
      case .none, .collection: try builder.collection(.collection, OwnedHandles())
      case .point: try only(.point)
      case .lineString: try only(.lineString)
      case .polygon: try only(.polygon)
      case .multiPoint: try multi(.multiPoint, of: .point)
      case .multiLineString: try multi(.multiLineString, of: .lineString)
      case .multiPolygon: try multi(.multiPolygon, of: .polygon)
      }
    self.init(owning: handle)
  }

  /// A polygon from closed planar rings, the outer one first; no ring makes an empty polygon.
  package convenience init(rings: [[PlanarPoint]]) throws {
    let slices = rings.map { ring in ring.map { Coordinate(x: $0.x, y: $0.y) }[...] }
    self.init(owning: try GEOSBuilder().polygon(slices))
  }

  /// A point.
  package convenience init(point: PlanarPoint) throws {
    let context = GEOSContext.current
    guard let handle = GEOSGeom_createPointFromXY_r(context.handle, point.x, point.y) else {
      throw context.failure("GEOSGeom_createPointFromXY_r", "\(point.x) \(point.y)")
    }
    self.init(owning: handle)
  }

  /// A line string through two or more planar points.
  package convenience init(line: [PlanarPoint]) throws {
    let coordinates = line.map { Coordinate(x: $0.x, y: $0.y) }
    self.init(owning: try GEOSBuilder().sequence(.lineString, coordinates[...]))
  }

  /// The rectangle `box`; an empty polygon for an empty box.
  package convenience init(_ box: BoundingBox) throws {
    let ring = [
      PlanarPoint(x: box.minX, y: box.minY), PlanarPoint(x: box.maxX, y: box.minY),
      PlanarPoint(x: box.maxX, y: box.maxY), PlanarPoint(x: box.minX, y: box.maxY),
      PlanarPoint(x: box.minX, y: box.minY),
    ]
    try self.init(rings: box.isEmpty ? [] : [ring])
  }

  /// A geometry collection of deep copies of `members`.
  package static func collection(of members: [GEOSGeometry]) throws -> GEOSGeometry {
    let builder = GEOSBuilder()
    var copies = OwnedHandles()
    for member in members {
      let copy = withExtendedLifetime(member) {
        GEOSGeom_clone_r(builder.context.handle, member.handle)
      }
      guard let copy else { throw builder.context.failure("GEOSGeom_clone_r", member.summary) }
      copies.append(copy)
    }
    return GEOSGeometry(owning: try builder.collection(.collection, copies))
  }
}
