/// What stands in the way of a leg, and what opens it, by the tags of an extract.
///
/// | barrier | tags |
/// |---|---|
/// | water | `waterway=river\|canal` lines; outlines of `natural=water\|coastline`, `waterway=riverbank\|dock`, `landuse=reservoir` |
/// | railway | `railway=rail\|light_rail\|narrow_gauge\|subway` |
/// | wall, fence | `barrier=wall\|city_wall\|retaining_wall`, `barrier=fence` |
///
/// Nothing in a tunnel, on a bridge, covered or off level 0 stands in the way at ground level. Streams, ditches and
/// drains do not count: their width is not known and most can be stepped over or are piped at every path; hedges
/// do not, as the contract names walls and fences only; trams run in streets.
package enum BarrierRules {
  /// Every tag key the rules look at.
  package static let keys: Set<String> = [
    "waterway", "natural", "landuse", "railway", "barrier", "bridge", "tunnel", "covered", "layer",
    "location", "access", "foot", "locked", "type", "highway",
  ]

  /// The barrier that a way (or, for water, a multipolygon's outline) is; nil for none.
  package static func kind(_ tags: [String: String]) -> BarrierKind? {
    guard isAtGround(tags) else { return nil }
    if ["river", "canal", "riverbank", "dock"].contains(tags["waterway"])
      || ["water", "coastline"].contains(tags["natural"]) || tags["landuse"] == "reservoir"
    {
      return .water
    }
    if ["rail", "light_rail", "narrow_gauge", "subway"].contains(tags["railway"]) {
      return .railway
    }
    switch tags["barrier"] {
    case "wall", "city_wall", "retaining_wall": return .wall
    case "fence": return .fence
    default: return nil
    }
  }

  /// True for a relation whose members outline water.
  static func isWaterArea(_ tags: [String: String]) -> Bool {
    tags["type"] == "multipolygon" && kind(tags) == .water
  }

  /// False on a bridge, in a tunnel, covered or off level 0.
  package static func isAtGround(_ tags: [String: String]) -> Bool {
    for key in ["bridge", "tunnel", "covered"] where (tags[key] ?? "no") != "no" { return false }
    if tags["location"] == "underground" || tags["location"] == "overground" { return false }
    return (tags["layer"].flatMap(Double.init) ?? 0) == 0
  }

  /// What a node does to the lines through it.
  package enum NodeRole { case none, opening, closed }

  private static let openings: Set<String> = [
    "gate", "lift_gate", "swing_gate", "sliding_gate", "sliding_beam", "hampshire_gate",
    "wicket_gate", "kissing_gate", "stile", "horse_stile", "turnstile", "full-height_turnstile",
    "entrance", "toll_booth", "bollard", "block", "cycle_barrier", "motorcycle_barrier",
    "bump_gate", "cattle_grid", "sally_port", "border_control", "checkpoint",
    "height_restrictor", "planter", "chain", "rope", "jersey_barrier", "log", "kerb", "bus_trap",
    "spikes", "rising_bollard", "arch",
  ]

  /// A gate is closed to people on foot by `foot=no`, or by `access=no` or `locked=yes` without a permission in
  /// `foot`, or when private and private ways are dropped; the street through it is cut there.
  package static func role(_ tags: [String: String], keepsPrivate: Bool) -> NodeRole {
    if let barrier = tags["barrier"], barrier != "no" {
      let permits = TagPattern(WalkRules.permitted)!.holds(tags["foot"])
      if tags["foot"] == "no" { return .closed }
      if !permits, tags["access"] == "no" || tags["locked"] == "yes" { return .closed }
      let isPrivate = tags["foot"] == "private" || (!permits && tags["access"] == "private")
      if isPrivate, !keepsPrivate { return .closed }
      return openings.contains(barrier) ? .opening : .none
    }
    if ["level_crossing", "crossing"].contains(tags["railway"]) {
      return tags["foot"] == "no" ? .none : .opening
    }
    return .none
  }
}
