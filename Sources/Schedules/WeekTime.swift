import Model

/// A weekday and a time of day on it.
public struct WeekTime: Sendable, Hashable {
  /// 0 Monday … 6 Sunday.
  public var weekday: Int
  /// Minutes since midnight, 0 … 1,439.
  public var minute: Int

  public init(weekday: Int, minute: Int) {
    self.weekday = weekday
    self.minute = minute
  }
}
