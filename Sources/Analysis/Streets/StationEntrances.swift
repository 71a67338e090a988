import Model
import Streets

/// Stations on the streets: where each place of a station joins them.
struct StationEntrances: Sendable {
  /// Entrances by station in input order; none for a station that is not snapped.
  var byStation: [[IsochroneEntrance]]
  /// Why a station has none: `no_street_nearby` or `barrier`; nil where it has one.
  var reasons: [String?]

  /// All entrances, as searches take them.
  var all: [StationEntrance] { byStation.flatMap { $0.map(\.entrance) } }

  /// Snaps every place of every station; a station none of whose places finds a street is named in the ledger.
  ///
  /// - Parameters:
  ///   - speed: km/h, turns extra minutes into walking length.
  ///   - dispatchMinutes: added at every station.
  init(
    _ stations: StationInput, index: StreetIndex, snapMetres: Double, speed: Double,
    dispatchMinutes: Double, ledger: inout Ledger
  ) {
    let profile = WalkProfile(name: "", speed: speed)
    byStation = []
    reasons = []
    for station in stations.places.indices {
      let extra = profile.reach(minutes: (stations.extraMinutes?[station] ?? 0) + dispatchMinutes)
      var entrances: [IsochroneEntrance] = []
      var reason = "no_street_nearby"
      for place in stations.places[station] {
        switch index.snap(place, limitMetres: snapMetres) {
        case .snapped(let point):
          entrances.append(
            IsochroneEntrance(
              place: FixedPoint(longitude: place.longitude, latitude: place.latitude),
              entrance: StationEntrance(
                station: Int32(station), place: point, extraMillimetres: extra)))
        case .behindBarrier: reason = "barrier"
        case .noStreetNearby: break
        }
      }
      byStation.append(entrances)
      reasons.append(entrances.isEmpty ? reason : nil)
      if entrances.isEmpty {
        ledger.record(
          reason == "barrier" ? .stationBehindBarrier : .stationNotOnStreets,
          stations.subjects[station], detail: reason)
      }
    }
  }
}
