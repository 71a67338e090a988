import Coverage
import Model

/// One radius or walking time that a result of `coverage` has columns of.
public struct CompareMeasure: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    /// Straight metres.
    case radius
    /// Minutes on foot.
    case minutes
  }

  public var kind: Kind
  /// Metres or minutes.
  public var value: Double

  /// As in column names: `500m`, `15min`.
  public var label: String {
    BlockFlags.number(value) + (kind == .radius ? "m" : "min")
  }

  /// As in the column names of a Shapefile: `500m`, `15t`; at most 6 bytes.
  var shortLabel: String {
    String((BlockFlags.number(value) + (kind == .radius ? "m" : "t")).prefix(6))
  }

  /// The measure whose share of people a column holds: `pop_share_500m`, `pop_share_15min`, and `psh_500m`,
  /// `psh_15t` of a Shapefile. Nil for all other columns, those of groups of people among them.
  init?(column name: String) {
    let endings: [(String, Kind)]
    let rest: Substring
    if name.hasPrefix("pop_share_") {
      rest = name.dropFirst("pop_share_".count)
      endings = [("min", .minutes), ("m", .radius)]
    } else if name.hasPrefix("psh_") {
      rest = name.dropFirst("psh_".count)
      endings = [("t", .minutes), ("m", .radius)]
    } else {
      return nil
    }
    guard let (ending, kind) = endings.first(where: { rest.hasSuffix($0.0) }),
      let value = DecimalText.number(String(rest.dropLast(ending.count))), value > 0
    else { return nil }
    self.kind = kind
    self.value = value
  }

  /// Radii before times, each ascending.
  static func precedes(_ left: CompareMeasure, _ right: CompareMeasure) -> Bool {
    if left.kind != right.kind { return left.kind == .radius }
    return left.value < right.value
  }
}

/// The columns `coverage` adds to a block's own, by their names in a result.
enum CoverageColumns {
  private static let whole: Set<String> = [
    "area_m2", "nearest_station", "nearest_m", "walk_min", "walk_min_p90", "walk_station",
    "pop_unreachable", "detour_ratio", "walk_method", "pop_method", "underserved", "borderline",
    "reasons", "priority",
    // Of a Shapefile.
    "near_stn", "near_m", "walk_p90", "walk_stn", "pop_unrch", "detour", "walk_meth", "pop_meth",
    "undersrvd", "borderln",
  ]
  private static let starts = [
    "area_share_", "pop_share_", "pop_uncovered_", "stations_", "ash_", "psh_", "pun_", "stn_",
  ]

  /// True for a result; `population`, which may be the block's own, is none.
  static func contains(_ name: String) -> Bool {
    if whole.contains(name) { return true }
    guard let start = starts.first(where: name.hasPrefix) else { return false }
    return name.dropFirst(start.count).first.map { $0.isASCII && $0.isNumber } ?? false
  }
}
