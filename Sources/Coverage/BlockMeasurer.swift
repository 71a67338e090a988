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
  private let settings: CoverageSettings
  private let reaches: [Double]
  /// How many of the reaches are discs: all where times are estimated, else the radii.
  private let discCount: Int
  private let streets: StreetMeasurer?
  /// Everything within this many metres of a block may matter to its shares.
  private let gatherReach: Double
  let table: CoverageTable
  private let union = DiscUnion()
  private var lists: [CandidateStations] = []
  private var strips = StripCache()
  /// Centres of the discs that reach a piece in part.
  private var discX = ScratchArray<Double>()
  private var discY = ScratchArray<Double>()
  /// Of those, the discs that reach one part.
  private var partX = ScratchArray<Double>()
  private var partY = ScratchArray<Double>()
  private var counted = ScratchArray<Int32>()
  private var spread: [WeightedPiece] = []
  private let samples = StationSamples()
  private let lattice = Lattice()
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
    block: Int, pieces: ArraySlice<BlockPiece>, people: [WeightedPiece]?, method: PopulationMethod,
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

  private func fillSpread(_ people: [WeightedPiece]?, _ pieces: ArraySlice<BlockPiece>) {
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
    block: Int, pieces: ArraySlice<BlockPiece>, places: ArraySlice<GeographicPoint>,
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

  /// Borderline and further shares of the block just measured.
  private func vary(
    _ block: Int, _ groups: [ArraySlice<Double>?]?, _ straightShare: (Double) -> Double
  ) {
    func timeShare(_ minutes: Double, _ speed: Double) -> Double {
      streets?.share(minutes: minutes, speed: speed)
        ?? straightShare(settings.straightReach(minutes: minutes, speed: speed))
    }
    table.borderline[block] = isBorderline(block, straightShare, timeShare) ? 1 : 0
    for (index, extra) in settings.extraShares.enumerated() {
      let share: Double
      switch extra {
      case .radius(let metres): share = straightShare(metres)
      case .time(let minutes, let speed): share = timeShare(minutes, speed)
      case .group(let group, let minutes, let speed):
        if let groups, group < groups.count, let weights = groups[group] {
          share = groupShare(weights, minutes: minutes, speed: speed)
        } else {
          share = timeShare(minutes, speed)
        }
      }
      table.extraShare[block * table.extraCount + index] = share
    }
  }

  /// Share of a group at the block's points within a time; unweighted without anybody of the group.
  private func groupShare(_ weights: ArraySlice<Double>, minutes: Double, speed: Double) -> Double {
    if let streets { return streets.share(minutes: minutes, speed: speed, of: weights) }
    let reach = settings.straightReach(minutes: minutes, speed: speed)
    return samples.share(of: weights) { [samples] in samples.metres(of: $0) <= reach }
  }

  /// Area, share of area and number of discs at every reach.
  private func measureArea(_ block: Int, _ pieces: ArraySlice<BlockPiece>, _ stations: StationIndex)
  {
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
          pieces[pieces.startIndex + index], lists[index], distance, countStations: true)
      }
      let slot = table.slot(block, reach)
      table.areaShare[slot] = covered == area ? 1 : covered / area
      table.stations[slot] = distinctCount()
    }
  }

  private func markInside(_ pieces: ArraySlice<BlockPiece>) {
    for index in 0..<pieces.count {
      let list = lists[index]
      let boxNear = list.boxNear
      for candidate in 0..<list.count where boxNear[candidate] <= 1e-6 {
        if list.isInside(candidate, pieces[pieces.startIndex + index].polygon) {
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

  private func gather(_ pieces: ArraySlice<BlockPiece>, _ stations: StationIndex) {
    while lists.count < pieces.count { lists.append(CandidateStations()) }
    for index in 0..<pieces.count {
      let piece = pieces[pieces.startIndex + index]
      lists[index].gather(
        strips.stations(stations, of: piece.projection), origin: piece.origin,
        box: piece.polygon.box,
        reach: gatherReach * piece.scale)
    }
  }

  /// Square metres of a piece within `distance` (true metres, ≤) of a gathered station.
  private func coveredArea(
    _ piece: BlockPiece, _ candidates: CandidateStations, _ distance: Double,
    countStations: Bool
  ) -> Double {
    if selectDiscs(piece, candidates, distance, countStations: countStations) { return piece.area }
    if discX.count == 0 { return 0 }
    let covered = union.area(
      of: piece.polygon, centresX: discX.pointer, centresY: discY.pointer, count: discX.count,
      radius: distance * piece.scale)
    return covered == piece.polygon.area ? piece.area : covered / (piece.scale * piece.scale)
  }

  /// Fills `discX`, `discY` with the discs that reach a piece in part; true when one covers it whole.
  private func selectDiscs(
    _ piece: BlockPiece, _ candidates: CandidateStations, _ distance: Double,
    countStations: Bool
  ) -> Bool {
    let radius = distance * piece.scale
    let r2 = radius * radius
    var isCovered = false
    discX.removeAll()
    discY.removeAll()
    for index in 0..<candidates.count {
      switch candidates.relation(index, piece.polygon, r2: r2) {
      case .apart: continue
      case .covering:
        isCovered = true
        if !countStations { return true }
      case .touching:
        discX.append(candidates.x[index])
        discY.append(candidates.y[index])
      }
      if countStations { counted.append(candidates.station[index]) }
    }
    return isCovered
  }

  /// Share of the block's area within `distance`.
  private func wholeShare(of pieces: ArraySlice<BlockPiece>, within distance: Double) -> Double {
    var total = 0.0
    var reached = 0.0
    for index in 0..<pieces.count {
      let piece = pieces[pieces.startIndex + index]
      total += piece.area
      reached += coveredArea(piece, lists[index], distance, countStations: false)
    }
    return reached == total ? 1 : reached / total
  }

  /// Share of the spread weight within `distance` of a station.
  ///
  /// The discs that reach a piece of the block are found once; its parts need only those.
  private func share(of pieces: ArraySlice<BlockPiece>, within distance: Double) -> Double {
    var total = 0.0
    var reached = 0.0
    var source = -1
    var isCovered = false
    for part in spread {
      if part.source != source {
        source = part.source
        isCovered = selectDiscs(
          pieces[pieces.startIndex + source], lists[source], distance, countStations: false)
      }
      total += part.weight
      reached += isCovered ? part.weight : part.weight * coveredShare(part.piece, distance)
    }
    return reached == total ? 1 : reached / total
  }

  /// Share of a part's area inside the selected discs.
  private func coveredShare(_ part: BlockPiece, _ distance: Double) -> Double {
    let radius = distance * part.scale
    let r2 = radius * radius
    let box = part.polygon.box
    partX.removeAll()
    partY.removeAll()
    for index in 0..<discX.count {
      let (x, y) = (discX[index], discY[index])
      let farX = max(box.maxX - x, x - box.minX)
      let farY = max(box.maxY - y, y - box.minY)
      if farX * farX + farY * farY <= r2 { return 1 }
      let nearX = max(box.minX - x, 0, x - box.maxX)
      let nearY = max(box.minY - y, 0, y - box.maxY)
      if nearX * nearX + nearY * nearY <= r2 {
        partX.append(x)
        partY.append(y)
      }
    }
    if partX.count == 0 { return 0 }
    let covered = union.area(
      of: part.polygon, centresX: partX.pointer, centresY: partY.pointer, count: partX.count,
      radius: radius)
    return covered == part.polygon.area ? 1 : covered / part.polygon.area
  }

  /// Nearest station from the centroid, or from a point inside where the centroid lies outside.
  private func measureNearest(
    _ block: Int, _ pieces: ArraySlice<BlockPiece>, _ stations: StationIndex
  ) {
    guard
      let widest = pieces.indices.max(by: {
        pieces[$0].polygon.area < pieces[$1].polygon.area
      })
    else { return }
    var piece = pieces[widest]
    var place = piece.polygon.centroid
    var isInside: Bool
    if pieces.count > 1 {
      let centre = Self.centroid(pieces)
      isInside = pieces.contains { Self.holds($0, centre) }
      (piece, place) = Self.home(of: centre, pieces)
    } else {
      isInside = piece.polygon.contains(place.x, place.y)
    }
    if !isInside {
      piece = pieces[widest]
      place = lattice.innerPoint(piece.polygon)
    }
    if pieces.count == 1,
      let found = lists[0].nearest(place.x, place.y, within: gatherReach * piece.scale)
    {
      table.nearestStation[block] = found.station
      table.nearestMetres[block] = found.squaredDistance.squareRoot() / piece.scale
      return
    }
    let px = place.x + piece.origin.x
    let py = place.y + piece.origin.y
    if let found = strips.stations(stations, of: piece.projection).nearest(px, py) {
      table.nearestStation[block] = found.station
      table.nearestMetres[block] = found.squaredDistance.squareRoot() / piece.scale
    } else if let found = stations.nearestAnywhere(
      piece.projection.unproject(PlanarPoint(x: px, y: py)))
    {
      table.nearestStation[block] = found.station
      table.nearestMetres[block] = found.metres
    }
  }

  /// True when a place lies in a piece, or on the edge along which the piece was cut from its neighbour.
  private static func holds(_ piece: BlockPiece, _ place: GeographicPoint) -> Bool {
    let planar = piece.projection.project(place)
    let (x, y) = (planar.x - piece.origin.x, planar.y - piece.origin.y)
    return piece.polygon.contains(x - 0.01, y) || piece.polygon.contains(x + 0.01, y)
  }

  /// The centroid of a block in several strips.
  private static func centroid(_ pieces: ArraySlice<BlockPiece>) -> GeographicPoint {
    var longitude = 0.0
    var latitude = 0.0
    var area = 0.0
    let first = pieces.first?.projection.centralMeridian ?? 0
    for piece in pieces {
      var place = piece.projection.unproject(
        PlanarPoint(
          x: piece.polygon.centroid.x + piece.origin.x,
          y: piece.polygon.centroid.y + piece.origin.y))
      // Parts on both sides of the antimeridian are neighbours.
      if place.longitude - first > 180 { place.longitude -= 360 }
      if first - place.longitude > 180 { place.longitude += 360 }
      longitude += place.longitude * piece.polygon.area
      latitude += place.latitude * piece.polygon.area
      area += piece.polygon.area
    }
    return GeographicPoint(longitude: longitude / area, latitude: latitude / area)
  }

  /// The piece whose strip holds a place, and the place in its plane.
  private static func home(of centre: GeographicPoint, _ pieces: ArraySlice<BlockPiece>) -> (
    BlockPiece, PlanarPoint
  ) {
    let strip = LocalProjection(longitude: centre.longitude).strip
    let turn = Int(360 / LocalProjection.stripWidth)
    let home =
      pieces.first { ($0.projection.strip - strip).isMultiple(of: turn) }
      ?? pieces[pieces.startIndex]
    let planar = home.projection.project(centre)
    return (home, PlanarPoint(x: planar.x - home.origin.x, y: planar.y - home.origin.y))
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

  /// Whether the flag at the given speed and radii changes between 3.2 and 4.8 km/h or at radius ± 10 %.
  ///
  /// Shares only grow with distance, so a flagged block can change only towards more reach, and another only
  /// towards less: half of the variations need no computing.
  private func isBorderline(
    _ block: Int, _ share: (Double) -> Double,
    _ timeShare: (_ minutes: Double, _ speed: Double) -> Double
  ) -> Bool {
    var failing = 0
    var failingRadii = 0
    for rule in settings.rules where fails(rule, block) {
      failing += 1
      if case .radius = rule.measure { failingRadii += 1 }
    }
    let isFlagged = failing > 0
    let factor = 1 + (isFlagged ? 1 : -1) * CoverageSettings.borderlineRadius
    let limits = CoverageSettings.borderlineSpeeds
    let speed = isFlagged ? max(limits.fast, settings.speed) : min(limits.slow, settings.speed)
    // A flag goes only if nothing else keeps it: radii vary while times stay, and the other way round.
    let radiiMatter = isFlagged ? failing == failingRadii : true
    let timesMatter = isFlagged ? failingRadii == 0 : true
    var radiusFailures = 0
    var timeFailures = 0
    for rule in settings.rules {
      switch rule.measure {
      case .radius(let radius):
        if radiiMatter && share(radius * factor) < rule.threshold { radiusFailures += 1 }
      case .minutes(let time):
        if timesMatter
          && timeShare(time, speed) < rule.threshold
        {
          timeFailures += 1
        }
      }
    }
    return isFlagged
      ? (radiiMatter && radiusFailures == 0 && failingRadii > 0)
        || (timesMatter && timeFailures == 0)
      : radiusFailures > 0 || timeFailures > 0
  }

  private func fails(_ rule: UnderservedRule, _ block: Int) -> Bool {
    guard let reach = settings.position(of: rule.measure) else { return false }
    return table.populationShare[table.slot(block, reach)] < rule.threshold
  }
}
