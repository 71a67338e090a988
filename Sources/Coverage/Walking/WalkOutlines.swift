import Geometry
import Model
import Streets

/// Walking-time polygons of every station of a run, by time: what gaps are cut with.
///
/// They are those of `lifecircle isochrone` with the same settings: right to about a cell of 10 m.
package struct WalkOutlines: Sendable {
  /// One station's polygons at one time.
  private struct Outline: Sendable {
    var station: Int
    var polygons: [[[GeographicPoint]]]
  }

  /// By time: polygons in order of their station, and their boxes.
  private let outlines: [[Outline]]
  private let boxes: [PackedBoxIndex]
  /// By station: the group of blocks it serves, −1 none.
  private let groupOf: [Int]

  /// Draws them.
  ///
  /// - Parameter settings: those the walks were measured with.
  package init(_ walks: StreetWalks, _ settings: CoverageSettings, threads: Int) throws {
    var groupOf = [Int](repeating: -1, count: walks.joined.count)
    for (group, stations) in walks.groups.enumerated() {
      for station in stations { groupOf[station] = group }
    }
    self.groupOf = groupOf
    let stations = walks.joined.indices.filter { !walks.joined[$0].isEmpty && groupOf[$0] >= 0 }
    let limits = walks.limits.times
    let builder = IsochroneBuilder(
      walks.graph, index: walks.index,
      settings: IsochroneSettings(
        limits: limits, cellMetres: Self.cellMetres, snapMetres: walks.rules.snapMetres,
        direction: walks.rules.direction),
      threads: threads)
    let drawn = try builder.isochrones(of: stations.map { walks.joined[$0] }, threads: threads)
    outlines = limits.map { limit in
      zip(stations, drawn).compactMap { station, isochrones in
        isochrones.first { $0.limit == limit && !$0.polygons.isEmpty }
          .map { Outline(station: station, polygons: $0.polygons) }
      }
    }
    boxes = outlines.map { outlines in PackedBoxIndex(outlines.map { Self.box($0) }) }
  }

  /// Areas are right to 0.1 % of a block, 0.6 % where streets run close beside others; see docs/streets.md.
  private static let cellMetres = 10.0
  /// Degrees, about 100 m.
  private static let bulge = 0.001

  private static func box(_ outline: Outline) -> BoundingBox {
    var box = BoundingBox.empty
    for rings in outline.polygons {
      for point in rings[0] { box.extend(x: point.longitude, y: point.latitude) }
    }
    return box
  }

  /// The part of a block from which no station of its group is reached within a time: one feature in degrees with its
  /// true square metres, or none.
  package func gap(
    _ pieces: ArraySlice<BlockPiece>, time: Int, group: Int
  ) throws -> (shapes: ShapeColumn, squareMetres: Double) {
    var area = 0.0
    let shapes = try UncoveredArea.outline(pieces) { piece, block in
      var gap = block
      try forEachPolygon(around: piece, time, group) { polygon in
        gap = try gap.difference(polygon)
        return try !gap.isEmpty
      }
      let polygons = Self.drawable(try UncoveredArea.polygons(of: gap))
      for rings in polygons {
        for ring in rings {
          area += Self.signedArea(ring, like: rings[0]) / (piece.scale * piece.scale)
        }
      }
      return polygons
    }
    return (shapes, area)
  }

  /// Polygons without slivers: outlines that are right to a cell say nothing by parts and holes below a square metre,
  /// which rounding would twist.
  private static func drawable(_ polygons: [[[Coordinate]]]) -> [[[Coordinate]]] {
    polygons.compactMap { rings in
      let kept = rings.filter { abs(area($0)) >= leastArea }
      return kept.first == rings.first ? kept : nil
    }
  }

  private static let leastArea = 1.0

  /// Positive for the outer ring, negative for holes, whichever way they run.
  private static func signedArea(_ ring: [Coordinate], like outer: [Coordinate]) -> Double {
    ring == outer ? abs(area(ring)) : -abs(area(ring))
  }

  /// The area of a closed ring near the origin of its plane, negative when it runs clockwise.
  private static func area(_ ring: [Coordinate]) -> Double {
    zip(ring, ring.dropFirst()).reduce(0) { $0 + $1.0.x * $1.1.y - $1.1.x * $1.0.y } / 2
  }

  /// Calls `body` with polygons that may cover part of a piece, in its plane, until it returns false.
  private func forEachPolygon(
    around piece: BlockPiece, _ time: Int, _ group: Int,
    _ body: (GEOSGeometry) throws -> Bool
  ) throws {
    let box = piece.polygon.box
    for found in outlines(near: piece, time) {
      let outline = outlines[time][Int(found)]
      if groupOf[outline.station] != group { continue }
      for rings in outline.polygons {
        let planar = rings.map { ring in
          ring.map { place in
            let point = piece.projection.project(place)
            return PlanarPoint(x: point.x - piece.origin.x, y: point.y - piece.origin.y)
          }
        }
        if !Self.meets(planar[0], box) { continue }
        var polygon = try GEOSGeometry(rings: planar)
        if try !polygon.isValid { polygon = try polygon.madeValid() }
        if try !body(polygon) { return }
      }
    }
  }

  /// Outlines whose box a piece's meets, each once. Longitudes of outlines run on past 180° where their network does:
  /// a piece is looked for on both counts.
  private func outlines(near piece: BlockPiece, _ time: Int) -> [Int32] {
    let box = piece.polygon.box
    let middle = piece.place((box.minX + box.maxX) / 2, (box.minY + box.maxY) / 2).longitude
    var degrees = BoundingBox.empty
    for x in [box.minX, box.maxX] {
      for y in [box.minY, box.maxY] {
        let place = piece.place(x, y)
        let east = (place.longitude - middle).remainder(dividingBy: 360)
        // Sides that are straight in the plane bulge in degrees, by metres for the widest blocks.
        for bulge in [-Self.bulge, Self.bulge] {
          degrees.extend(x: middle + east + bulge, y: place.latitude + bulge)
        }
      }
    }
    var found: [Int32] = []
    for turn in [0.0, -360, 360] {
      let turned = BoundingBox(
        minX: degrees.minX + turn, minY: degrees.minY, maxX: degrees.maxX + turn,
        maxY: degrees.maxY)
      for outline in boxes[time].query(turned) where !found.contains(outline) {
        found.append(outline)
      }
    }
    return found
  }

  private static func meets(_ ring: [PlanarPoint], _ box: BoundingBox) -> Bool {
    var own = BoundingBox.empty
    for point in ring { own.extend(x: point.x, y: point.y) }
    return own.intersects(box)
  }
}
