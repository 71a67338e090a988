import Geometry
import Model

/// Gathers the station entrances that could matter to one block: owner of a `CandidateList`.
///
/// Scratch memory of one worker.
final class CandidateStations {
  private var x: UnsafeMutablePointer<Double>
  private var y: UnsafeMutablePointer<Double>
  private var station: UnsafeMutablePointer<Int32>
  private var boxNear: UnsafeMutablePointer<Double>
  private var boxFar: UnsafeMutablePointer<Double>
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

  /// Collects every entrance within `reach` of the block's box; the list is valid until the next call.
  func gather(_ stations: StripGrid, origin: PlanarPoint, box: BoundingBox, reach: Double)
    -> CandidateList
  {
    let limit = reach * reach
    let wide = BoundingBox(
      minX: box.minX + origin.x - reach, minY: box.minY + origin.y - reach,
      maxX: box.maxX + origin.x + reach, maxY: box.maxY + origin.y + reach)
    var count = 0
    var leastNear = Double.infinity
    var leastFar = Double.infinity
    stations.forEachRun(in: wide) { run in
      if count + run.count > capacity { grow(count, run.count) }
      for index in run {
        let px = stations.x[index] - origin.x
        let py = stations.y[index] - origin.y
        let nearX = max(max(box.minX - px, px - box.maxX), 0)
        let nearY = max(max(box.minY - py, py - box.maxY), 0)
        let farX = max(box.maxX - px, px - box.minX)
        let farY = max(box.maxY - py, py - box.minY)
        let squaredNear = nearX * nearX + nearY * nearY
        let squaredFar = farX * farX + farY * farY
        // Written whether it counts or not: a branch would be guessed wrong too often.
        x[count] = px
        y[count] = py
        station[count] = stations.station[index]
        boxNear[count] = squaredNear
        boxFar[count] = squaredFar
        vertexNear[count] = -1
        near[count] = -1
        leastNear = min(leastNear, squaredNear)
        leastFar = min(leastFar, squaredFar)
        count += squaredNear <= limit ? 1 : 0
      }
    }
    return CandidateList(
      count: count, x: x, y: y, station: station, boxNear: boxNear, boxFar: boxFar,
      vertexNear: vertexNear, vertexFar: vertexFar, near: near,
      leastBoxNear: count == 0 ? .infinity : leastNear,
      leastBoxFar: count == 0 ? .infinity : leastFar, isOneToOne: stations.isOneToOne)
  }

  /// Makes room for `more` candidates after `count`.
  private func grow(_ count: Int, _ more: Int) {
    let wanted = max(count + more, 2 * capacity)
    func moved<Element>(_ old: UnsafeMutablePointer<Element>) -> UnsafeMutablePointer<Element> {
      let new = UnsafeMutablePointer<Element>.allocate(capacity: wanted)
      new.update(from: old, count: count)
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
    capacity = wanted
  }
}
