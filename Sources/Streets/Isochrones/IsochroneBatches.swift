/// Stations that are prepared and drawn together: near each other, so that they share lattice points, and few enough
/// that these take little memory.
struct IsochroneBatches: Sendable {
  /// Numbers of stations, every station once.
  let all: [[Int]]

  /// Tiles around the stations of a batch, unless one station alone needs more.
  private static let mostTiles = 1 << 14
  /// A batch may need this many times the tiles of its largest station.
  private static let mostStations = 4

  /// - Parameter boxes: by station: the tiles that its isochrones may touch.
  init(_ lattice: IsochroneLattice, boxes: [TileBox]) {
    self.init(lattice, boxes: boxes) {
      max(Self.mostTiles, Self.mostStations * $0)
    }
  }

  /// With `most` as the tiles allowed where the largest box has as many as it is given.
  init(_ lattice: IsochroneLattice, boxes: [TileBox], most: (Int) -> Int) {
    var shift = 0
    while max(lattice.tileColumns, lattice.tileRows) >> shift >= 1 << 16 { shift += 1 }
    let keys = boxes.map { box in
      HilbertCurve.position(
        UInt32((box.columns.lowerBound + box.columns.upperBound) / 2 >> shift),
        UInt32((box.rows.lowerBound + box.rows.upperBound) / 2 >> shift))
    }
    var batches: [[Int]] = []
    var (around, largest) = (TileBox(columns: 0...0, rows: 0...0), 0)
    for number in RadixOrder.order(keys: keys) {
      let station = Int(number)
      let box = boxes[station]
      let joined = around.joined(box)
      let most = most(max(largest, box.count))
      if !batches.isEmpty && joined.count <= most {
        batches[batches.count - 1].append(station)
        (around, largest) = (joined, max(largest, box.count))
      } else {
        batches.append([station])
        (around, largest) = (box, box.count)
      }
    }
    all = batches
  }
}
