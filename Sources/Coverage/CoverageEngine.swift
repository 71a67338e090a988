import Dispatch
import Geometry
import Model
import Synchronization

/// Where a block's people are when it has no demand points, in the block's own plane.
package protocol PeopleSpread: Sendable {
  var method: PopulationMethod { get }
  /// A worker's own means of spreading (C handles must not be shared).
  func makeSpreader() throws -> any BlockSpreader
}

/// One worker's part of a `PeopleSpread`.
package protocol BlockSpreader {
  /// Pieces of a block with relative weights > 0; empty when the source says nothing about this block.
  ///
  /// Pieces of one source stand together; they may use memory that the next call reuses.
  mutating func spread(_ pieces: ArraySlice<BlockPiece>) throws -> [WeightedPiece]
}

/// Computes the measures of all blocks of a layer.
package struct CoverageEngine: Sendable {
  package var settings: CoverageSettings
  /// The stations that serve a block, by the block's group; a single group when all stations serve all.
  package var stationsByGroup: [StationIndex?]
  /// Group of each block; nil when there is one group. Negative: no station serves the block.
  package var groupOf: [Int32]?
  package var demand: DemandPoints?
  /// Streets to walk along, with the stations of the same groups; nil: times are estimated from straight distances.
  package var streets: StreetWalks?
  package var spread: (any PeopleSpread)?

  /// Number of stations of the run; stations of all groups are numbered together.
  package var stationCount: Int

  /// What a run measured, and the seconds of all workers together.
  package struct Outcome: Sendable {
    package var table: CoverageTable
    /// Stations that lie in a block they serve, by station.
    package var insideStations: [Bool]
    package var projectingSeconds: Double
    package var computingSeconds: Double
  }

  package init(
    settings: CoverageSettings, stationCount: Int, stationsByGroup: [StationIndex?],
    groupOf: [Int32]? = nil,
    demand: DemandPoints? = nil, spread: (any PeopleSpread)? = nil, streets: StreetWalks? = nil
  ) {
    self.streets = streets
    self.settings = settings
    self.stationCount = stationCount
    self.stationsByGroup = stationsByGroup
    self.groupOf = groupOf
    self.demand = demand
    self.spread = spread
  }

  /// The widest distance `StationIndex` must serve for these settings, metres.
  package static func reach(_ settings: CoverageSettings) -> Double {
    BlockMeasurer.widestReach(settings)
  }

  /// Blocks projected before they are measured: large enough for two clock readings not to matter, small
  /// enough to stay in a second-level cache.
  private static let batch = 128

  /// Measures every block of `layer` (coordinates in WGS 84 degrees) in input order.
  ///
  /// `advance` is called with the number of blocks done, from any worker. Errors: those of the spread.
  package func run(
    _ layer: Layer, threads: Int, advance: @Sendable (Int) -> Void = { _ in }
  ) throws -> Outcome {
    let table = CoverageTable(
      unpreparedCount: layer.count, reachCount: settings.reaches.count,
      extraCount: settings.extraShares.count)
    let inside = Mutex([Bool](repeating: false, count: stationCount))
    let nanoseconds = Mutex<(projecting: UInt64, computing: UInt64)>((0, 0))
    try Parallel.forEach(
      count: layer.chunks.count, threads: threads,
      state: {
        Worker(
          projector: BlockProjector(),
          measurer: BlockMeasurer(
            settings: settings, table: table, stationCount: stationCount, streets: streets),
          spreader: try spread?.makeSpreader())
      },
      { worker, index in
        let chunk = layer.chunks[index]
        table.prepare(chunk.firstIndex..<chunk.firstIndex + chunk.count)
        var from = 0
        while from < chunk.count {
          let to = min(from + Self.batch, chunk.count)
          let spent = try measure(chunk, from..<to, &worker, table)
          nanoseconds.withLock {
            $0.projecting += spent.projecting
            $0.computing += spent.computing
          }
          from = to
        }
        advance(chunk.count)
      },
      finish: { worker in
        inside.withLock { all in
          for station in all.indices where worker.measurer.insideStations[station] {
            all[station] = true
          }
        }
      })
    let spent = nanoseconds.withLock { $0 }
    return Outcome(
      table: table, insideStations: inside.withLock { $0 },
      projectingSeconds: Double(spent.projecting) / 1e9,
      computingSeconds: Double(spent.computing) / 1e9)
  }

  private struct Worker {
    let projector: BlockProjector
    let measurer: BlockMeasurer
    var spreader: (any BlockSpreader)?
    var pieces: [BlockPiece] = []
    var ends: [Int] = []
  }

  private func measure(
    _ chunk: FeatureChunk, _ range: Range<Int>, _ worker: inout Worker, _ table: CoverageTable
  ) throws -> (projecting: UInt64, computing: UInt64) {
    let start = DispatchTime.now().uptimeNanoseconds
    worker.projector.recycle()
    worker.pieces.removeAll(keepingCapacity: true)
    worker.ends.removeAll(keepingCapacity: true)
    for feature in range {
      if chunk.shapes.kinds[feature].isAreal {
        worker.projector.pieces(of: chunk.shapes, feature: feature, into: &worker.pieces)
      }
      worker.ends.append(worker.pieces.count)
    }
    let middle = DispatchTime.now().uptimeNanoseconds
    // Taken out once: workers that count references to one index for every block wait for each other.
    let all = groupOf == nil ? stationsByGroup[0] : nil
    var first = 0
    for (offset, feature) in range.enumerated() {
      let pieces = worker.pieces[first..<worker.ends[offset]]
      first = worker.ends[offset]
      if pieces.isEmpty { continue }
      let block = chunk.firstIndex + feature
      if let all {
        try measure(block, pieces, all, group: 0, &worker, table)
      } else {
        try measureInGroup(block, pieces, &worker, table)
      }
    }
    return (middle - start, DispatchTime.now().uptimeNanoseconds - middle)
  }

  private func measureInGroup(
    _ block: Int, _ pieces: ArraySlice<BlockPiece>, _ worker: inout Worker, _ table: CoverageTable
  ) throws {
    let group = groupOf.map { Int($0[block]) } ?? 0
    guard group >= 0, let stations = stationsByGroup[group] else {
      table.withoutOwnStation[block] = 1
      worker.measurer.measureWithoutStations(block, pieces)
      return
    }
    try measure(block, pieces, stations, group: group, &worker, table)
  }

  @inline(__always)
  private func measure(
    _ block: Int, _ pieces: ArraySlice<BlockPiece>, _ stations: StationIndex, group: Int,
    _ worker: inout Worker, _ table: CoverageTable
  ) throws {
    if let demand, !demand.points(of: block).isEmpty {
      let points = demand.points(of: block)
      worker.measurer.measure(
        block: block, pieces: pieces, places: demand.places[points],
        weights: demand.weights(of: points), stations: stations, group: group)
      return
    }
    guard worker.spreader != nil else {
      worker.measurer.measure(
        block: block, pieces: pieces, people: nil, method: .area, stations: stations, group: group)
      return
    }
    let people = try worker.spreader?.spread(pieces) ?? []
    // A raster's weights are people: without a number of its own the block has these.
    if spread?.method == .raster {
      table.rasterPeople[block] = people.reduce(0) { $0 + $1.weight }
    }
    worker.measurer.measure(
      block: block, pieces: pieces,
      people: people.isEmpty ? nil : people,
      method: people.isEmpty ? .area : spread?.method ?? .area, stations: stations, group: group)
  }
}

extension BlockMeasurer {
  /// Records a block that no station may serve: its area, no shares, everybody unreachable.
  func measureWithoutStations(_ block: Int, _ pieces: ArraySlice<BlockPiece>) {
    table.area[block] = pieces.reduce(0) { $0 + $1.area }
    for reach in 0..<table.reachCount {
      table.areaShare[table.slot(block, reach)] = 0
      table.populationShare[table.slot(block, reach)] = 0
    }
    table.unreachableShare[block] = 1
  }
}
