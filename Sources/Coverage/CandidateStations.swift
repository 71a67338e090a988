import Geometry
import Model

/// The station entrances that could matter to one block, with what is known of their distance to it.
///
/// Scratch memory of one worker. Coordinates are relative to the block's origin. Distances are squared metres;
/// those that cost more are computed when first asked for.
final class CandidateStations {
  private(set) var count = 0
  private(set) var x: UnsafeMutablePointer<Double>
  private(set) var y: UnsafeMutablePointer<Double>
  private(set) var station: UnsafeMutablePointer<Int32>
  /// To the nearest and farthest point of the block's box.
  private(set) var boxNear: UnsafeMutablePointer<Double>
  private(set) var boxFar: UnsafeMutablePointer<Double>
  /// To the nearest and farthest vertex, and to the nearest point of the block; negative: not yet known.
  private var vertexNear: UnsafeMutablePointer<Double>
  private var vertexFar: UnsafeMutablePointer<Double>
  private var near: UnsafeMutablePointer<Double>
  private var capacity = 64

  init() {
    x = .allocate(capacity: capacity)
    y = .allocate(capacity: capacity)
    station = .allocate(capacity: capacity)
    boxNear = .allocate(capacity: capacity)
    boxFar = .allocate(capacity: capacity)
    vertexNear = .allocate(capacity: capacity)
    vertexFar = .allocate(capacity: capacity)
    near = .allocate(capacity: capacity)
  }

  deinit {
    for pointer in [x, y, boxNear, boxFar, vertexNear, vertexFar, near] { pointer.deallocate() }
    station.deallocate()
  }

  /// Collects every entrance within `reach` of the block's box.
  func gather(_ stations: StripStations, origin: PlanarPoint, box: BoundingBox, reach: Double) {
    count = 0
    let limit = reach * reach
    let wide = BoundingBox(
      minX: box.minX + origin.x - reach, minY: box.minY + origin.y - reach,
      maxX: box.maxX + origin.x + reach, maxY: box.maxY + origin.y + reach)
    stations.forEachEntrance(in: wide) { index in
      let px = stations.x[index] - origin.x
      let py = stations.y[index] - origin.y
      let nearX = max(box.minX - px, 0, px - box.maxX)
      let nearY = max(box.minY - py, 0, py - box.maxY)
      let boxNear = nearX * nearX + nearY * nearY
      if boxNear > limit { return }
      let farX = max(box.maxX - px, px - box.minX)
      let farY = max(box.maxY - py, py - box.minY)
      append(px, py, stations.station[index], boxNear, farX * farX + farY * farY)
    }
  }

  @inline(__always)
  private func append(_ px: Double, _ py: Double, _ owner: Int32, _ low: Double, _ high: Double) {
    if count == capacity { grow() }
    x[count] = px
    y[count] = py
    station[count] = owner
    boxNear[count] = low
    boxFar[count] = high
    vertexNear[count] = -1
    near[count] = -1
    count += 1
  }

  private func grow() {
    func moved<Element>(_ old: UnsafeMutablePointer<Element>) -> UnsafeMutablePointer<Element> {
      let new = UnsafeMutablePointer<Element>.allocate(capacity: capacity * 2)
      new.moveInitialize(from: old, count: count)
      old.deallocate()
      return new
    }
    x = moved(x)
    y = moved(y)
    station = moved(station)
    boxNear = moved(boxNear)
    boxFar = moved(boxFar)
    vertexNear = moved(vertexNear)
    vertexFar = moved(vertexFar)
    near = moved(near)
    capacity *= 2
  }

  /// How a disc lies to the block.
  enum Relation {
    case apart, touching, covering
  }

  /// Whether the disc of squared radius `r2` around candidate `index` touches or covers the block (≤).
  @inline(__always)
  func relation(_ index: Int, _ polygon: PolygonOutline, r2: Double) -> Relation {
    if boxNear[index] > r2 { return .apart }
    if boxFar[index] <= r2 { return .covering }
    if vertexNear[index] < 0 { measureVertices(index, polygon) }
    if vertexFar[index] <= r2 { return .covering }
    if vertexNear[index] <= r2 { return .touching }
    if near[index] < 0 { near[index] = squaredDistance(index, polygon) }
    return near[index] <= r2 ? .touching : .apart
  }

  /// The nearest candidate to a place of the block (ties: the first station), nil when the nearest entrance of
  /// all could be none of them: they were gathered within `reach`.
  func nearest(_ px: Double, _ py: Double, within reach: Double) -> (
    station: Int32, squaredDistance: Double
  )? {
    var best = Double.infinity
    var owner: Int32 = -1
    for index in 0..<count {
      let dx = x[index] - px
      let dy = y[index] - py
      let d2 = dx * dx + dy * dy
      if d2 < best || (d2 == best && station[index] < owner) {
        best = d2
        owner = station[index]
      }
    }
    return best <= reach * reach ? (owner, best) : nil
  }

  /// True for a candidate inside the block or within a millimetre of it.
  func isInside(_ index: Int, _ polygon: PolygonOutline) -> Bool {
    if vertexNear[index] < 0 { measureVertices(index, polygon) }
    if near[index] < 0 { near[index] = squaredDistance(index, polygon) }
    return near[index] <= 1e-6
  }

  private func measureVertices(_ index: Int, _ polygon: PolygonOutline) {
    let px = SIMD4<Double>(repeating: x[index])
    let py = SIMD4<Double>(repeating: y[index])
    var low = SIMD4<Double>(repeating: .infinity)
    var high = SIMD4<Double>(repeating: 0)
    var vertex = 0
    let vx = UnsafeRawPointer(polygon.x)
    let vy = UnsafeRawPointer(polygon.y)
    while vertex + 4 <= polygon.count {
      let dx = vx.loadUnaligned(fromByteOffset: vertex * 8, as: SIMD4<Double>.self) - px
      let dy = vy.loadUnaligned(fromByteOffset: vertex * 8, as: SIMD4<Double>.self) - py
      let d2 = dx * dx + dy * dy
      low.replace(with: d2, where: d2 .< low)
      high.replace(with: d2, where: d2 .> high)
      vertex += 4
    }
    var nearest = min(min(low[0], low[1]), min(low[2], low[3]))
    var farthest = max(max(high[0], high[1]), max(high[2], high[3]))
    while vertex < polygon.count {
      let dx = polygon.x[vertex] - x[index]
      let dy = polygon.y[vertex] - y[index]
      let d2 = dx * dx + dy * dy
      nearest = min(nearest, d2)
      farthest = max(farthest, d2)
      vertex += 1
    }
    vertexNear[index] = nearest
    vertexFar[index] = farthest
  }

  /// Squared distance from a candidate to the block; 0 inside.
  private func squaredDistance(_ index: Int, _ polygon: PolygonOutline) -> Double {
    let px = x[index]
    let py = y[index]
    if polygon.contains(px, py) { return 0 }
    var best = vertexNear[index]
    for ring in 0..<polygon.ringCount {
      let end = polygon.ringStarts[ring + 1] - 1
      for edge in polygon.ringStarts[ring]..<max(end, polygon.ringStarts[ring]) {
        let dx = polygon.x[edge + 1] - polygon.x[edge]
        let dy = polygon.y[edge + 1] - polygon.y[edge]
        let ux = px - polygon.x[edge]
        let uy = py - polygon.y[edge]
        let along = ux * dx + uy * dy
        let length2 = dx * dx + dy * dy
        if along > 0 && along < length2 {
          let cross = ux * dy - uy * dx
          best = min(best, cross * cross / length2)
        }
      }
    }
    return best
  }
}
