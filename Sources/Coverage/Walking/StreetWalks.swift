import Geometry
import Model
import Streets

/// The walking network of a run and who is served along it.
package struct StreetWalks: Sendable {
  /// How people walk and join the streets.
  package struct Rules: Sendable {
    /// People and stations farther than this from a street do not join it, metres (≤).
    package var snapMetres: Double
    package var legBarriers: Bool
    package var direction: WalkDirection
    /// Minutes before a worker starts (`--reverse`), part of every time.
    package var dispatchMinutes: Double

    package init(
      snapMetres: Double = 200, legBarriers: Bool = true,
      direction: WalkDirection = .towardsStations, dispatchMinutes: Double = 0
    ) {
      self.snapMetres = snapMetres
      self.legBarriers = legBarriers
      self.direction = direction
      self.dispatchMinutes = dispatchMinutes
    }
  }

  /// One station as the streets see it.
  package struct Station: Sendable {
    /// Places of its entrances, at least one.
    package var places: [GeographicPoint]
    /// Minutes added to every walk to it or from it.
    package var extraMinutes: Double

    package init(places: [GeographicPoint], extraMinutes: Double = 0) {
      self.places = places
      self.extraMinutes = extraMinutes
    }
  }

  package let graph: StreetGraph
  package let index: StreetIndex
  package let rules: Rules
  /// By station: why it joins no street; nil when at least one entrance does.
  package let stationFailures: [SnapResult?]
  /// By group of blocks (`--within`).
  let services: [StreetService]
  /// By station: where its entrances are.
  let stationPlaces: [[FixedPoint]]
  /// Walks to where the data end, and on straight to the nearest station; nil where no street is known to go on.
  let beyondEdge: WalkQuery?
  /// Where the data end, degrees: the source's frame, else the box of all nodes, widened by the snapping distance.
  let extent: BoundingBox

  /// Joins the stations to the streets and finds the nearest of each group from every node.
  ///
  /// - Parameters:
  ///   - groups: numbers of the stations of each group of blocks.
  ///   - straight: nearest stations in a straight line.
  package init(
    _ graph: StreetGraph, rules: Rules, settings: CoverageSettings, stations: [Station],
    groups: [[Int]], straight: StationIndex, threads: Int
  ) throws {
    self.graph = graph
    self.rules = rules
    index = StreetIndex(graph, legBarriers: rules.legBarriers, threads: threads)
    let profile = WalkProfile(name: "", speed: settings.speed)
    let joined = Self.join(stations, index, rules, profile)
    stationFailures = joined.map(\.failure)
    stationPlaces = stations.map { station in
      station.places.map { FixedPoint(longitude: $0.longitude, latitude: $0.latitude) }
    }
    let limit = profile.reach(minutes: settings.maximumMinutes)
    let wanted = profile.reach(minutes: settings.minutes.max() ?? 0)
    services = try groups.map { members in
      try StreetService(
        graph, members.flatMap { joined[$0].entrances }, direction: rules.direction, limit: limit,
        wanted: wanted, threads: threads)
    }
    beyondEdge = Self.beyondEdge(graph, index, rules.direction, wanted, straight, threads)
    extent = Self.extent(graph, rules.snapMetres)
  }

  /// Entrances on streets, and why there is none.
  private static func join(
    _ stations: [Station], _ index: StreetIndex, _ rules: Rules, _ profile: WalkProfile
  ) -> [(entrances: [StationEntrance], failure: SnapResult?)] {
    stations.enumerated().map { number, station in
      let extra = profile.reach(minutes: station.extraMinutes + rules.dispatchMinutes)
      var entrances: [StationEntrance] = []
      var failure: SnapResult?
      for place in station.places {
        switch index.snap(place, limitMetres: rules.snapMetres) {
        case .snapped(let point):
          entrances.append(
            StationEntrance(station: Int32(number), place: point, extraMillimetres: extra))
        case let other where failure != .behindBarrier: failure = other
        default: break
        }
      }
      return (entrances, entrances.isEmpty ? failure ?? .noStreetNearby : nil)
    }
  }

  /// Sources where streets are cut by the end of the data. From there a station is at least its straight distance
  /// away: who is not nearer to one than this sum cannot be sure.
  private static func beyondEdge(
    _ graph: StreetGraph, _ index: StreetIndex, _ direction: WalkDirection, _ wanted: UInt32,
    _ straight: StationIndex, _ threads: Int
  ) -> WalkQuery? {
    var entrances: [StationEntrance] = []
    for (number, end) in graph.facts.looseEnds.enumerated() {
      guard case .snapped(let point) = index.snap(end.place, limitMetres: 1),
        let metres = straight.nearestAnywhere(end.place)?.metres, metres * 1000 < Double(wanted)
      else { continue }
      entrances.append(
        StationEntrance(
          station: Int32(number), place: point, extraMillimetres: UInt32(metres * 1000)))
    }
    if entrances.isEmpty { return nil }
    let labels = graph.nearestStations(
      entrances, direction: direction, limit: wanted, threads: threads)
    return WalkQuery(graph, labels: labels, entrances: entrances, direction: direction)
  }

  private static func extent(_ graph: StreetGraph, _ metres: Double) -> BoundingBox {
    var box = graph.facts.frame ?? .empty
    if box.isEmpty {
      for node in graph.nodes { box.extend(x: node.longitude, y: node.latitude) }
    }
    if box.isEmpty { return box }
    let middle = FixedPoint(longitude: box.minX, latitude: (box.minY + box.maxY) / 2)
    let frame = LocalFrame(middle)
    let east = metres / frame.metresEast * 1e-7
    let north = metres / frame.metresNorth * 1e-7
    return BoundingBox(
      minX: box.minX - east, minY: box.minY - north, maxX: box.maxX + east, maxY: box.maxY + north)
  }
}

/// What is known of one place on foot.
struct PlaceWalk {
  /// Walking millimetres to the nearest station; infinite when there is none.
  var millimetres = Double.infinity
  var station: Int32 = -1
  /// Where it joins the streets.
  var joint: SnappedPoint?
  /// Why it may not be reached in time.
  var causes: WalkCauses = []
}

extension StreetWalks {
  /// The walk between a place and the nearest station of a service.
  ///
  /// - Parameter wanted: walks of at most this length are in time; causes are given for longer ones.
  func walk(_ place: GeographicPoint, _ service: StreetService, wanted: Double) -> PlaceWalk {
    var result = PlaceWalk()
    switch index.snap(place, limitMetres: rules.snapMetres) {
    case .noStreetNearby: result.causes.insert(.noStreetNearby)
    case .behindBarrier: result.causes.insert(.barrier)
    case .snapped(let joint):
      result.joint = joint
      if let (millimetres, station) = service.nearest.walk(from: joint) {
        result.millimetres = Double(millimetres)
        result.station = station
      } else if !service.components.contains(
        graph.componentOf[Int(graph.edgeTails[Int(joint.edge)])])
      {
        result.causes.insert(.cutOff)
      }
    }
    if result.millimetres > wanted && mayReachBeyond(place, result) {
      result.causes.insert(.edgeOfNetwork)
    }
    return result
  }

  /// Whether streets that the data lack could bring a late place into reach.
  private func mayReachBeyond(_ place: GeographicPoint, _ walk: PlaceWalk) -> Bool {
    if place.longitude < extent.minX || place.longitude > extent.maxX
      || place.latitude < extent.minY || place.latitude > extent.maxY
    {
      return true
    }
    guard let beyondEdge, let joint = walk.joint else { return false }
    return beyondEdge.walk(from: joint) != nil
  }

  /// Metres between a place and the nearest entrance of a station, straight.
  func straightMetres(_ place: GeographicPoint, station: Int32) -> Double {
    let from = FixedPoint(longitude: place.longitude, latitude: place.latitude)
    return stationPlaces[Int(station)].reduce(.infinity) {
      min($0, LocalFrame.distance(from, $1))
    }
  }
}
