import Geometry

/// The station entrances that could matter to one block as a plain value, so that the hot loops count no
/// references.
///
/// Borrowed memory: valid until the `CandidateStations` it was taken from next gather or go away. Coordinates are
/// relative to the block's origin. Distances are squared metres; those that cost more are computed when first
/// asked for.
struct CandidateList: BitwiseCopyable {
  let count: Int
  let x: UnsafeMutablePointer<Double>
  let y: UnsafeMutablePointer<Double>
  let station: UnsafeMutablePointer<Int32>
  /// To the nearest and farthest point of the block's box.
  let boxNear: UnsafeMutablePointer<Double>
  let boxFar: UnsafeMutablePointer<Double>
  /// To the nearest and farthest vertex, and to the nearest point of the block; negative: not yet known.
  let vertexNear: UnsafeMutablePointer<Double>
  let vertexFar: UnsafeMutablePointer<Double>
  let near: UnsafeMutablePointer<Double>
  /// The smallest of `boxNear` and `boxFar`, infinite without candidates.
  let leastBoxNear: Double
  let leastBoxFar: Double
  /// True when no two candidates are entrances of one station.
  let isOneToOne: Bool

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
