import Geometry
import Model
import Streets

/// A part of a block with a share of its people, spread evenly over it.
package struct WeightedPiece: BitwiseCopyable {
  /// In the same plane as the piece of the block that it is a part of.
  package var piece: BlockPiece
  /// Relative weight, > 0.
  package var weight: Double
  /// Position of that piece among the block's pieces.
  package var source: Int

  package init(piece: BlockPiece, weight: Double, source: Int) {
    self.piece = piece
    self.weight = weight
    self.source = source
  }
}

/// Measures one block after another against the stations that serve it; scratch memory of one worker.
///
/// Shares of areas are exact (`DiscUnion`). Where people are at points, each point's nearest station decides
/// every radius and time. Where they are spread over areas, shares within radii and estimated times are exact
/// areas too, and only the mean and 90th percentile of walking times are taken over a lattice.
final class BlockMeasurer {
  let settings: CoverageSettings
  private let reaches: [Double]
  /// How many of the reaches are discs: all where times are estimated, else the radii.
  private let discCount: Int
  let streets: StreetMeasurer?
  /// Everything within this many metres of a block may matter to its shares.
  let gatherReach: Double
  let table: CoverageTable
  let union = DiscUnion()
  private let gatherer = CandidateStations()
  /// Of the further pieces of a block.
  private var furtherGatherers: [CandidateStations] = []
  /// The stations near the block at hand, by piece.
  var candidates = ScratchArray<CandidateList>()
  var strips = StripCache()
  /// Centres of the discs that reach a piece in part.
  var discX = ScratchArray<Double>()
  var discY = ScratchArray<Double>()
  /// Of those, the discs that reach one part.
  var partX = ScratchArray<Double>()
  var partY = ScratchArray<Double>()
  var counted = ScratchArray<Int32>()
  var spread: [WeightedPiece] = []
  let samples = StationSamples()
  let lattice = Lattice()
  /// Stations seen inside (or within a millimetre of) a measured block.
  private(set) var insideStations: [Bool]

  init(
    settings: CoverageSettings, table: CoverageTable, stationCount: Int, streets: StreetWalks? = nil
  ) {
    self.settings = settings
    self.table = table
    reaches = settings.reaches
    discCount = streets == nil ? reaches.count : settings.radii.count
    self.streets = streets.map { StreetMeasurer($0, settings, table) }
    insideStations = [Bool](repeating: false, count: stationCount)
    gatherReach = Self.widestReach(settings)
  }

  /// The largest distance any share is taken at, borderline variations included.
  static func widestReach(_ settings: CoverageSettings) -> Double {
    let radius = (settings.radii.max() ?? 0) * (1 + CoverageSettings.borderlineRadius)
    let fastest = max(settings.speed, CoverageSettings.borderlineSpeeds.fast)
    let walk = settings.straightReach(minutes: settings.minutes.max() ?? 0, speed: fastest)
    let extra = settings.extraShares.map { $0.straightReach(settings) }.max() ?? 0
    return max(radius, walk, extra)
  }

  /// Measures block `block` with its people evenly over `people` (nil: over the block itself).
  func measure(
    block: Int, pieces: BlockPieces, people: [WeightedPiece]?, method: PopulationMethod,
    stations: StationIndex, group: Int = 0
  ) {
    measureArea(block, pieces, stations)
    fillSpread(people, pieces)
    for reach in 0..<discCount {
      let slot = table.slot(block, reach)
      let areaShare = table.areaShare[slot]
      // Where all or nothing is covered, so are all parts.
      table.populationShare[slot] =
        people == nil || areaShare == 1 || areaShare == 0
        ? areaShare : share(of: pieces, within: reaches[reach])
    }
    table.method[block] = method.rawValue
    measureNearest(block, pieces, stations)
    let straightShare = { [self] (distance: Double) in
      people == nil ? wholeShare(of: pieces, within: distance) : share(of: pieces, within: distance)
    }
    if let streets {
      streets.measure(
        block, pieces, spread: spread, isWhole: people == nil, group: group)
    } else if !settings.minutes.isEmpty {
      samples.sample(
        spread, of: pieces, stations: stations, nearest: table.nearestMetres[block])
      record(samples, block)
    }
    vary(block, nil, straightShare)
  }

  private func fillSpread(_ people: [WeightedPiece]?, _ pieces: BlockPieces) {
    spread.removeAll(keepingCapacity: true)
    if let people {
      spread.append(contentsOf: people)
    } else if !settings.minutes.isEmpty {
      for (source, piece) in pieces.enumerated() {
        spread.append(WeightedPiece(piece: piece, weight: piece.area, source: source))
      }
    }
  }

  /// Measures block `block` with its people at points, each with a weight ≥ 0 (all zero: unweighted).
  func measure(
    block: Int, pieces: BlockPieces, places: ArraySlice<GeographicPoint>,
    weights: PointWeights, stations: StationIndex, group: Int = 0
  ) {
    measureArea(block, pieces, stations)
    samples.sample(places, weights: weights.people, stations: stations)
    let points = samples
    for reach in 0..<discCount {
      let share =
        reach < settings.radii.count
        ? points.share { $0 <= reaches[reach] }
        : points.share { [settings] in
          settings.estimatedMinutes($0) <= settings.minutes[reach - settings.radii.count]
        }
      table.populationShare[table.slot(block, reach)] = share
    }
    table.method[block] = PopulationMethod.points.rawValue
    table.nearestMetres[block] = points.meanMetres()
    table.nearestStation[block] = points.mostUsedStation { _ in true }
    if let streets {
      streets.measure(block, pieces, places: places, weights: weights.people, group: group)
    } else if !settings.minutes.isEmpty {
      record(points, block)
    }
    vary(block, weights.groups) { distance in points.share { $0 <= distance } }
  }

  /// Records a block that no station may serve: its area, no shares, everybody unreachable.
  func measureWithoutStations(_ block: Int, _ pieces: BlockPieces) {
    table.area[block] = pieces.reduce(0) { $0 + $1.area }
    for reach in 0..<table.reachCount {
      table.areaShare[table.slot(block, reach)] = 0
      table.populationShare[table.slot(block, reach)] = 0
    }
    for extra in 0..<table.extraCount { table.extraShare[block * table.extraCount + extra] = 0 }
    table.unreachableShare[block] = 1
  }

  /// Walking times by the detour estimate from distances.
  private func record(_ samples: StationSamples, _ block: Int) {
    let limit = settings.maximumMinutes
    let perMetre = settings.minutesPerMetre
    let reachable: (Double) -> Bool = { $0 * perMetre <= limit }
    let share = samples.share(reachable)
    table.unreachableShare[block] = 1 - share
    if share > 0 {
      table.walkMinutes[block] = samples.meanMetres(where: reachable) * perMetre
      table.walkStation[block] = samples.mostUsedStation(reachable)
      if share >= 0.9 { table.walkMinutes90[block] = samples.percentile(0.9) * perMetre }
    }
  }

  /// Area, share of area and number of discs at every reach.
  private func measureArea(_ block: Int, _ pieces: BlockPieces, _ stations: StationIndex) {
    gather(pieces, stations)
    markInside(pieces)
    var area = 0.0
    for piece in pieces { area += piece.area }
    table.area[block] = area
    for reach in 0..<discCount {
      let distance = reaches[reach]
      var covered = 0.0
      counted.removeAll()
      for index in 0..<pieces.count {
        covered += coveredArea(
          pieces[pieces.startIndex + index], candidates[index], distance, countStations: true)
      }
      let slot = table.slot(block, reach)
      table.areaShare[slot] = covered == area ? 1 : covered / area
      table.stations[slot] =
        pieces.count == 1 && candidates[0].isOneToOne ? Int32(counted.count) : distinctCount()
    }
  }

  private func markInside(_ pieces: BlockPieces) {
    for index in 0..<pieces.count where candidates[index].leastBoxNear <= 1e-6 {
      let list = candidates[index]
      let polygon = pieces[pieces.startIndex + index].polygon
      for candidate in 0..<list.count where list.boxNear[candidate] <= 1e-6 {
        if list.isInside(candidate, polygon) {
          insideStations[Int(list.station[candidate])] = true
        }
      }
    }
  }

  /// Number of different stations in `counted`: a station may touch with several entrances or pieces.
  private func distinctCount() -> Int32 {
    if counted.count < 2 { return Int32(counted.count) }
    if counted.count == 2 { return counted[0] == counted[1] ? 1 : 2 }
    var all = UnsafeMutableBufferPointer(start: counted.pointer, count: counted.count)
    all.sort()
    var distinct: Int32 = 1
    for index in 1..<counted.count where counted[index] != counted[index - 1] { distinct += 1 }
    return distinct
  }

  private func gather(_ pieces: BlockPieces, _ stations: StationIndex) {
    candidates.removeAll()
    candidates.append(gather(pieces[pieces.startIndex], stations, gatherer))
    for index in 1..<pieces.count {
      if furtherGatherers.count < index { furtherGatherers.append(CandidateStations()) }
      candidates.append(
        gather(pieces[pieces.startIndex + index], stations, furtherGatherers[index - 1]))
    }
  }

  @inline(__always)
  private func gather(_ piece: BlockPiece, _ stations: StationIndex, _ gatherer: CandidateStations)
    -> CandidateList
  {
    gatherer.gather(
      strips.grid(stations, of: piece.projection), origin: piece.origin, box: piece.polygon.box,
      reach: gatherReach * piece.scale)
  }
}
