import Geometry
import Model
import Streets

/// Measures one block after another along the streets; scratch memory of one worker.
final class StreetMeasurer {
  private let walks: StreetWalks
  private let settings: CoverageSettings
  private let table: CoverageTable
  private let lattice = Lattice()
  /// Walking lengths of the last block's people, millimetres.
  let people = StationSamples()
  /// Of its area, where people are not spread evenly over it.
  private let area = StationSamples()
  /// Largest walking length in time, by time asked for.
  private let limits: [UInt32]
  /// Pairs of station and walking length that reach a sample.
  private var reaching = ScratchArray<UInt64>()
  private var walkedMetres = 0.0
  private var straightMetres = 0.0
  private var causes: WalkCauses = []

  init(_ walks: StreetWalks, _ settings: CoverageSettings, _ table: CoverageTable) {
    self.walks = walks
    self.settings = settings
    self.table = table
    let profile = WalkProfile(name: "", speed: settings.speed)
    limits = settings.minutes.map { profile.reach(minutes: $0) }
  }

  /// People evenly over `spread`, on a lattice; `isWhole`: over the whole block.
  func measure(
    _ block: Int, _ pieces: ArraySlice<BlockPiece>, spread: [WeightedPiece], isWhole: Bool,
    group: Int
  ) {
    start()
    let service = walks.services[group]
    sample(spread, into: people) { self.addPerson($0, $1, service) }
    if isWhole {
      recordAreaShares(block, people)
    } else {
      sampleArea(pieces, service)
      recordAreaShares(block, area)
    }
    recordPeople(block)
  }

  /// People at places, each with a weight ≥ 0 (all zero: unweighted).
  func measure(
    _ block: Int, _ pieces: ArraySlice<BlockPiece>, places: ArraySlice<GeographicPoint>,
    weights: ArraySlice<Double>, group: Int
  ) {
    start()
    let service = walks.services[group]
    let isWeighted = weights.contains { $0 > 0 }
    people.reset()
    for (place, weight) in zip(places, weights) {
      addPerson(place, isWeighted ? weight : 1, service)
    }
    sampleArea(pieces, service)
    recordAreaShares(block, area)
    recordPeople(block)
  }

  /// Share of the last block's people within a time at a speed.
  func share(minutes: Double, speed: Double) -> Double {
    let limit = Double(WalkProfile(name: "", speed: speed).reach(minutes: minutes))
    return people.share { $0 <= limit }
  }

  private func start() {
    reaching.removeAll()
    walkedMetres = 0
    straightMetres = 0
    causes = []
  }

  private func addPerson(_ place: GeographicPoint, _ weight: Double, _ service: StreetService) {
    let wanted = Double(limits.last ?? 0)
    let walk = walks.walk(place, service, wanted: wanted)
    people.add(walk.millimetres, weight, walk.station)
    if walk.millimetres > wanted { causes.formUnion(walk.causes) }
    if walk.station >= 0 {
      walkedMetres += weight * walk.millimetres / 1000
      straightMetres += weight * walks.straightMetres(place, station: walk.station)
    }
    guard let joint = walk.joint else { return }
    service.reach.forEachStation(reaching: joint) { station, millimetres in
      reaching.append(UInt64(UInt32(bitPattern: station)) << 32 | UInt64(millimetres))
    }
  }

  private func sampleArea(_ pieces: ArraySlice<BlockPiece>, _ service: StreetService) {
    let whole = pieces.enumerated().map {
      WeightedPiece(piece: $1, weight: $1.area, source: $0)
    }
    sample(whole, into: area) { place, weight in
      let walk = self.walks.walk(place, service, wanted: .infinity)
      self.area.add(walk.millimetres, weight, walk.station)
    }
  }

  private func sample(
    _ spread: [WeightedPiece], into samples: StationSamples,
    _ body: (GeographicPoint, Double) -> Void
  ) {
    samples.reset()
    let step = Lattice.step(area: spread.reduce(0) { $0 + $1.piece.area })
    let minimum = (Lattice.minimumSamples + spread.count - 1) / max(1, spread.count)
    for part in spread {
      lattice.fill(part.piece.polygon, step: step, atLeast: minimum)
      let weight = part.weight / Double(lattice.count)
      for index in 0..<lattice.count {
        body(part.piece.place(lattice.x[index], lattice.y[index]), weight)
      }
    }
  }

  private func recordAreaShares(_ block: Int, _ samples: StationSamples) {
    for (time, limit) in limits.enumerated() {
      let slot = table.slot(block, settings.radii.count + time)
      table.areaShare[slot] = samples.share { $0 <= Double(limit) }
    }
  }

  private func recordPeople(_ block: Int) {
    for (time, limit) in limits.enumerated() {
      let slot = table.slot(block, settings.radii.count + time)
      table.populationShare[slot] = people.share { $0 <= Double(limit) }
      table.stations[slot] = stationCount(within: limit)
    }
    let perMinute = settings.speed * 1e6 / 60
    let share = people.share { $0.isFinite }
    table.unreachableShare[block] = 1 - share
    if share > 0 {
      table.walkMinutes[block] = people.meanMetres(where: { $0.isFinite }) / perMinute
      table.walkStation[block] = people.mostUsedStation { $0.isFinite }
      if share >= 0.9 { table.walkMinutes90[block] = people.percentile(0.9) / perMinute }
      if straightMetres > 0 { table.detourRatio[block] = walkedMetres / straightMetres }
    }
    table.walkCauses[block] = causes.rawValue
  }

  /// Different stations that reach somebody within a walking length (≤).
  private func stationCount(within limit: UInt32) -> Int32 {
    var all = UnsafeMutableBufferPointer(start: reaching.pointer, count: reaching.count)
    all.sort()
    var count: Int32 = 0
    var last = UInt64.max
    for pair in all where pair >> 32 != last && UInt32(truncatingIfNeeded: pair) <= limit {
      count += 1
      last = pair >> 32
    }
    return count
  }
}

extension BlockPiece {
  /// The place on the globe of a point relative to the piece's origin.
  func place(_ x: Double, _ y: Double) -> GeographicPoint {
    projection.unproject(PlanarPoint(x: x + origin.x, y: y + origin.y))
  }
}
