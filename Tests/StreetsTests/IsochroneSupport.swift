import Foundation
import Geometry
import Model

@testable import Streets

/// Drawn networks in metres around a place, and what isochrone tests ask of them.
struct SketchedStreets {
  static let origin = FixedPoint(longitude: 8.65, latitude: 49.87)
  private static let frame = LocalFrame(origin)
  var segments = StreetSegments()
  private var numbers: [FixedPoint: UInt32] = [:]

  /// The place `x` metres east and `y` north.
  static func place(_ x: Double, _ y: Double) -> FixedPoint {
    FixedPoint(
      longitudeE7: origin.longitudeE7 + Int32((x / frame.metresEast).rounded()),
      latitudeE7: origin.latitudeE7 + Int32((y / frame.metresNorth).rounded()))
  }

  static func metres(_ place: GeographicPoint) -> (x: Double, y: Double) {
    frame.metres(FixedPoint(longitude: place.longitude, latitude: place.latitude))
  }

  mutating func node(_ x: Double, _ y: Double) -> UInt32 {
    let place = Self.place(x, y)
    if let number = numbers[place] { return number }
    segments.nodes.append(place)
    numbers[place] = UInt32(segments.nodes.count - 1)
    return UInt32(segments.nodes.count - 1)
  }

  /// A street through the given places, a node at each.
  mutating func street(_ places: [(Double, Double)], traits: EdgeTraits = []) {
    for (from, to) in zip(places, places.dropFirst()) {
      let (tail, head) = (node(from.0, from.1), node(to.0, to.1))
      segments.append(tail: tail, head: head, traits: traits)
    }
  }

  var graph: StreetGraph { StreetGraphBuilder.build(segments) }
}

/// A plain way from place to street, for comparison: every part of every usable edge is looked at.
struct PlainSnap {
  let graph: StreetGraph

  func snap(_ place: FixedPoint, limitMetres: Double) -> SnappedPoint? {
    let frame = LocalFrame(place)
    var best: (distance: Double, edge: Int, share: Double)?
    for edge in 0..<graph.edgeCount
    where graph.isUsable(component: graph.componentOf[Int(graph.edgeTails[edge])]) {
      let shape = graph.shape(of: edge).map { frame.metres($0) }
      var whole = 0.0
      var here: (distance: Double, along: Double)?
      for (a, b) in zip(shape, shape.dropFirst()) {
        let (dx, dy) = (b.x - a.x, b.y - a.y)
        let square = dx * dx + dy * dy
        let part = square > 0 ? max(0, min(1, -(a.x * dx + a.y * dy) / square)) : 0
        let (x, y) = (a.x + part * dx, a.y + part * dy)
        let distance = (x * x + y * y).squareRoot()
        if distance < here?.distance ?? .infinity {
          here = (distance, whole + part * square.squareRoot())
        }
        whole += square.squareRoot()
      }
      if let here, here.distance < best?.distance ?? .infinity {
        best = (here.distance, edge, whole > 0 ? here.along / whole : 0)
      }
    }
    guard let best, best.distance <= limitMetres else { return nil }
    return SnappedPoint(
      edge: UInt32(best.edge),
      alongMillimetres: UInt32((best.share * Double(graph.edgeMillimetres[best.edge])).rounded()),
      legMillimetres: UInt32((best.distance * 1000).rounded()))
  }
}

extension Isochrone {
  func holds(_ x: Double, _ y: Double) -> Bool { holds(SketchedStreets.place(x, y).place) }

  /// Metres from a place (in metres around `SketchedStreets.origin`) to the outline.
  func distanceToOutline(_ x: Double, _ y: Double) -> Double {
    var least = Double.infinity
    for ring in polygons.joined() {
      let places = ring.map { SketchedStreets.metres($0) }
      for (a, b) in zip(places, places.dropFirst()) {
        let (dx, dy) = (b.x - a.x, b.y - a.y)
        let square = dx * dx + dy * dy
        let part = max(0, min(1, ((x - a.x) * dx + (y - a.y) * dy) / max(square, 1e-9)))
        let (u, v) = (a.x + part * dx - x, a.y + part * dy - y)
        least = min(least, (u * u + v * v).squareRoot())
      }
    }
    return least
  }

  /// The polygons as one GEOS geometry.
  func geometry() throws -> GEOSGeometry { try GEOSGeometry(wkt: wellKnownText) }

  var wellKnownText: String {
    if polygons.isEmpty { return "MULTIPOLYGON EMPTY" }
    let text = polygons.map { rings in
      "("
        + rings.map { ring in
          "(" + ring.map { "\($0.longitude) \($0.latitude)" }.joined(separator: ",") + ")"
        }.joined(separator: ",") + ")"
    }
    return "MULTIPOLYGON (" + text.joined(separator: ",") + ")"
  }
}
