import Model

/// The lattice points nearest to an edge that is reached in part: of a tile at once, row by row, or one by one.
extension IsochroneMarking {
  /// For each of the limits of a range the points of the edge, those of a tile at once or listed to be looked at one by
  /// one, and where the longest walk on the edge is within the limit all corners of its cells.
  func markPoints(
    _ edge: Int, _ range: Range<Int>, _ reach: EdgeReach, most: Float
  ) {
    for index in network.edges.masks(edge) {
      let part = parts[index]
      guard let tile = tile(masks[index]) else { continue }
      for limit in range {
        let crossed = most <= limits[limit] ? part.crossed : 0
        if part.owned == 0 || reach.isBeyond(limits[limit], part) {
          mark(limit, tile, crossed)
        } else if reach.isWithin(limits[limit], part) {
          mark(limit, tile, part.owned | crossed)
        } else {
          mark(limit, tile, crossed)
          let test = PointTest(
            edge: UInt32(edge), tile: UInt32(tile), limit: UInt32(limit), points: part.owned)
          scratch.pointTests.append(test)
          touchFeet(tile, part.owned)
        }
      }
    }
  }

  /// Reads something of each row of some points of a tile.
  @inline(__always)
  private func touchFeet(_ tile: Int, _ points: UInt64) {
    let feet = network.field.feet.base + Int(scratch.slots[tile]) << 6
    var (rest, sum): (UInt64, UInt32) = (points, 0)
    while rest != 0 {
      let first = rest.trailingZeroBitCount & 56
      rest &= ~(0xFF &<< UInt64(truncatingIfNeeded: first))
      sum &+= feet[first].edge
    }
    scratch.touched &+= sum
  }

  /// Those of some points of a tile, all nearest to one edge, whose walk is within the limit: row by row.
  @inline(__always)
  func pointsWithin(
    _ limit: Float, _ tile: Int, _ points: UInt64, _ reach: EdgeReach
  ) -> UInt64 {
    let feet = network.field.feet.base + Int(scratch.slots[tile]) << 6
    var (rest, within): (UInt64, UInt64) = (points, 0)
    while rest != 0 {
      let first = rest.trailingZeroBitCount & 56
      rest &= ~(0xFF &<< UInt64(truncatingIfNeeded: first))
      let (fractions, legs) = PackedFoot.eight(at: feet + first, legUnit: network.field.legUnit)
      let isIn = reach.millimetres(fractions) + 1000 * legs .<= limit
      let bits = SIMD8<Int32>(1, 2, 4, 8, 16, 32, 64, 128).replacing(with: 0, where: .!isIn)
      within |= UInt64(truncatingIfNeeded: bits.wrappedSum()) &<< UInt64(truncatingIfNeeded: first)
    }
    return within & points
  }

  /// The same with entrances on the edge.
  func pointsWithin(
    _ limit: Float, _ tile: Int, _ points: UInt64, _ reach: EdgeReach,
    _ origins: ArraySlice<EdgeOrigin>
  ) -> UInt64 {
    let feet = network.field.feet.base + Int(scratch.slots[tile]) << 6
    var (rest, within): (UInt64, UInt64) = (points, 0)
    while rest != 0 {
      let point = rest.trailingZeroBitCount
      rest &= rest &- 1
      let foot = feet[point].foot(legUnit: network.field.legUnit)
      let walk = origins.least(reach.millimetres(foot.fraction), foot.fraction)
      if walk + 1000 * foot.leg <= limit { within |= 1 << UInt64(point) }
    }
    return within
  }
}
