import Model
import Streets

/// Which streets to walk on and how to come to them: the street options of a command.
public struct StreetRequest: Sendable {
  /// An `.osm.pbf`, `.osm` (also compressed), `.lcg` or any line layer.
  public var streets: CoverageRequest.Input
  /// Lines or polygons whose outlines cut the streets they cross.
  public var barriers: [CoverageRequest.Input]
  /// Points at which barriers may be passed; closed ones (`access=no`) cut the street.
  public var gates: CoverageRequest.Input?
  /// The rules of `--walk-rules`; nil: the contract's.
  package var walkRules: WalkRules?
  /// The file the rules came from.
  public var walkRulesPath: String?
  /// False drops `access=private` (`--private no`).
  public var keepsPrivate: Bool
  /// Path of a raster with elevations in metres: streets get the slope it shows.
  public var elevation: String?
  /// Longest leg between a place and its street, metres (≤).
  public var snapMetres: Double
  /// Legs do not cross water, rail, walls, fences and `barriers`, except at openings.
  public var legBarriers: Bool

  package init(
    streets: CoverageRequest.Input, barriers: [CoverageRequest.Input] = [],
    gates: CoverageRequest.Input? = nil, walkRules: WalkRules? = nil,
    walkRulesPath: String? = nil, keepsPrivate: Bool = true, elevation: String? = nil,
    snapMetres: Double = 200, legBarriers: Bool = true
  ) {
    self.streets = streets
    self.barriers = barriers
    self.gates = gates
    self.walkRules = walkRules
    self.walkRulesPath = walkRulesPath
    self.keepsPrivate = keepsPrivate
    self.elevation = elevation
    self.snapMetres = snapMetres
    self.legBarriers = legBarriers
  }

  /// The rules in force.
  var rules: WalkRules {
    var rules = walkRules ?? .standard
    rules.keepsPrivate = keepsPrivate
    if !keepsPrivate { rules.name += ", private no" }
    return rules
  }

  /// The path of every input as given.
  var inputPaths: [String] {
    ([streets] + barriers + [gates].compactMap { $0 }).map(\.layer.path)
      + [walkRulesPath, elevation].compactMap { $0 }
  }
}

/// People who walk at a speed of their own (`--group elderly:elderly_pop:elderly`).
public struct PeopleGroup: Sendable, Hashable {
  /// Letters, digits and `_`: it becomes part of column names.
  public var name: String
  /// The field of the blocks that holds how many they are.
  public var field: String
  /// The profile's name, or `custom`.
  public var profile: String
  /// km/h.
  public var speed: Double

  public init(name: String, field: String, profile: String, speed: Double) {
    self.name = name
    self.field = field
    self.profile = profile
    self.speed = speed
  }
}
