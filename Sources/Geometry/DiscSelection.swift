import Model

// Which discs of a union matter to a polygon.
extension DiscUnion {
  /// Keeps the centres that are nearest of all to some place of the box, or may be: the others' discs hold
  /// nothing of the polygon that these do not.
  func selectCentres(
    _ xs: UnsafePointer<Double>, _ ys: UnsafePointer<Double>, _ count: Int, _ box: BoundingBox
  ) {
    centresX.removeAll()
    centresY.removeAll()
    for disc in 0..<count {
      let (x, y) = (xs[disc], ys[disc])
      if isNeedless(x, y, box) { continue }
      var kept = 0
      for other in 0..<centresX.count {
        let (otherX, otherY) = (centresX[other], centresY[other])
        if Self.isNearer(x, y, than: otherX, otherY, throughout: box) { continue }
        centresX[kept] = otherX
        centresY[kept] = otherY
        kept += 1
      }
      centresX.truncate(kept)
      centresY.truncate(kept)
      centresX.append(x)
      centresY.append(y)
    }
  }

  /// True when one of the centres kept so far is nowhere in the box farther than this place.
  @inline(__always)
  private func isNeedless(_ x: Double, _ y: Double, _ box: BoundingBox) -> Bool {
    for other in 0..<centresX.count
    where Self.isNearer(centresX[other], centresY[other], than: x, y, throughout: box) {
      return true
    }
    return false
  }

  /// True when every place of the box is at least as near to `a` as to `b`: no corner lies beyond the bisector.
  @inline(__always)
  private static func isNearer(
    _ ax: Double, _ ay: Double, than bx: Double, _ by: Double, throughout box: BoundingBox
  ) -> Bool {
    let dx = bx - ax
    let dy = by - ay
    let middle = dx * (box.minX + box.maxX - ax - bx) + dy * (box.minY + box.maxY - ay - by)
    return middle + abs(dx) * (box.maxX - box.minX) + abs(dy) * (box.maxY - box.minY) <= 0
  }
}
