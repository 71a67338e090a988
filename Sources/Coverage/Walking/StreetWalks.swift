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

  /// What lies beyond the streets and stations at hand where these are part of a larger run, and still decides what is
  /// said of people here.
  package struct Beyond: Sendable {
    /// All different minutes added at stations of the whole run.
    package var extraMinutes: [Double]
    /// By group of blocks: components of the streets at hand that hold a station anywhere.
    package var components: [[UInt32]]
    /// By group: the least minutes added at any of its stations.
    package var leastExtraMinutes: [Double]

    package init(
      extraMinutes: [Double], components: [[UInt32]], leastExtraMinutes: [Double]
    ) {
      self.extraMinutes = extraMinutes
      self.components = components
      self.leastExtraMinutes = leastExtraMinutes
    }
  }

  /// Walking lengths in millimetres at the run's speed.
  struct Limits: Sendable {
    /// The longest walk reported.
    var reported: UInt32
    /// The longest that a search looks for: shares at other speeds may need more than is reported.
    var search: UInt32
    /// Largest in time, extra minutes included, by time asked for.
    var times: [UInt32]
    /// The longest walk, without extra minutes, of a station that is looked for by itself.
    var overlap: UInt32
  }

  package let graph: StreetGraph
  package let index: StreetIndex
  package let rules: Rules
  /// By station: why it joins no street; nil when at least one entrance does.
  package let stationFailures: [SnapResult?]
  /// By station: its entrances that join a street.
  package let joined: [[IsochroneEntrance]]
  /// Numbers of the stations of each group of blocks (`--within`).
  package let groups: [[Int]]
  let extras: StationExtras
  /// Nil where all stations and streets are at hand.
  let beyond: Beyond?
  let limits: Limits
  /// By group: its nearest station in a straight line.
  let straight: [StationIndex?]
  /// By group, where all are kept; else made a few at a time.
  private(set) var services: [Int: StreetService] = [:]
  /// Seconds that the searches for the nearest station of every node took, of kept groups.
  package private(set) var searchSeconds = 0.0
  /// By station: where its entrances are.
  let stationPlaces: [[FixedPoint]]
  /// Where the data end, degrees: the source's frame, else the box of all nodes, widened by the snapping distance.
  let extent: BoundingBox
  let edges: EdgesByNode
  /// Where streets are cut by the end of the data; nil where no usable street ends.
  let looseEnds: [(place: GeographicPoint, joint: SnappedPoint)?]

  /// Joins the stations to the streets and, for a few groups, finds the nearest of each from every node.
  ///
  /// - Parameters:
  ///   - groups: numbers of the stations of each group of blocks.
  ///   - straight: nearest stations in a straight line, by group.
  ///   - known: an index of the same graph and leg rule that was made before.
  ///   - before: walks with other stations on the same graph by the same rules, whose tables of the streets are taken.
  ///   - beyond: what is not at hand and counts; nil: nothing.
  package init(
    _ graph: StreetGraph, rules: Rules, settings: CoverageSettings, stations: [Station],
    groups: [[Int]], straight: [StationIndex?], index known: StreetIndex? = nil,
    reusing before: StreetWalks? = nil, beyond: Beyond? = nil, threads: Int
  ) throws {
    self.beyond = beyond
    self.graph = graph
    self.rules = rules
    self.groups = groups
    self.straight = straight
    let index =
      known ?? before?.index
      ?? StreetIndex(graph, legBarriers: rules.legBarriers, threads: threads)
    self.index = index
    let profile = WalkProfile(name: "", speed: settings.speed)
    let extras = StationExtras(
      stations.map { $0.extraMinutes + rules.dispatchMinutes },
      others: beyond?.extraMinutes.map { $0 + rules.dispatchMinutes } ?? [], profile)
    self.extras = extras
    let joined = Self.join(stations, index, rules, extras)
    stationFailures = joined.map(\.failure)
    self.joined = joined.map(\.entrances)
    stationPlaces = stations.map { station in
      station.places.map { FixedPoint(longitude: $0.longitude, latitude: $0.latitude) }
    }
    limits = Self.limits(settings, extras, profile)
    extent = before?.extent ?? Self.extent(graph, rules.snapMetres)
    edges = before?.edges ?? EdgesByNode(graph)
    looseEnds =
      before?.looseEnds
      ?? graph.facts.looseEnds.map { end in
        guard case .snapped(let point) = index.snap(end.place, limitMetres: 1) else { return nil }
        return (end.place, point)
      }
    if groups.count <= Self.keptGroups {
      for group in groups.indices {
        let service = try service(of: group, threads: threads)
        searchSeconds += service.searchSeconds
        services[group] = service
      }
    }
  }

  /// So many groups' searches are kept for the whole run.
  static let keptGroups = 4

  /// The groups in batches of which the searches are kept at a time; a single one when all are kept.
  func batches(threads: Int) -> [Range<Int>] {
    if groups.count <= Self.keptGroups { return [groups.indices] }
    let size = max(Self.keptGroups, threads)
    return stride(from: 0, to: groups.count, by: size).map {
      $0..<min($0 + size, groups.count)
    }
  }

  /// The same with the searches of some groups in place of all that were kept.
  func keeping(_ batch: Range<Int>, threads: Int) throws -> StreetWalks {
    if groups.count <= Self.keptGroups { return self }
    var result = self
    let made = try Parallel.map(count: batch.count, threads: threads) {
      try service(of: batch.lowerBound + $0, threads: 1)
    }
    result.services = Dictionary(uniqueKeysWithValues: zip(batch, made))
    return result
  }

  /// How stations join the streets, and how far may be walked; without searching.
  package struct Joints: Sendable {
    /// By station: why it joins no street; nil when at least one entrance does.
    package var failures: [SnapResult?]
    /// By station: components of the streets its entrances join.
    package var components: [[UInt32]]
    /// The longest walk that is looked for, legs and extra minutes included, as walking length in metres.
    package var longestMetres: Double
  }

  /// What `init` finds of the stations before it searches.
  package static func joints(
    _ graph: StreetGraph, _ index: StreetIndex, rules: Rules, settings: CoverageSettings,
    stations: [Station]
  ) -> Joints {
    let profile = WalkProfile(name: "", speed: settings.speed)
    let extras = StationExtras(stations.map { $0.extraMinutes + rules.dispatchMinutes }, profile)
    let joined = join(stations, index, rules, extras)
    let limits = limits(settings, extras, profile)
    return Joints(
      failures: joined.map(\.failure),
      components: joined.map { joined in
        joined.entrances.map {
          graph.componentOf[Int(graph.edgeTails[Int($0.entrance.place.edge)])]
        }
      },
      longestMetres: Double(max(limits.search, limits.overlap)) / 1000)
  }

  private static func limits(
    _ settings: CoverageSettings, _ extras: StationExtras, _ profile: WalkProfile
  ) -> Limits {
    let reported = profile.reach(minutes: settings.maximumMinutes)
    let times = settings.minutes.map { profile.reach(minutes: $0) }
    // Where extras differ, the stations near a place decide its shares; else only how many there are counts.
    let asked =
      extras.areEqual
      ? settings.minutes.map { (minutes: $0, speed: settings.speed) } : settings.timedShares
    let overlap = asked.map { extras.longestWalks(minutes: $0.minutes, speed: $0.speed)[0] }
    let longest = settings.timedShares.map {
      UInt64(WalkProfile(name: "", speed: $0.speed).reach(minutes: $0.minutes))
    }
    let search = (longest.max() ?? 0) + UInt64(extras.millimetres.last ?? 0)
    return Limits(
      reported: reported, search: max(reported, UInt32(min(search, UInt64(UInt32.max - 1)))),
      times: times, overlap: UInt32(max(0, overlap.max() ?? 0)))
  }

  /// Entrances on streets, and why there is none.
  private static func join(
    _ stations: [Station], _ index: StreetIndex, _ rules: Rules, _ extras: StationExtras
  ) -> [(entrances: [IsochroneEntrance], failure: SnapResult?)] {
    stations.enumerated().map { number, station in
      let extra = extras.millimetres(of: Int32(number))
      var entrances: [IsochroneEntrance] = []
      var failure: SnapResult?
      for place in station.places {
        switch index.snap(place, limitMetres: rules.snapMetres) {
        case .snapped(let point):
          entrances.append(
            IsochroneEntrance(
              place: FixedPoint(longitude: place.longitude, latitude: place.latitude),
              entrance: StationEntrance(
                station: Int32(number), place: point, extraMillimetres: extra)))
        case let other where failure != .behindBarrier: failure = other
        default: break
        }
      }
      return (entrances, entrances.isEmpty ? failure ?? .noStreetNearby : nil)
    }
  }

  private static func extent(_ graph: StreetGraph, _ metres: Double) -> BoundingBox {
    let box = graph.extent
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
  /// Walking millimetres to the nearest station, its extra minutes included; infinite when there is none.
  var millimetres = Double.infinity
  var station: Int32 = -1
  /// Where it joins the streets.
  var joint: SnappedPoint?
  /// Why it may not be reached in time.
  var causes: WalkCauses = []
}

extension StreetWalks {
  /// The walk between a place and the nearest station of a service; with `causes`, why it may take longer than the times
  /// asked for; `trail` is that of the place before.
  func walk(
    _ place: GeographicPoint, _ service: StreetService, causes: Bool, after trail: inout SnapTrail
  ) -> PlaceWalk {
    var result = PlaceWalk()
    switch index.snap(place, limitMetres: rules.snapMetres, after: &trail) {
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
    if causes && mayReachBeyond(place, result, service) { result.causes.insert(.edgeOfNetwork) }
    return result
  }

  /// Whether streets that the data lack could bring a place into reach that is late for some time asked for.
  private func mayReachBeyond(
    _ place: GeographicPoint, _ walk: PlaceWalk, _ service: StreetService
  ) -> Bool {
    let isLate = limits.times.contains { walk.millimetres > Double($0) }
    if !isLate { return false }
    if place.longitude < extent.minX || place.longitude > extent.maxX
      || place.latitude < extent.minY || place.latitude > extent.maxY
    {
      return true
    }
    guard let beyondEdge = service.beyondEdge, let joint = walk.joint,
      let beyond = beyondEdge.walk(from: joint)?.millimetres
    else { return false }
    return limits.times.contains { walk.millimetres > Double($0) && beyond <= $0 }
  }

  /// Metres between a place and the nearest entrance of a station, straight.
  func straightMetres(_ place: GeographicPoint, station: Int32) -> Double {
    let from = FixedPoint(longitude: place.longitude, latitude: place.latitude)
    return stationPlaces[Int(station)].reduce(.infinity) {
      min($0, LocalFrame.distance(from, $1))
    }
  }
}
