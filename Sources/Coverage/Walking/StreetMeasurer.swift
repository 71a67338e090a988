import Geometry
import Model
import Streets

/// Measures one block after another along the streets; scratch memory of one worker.
final class StreetMeasurer {
  private let walks: StreetWalks
  private let settings: CoverageSettings
  private let table: CoverageTable
  private let lattice = Lattice()
  /// Of the last block's people.
  private let people: WalkSamples
  /// Of its area, where people are not spread evenly over it.
  private let area: WalkSamples
  /// By station: its shortest walk, without extra minutes, to somebody of the last block; `UInt32.max` none.
  private var shortest: [UInt32]
  /// Stations that have one.
  private var reaching = ScratchArray<Int32>()
  private var walkedMetres = 0.0
  private var straightMetres = 0.0
  private var causes: WalkCauses = []
  /// Where the last sample joined the streets.
  private var trail = SnapTrail()

  init(_ walks: StreetWalks, _ settings: CoverageSettings, _ table: CoverageTable) {
    self.walks = walks
    self.settings = settings
    self.table = table
    people = WalkSamples(walks.extras)
    area = WalkSamples(walks.extras)
    shortest = [UInt32](repeating: .max, count: walks.joined.count)
  }

  /// People evenly over `spread`, on a lattice; `isWhole`: over the whole block.
  func measure(
    _ block: Int, _ pieces: BlockPieces, spread: [WeightedPiece], isWhole: Bool,
    group: Int
  ) {
    let service = start(group)
    sample(spread) { self.addPerson($0, $1, service) }
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
    _ block: Int, _ pieces: BlockPieces, places: ArraySlice<GeographicPoint>,
    weights: ArraySlice<Double>, group: Int
  ) {
    let service = start(group)
    let isWeighted = weights.contains { $0 > 0 }
    for (place, weight) in zip(places, weights) {
      addPerson(place, isWeighted ? weight : 1, service)
    }
    sampleArea(pieces, service)
    recordAreaShares(block, area)
    recordPeople(block)
  }

  /// Share of the last block's people within a time (≤, extra minutes included) at a speed, by other weights of its
  /// points when given.
  func share(minutes: Double, speed: Double, of weights: ArraySlice<Double>? = nil) -> Double {
    people.share(minutes: minutes, speed: speed, of: weights)
  }

  /// Forgets the last block; the stations that serve the next.
  private func start(_ group: Int) -> StreetService {
    people.reset()
    for index in 0..<reaching.count { shortest[Int(reaching[index])] = .max }
    reaching.removeAll()
    walkedMetres = 0
    straightMetres = 0
    causes = []
    guard let service = walks.services[group] else {
      preconditionFailure("no search for group \(group)")
    }
    return service
  }

  private func addPerson(_ place: GeographicPoint, _ weight: Double, _ service: StreetService) {
    // Where nobody lives, nobody is late and no station is counted.
    let isSomebody = weight > 0
    let walk = walks.walk(place, service, causes: isSomebody, after: &trail)
    people.add(walk, weight, service)
    if !isSomebody { return }
    causes.formUnion(walk.causes)
    if walk.millimetres <= Double(walks.limits.reported) {
      let walked = walk.millimetres - Double(walks.extras.millimetres(of: walk.station))
      walkedMetres += weight * walked / 1000
      straightMetres += weight * walks.straightMetres(place, station: walk.station)
    }
    guard let joint = walk.joint else { return }
    service.reach.forEachStation(reaching: joint) { station, millimetres in
      let known = shortest[Int(station)]
      if known == .max { reaching.append(station) }
      shortest[Int(station)] = min(known, millimetres)
    }
  }

  private func sampleArea(_ pieces: BlockPieces, _ service: StreetService) {
    let whole = pieces.enumerated().map {
      WeightedPiece(piece: $1, weight: $1.area, source: $0)
    }
    area.reset()
    sample(whole) { place, weight in
      let walk = self.walks.walk(place, service, causes: false, after: &self.trail)
      self.area.add(walk, weight, service)
    }
  }

  private func sample(
    _ spread: [WeightedPiece], _ body: (GeographicPoint, Double) -> Void
  ) {
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

  private func recordAreaShares(_ block: Int, _ samples: WalkSamples) {
    for (time, minutes) in settings.minutes.enumerated() {
      table.areaShare[table.slot(block, settings.radii.count + time)] =
        samples.share(minutes: minutes, speed: settings.speed)
    }
  }

  private func recordPeople(_ block: Int) {
    for (time, minutes) in settings.minutes.enumerated() {
      let slot = table.slot(block, settings.radii.count + time)
      table.populationShare[slot] = share(minutes: minutes, speed: settings.speed)
      table.stations[slot] = stationCount(within: minutes)
    }
    let perMinute = settings.speed * 1e6 / 60
    let longest = Double(walks.limits.reported)
    let arrive = { (millimetres: Double) in millimetres <= longest }
    let share = people.nearest.share(arrive)
    table.unreachableShare[block] = 1 - share
    if share > 0 {
      table.walkMinutes[block] = people.nearest.meanMetres(where: arrive) / perMinute
      table.walkStation[block] = people.nearest.mostUsedStation(arrive)
      // A hair of slack: sums of weights like 0.1 must reach 90 %.
      if share >= 0.9 - 1e-12 {
        table.walkMinutes90[block] = people.nearest.percentile(0.9) / perMinute
      }
      if straightMetres > 0 { table.detourRatio[block] = walkedMetres / straightMetres }
    }
    table.walkCauses[block] = causes.rawValue
  }

  /// Stations that reach somebody within a time (≤, extra minutes included).
  private func stationCount(within minutes: Double) -> Int32 {
    let longest = walks.extras.longestWalks(minutes: minutes, speed: settings.speed)
    var count: Int32 = 0
    for index in 0..<reaching.count {
      let station = Int(reaching[index])
      if Int64(shortest[station]) <= longest[Int(walks.extras.kinds[station])] { count += 1 }
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
