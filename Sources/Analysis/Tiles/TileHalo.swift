import Coverage
import Geometry
import Model
import Streets

import func Foundation.cos

/// What must go into a tile so that each of its blocks is measured as in the whole run.
///
/// Straight: a station matters to a block when its disc may touch it (`reach`), or when it may be the nearest of some
/// place of the block. On foot: whoever walks at most w metres from a place reaches nothing farther than w ÷ the least
/// factor of any street in a straight line, so the streets within that (and twice the leg, for what is snapped there)
/// hold every way that counts, and all that can hide or shorten one.
struct TileHalo: Sendable {
  let inputs: CoverageInputs
  let services: ServiceGroups
  /// The farthest straight metres that any share is taken at.
  let straightReach: Double
  /// The farthest straight metres of any walk; nil without streets.
  let walkReach: Double?
  /// Metres from a place to its street; 0 without streets.
  let snapMetres: Double

  /// The box of a block in degrees; its longitudes run on beyond 180° where it has parts on both sides.
  func box(of block: Int) -> BoundingBox {
    let (chunk, offset) = inputs.blocks.layer.locate(block)
    let shapes = inputs.blocks.layer.chunks[chunk].shapes
    let box = shapes.boundingBox(of: offset)
    guard box.maxX - box.minX > 180, box.minX < 0 else { return box }
    var joined = BoundingBox.empty
    for index in shapes.coordinateRange(of: offset) {
      let place = shapes.coordinates[index]
      joined.extend(x: place.x < 0 ? place.x + 360 : place.x, y: place.y)
    }
    return joined.maxX - joined.minX < box.maxX - box.minX ? joined : box
  }

  /// Stations that may matter to some of the blocks, ascending.
  func stations(for blocks: [Int]) -> [Int] {
    let reach = max(straightReach, walkReach ?? 0)
    var found: Set<Int32> = []
    for block in blocks {
      let group = services.groupOf.map { Int($0[block]) } ?? 0
      guard group >= 0, let index = services.indexes[group] else { continue }
      let box = box(of: block)
      if !box.isEmpty {
        let (centre, radius) = Self.ball(around: box)
        found.formUnion(index.relevant(around: centre, radius: radius, reach: reach))
      }
      for place in strays(of: block, outside: box) {
        found.formUnion(index.relevant(around: place, radius: 0, reach: reach))
      }
    }
    return found.sorted().map { Int($0) }
  }

  /// Demand points of a block that stand outside its box.
  private func strays(of block: Int, outside box: BoundingBox) -> [GeographicPoint] {
    guard let points = inputs.demand?.points else { return [] }
    return points.places[points.points(of: block)].filter {
      $0.longitude < box.minX || $0.longitude > box.maxX || $0.latitude < box.minY
        || $0.latitude > box.maxY
    }
  }

  /// The middle of a box and the metres to its farthest corner or side.
  private static func ball(around box: BoundingBox) -> (GeographicPoint, Double) {
    let x = (box.minX + box.maxX) / 2
    let y = (box.minY + box.maxY) / 2
    let centre = GeographicPoint(longitude: x, latitude: y)
    var radius = 0.0
    for corner in [
      (box.minX, box.minY), (x, box.minY), (box.maxX, box.minY), (box.maxX, y),
      (box.maxX, box.maxY), (x, box.maxY), (box.minX, box.maxY), (box.minX, y),
    ] {
      radius = max(
        radius,
        Geodesic.wgs84.distance(centre, GeographicPoint(longitude: corner.0, latitude: corner.1)))
    }
    return (centre, radius)
  }

  /// The box of everything the blocks are measured at: themselves and their demand points, degrees.
  func box(of blocks: [Int]) -> BoundingBox {
    var all = BoundingBox.empty
    for block in blocks {
      let own = box(of: block)
      all.formUnion(own)
      for place in strays(of: block, outside: own) {
        all.extend(x: place.longitude, y: place.latitude)
      }
    }
    return all
  }

  /// The area whose streets and barriers count for places in `box`, degrees; empty without streets.
  func streetArea(around box: BoundingBox) -> BoundingBox {
    guard let walkReach, !box.isEmpty else { return .empty }
    let metres = (walkReach + 2 * snapMetres) * 1.01 + 100
    let north = metres / 110_000
    let highest = min(89.9, max(abs(box.minY), abs(box.maxY)) + north)
    let east = min(360, metres / (110_000 * max(0.001, cos(highest * .pi / 180))))
    return BoundingBox(
      minX: box.minX - east, minY: box.minY - north, maxX: box.maxX + east, maxY: box.maxY + north)
  }
}
