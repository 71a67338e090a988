/// Stations that are prepared and drawn together: near each other, so that they share lattice points, and few enough
/// that these take little memory.
struct IsochroneBatches: Sendable {
  /// Numbers of stations, every station once.
  let all: [[Int]]

  /// Tiles around the stations of a batch, or those of so many stations as large as its largest: at most 1 kB a tile.
  private static let mostTiles = 1 << 15
  private static let mostStations = 4

  init(all: [[Int]]) { self.all = all }

  /// - Parameter boxes: by station: the tiles that its isochrones may touch.
  init(_ lattice: IsochroneLattice, boxes: [TileBox]) {
    self.init(lattice, boxes: boxes) { max(Self.mostTiles, Self.mostStations * $0) }
  }

  /// With `most` tiles around a batch of which the largest station has as many as it is given; a station alone may have
  /// more.
  ///
  /// Stations follow one another along Hilbert's curve through the lattice. The rectangle around a batch is at most a
  /// quarter larger than those of its stations together: what lies between stations far apart is not looked at.
  init(_ lattice: IsochroneLattice, boxes: [TileBox], most: (Int) -> Int) {
    var batches: [[Int]] = []
    var (around, largest, sum) = (TileBox(columns: 0...0, rows: 0...0), 0, 0)
    for station in Self.order(lattice, boxes) {
      let box = boxes[station]
      let joined = around.joined(box)
      let isNear = 4 * joined.count <= 5 * (sum + box.count)
      if !batches.isEmpty && isNear && joined.count <= most(max(largest, box.count)) {
        batches[batches.count - 1].append(station)
        (around, largest, sum) = (joined, max(largest, box.count), sum + box.count)
      } else {
        batches.append([station])
        (around, largest, sum) = (box, box.count, box.count)
      }
    }
    all = batches
  }

  private static func order(_ lattice: IsochroneLattice, _ boxes: [TileBox]) -> [Int] {
    var shift = 0
    while max(lattice.tileColumns, lattice.tileRows) >> shift >= 1 << 16 { shift += 1 }
    let keys = boxes.map { box in
      HilbertCurve.position(
        UInt32((box.columns.lowerBound + box.columns.upperBound) / 2 >> shift),
        UInt32((box.rows.lowerBound + box.rows.upperBound) / 2 >> shift))
    }
    return keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
  }
}
