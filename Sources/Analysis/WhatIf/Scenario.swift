import Model
import Schedules

/// Changes to a run's stations: some removed, some moved, some added.
///
/// Stations are named by their number in the run, from 0. Places are taken as GeoJSON keeps them, with seven decimals.
public struct Scenario: Sendable, Hashable {
  /// A station that is not in the run.
  public struct Addition: Sendable, Hashable {
    public var name: String
    public var place: GeographicPoint
    /// Its tier, one of `StationChoices.tiers`; nil: not said.
    public var tier: String?
    /// What it offers, of `StationChoices.services`.
    public var services: [String]

    public init(
      name: String, place: GeographicPoint, tier: String? = nil, services: [String] = []
    ) {
      self.name = name
      self.place = place
      self.tier = tier
      self.services = services
    }
  }

  public var removed: Set<Int>
  public var moved: [Int: GeographicPoint]
  public var added: [Addition]

  public init(
    removed: Set<Int> = [], moved: [Int: GeographicPoint] = [:], added: [Addition] = []
  ) {
    self.removed = removed
    self.moved = moved
    self.added = added
  }

  /// True when the stations are those of the run.
  public var isEmpty: Bool { removed.isEmpty && moved.isEmpty && added.isEmpty }

  /// Degrees as GeoJSON keeps them, about a centimetre.
  static func rounded(_ place: GeographicPoint) -> GeographicPoint {
    GeographicPoint(
      longitude: (place.longitude * 1e7).rounded() / 1e7,
      latitude: (place.latitude * 1e7).rounded() / 1e7)
  }
}

/// What is asked of a scenario, as the options of `coverage` of the same names.
public struct ScenarioSettings: Sendable, Hashable {
  public var measures: MeasureSettings
  /// `--where`: only stations whose attributes fulfil this; nil: all.
  public var filter: String?
  /// `--at`: only stations open then; nil: all.
  public var moment: Moment?

  public init(measures: MeasureSettings, filter: String? = nil, moment: Moment? = nil) {
    self.measures = measures
    self.filter = filter
    self.moment = moment
  }
}
