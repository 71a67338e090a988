import Model

/// Marks the lattice points inside the isochrones of one station, edge by edge.
///
/// Inside are the points whose walk is within the limit, and the corners of every cell that a reached street part
/// passes, so that the outline lies outside all reached streets. Only in the cell where the limit cuts a street,
/// the corners beyond the cut stay as they are, and the outline runs through the cut.
struct IsochroneMarking {
  let network: IsochroneNetwork
  let limits: [Float]
  let scratch: IsochroneScratch
  let origins: [EdgeOrigin]

  /// The outline runs this much beyond a cut, metres, so that rounding leaves the cut inside.
  static let beyondCut = 0.3
  /// Outlines stay this far, in cells, from the sides of a cell at an inner corner, and from lattice points.
  static let margin = 0.03

  /// Marks everything reached by the last run of `scratch.search`.
  func markStreets() {
    let search = scratch.search
    let tails = network.graph.edgeTails.base
    let incident = network.incident
    for node in search.visited {
      for index in Int(incident.starts.base[Int(node)])..<Int(incident.starts.base[Int(node) + 1]) {
        let edge = incident.edges.base[index]
        // Each edge once: at its tail, or at its head when the tail is not reached.
        let tail = tails[Int(edge)]
        if tail != node && search.label(tail) != .max { continue }
        if !origins.isEmpty && origins.contains(where: { $0.edge == edge }) { continue }
        markEdge(Int(edge))
      }
    }
    for (index, origin) in origins.enumerated()
    where !origins[..<index].contains(where: { $0.edge == origin.edge }) {
      markOriginEdge(Int(origin.edge))
    }
  }

  private func markEdge(_ edge: Int) {
    let reach = EdgeReach(network.graph, scratch.search, edge, network.settings.direction)
    let least = min(reach.tail, reach.head)
    let most = reach.most
    let all = most + 1000 * network.field.longestLeg.base[edge]
    let count = limits.count
    var first = 0
    while first < count && least > limits[first] { first += 1 }
    var full = first
    while full < count && all > limits[full] { full += 1 }
    if full < count { markWhole(edge, full) }
    if first < full {
      markPoints(edge, first..<full, most: most) { reach.millimetres($0) }
      for limit in first..<full {
        let budget = limits[limit]
        if most <= budget {
          markCorners(edge, limit)
        } else {
          if reach.tail <= budget {
            markStretch(edge, limit, from: 0, to: (budget - reach.tail) / reach.fromTail)
          }
          if reach.head <= budget {
            markStretch(edge, limit, from: 1, to: 1 - (budget - reach.head) / reach.fromHead)
          }
        }
      }
    }
  }

  /// An edge with an entrance on it is reached from its middle too.
  private func markOriginEdge(_ edge: Int) {
    let reach = EdgeReach(network.graph, scratch.search, edge, network.settings.direction)
    let here = origins.filter { $0.edge == UInt32(edge) }
    markPoints(edge, 0..<limits.count, most: EdgeReach.far) { fraction in
      here.reduce(reach.millimetres(fraction)) { min($0, $1.millimetres(fraction)) }
    }
    for (limit, budget) in limits.enumerated() {
      if reach.tail <= budget {
        markStretch(edge, limit, from: 0, to: (budget - reach.tail) / reach.fromTail)
      }
      if reach.head <= budget {
        markStretch(edge, limit, from: 1, to: 1 - (budget - reach.head) / reach.fromHead)
      }
      for origin in here where origin.own <= budget {
        let room = budget - origin.own
        markStretch(edge, limit, from: origin.fraction, to: origin.fraction + room / origin.up)
        markStretch(edge, limit, from: origin.fraction, to: origin.fraction - room / origin.down)
      }
    }
  }

  /// All the edge has, for limit `first` and those above.
  private func markWhole(_ edge: Int, _ first: Int) {
    for limit in first..<limits.count {
      let owned = network.field.owned
      for index in owned.range(edge) {
        let mask = owned.masks.base[index]
        scratch.mark(limit, Int(mask.tile), mask.bits)
      }
      markCorners(edge, limit)
    }
  }

  private func markCorners(_ edge: Int, _ limit: Int) {
    let crossed = network.field.crossed
    for index in crossed.range(edge) {
      let mask = crossed.masks.base[index]
      scratch.mark(limit, Int(mask.tile), mask.bits)
    }
  }

  /// The points of the edge within each of the limits of a range; no street point of it is farther than `most`.
  @inline(__always)
  private func markPoints(
    _ edge: Int, _ range: Range<Int>, most: Float, _ walk: (Float) -> Float
  ) {
    let owned = network.field.owned
    let slots = network.field.slots.base
    let feet = network.field.feet.base
    for index in owned.range(edge) {
      let mask = owned.masks.base[index]
      let slot = Int(slots[Int(mask.tile)]) << 6
      for limit in range {
        if most + 1000 * mask.longestLeg <= limits[limit] {
          scratch.mark(limit, Int(mask.tile), mask.bits)
          continue
        }
        var rest = mask.bits
        var bits: UInt64 = 0
        while rest != 0 {
          let point = rest.trailingZeroBitCount
          rest &= rest - 1
          let foot = feet[slot | point]
          let isIn: UInt64 = walk(foot.fraction) + 1000 * foot.leg <= limits[limit] ? 1 : 0
          bits |= isIn << UInt64(point)
        }
        if bits != 0 { scratch.mark(limit, Int(mask.tile), bits) }
      }
    }
  }

  /// The cells along an edge from one fraction to another; beyond 0…1 means to its end.
  private func markStretch(_ edge: Int, _ limit: Int, from start: Float, to end: Float) {
    let range = network.parts.range(edge)
    let base = network.parts.parts.base
    if end >= start {
      for index in range where base[index].fractionTo >= start && base[index].fractionFrom <= end {
        markPart(base[index], limit, start, end, isCut: end < 1)
      }
    } else {
      for index in range.reversed()
      where base[index].fractionFrom <= start && base[index].fractionTo >= end {
        let part = base[index]
        let turned = StreetPart(
          from: part.to, to: part.from, fractionFrom: -part.fractionTo,
          fractionTo: -part.fractionFrom, edge: part.edge)
        markPart(turned, limit, -start, -end, isCut: end > 0)
      }
    }
  }

  /// The cells along a straight part from fraction `start` to `end`.
  private func markPart(
    _ part: StreetPart, _ limit: Int, _ start: Float, _ end: Float, isCut: Bool
  ) {
    let span = part.fractionTo - part.fractionFrom
    let way = part.to - part.from
    func place(_ fraction: Float) -> SIMD2<Double> {
      if fraction <= part.fractionFrom || span <= 0 { return part.from }
      return fraction >= part.fractionTo
        ? part.to : part.from + Double((fraction - part.fractionFrom) / span) * way
    }
    let first = place(start)
    var last = place(end)
    let endsHere = isCut && end < part.fractionTo
    if endsHere {
      let length = (way * way).sum().squareRoot()
      let rest = part.to - last
      let room = (rest * rest).sum().squareRoot()
      if length > 0 {
        last += way / length * min(room, Self.beyondCut / network.settings.cellMetres)
      }
    }
    markLine(first, last, limit, edge: Int(part.edge), isCut: endsHere)
  }

  /// All cells along a line, of an edge or of a station's leg; the last, when cut there, keeps its far corners.
  func markLine(
    _ from: SIMD2<Double>, _ to: SIMD2<Double>, _ limit: Int, edge: Int?, isCut: Bool
  ) {
    let lattice = network.field.lattice
    let (lastColumn, lastRow) = (Int(to.x), Int(to.y))
    CellWalk.along(from, to) { column, row, _, side in
      guard let edge, isCut && column == lastColumn && row == lastRow else {
        markCell(edge, column, row, limit)
        return true
      }
      let bit = IsochroneLattice.bit(column, row).trailingZeroBitCount
      let cut = StreetCut(
        cell: lattice.tile(column, row) << 6 | bit, place: to, edge: Int32(edge))
      if canCut(to, column, row, side) {
        scratch.cuts[limit].append(cut)
      } else {
        takeWhole(cut, limit)
      }
      return true
    }
  }

  /// One cell that an edge, or a station's leg, passes.
  private func markCell(_ edge: Int?, _ column: Int, _ row: Int, _ limit: Int) {
    let lattice = network.field.lattice
    guard let edge, let cell = network.field.cells.cell(edge, column, row) else {
      CellCorners.forEach(lattice, column, row) { scratch.mark(limit, $0, $1) }
      return
    }
    CellCorners.forEach(lattice, column, row, corners: cell.corners) { scratch.mark(limit, $0, $1) }
    StreetCells.forEachBound(lattice, cell) { tile, key, share in
      scratch.bounds[limit].append(ReachedBound(side: tile << 8 | Int(key), share: share))
    }
  }

  /// True when the outline may have a corner at `place`: the street came straight in through a side, and ends well
  /// within the cell.
  private func canCut(
    _ place: SIMD2<Double>, _ column: Int, _ row: Int, _ side: CellWalk.Side
  ) -> Bool {
    let x = place.x - Double(column)
    let y = place.y - Double(row)
    let (low, high) = (Self.margin, 1 - Self.margin)
    return side != .inside && x > low && x < high && y > low && y < high
  }

  /// Where two opposite corners of a cell are inside, the outline cannot run through a cut: its street passes the
  /// whole cell. Afterwards each limit's cuts and bounds are sorted.
  func joinCuts() {
    for limit in limits.indices {
      // What one cell takes in may set two corners of another opposite each other.
      var count = -1
      while count != scratch.cuts[limit].count {
        count = scratch.cuts[limit].count
        scratch.cuts[limit].removeAll { cut in
          let isSplit = hasOppositeCorners(Int(cut.place.x), Int(cut.place.y), limit)
          if isSplit { takeWhole(cut, limit) }
          return isSplit
        }
      }
      scratch.cuts[limit].sort {
        ($0.cell, $0.place.x, $0.place.y) < ($1.cell, $1.place.x, $1.place.y)
      }
      scratch.bounds[limit].sort { $0.side < $1.side }
    }
  }

  /// Larger limits, which may cut the street in the same cell, take it whole too.
  private func takeWhole(_ cut: StreetCut, _ limit: Int) {
    for larger in limit..<limits.count {
      markCell(Int(cut.edge), Int(cut.place.x), Int(cut.place.y), larger)
    }
  }

  private func hasOppositeCorners(_ column: Int, _ row: Int, _ limit: Int) -> Bool {
    let lattice = network.field.lattice
    func isIn(_ x: Int, _ y: Int) -> Bool {
      scratch.inside[limit][lattice.tile(x, y)] & IsochroneLattice.bit(x, y) != 0
    }
    let southWest = isIn(column, row)
    let southEast = isIn(column + 1, row)
    return southWest != southEast && southWest == isIn(column + 1, row + 1)
      && southEast == isIn(column, row + 1)
  }
}
