import Model

/// Coverage run again with the new stations, beside what the model says.
public struct SiteRecount: Sendable, Hashable {
  /// People covered before and after, as coverage counts them.
  public var before: Double
  public var after: Double
  /// What the model claims of `after`.
  public var model: Double
  /// All people are at points, so that both figures must be the same.
  public var isExact: Bool

  /// Beyond the model's claim (+) or short of it (−).
  public var difference: Double {
    // Sums of the same weights in another order.
    abs(after - model) <= 1e-9 * max(1, abs(model)) ? 0 : after - model
  }

  public var agrees: Bool { difference == 0 }

  var json: JSONValue {
    .object([
      .init("people_before", SiteSummary.number(before)),
      .init("people_after", SiteSummary.number(after)),
      .init("people_model", SiteSummary.number(model)),
      .init("difference", SiteSummary.number(difference)),
      .init("people_at_points", .boolean(isExact)),
      .init("agrees", .boolean(agrees)),
    ])
  }
}
