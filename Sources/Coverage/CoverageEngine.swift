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
  mutating func spread(_ pieces: BlockPieces) throws -> [WeightedPiece]
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

    /// A table that was put together from parts: nobody measured it here.
    package init(joined table: CoverageTable) {
      self.init(table: table, insideStations: [], projectingSeconds: 0, computingSeconds: 0)
    }

    init(
      table: CoverageTable, insideStations: [Bool], projectingSeconds: Double,
      computingSeconds: Double
    ) {
      self.table = table
      self.insideStations = insideStations
      self.projectingSeconds = projectingSeconds
      self.computingSeconds = computingSeconds
    }
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
    let effort = Mutex(Effort(insideStations: [Bool](repeating: false, count: stationCount)))
    if let streets, let groupOf, streets.batches(threads: threads).count > 1 {
      table.prepare(0..<layer.count)
      let blocks = Self.blocksByGroup(groupOf, count: streets.groups.count)
      for batch in streets.batches(threads: threads) {
        let tasks = Self.tasks(layer, blocks[batch].flatMap { $0 })
        if tasks.isEmpty { continue }
        let kept = try streets.keeping(batch, threads: threads)
        try measure(layer, tasks, kept, table, threads, effort, advance)
      }
      try measure(
        layer, Self.tasks(layer, blocks[streets.groups.count]), nil, table, threads, effort,
        advance)
    } else {
      let tasks = Self.tasks(layer, of: streets == nil ? .max : Self.walkedBatch)
      try measure(layer, tasks, streets, table, threads, effort, advance)
    }
    let spent = effort.withLock { $0 }
    return Outcome(
      table: table, insideStations: spent.insideStations,
      projectingSeconds: Double(spent.projecting) / 1e9,
      computingSeconds: Double(spent.computing) / 1e9)
  }

  /// Nanoseconds of all workers together, and what they saw.
  private struct Effort {
    var insideStations: [Bool]
    var projecting: UInt64 = 0
    var computing: UInt64 = 0
  }

  /// Features of one chunk, ascending, that one worker measures; where they follow each other without a gap, their rows
  /// may be prepared on the way.
  private struct Task {
    var chunk: Int
    var features: [Int]
    var prepares = false
  }

  /// So many blocks are one task where people walk along streets: hundreds of walks a block take long enough for the
  /// workers to share a chunk, of which a small layer has only one.
  private static let walkedBatch = 16

  /// All blocks in order, at most `size` of one chunk a task.
  private static func tasks(_ layer: Layer, of size: Int) -> [Task] {
    layer.chunks.indices.flatMap { chunk in
      let count = layer.chunks[chunk].count
      let step = min(size, max(1, count))
      return stride(from: 0, to: count, by: step).map {
        Task(chunk: chunk, features: Array($0..<min(count, $0 + step)), prepares: true)
      }
    }
  }

  /// Blocks by group, ascending; those of no group last.
  private static func blocksByGroup(_ groupOf: [Int32], count: Int) -> [[Int]] {
    var blocks = [[Int]](repeating: [], count: count + 1)
    for (block, group) in groupOf.enumerated() {
      blocks[group < 0 ? count : Int(group)].append(block)
    }
    return blocks
  }

  /// Some blocks of one chunk after another, so that projections of neighbours are shared.
  private static func tasks(_ layer: Layer, _ blocks: [Int]) -> [Task] {
    var tasks: [Task] = []
    for block in blocks {
      let (chunk, offset) = layer.locate(block)
      if let last = tasks.last, last.chunk == chunk, last.features.count < batch {
        tasks[tasks.count - 1].features.append(offset)
      } else {
        tasks.append(Task(chunk: chunk, features: [offset]))
      }
    }
    return tasks
  }

  private func measure(
    _ layer: Layer, _ tasks: [Task], _ streets: StreetWalks?, _ table: CoverageTable,
    _ threads: Int, _ effort: borrowing Mutex<Effort>, _ advance: @Sendable (Int) -> Void
  ) throws {
    try Parallel.forEach(
      count: tasks.count, threads: threads,
      state: {
        Worker(
          projector: BlockProjector(),
          measurer: BlockMeasurer(
            settings: settings, table: table, stationCount: stationCount, streets: streets),
          spreader: try spread?.makeSpreader())
      },
      { worker, index in
        let task = tasks[index]
        let chunk = layer.chunks[task.chunk]
        if task.prepares, let first = task.features.first {
          let row = chunk.firstIndex + first
          table.prepare(row..<row + task.features.count)
        }
        for from in stride(from: 0, to: task.features.count, by: Self.batch) {
          let to = min(from + Self.batch, task.features.count)
          let spent = try measure(chunk, task.features[from..<to], &worker, table)
          effort.withLock {
            $0.projecting += spent.projecting
            $0.computing += spent.computing
          }
        }
        advance(task.features.count)
      },
      finish: { worker in
        effort.withLock { effort in
          for station in effort.insideStations.indices
          where worker.measurer.insideStations[station] {
            effort.insideStations[station] = true
          }
        }
      })
  }

  private struct Worker {
    let projector: BlockProjector
    let measurer: BlockMeasurer
    var spreader: (any BlockSpreader)?
    var pieces: [BlockPiece] = []
    var ends: [Int] = []
  }

  private func measure(
    _ chunk: FeatureChunk, _ features: ArraySlice<Int>, _ worker: inout Worker,
    _ table: CoverageTable
  ) throws -> (projecting: UInt64, computing: UInt64) {
    let start = DispatchTime.now().uptimeNanoseconds
    worker.projector.recycle()
    worker.pieces.removeAll(keepingCapacity: true)
    worker.ends.removeAll(keepingCapacity: true)
    for feature in features {
      if chunk.shapes.kinds[feature].isAreal {
        worker.projector.pieces(of: chunk.shapes, feature: feature, into: &worker.pieces)
      }
      worker.ends.append(worker.pieces.count)
    }
    let middle = DispatchTime.now().uptimeNanoseconds
    // Taken out once: workers that count references to one index for every block wait for each other.
    let all = groupOf == nil ? stationsByGroup[0] : nil
    let isPlain = demand == nil && spread == nil
    let measurer = worker.measurer
    let pieces = worker.pieces
    try pieces.withUnsafeBufferPointer { pieces in
      var first = 0
      for (offset, feature) in features.enumerated() {
        let own = BlockPieces(rebasing: pieces[first..<worker.ends[offset]])
        first = worker.ends[offset]
        if own.isEmpty { continue }
        let block = chunk.firstIndex + feature
        if let all, isPlain {
          measurer.measure(
            block: block, pieces: own, people: nil, method: .area, stations: all, group: 0)
        } else if let all {
          try measure(block, own, all, group: 0, &worker, table)
        } else {
          try measureInGroup(block, own, &worker, table)
        }
      }
    }
    return (middle - start, DispatchTime.now().uptimeNanoseconds - middle)
  }

  private func measureInGroup(
    _ block: Int, _ pieces: BlockPieces, _ worker: inout Worker, _ table: CoverageTable
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
    _ block: Int, _ pieces: BlockPieces, _ stations: StationIndex, group: Int,
    _ worker: inout Worker, _ table: CoverageTable
  ) throws {
    if let demand, !demand.points(of: block).isEmpty {
      let points = demand.points(of: block)
      worker.measurer.measure(
        block: block, pieces: pieces, places: demand.places[points],
        weights: demand.weights(of: points), stations: stations, group: group)
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
