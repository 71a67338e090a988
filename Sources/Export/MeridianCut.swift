import Model

/// Cuts one polygon along one meridian.
///
/// Positions on the meridian count as east of it. Each ring falls into chains on either side; along the
/// meridian, the chain ends of outer ring and holes together, ordered by latitude, pair up as the stretches that
/// lie inside the polygon, and each stretch closes a ring on both sides. A hole that crosses becomes part of
/// the outline; rings on one side only stay whole.
struct MeridianCut {
  /// Polygons (outer ring first) west and east of the meridian, each cut flush with it.
  private(set) var sides: (west: [[[Coordinate]]], east: [[[Coordinate]]])

  init(_ rings: [[Coordinate]], _ meridian: Double) {
    sides = (
      Self.side(rings, meridian, isInside: { $0 < meridian }),
      Self.side(rings, meridian, isInside: { $0 >= meridian })
    )
  }

  private static func side(
    _ rings: [[Coordinate]], _ meridian: Double, isInside: (Double) -> Bool
  ) -> [[[Coordinate]]] {
    var chains: [[Coordinate]] = []
    var whole: [[Coordinate]] = []
    for ring in rings {
      let found = self.chains(of: ring, meridian, isInside)
      if let found { chains += found } else if isInside(ring[0].x) { whole.append(ring) }
    }
    var outers = joined(chains).filter { area($0) != 0 }
    var holes = whole[...]
    if let first = rings.first, let firstWhole = whole.first, firstWhole == first {
      outers.append(first)
      holes = whole.dropFirst()
    }
    var polygons = outers.map { [$0] }
    for hole in holes {
      let home = polygons.firstIndex { contains($0[0], hole) } ?? 0
      if polygons.indices.contains(home) { polygons[home].append(hole) }
    }
    return polygons
  }

  /// The runs of `ring` inside, from one crossing of the meridian to the next; nil when it does not cross.
  private static func chains(
    of ring: [Coordinate], _ meridian: Double, _ isInside: (Double) -> Bool
  ) -> [[Coordinate]]? {
    let count = ring.count - 1
    guard count > 0 else { return nil }
    guard
      let start = (0..<count).first(where: { !isInside(ring[$0].x) && isInside(ring[$0 + 1].x) })
    else { return nil }
    var chains: [[Coordinate]] = []
    var chain: [Coordinate] = []
    for step in 0..<count {
      let from = ring[(start + step) % count]
      let to = ring[(start + step) % count + 1]
      switch (isInside(from.x), isInside(to.x)) {
      case (false, true): chain = [crossing(from, to, meridian), to]
      case (true, true): chain.append(to)
      case (true, false): chains.append(chain + [crossing(from, to, meridian)])
      case (false, false): break
      }
    }
    return chains
  }

  /// Computed from the west end always, so that both sides get the same position.
  private static func crossing(
    _ from: Coordinate, _ to: Coordinate, _ meridian: Double
  ) -> Coordinate {
    let (west, east) = from.x < to.x ? (from, to) : (to, from)
    let part = (meridian - west.x) / (east.x - west.x)
    return Coordinate(x: meridian, y: part == 1 ? east.y : west.y + (east.y - west.y) * part)
  }

  /// Closes chains to rings along the meridian.
  private static func joined(_ chains: [[Coordinate]]) -> [[Coordinate]] {
    // End 2i is chain i's first position, 2i + 1 its last.
    let ends = (0..<(chains.count * 2)).sorted {
      let left = chains[$0 / 2][$0 % 2 == 0 ? 0 : chains[$0 / 2].count - 1].y
      let right = chains[$1 / 2][$1 % 2 == 0 ? 0 : chains[$1 / 2].count - 1].y
      return (left, $0) < (right, $1)
    }
    var partner = [Int](repeating: 0, count: ends.count)
    for pair in stride(from: 0, to: ends.count - 1, by: 2) {
      partner[ends[pair]] = ends[pair + 1]
      partner[ends[pair + 1]] = ends[pair]
    }
    var isUsed = [Bool](repeating: false, count: chains.count)
    var rings: [[Coordinate]] = []
    for first in chains.indices where !isUsed[first] {
      var ring: [Coordinate] = []
      var chain = first
      var forwards = true
      while !isUsed[chain] {
        isUsed[chain] = true
        ring += forwards ? chains[chain] : chains[chain].reversed()
        let next = partner[2 * chain + (forwards ? 1 : 0)]
        chain = next / 2
        forwards = next % 2 == 0
      }
      rings.append(ring + [ring[0]])
    }
    return rings
  }

  /// Twice the signed area, for telling a sliver of nothing from a ring.
  private static func area(_ ring: [Coordinate]) -> Double {
    zip(ring, ring.dropFirst()).reduce(0) {
      $0 + ($1.0.x - ring[0].x) * ($1.1.y - ring[0].y) - ($1.1.x - ring[0].x)
        * ($1.0.y - ring[0].y)
    }
  }

  /// Whether `hole` lies in `outer`, by its first position that is not on `outer`'s own positions.
  private static func contains(_ outer: [Coordinate], _ hole: [Coordinate]) -> Bool {
    let corners = Set(outer)
    guard let point = hole.first(where: { !corners.contains($0) }) ?? hole.first else {
      return false
    }
    var isInside = false
    for (from, to) in zip(outer, outer.dropFirst()) where (from.y > point.y) != (to.y > point.y) {
      let x = from.x + (to.x - from.x) * ((point.y - from.y) / (to.y - from.y))
      if x > point.x { isInside.toggle() }
    }
    return isInside
  }
}
