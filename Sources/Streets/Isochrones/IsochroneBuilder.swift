import Model
import Synchronization

/// Draws isochrones on one network.
///
/// Definition: the places whose walk — straight to the nearest usable street point at most `snapMetres` away
/// (legs cross no barrier), along streets, and the station's own leg — is ≤ the limit; in addition the way from the
/// station's place to its street. The walk is worked out exactly at the points of a lattice and taken as linear in
/// between; every reached street point lies inside.
///
/// Where reached and unreached streets run side by side the outline passes between them, to a few metres: an unreached
/// street nearer than that to a reached one, beside it or in a tunnel below it, may lie inside (`IsochroneFidelity`
/// counts such points, and those of them whose place is within the limit by a leg from the reached street).
///
/// The lattice is that of the whole network; what is prepared of it are the points around a few stations near each
/// other at a time (`IsochroneBatches`). So the outlines of a station depend on no other.
public final class IsochroneBuilder: Sendable {
  let graph: StreetGraph
  let index: StreetIndex
  let lattice: IsochroneLattice
  public let settings: IsochroneSettings
  private let edges: EdgesByNode
  /// The most true metres from a station, or from its street, to a place that any of its isochrones holds.
  private let reachMetres: Double
  /// Beyond this many metres from a lattice point no street is looked for.
  private let streetMetres: Double
  private let preparing = Mutex(Duration.zero)

  /// `index` is one of the same graph; legs cross no barrier that it keeps.
  public init(
    _ graph: StreetGraph, index: StreetIndex, settings: IsochroneSettings, threads: Int = 1
  ) {
    let margin = settings.snapMetres + ReachedTiles.marginCells * settings.cellMetres
    self.graph = graph
    self.index = index
    self.settings = settings
    lattice = IsochroneLattice(
      extent: LatticeExtent(graph, threads: threads), cellMetres: settings.cellMetres,
      margin: margin)
    edges = EdgesByNode(graph)
    reachMetres =
      Double(settings.limits.last ?? 0) / 1000 * Self.trueMetres(graph, threads: threads) + margin
    streetMetres = Double(IsochroneField.reach(lattice, snapMetres: settings.snapMetres))
  }

  /// The most true metres that one walking metre covers anywhere: above 1 on gentle descents only.
  private static func trueMetres(_ graph: StreetGraph, threads: Int) -> Double {
    let most = Mutex(1.0)
    IndexPieces(threads: threads).forEach(graph.edgeCount) { edges in
      let (lengths, forward) = (graph.edgeMillimetres.base, graph.edgeForward.base)
      let backward = graph.edgeBackward?.base ?? forward
      var here = 1.0
      for edge in edges {
        let walk = min(forward[edge], backward[edge])
        if walk < lengths[edge] { here = max(here, Double(lengths[edge]) / Double(max(1, walk))) }
      }
      most.withLock { $0 = max($0, here) }
    }
    return most.withLock { $0 }
  }

  /// Seconds that were spent on finding the streets nearest to lattice points; of several workers, their mean.
  public var preparingSeconds: Double { preparing.withLock { $0 / .seconds(1) } }

  /// Scratch memory for one worker.
  public func makeScratch() -> IsochroneScratch {
    IsochroneScratch(
      search: ReachSearch(graph, edges: edges), limits: max(1, settings.limits.count))
  }

  /// The isochrones of the nearest of `entrances` (one station's, or all of several: merged), one a limit,
  /// ascending.
  public func isochrones(
    of entrances: [IsochroneEntrance], scratch: IsochroneScratch
  ) -> [Isochrone] {
    draw(entrances, prepare(entrances, scratch), scratch)
  }

  /// The isochrones of many stations: by station, by limit.
  public func isochrones(
    of stations: [[IsochroneEntrance]], threads: Int
  ) throws -> [[Isochrone]] {
    try map(stations, threads: threads) { $0 }
  }

  /// What `body` makes of the isochrones of each station, in the order of the stations; it runs on several threads.
  ///
  /// Stations near each other are prepared together, as many at a time as take little memory.
  public func map<Result: Sendable>(
    _ stations: [[IsochroneEntrance]], threads: Int, _ body: @Sendable ([Isochrone]) -> Result
  ) throws -> [Result] {
    try map(
      stations, IsochroneBatches(lattice, boxes: stations.map { box($0) }), threads: threads, body)
  }

  /// The same in given batches.
  func map<Result: Sendable>(
    _ stations: [[IsochroneEntrance]], _ batches: IsochroneBatches, threads: Int,
    _ body: @Sendable ([Isochrone]) -> Result
  ) throws -> [Result] {
    let results = ResultSlots<Result>(count: stations.count)
    if batches.all.count < threads {
      // Fewer batches than workers, as of merged stations: all work at one together.
      let scratch = makeScratch()
      for batch in batches.all {
        let network = prepare(batch.flatMap { stations[$0] }, scratch, threads: threads)
        try Parallel.forEach(
          count: batch.count, threads: threads, state: { self.makeScratch() },
          { scratch, number in
            let station = batch[number]
            results.set(station, body(self.draw(stations[station], network, scratch)))
          })
      }
      return results.take()
    }
    let workers = max(1, min(threads, batches.all.count))
    try Parallel.forEach(
      count: batches.all.count, threads: threads, state: { self.makeScratch() },
      { scratch, number in
        let batch = batches.all[number]
        let network = self.prepare(batch.flatMap { stations[$0] }, scratch, workers: workers)
        for station in batch {
          results.set(station, body(self.draw(stations[station], network, scratch)))
        }
      })
    return results.take()
  }

  /// The tiles that isochrones of a station may touch.
  func box(_ entrances: [IsochroneEntrance]) -> TileBox {
    TileBox(lattice, around: entrances.lazy.map(\.place), metres: reachMetres)
  }

  /// Prepares what is needed to draw stations with some entrances, unless that was done last.
  func prepare(
    _ entrances: [IsochroneEntrance], _ scratch: IsochroneScratch, threads: Int = 1,
    workers: Int = 1
  ) -> IsochroneNetwork {
    if let network = scratch.network, scratch.entrances == entrances { return network }
    let start = ContinuousClock.now
    defer { preparing.withLock { $0 += (.now - start) / workers } }
    let around = TileBox(
      lattice, around: entrances.lazy.map(\.place), metres: reachMetres + streetMetres)
    let numbers = scratch.numbers
    scratch.network = nil
    numbers.take(lattice.box(of: around), index)
    // The bodies do not throw, so neither does it.
    let network = try! IsochroneNetwork(
      graph, index, settings, lattice, around, numbers, threads: threads
    ) { parts in
      ReachedTiles(lattice, TileWindow(around), box(entrances), parts, numbers, settings)
        .around(entrances, scratch.search, scratch.nodes)
    }
    (scratch.network, scratch.entrances) = (network, entrances)
    return network
  }

  /// Draws one station, or several merged, of those prepared.
  func draw(
    _ entrances: [IsochroneEntrance], _ network: IsochroneNetwork, _ scratch: IsochroneScratch
  ) -> [Isochrone] {
    guard let largest = settings.limits.last else { return [] }
    let window = TileWindow(box(entrances))
    scratch.begin(window, network.field)
    // Two cells more: the outline is drawn between points on both sides of it.
    let beyond = UInt64(largest) + UInt64(2000 * settings.cellMetres)
    scratch.search.run(
      entrances.map(\.entrance), direction: settings.direction,
      limit: UInt32(min(beyond, UInt64(UInt32.max - 1))))
    let origins = EdgeOrigins(network, entrances.map(\.entrance))
    let marking = IsochroneMarking(
      network, scratch, origins, limits: settings.limits.map { Float($0) })
    marking.markStreets()
    for entrance in entrances { markLeg(entrance, marking) }
    marking.joinCuts()
    return settings.limits.indices.map {
      IsochroneTracing(network, scratch, origins, limit: $0).trace()
    }
  }

  /// The cells between a station and its street, as far as the limit goes.
  private func markLeg(_ entrance: IsochroneEntrance, _ marking: IsochroneMarking) {
    let network = marking.network
    let from = lattice.position(entrance.place)
    let snapped = entrance.entrance.place
    let number = network.numbers.number(Int(snapped.edge))
    if !lattice.holds(from) || number < 0 { return }
    let fraction =
      Float(snapped.alongMillimetres) / Float(graph.edgeMillimetres[Int(snapped.edge)])
    let street = network.parts.place(number, fraction)
    for (limit, budget) in settings.limits.enumerated()
    where budget >= entrance.entrance.extraMillimetres {
      let left = Double(budget - entrance.entrance.extraMillimetres)
      let leg = Double(snapped.legMillimetres)
      let part = leg <= left ? 1 : left / leg
      marking.markLeg(from, from + part * (street - from), limit)
    }
  }
}

/// Results by index.
///
/// `@unchecked Sendable`: every index is written by one worker and read only after all have finished.
private final class ResultSlots<Result>: @unchecked Sendable {
  private let base: UnsafeMutablePointer<Result?>
  private let count: Int

  init(count: Int) {
    self.count = count
    base = .allocate(capacity: max(1, count))
    base.initialize(repeating: nil, count: count)
  }

  deinit {
    base.deinitialize(count: count)
    base.deallocate()
  }

  func set(_ index: Int, _ value: Result) { base[index] = value }
  func take() -> [Result] { (0..<count).map { base[$0]! } }
}
