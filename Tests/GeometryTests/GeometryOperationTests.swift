import Foundation
import Model
import Testing

@testable import Geometry

@Suite struct GeometryOperationTests {
  func read(_ wkt: String) throws -> GEOSGeometry { try GEOSGeometry(wkt: wkt) }
  let square = "POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0))"
  let bowTie = "POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))"

  @Test func `Text and binary forms return what went in`() throws {
    let text = "MULTIPOLYGON (((0 0, 1.1 0, 1 1, 0 0)), ((5 5, 6 5, 6 6, 5 5)))"
    let geometry = try read(text)
    #expect(try geometry.wkt() == text)
    #expect(try GEOSGeometry(wkb: geometry.wkb()).wkt() == text)
    let hexadecimal = try geometry.hexadecimalWKB()
    #expect(try GEOSGeometry(hexadecimalWKB: hexadecimal.lowercased()).wkt() == text)
    #expect(
      try read("POINT (1 2)").hexadecimalWKB() == "0101000000000000000000F03F0000000000000040")
    #expect(try read("POINT (1.26 2)").wkt(decimals: 1) == "POINT (1.3 2)")
  }

  @Test(arguments: ["POLYGON ((0 0, 1 1", "", "CIRCLE (1 2)", "POLYGON ((0 0, 1 1, 2 2))"])
  func `Bad text is refused with GEOS's own message`(text: String) {
    let error = #expect(throws: GEOSError.self) { _ = try GEOSGeometry(wkt: text) }
    #expect(error?.function == "GEOSWKTReader_read_r")
    #expect(error?.message.contains("Exception") == true)
    #expect(error?.operand == "“\(text)”")
    #expect(error?.analysisError(Subject(file: "a", row: 3)).kind == .badData)
  }

  @Test func `Truncated and unknown binary is refused`() throws {
    let bytes = try read(square).wkb()
    for count in [0, 1, 4, 5, 9, bytes.count - 1] {
      #expect(throws: GEOSError.self) { _ = try GEOSGeometry(wkb: Array(bytes.prefix(count))) }
    }
    #expect(throws: GEOSError.self) { _ = try GEOSGeometry(wkb: [1, 99, 0, 0, 0, 0, 0, 0, 0]) }
    #expect(throws: GEOSError.self) { _ = try GEOSGeometry(hexadecimalWKB: "01ZZ") }
  }

  @Test func `Every kind goes from a shape column into GEOS and back unharmed`() throws {
    var shapes = ShapeColumn()
    func c(_ pairs: (Double, Double)...) -> [Coordinate] {
      pairs.map { Coordinate(x: $0.0, y: $0.1) }
    }
    let ring = c((0, 0), (9, 0), (9, 9), (0, 9), (0, 0))
    let hole = c((1, 1), (1, 2), (2, 2), (1, 1))
    shapes.append(.none, parts: [])
    shapes.append(.point, parts: [[c((1, 2))]])
    shapes.append(.multiPoint, parts: [[c((1, 2))], [c((3, 4))]])
    shapes.append(.lineString, parts: [[c((0, 0), (1, 1), (2, 0))]])
    shapes.append(.multiLineString, parts: [[c((0, 0), (1, 1))], [c((5, 5), (6, 6))]])
    shapes.append(.polygon, parts: [[ring, hole]])
    shapes.append(
      .multiPolygon, parts: [[ring, hole], [c((20, 20), (21, 20), (21, 21), (20, 20))]])
    shapes.append(.collection, parts: [])
    var back = ShapeColumn()
    for feature in 0..<shapes.count {
      try GEOSGeometry(shapes, feature: feature).append(to: &back)
    }
    shapes.kinds[7] = .none  // An empty collection has nothing to say what it was.
    #expect(back == shapes)
    #expect(try GEOSGeometry(shapes, feature: 5).area == 81 - 0.5)
  }

  @Test func `Rings that are open or too short are refused`() {
    for ring in [[(0.0, 0.0), (1, 0), (1, 1)], [(0, 0)], [(0, 0), (1, 1)]] {
      let points = ring.map { PlanarPoint(x: $0.0, y: $0.1) }
      #expect(throws: GEOSError.self) { _ = try GEOSGeometry(rings: [points]) }
      // The valid outer ring must be freed too when a hole fails.
      let outer = [(0.0, 0.0), (9, 0), (9, 9), (0, 0)].map { PlanarPoint(x: $0.0, y: $0.1) }
      #expect(throws: GEOSError.self) { _ = try GEOSGeometry(rings: [outer, points]) }
    }
  }

  @Test func `A collection keeps its polygonal part on request`() throws {
    let mixed = try read(
      "GEOMETRYCOLLECTION (POINT (1 1), POLYGON ((0 0, 1 0, 1 1, 0 0)), MULTIPOLYGON (((5 5, 6 5, 6 6, 5 5))))"
    )
    var shapes = ShapeColumn()
    try mixed.append(to: &shapes)
    try mixed.append(to: &shapes, polygonalPart: true)
    try read("LINESTRING (0 0, 1 1)").append(to: &shapes, polygonalPart: true)
    try read("GEOMETRYCOLLECTION (POINT (1 1), POLYGON ((0 0, 1 0, 1 1, 0 0)))")
      .append(to: &shapes, polygonalPart: true)
    #expect(shapes.kinds == [.collection, .multiPolygon, .none, .polygon])
    #expect(shapes.parts(of: 1).count == 2)
  }

  @Test func `Invalid polygons are explained, located and repaired`() throws {
    let geometry = try read(bowTie)
    #expect(try !geometry.isValid)
    let flaw = try #require(try geometry.invalidity())
    #expect(flaw.reason == "Self-intersection" && flaw.location == Coordinate(x: 1, y: 1))
    let repaired = try geometry.madeValid()
    #expect(try repaired.isValid && repaired.area == 2)
    #expect(try read(square).invalidity() == nil)
    // A spike collapses instead of being kept as a line.
    let spike = try read("POLYGON ((0 0, 10 0, 10 10, 10 20, 10 10, 0 10, 0 0))").madeValid()
    #expect(try spike.kind == .polygon && spike.area == 100)
  }

  @Test func `Overlays of two squares have the areas drawn on paper`() throws {
    let a = try read(square)
    let b = try read("POLYGON ((5 5, 15 5, 15 15, 5 15, 5 5))")
    #expect(try a.union(b).area == 175)
    #expect(try a.intersection(b).area == 25)
    #expect(try a.difference(b).area == 75)
    #expect(try a.symmetricDifference(b).area == 150)
    #expect(try GEOSGeometry.unaryUnion(of: [a, b, a]).area == 175)
    #expect(try GEOSGeometry.unaryUnion(of: []).isEmpty)
    #expect(try GEOSGeometry.collection(of: [a, b]).unaryUnion().area == 175)
  }

  @Test func `A failing overlay names the function, both operands and GEOS's message`() throws {
    let line = "LINESTRING (0 0, NaN NaN, 1 1)"
    let error = #expect(throws: GEOSError.self) {
      _ = try read(square).relates(read(line), pattern: "T*F")
    }
    #expect(error?.function == "GEOSRelatePattern_r")
    #expect(error?.operand.contains("polygon of 5 coordinates at 0.0 0.0 … 10.0 10.0 and") == true)
    #expect(error?.message.isEmpty == false)
  }

  @Test func `Measures and constructions have their textbook values`() throws {
    let a = try read(square)
    #expect(try a.area == 100 && a.length == 40 && a.coordinateCount == 5 && a.dimension == 2)
    #expect(try a.boundingBox == BoundingBox(minX: 0, minY: 0, maxX: 10, maxY: 10))
    #expect(try a.centroid().wkt() == "POINT (5 5)")
    #expect(try a.distance(to: read("POINT (13 14)")) == 5)
    #expect(try a.isWithin(distance: 5, of: read("POINT (13 14)")))
    #expect(try !a.isWithin(distance: 4.999, of: read("POINT (13 14)")))
    #expect(try a.covers(a.pointOnSurface()))
    #expect(try read("LINESTRING (1 2, 3 5)").envelope().area == 6)
    #expect(try read("MULTIPOINT (0 0, 4 0, 0 3, 1 1)").convexHull().area == 6)
    #expect(try a.boundary().length == 40)
    #expect(try read("LINESTRING (0 0, 1 0.01, 2 0)").simplified(0.1).coordinateCount == 2)
    #expect(try GEOSGeometry(BoundingBox.empty).isEmpty)
    #expect(try GEOSGeometry(BoundingBox.empty).boundingBox.isEmpty)
    #expect(try GEOSGeometry(BoundingBox(minX: 1, minY: 2, maxX: 3, maxY: 5)).area == 6)
    #expect(try GEOSGeometry(line: [.init(x: 0, y: 0), .init(x: 3, y: 4)]).length == 5)
    #expect(try GEOSGeometry(point: .init(x: 3, y: 4)).coordinates == [Coordinate(x: 3, y: 4)])
  }

  @Test(arguments: [1, 8, 64])
  func `A buffered point is the regular polygon inside the circle`(segments: Int) throws {
    let disc = try read("POINT (0 0)").buffer(500, quadrantSegments: segments)
    let corners = Double(4 * segments)
    let expected = 500 * 500 * corners / 2 * sin(2 * .pi / corners)
    // m²: rounding of some hundred additions.
    #expect(abs(try disc.area - expected) < 1e-6)
  }

  @Test func `Predicates follow their definitions at the boundary, plain and prepared`() throws {
    let a = try read(square)
    let prepared = try PreparedGeometry(a)
    let edge = try read("LINESTRING (0 0, 10 0)")
    #expect(try a.covers(edge) && !a.contains(edge) && a.touches(edge))
    #expect(try prepared.covers(edge) && !prepared.contains(edge) && prepared.touches(edge))
    #expect(try edge.coveredBy(a) && !edge.within(a))
    let inner = try read("POLYGON ((1 1, 2 1, 2 2, 1 1))")
    #expect(try a.contains(inner) && inner.within(a) && inner.coveredBy(a))
    #expect(try prepared.containsProperly(inner) && prepared.contains(inner))
    let across = try read("LINESTRING (-5 5, 15 5)")
    #expect(try a.crosses(across) && prepared.crosses(across) && prepared.intersects(across))
    let shifted = try read("POLYGON ((5 5, 15 5, 15 15, 5 15, 5 5))")
    #expect(try a.overlaps(shifted) && prepared.overlaps(shifted) && !prepared.disjoint(shifted))
    let far = try read("POINT (99 99)")
    #expect(try a.disjoint(far) && prepared.disjoint(far) && !a.intersects(far))
    #expect(
      try prepared.isWithin(distance: 200, of: far) && !prepared.isWithin(distance: 1, of: far))
    #expect(try prepared.distance(to: read("POINT (13 14)")) == 5)
    #expect(try PreparedGeometry(inner).within(a) && PreparedGeometry(inner).coveredBy(a))
    #expect(try a.equals(read("POLYGON ((10 0, 10 10, 0 10, 0 5, 0 0, 10 0))")))
    #expect(try a.relate(shifted) == "212101212")
    #expect(try a.relates(shifted, pattern: "T*T***T**"))
    #expect(try a.equalsExactly(a.copy()))
    #expect(
      try !a.equalsExactly(read("POLYGON ((0 0, 10 0, 10 10, 0 10.1, 0 0))"), tolerance: 0.05))
    #expect(try a.normalized().equals(a))
  }

  @Test func `Point tests agree with plain predicates on a lattice, edges included`() throws {
    let shape = try read(
      "MULTIPOLYGON (((0 0, 8 0, 8 8, 4 3, 0 8, 0 0), (1 1, 3 1, 3 3, 1 1)), ((9 9, 12 9, 9 12, 9 9)))"
    )
    let prepared = try PreparedGeometry(shape)
    var inside = 0
    for i in -2...26 {
      for j in -2...26 {
        let (x, y) = (Double(i) / 2, Double(j) / 2)
        let point = try GEOSGeometry(point: PlanarPoint(x: x, y: y))
        let covers = try shape.covers(point)
        inside += covers ? 1 : 0
        #expect(try prepared.coversPoint(x: x, y: y) == covers)
        #expect(try prepared.containsPoint(x: x, y: y) == shape.contains(point))
      }
    }
    #expect(inside > 100)
  }

  @Test func `Handles are made, used and freed on many threads at once`() throws {
    let areas = try Parallel.map(count: 200, threads: 8) { index in
      let side = Double(index + 1)
      let box = try GEOSGeometry(BoundingBox(minX: 0, minY: 0, maxX: side, maxY: side))
      let message = (try? GEOSGeometry(wkt: "BAD \(index)")) == nil
      return message ? try box.union(box.copy()).area : -1
    }
    for (index, area) in areas.enumerated() { #expect(area == Double((index + 1) * (index + 1))) }
  }
}
