import Model

/// One rule: who × what × how far × within × how counted × target.
public struct Rule: Sendable, Hashable {
  public var id: String
  public var name: LocalizedText
  public var who: Who
  public var what: What
  /// Nil only where nobody walks: stations are counted by area (`Counting.areas`).
  public var reach: Reach?
  public var within: Within
  /// Only blocks for which this expression over their attributes is true (rural, urban); nil: all.
  public var appliesTo: String?
  public var counted: Counting
  /// Nil: reported, never failed.
  public var target: Target?
  /// Skipped, and said so, where the data know none of what it asks for (a service, a tier, a field); else that is an
  /// error.
  public var isOptional: Bool
  public var provenance: Provenance

  public init(
    id: String, name: LocalizedText, who: Who = .people, what: What = What(), reach: Reach?,
    within: Within = .anywhere, appliesTo: String? = nil, counted: Counting = .people,
    target: Target? = nil, isOptional: Bool = false, provenance: Provenance = Provenance()
  ) {
    self.id = id
    self.name = name
    self.who = who
    self.what = what
    self.reach = reach
    self.within = within
    self.appliesTo = appliesTo
    self.counted = counted
    self.target = target
    self.isOptional = isOptional
    self.provenance = provenance
  }

  /// Whose needs are looked at.
  public enum Who: Sendable, Hashable {
    case people
    /// Id of a `PopulationGroup`.
    case group(String)
    /// Metres of walkable street within the blocks, for people who work along them (couriers, sanitation workers).
    case streetLength
    /// Points given on the command line under this name (`--points NAME=FILE`).
    case points(String)
  }

  /// Which stations count.
  public struct What: Sendable, Hashable {
    /// Values of the tier field; empty: every tier. A higher tier never stands in for a lower one.
    public var tiers: [String]
    /// Services that must be there; empty: none in particular.
    public var services: [String]
    /// How the services must be found.
    public var together: Together
    /// An expression over the stations' attributes; nil: all.
    public var condition: String?
    /// Station layers by name (the file's name without its ending); empty: every layer.
    public var layers: [String]
    /// Id of a `Checklist` that a station must fulfil; nil: none.
    public var checklist: String?
    /// A weekday and time as of `--at` (`Sa 21:30`) at which a station must be open; nil: any.
    public var openAt: String?
    /// So many different stations must be in reach.
    public var count: Int

    public enum Together: String, Sendable, Hashable, CaseIterable {
      /// One station has them all.
      case oneStation = "one_station"
      /// Each is found at some station in reach.
      case anywhere
    }

    public init(
      tiers: [String] = [], services: [String] = [], together: Together = .oneStation,
      condition: String? = nil, layers: [String] = [], checklist: String? = nil,
      openAt: String? = nil, count: Int = 1
    ) {
      self.tiers = tiers
      self.services = services
      self.together = together
      self.condition = condition
      self.layers = layers
      self.checklist = checklist
      self.openAt = openAt
      self.count = count
    }
  }

  /// How far a station may be; comparisons are ≤.
  public enum Reach: Sendable, Hashable {
    case straightMetres(Double)
    /// Metres along streets; straight metres × detour without streets.
    case walkMetres(Double)
    /// Minutes on foot; `speed` (km/h) nil: the group's, else the run's.
    case walkMinutes(Double, speed: Double?)
    /// A worker sets out after `dispatch` minutes and must be there within `minutes` altogether.
    case response(minutes: Double, dispatch: Double, speed: Double?)
  }

  /// Whose stations count for a block.
  public enum Within: Sendable, Hashable {
    case anywhere
    /// Only stations with the block's value of this field (own community, cluster).
    case field(String)
  }

  /// What a share is taken of.
  public enum Counting: Sendable, Hashable {
    /// Those of `who`.
    case people
    case area
    /// Area within `--mask`.
    case residentialArea
    /// Blocks of which at least this share of `who` is in reach (0…1, > 0; blocks without any of them are left out).
    case blocks(share: Double)
    /// Areas (values of a block field) that hold at least so many of the stations.
    case areas(field: String, stations: Int)
  }

  /// What a value is held against; ≥ on unrounded values.
  public struct Target: Sendable, Hashable {
    /// 0…1.
    public var atLeast: Double

    public init(atLeast: Double) { self.atLeast = atLeast }
  }
}

/// People for whom all of several rules hold at once.
public struct RuleCombination: Sendable, Hashable {
  public var id: String
  public var name: LocalizedText
  /// Ids of rules of the same `who` that are counted by people.
  public var rules: [String]
  public var target: Rule.Target?
  public var provenance: Provenance

  public init(
    id: String, name: LocalizedText, rules: [String], target: Rule.Target? = nil,
    provenance: Provenance = Provenance()
  ) {
    self.id = id
    self.name = name
    self.rules = rules
    self.target = target
    self.provenance = provenance
  }
}
