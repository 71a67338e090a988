import Geometry
import Model

// Shares of a block, or of its people, within a straight distance of a station.
extension BlockMeasurer {
  /// Square metres of a piece within `distance` (true metres, ≤) of a gathered station.
  func coveredArea(
    _ piece: BlockPiece, _ candidates: CandidateList, _ distance: Double,
    countStations: Bool
  ) -> Double {
    let radius = distance * piece.scale
    let r2 = radius * radius
    if candidates.leastBoxNear > r2 { return 0 }
    if !countStations && candidates.leastBoxFar <= r2 { return piece.area }
    if selectDiscs(piece, candidates, distance, countStations: countStations) { return piece.area }
    if discX.count == 0 { return 0 }
    let covered = union.area(
      of: piece.polygon, centresX: discX.pointer, centresY: discY.pointer, count: discX.count,
      radius: radius)
    return covered == piece.polygon.area ? piece.area : covered / (piece.scale * piece.scale)
  }

  /// Fills `discX`, `discY` with the discs that reach a piece in part, from west to east, so that their sum does not
  /// depend on which other stations there are; true when one covers it whole.
  private func selectDiscs(
    _ piece: BlockPiece, _ candidates: CandidateList, _ distance: Double,
    countStations: Bool
  ) -> Bool {
    let radius = distance * piece.scale
    let r2 = radius * radius
    var isCovered = false
    discX.removeAll()
    discY.removeAll()
    for index in 0..<candidates.count {
      switch candidates.relation(index, piece.polygon, r2: r2) {
      case .apart: continue
      case .covering:
        isCovered = true
        if !countStations { return true }
      case .touching: insertDisc(candidates.x[index], candidates.y[index])
      }
      if countStations { counted.append(candidates.station[index]) }
    }
    return isCovered
  }

  /// Puts a disc behind those that lie farther west (ties: farther south).
  @inline(__always)
  private func insertDisc(_ x: Double, _ y: Double) {
    var slot = discX.count
    discX.append(x)
    discY.append(y)
    while slot > 0, discX[slot - 1] > x || (discX[slot - 1] == x && discY[slot - 1] > y) {
      discX[slot] = discX[slot - 1]
      discY[slot] = discY[slot - 1]
      slot -= 1
    }
    discX[slot] = x
    discY[slot] = y
  }

  /// Share of the block's area within `distance`.
  func wholeShare(of pieces: BlockPieces, within distance: Double) -> Double {
    var total = 0.0
    var reached = 0.0
    for index in 0..<pieces.count {
      let piece = pieces[pieces.startIndex + index]
      total += piece.area
      reached += coveredArea(piece, candidates[index], distance, countStations: false)
    }
    return reached == total ? 1 : reached / total
  }

  /// Share of the spread weight within `distance` of a station.
  ///
  /// The discs that reach a piece of the block are found once; its parts need only those.
  func share(of pieces: BlockPieces, within distance: Double) -> Double {
    var total = 0.0
    var reached = 0.0
    var source = -1
    var isCovered = false
    for part in spread {
      if part.source != source {
        source = part.source
        isCovered = selectDiscs(
          pieces[pieces.startIndex + source], candidates[source], distance, countStations: false)
      }
      total += part.weight
      reached += isCovered ? part.weight : part.weight * coveredShare(part.piece, distance)
    }
    return reached == total ? 1 : reached / total
  }

  /// Share of a part's area inside the selected discs.
  private func coveredShare(_ part: BlockPiece, _ distance: Double) -> Double {
    let radius = distance * part.scale
    let r2 = radius * radius
    let box = part.polygon.box
    partX.removeAll()
    partY.removeAll()
    for index in 0..<discX.count {
      let (x, y) = (discX[index], discY[index])
      let farX = max(box.maxX - x, x - box.minX)
      let farY = max(box.maxY - y, y - box.minY)
      if farX * farX + farY * farY <= r2 { return 1 }
      let nearX = max(box.minX - x, 0, x - box.maxX)
      let nearY = max(box.minY - y, 0, y - box.maxY)
      if nearX * nearX + nearY * nearY <= r2 {
        partX.append(x)
        partY.append(y)
      }
    }
    if partX.count == 0 { return 0 }
    let covered = union.area(
      of: part.polygon, centresX: partX.pointer, centresY: partY.pointer, count: partX.count,
      radius: radius)
    return covered == part.polygon.area ? 1 : covered / part.polygon.area
  }
}
