/// Numbers the nodes that carry an edge along a Hilbert curve through 2¹⁶ × 2¹⁶ cells of their extent; nodes of one
/// cell keep the order of the segments.
struct NodeNumbering {
  /// By node of the segments: its number in the graph; undefined where it has none.
  let numbers: FilledArray<UInt32>
  /// By node of the graph.
  let places: GraphArray<FixedPoint>

  init(_ all: [FixedPoint], _ chains: StreetChains, pieces: IndexPieces) {
    let kept = Self.ends(chains, count: all.count)
    let keys = Self.keys(all, kept, pieces)
    let order = RadixOrder.order(keys: keys)
    let numbers = FilledArray<UInt32>(all.count)
    let places = FilledArray<FixedPoint>(kept.count)
    pieces.forEach(kept.count) { range in
      for number in range {
        let node = Int(kept[Int(order[number])])
        numbers[node] = UInt32(number)
        places[number] = all[node]
      }
    }
    self.numbers = numbers
    self.places = places.array
  }

  /// Nodes at which a chain ends, rising.
  private static func ends(_ chains: StreetChains, count: Int) -> [UInt32] {
    let isEnd = FilledArray(repeating: false, count)
    for chain in 0..<chains.count {
      isEnd[Int(chains.start(chain).tail)] = true
      isEnd[Int(chains.start(chain).head)] = true
    }
    defer { isEnd.keep() }
    return [UInt32](unsafeUninitializedCapacity: count) { buffer, used in
      for node in 0..<count {
        // Written always, counted only when kept: no branch to guess.
        buffer[used] = UInt32(node)
        used += isEnd[node] ? 1 : 0
      }
    }
  }

  private static func keys(_ all: [FixedPoint], _ kept: [UInt32], _ pieces: IndexPieces) -> [UInt32]
  {
    var (west, south) = (Int32.max, Int32.max)
    var (east, north) = (Int32.min, Int32.min)
    all.withUnsafeBufferPointer { all in
      for node in kept {
        let place = all[Int(node)]
        (west, south) = (min(west, place.longitudeE7), min(south, place.latitudeE7))
        (east, north) = (max(east, place.longitudeE7), max(north, place.latitudeE7))
      }
    }
    var shift = 0
    while max(Int(east) - Int(west), Int(north) - Int(south)) >> shift >= 1 << 16 { shift += 1 }
    let keys = FilledArray<UInt32>(kept.count)
    let (origin, cells) = (FixedPoint(longitudeE7: west, latitudeE7: south), shift)
    pieces.forEach(kept.count) { range in
      for index in range {
        let place = all[Int(kept[index])]
        keys[index] = HilbertCurve.position(
          UInt32((Int(place.longitudeE7) - Int(origin.longitudeE7)) >> cells),
          UInt32((Int(place.latitudeE7) - Int(origin.latitudeE7)) >> cells))
      }
    }
    return Array(keys.array.buffer)
  }
}
