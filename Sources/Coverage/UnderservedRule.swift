/// One test that flags a block: its share of people within a radius or walking time is below a limit.
public struct UnderservedRule: Sendable, Hashable {
  /// What a share is taken of: people within a distance or within a time.
  public enum Measure: Sendable, Hashable {
    /// Straight metres (`pop_share_500m`).
    case radius(Double)
    /// Minutes on foot (`pop_share_15min`).
    case minutes(Double)
  }

  public var measure: Measure
  /// The block is flagged when its share of people is below this number, 0…1.
  public var threshold: Double

  public init(_ measure: Measure, below threshold: Double) {
    self.measure = measure
    self.threshold = threshold
  }

  /// Rules of one run at most.
  public static let limit = 40

  /// The contract's own, `500m<0.5,15min<0.95`.
  public static let defaults = [
    UnderservedRule(.radius(500), below: 0.5), UnderservedRule(.minutes(15), below: 0.95),
  ]
}
