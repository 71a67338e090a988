/// Numbers the nodes that carry an edge along a Hilbert curve through 2¹⁶ × 2¹⁶ cells of their extent; nodes of one
/// cell keep the order of the segments.
struct NodeNumbering {
  /// By node of the segments: its number in the graph; undefined where it has none.
  let numbers: FilledArray<UInt32>
  /// By node of the graph.
  let places: GraphArray<FixedPoint>

  init(_ all: GraphArray<FixedPoint>, _ chains: StreetChains, pieces: IndexPieces) {
    let (kept, count) = Self.ends(chains, of: all.count)
    let order = RadixOrder.order(keys: Self.keys(all, kept, count, pieces))
    let numbers = FilledArray<UInt32>(all.count)
    let places = FilledArray<FixedPoint>(count)
    pieces.forEach(count) { range in
      for number in range {
        let node = Int(kept[Int(order[number])])
        numbers[node] = UInt32(number)
        places[number] = all[node]
      }
    }
    kept.keep()
    order.keep()
    self.numbers = numbers
    self.places = places.array
  }

  /// Nodes at which a chain ends, rising, and their number.
  private static func ends(_ chains: StreetChains, of all: Int) -> (FilledArray<UInt32>, Int) {
    let isEnd = FilledArray(repeating: false, all)
    for chain in 0..<chains.count {
      isEnd[Int(chains.chains[chain].tail)] = true
      isEnd[Int(chains.chains[chain].head)] = true
    }
    let kept = FilledArray<UInt32>(all)
    var count = 0
    for node in 0..<all {
      // Written always, counted only when kept: no branch to guess.
      kept[count] = UInt32(node)
      count += isEnd[node] ? 1 : 0
    }
    isEnd.keep()
    return (kept, count)
  }

  private static func keys(
    _ all: GraphArray<FixedPoint>, _ kept: FilledArray<UInt32>, _ count: Int, _ pieces: IndexPieces
  ) -> FilledArray<UInt32> {
    var (west, south) = (Int32.max, Int32.max)
    var (east, north) = (Int32.min, Int32.min)
    for index in 0..<count {
      let place = all[Int(kept[index])]
      (west, south) = (min(west, place.longitudeE7), min(south, place.latitudeE7))
      (east, north) = (max(east, place.longitudeE7), max(north, place.latitudeE7))
    }
    var shift = 0
    while max(Int(east) - Int(west), Int(north) - Int(south)) >> shift >= 1 << 16 { shift += 1 }
    let keys = FilledArray<UInt32>(count)
    let (origin, cells) = (FixedPoint(longitudeE7: west, latitudeE7: south), shift)
    pieces.forEach(count) { range in
      for index in range {
        let place = all[Int(kept[index])]
        keys[index] = HilbertCurve.position(
          UInt32((Int(place.longitudeE7) - Int(origin.longitudeE7)) >> cells),
          UInt32((Int(place.latitudeE7) - Int(origin.latitudeE7)) >> cells))
      }
    }
    return keys
  }
}
