import Model

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
public final class IsochroneBuilder: Sendable {
  let network: IsochroneNetwork
  private let edges: EdgesByNode
  let barriers: LegBarriers?

  /// Prepares the network: finds the nearest street point of each lattice point.
  ///
  /// `entrances`, when given, are the only ones for which isochrones will be asked: then only what is reached from them
  /// is prepared, whatever the size of the network. `index` is one of the same graph; legs cross no barrier that it
  /// keeps.
  public init(
    _ graph: StreetGraph, index: StreetIndex, settings: IsochroneSettings,
    entrances: [IsochroneEntrance]? = nil, threads: Int
  ) throws {
    let margin = settings.snapMetres + Self.marginCells * settings.cellMetres
    let lattice = IsochroneLattice(
      places: ExtentPlaces(graph: graph), cellMetres: settings.cellMetres, margin: margin)
    let parts = try StreetParts(graph, lattice, threads: threads)
    let trueMetres = Self.trueMetres(graph)
    let edges = EdgesByNode(graph)
    let upperEdges = UpperEdges(graph)
    let wanted = entrances.map {
      ReachedTiles(
        graph, lattice, parts, settings, edges, upperEdges,
        marginMetres: Self.marginCells * settings.cellMetres
      ).around($0)
    }
    self.edges = edges
    let field = try IsochroneField(
      graph, lattice: lattice, parts: parts, index: index, snapMetres: settings.snapMetres,
      isWanted: wanted, threads: threads)
    network = IsochroneNetwork(
      graph: graph, settings: settings, field: field, parts: parts,
      edges: IsochroneEdges(graph, field, settings.direction), upperEdges: upperEdges,
      reachMetres: Double(settings.limits.last ?? 0) / 1000 * trueMetres + margin)
    barriers = index.barriers
  }

  /// Cells around all that is inside that are looked at.
  private static let marginCells = 4.0

  /// The most true metres that one walking metre covers anywhere: above 1 on gentle descents only.
  private static func trueMetres(_ graph: StreetGraph) -> Double {
    var most = 1.0
    for edge in 0..<graph.edgeCount {
      let walk = min(graph.edgeForward[edge], graph.backward(edge))
      most = max(most, Double(graph.edgeMillimetres[edge]) / Double(max(1, walk)))
    }
    return most
  }

  public var settings: IsochroneSettings { network.settings }

  /// Scratch memory for one worker.
  public func makeScratch() -> IsochroneScratch {
    IsochroneScratch(
      search: ReachSearch(network.graph, edges: edges), window: window([]),
      limits: max(1, settings.limits.count))
  }

  /// The isochrones of the nearest of `entrances` (one station's, or all of several: merged), one a limit,
  /// ascending.
  public func isochrones(
    of entrances: [IsochroneEntrance], scratch: IsochroneScratch
  ) -> [Isochrone] {
    guard let largest = settings.limits.last else { return [] }
    scratch.begin(window(entrances), network.field)
    // Two cells more: the outline is drawn between points on both sides of it.
    let beyond = UInt64(largest) + UInt64(2000 * settings.cellMetres)
    scratch.search.run(
      entrances.map(\.entrance), direction: settings.direction,
      limit: UInt32(min(beyond, UInt64(UInt32.max - 1))))
    let origins = EdgeOrigins(network.graph, entrances.map(\.entrance), settings.direction)
    let marking = IsochroneMarking(
      network, scratch, origins, limits: settings.limits.map { Float($0) })
    marking.markStreets()
    for entrance in entrances { markLeg(entrance, marking) }
    marking.joinCuts()
    return settings.limits.indices.map {
      IsochroneTracing(network, scratch, origins, limit: $0).trace()
    }
  }

  private func window(_ entrances: [IsochroneEntrance]) -> TileWindow {
    TileWindow(network.field.lattice, around: entrances.map(\.place), metres: network.reachMetres)
  }

  /// The isochrones of many stations: by station, by limit.
  public func isochrones(
    of stations: [[IsochroneEntrance]], threads: Int
  ) throws -> [[Isochrone]] {
    try map(stations.indices.map { $0..<$0 + 1 }, threads: threads) { range, draw in
      draw(stations[range.lowerBound])
    }
  }

  /// What `body` makes of each range, in their order; it is given the range and a function that draws the isochrones of
  /// one station, and runs on several threads.
  public func map<Result: Sendable>(
    _ ranges: [Range<Int>], threads: Int,
    _ body: @Sendable (Range<Int>, ([IsochroneEntrance]) -> [Isochrone]) -> Result
  ) throws -> [Result] {
    let results = ResultSlots<Result>(count: ranges.count)
    try Parallel.forEach(
      count: ranges.count, threads: threads, state: { self.makeScratch() },
      { scratch, index in
        let scratch = scratch
        results.set(index, body(ranges[index]) { self.isochrones(of: $0, scratch: scratch) })
      })
    return results.take()
  }

  /// The cells between a station and its street, as far as the limit goes.
  private func markLeg(_ entrance: IsochroneEntrance, _ marking: IsochroneMarking) {
    let lattice = network.field.lattice
    let from = lattice.position(entrance.place)
    if !lattice.holds(from) { return }
    let snapped = entrance.entrance.place
    let fraction =
      Float(snapped.alongMillimetres) / Float(network.graph.edgeMillimetres[Int(snapped.edge)])
    guard let street = network.parts.place(Int(snapped.edge), fraction) else { return }
    for (limit, budget) in settings.limits.enumerated()
    where budget >= entrance.entrance.extraMillimetres {
      let left = Double(budget - entrance.entrance.extraMillimetres)
      let leg = Double(snapped.legMillimetres)
      let part = leg <= left ? 1 : left / leg
      marking.markLeg(from, from + part * (street - from), limit)
    }
  }
}

/// The places that bound a graph: its nodes and the inner points of its edges.
private struct ExtentPlaces: RandomAccessCollection {
  let graph: StreetGraph
  var startIndex: Int { 0 }
  var endIndex: Int { graph.nodes.count + graph.shapePoints.count }
  subscript(index: Int) -> FixedPoint {
    index < graph.nodes.count
      ? graph.nodes[index] : graph.shapePoints[index - graph.nodes.count]
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
