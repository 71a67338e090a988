/// A weekday and a time of day on it.
public struct WeekTime: Sendable, Hashable, CustomStringConvertible {
  /// 0 Monday … 6 Sunday.
  public var weekday: Int
  /// Minutes since midnight, 0 … 1,439.
  public var minute: Int

  public init(weekday: Int, minute: Int) {
    self.weekday = weekday
    self.minute = minute
  }

  /// `Sa 21:30`.
  public var description: String {
    "\(Self.weekdayNames[weekday]) \(clock)"
  }

  /// `21:30`.
  var clock: String {
    CalendarDate.twoDigits(minute / 60) + ":" + CalendarDate.twoDigits(minute % 60)
  }

  /// As OpenStreetMap writes them, from Monday.
  public static let weekdayNames = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
}

/// The time something is asked for: a weekday with a time of day, or a date with one.
public struct Moment: Sendable, Hashable, CustomStringConvertible {
  public var weekTime: WeekTime
  /// Nil: any such weekday of the year.
  public var date: CalendarDate?

  public init(_ weekTime: WeekTime) {
    self.weekTime = weekTime
    date = nil
  }

  /// - Parameter minute: since midnight, 0 … 1,439.
  public init(_ date: CalendarDate, minute: Int) {
    weekTime = WeekTime(weekday: date.weekday, minute: minute)
    self.date = date
  }

  /// `Sa 21:30` or `2026-11-15 10:00`: another way to write it is read as the same moment.
  public var description: String {
    date.map { "\($0) \(weekTime.clock)" } ?? weekTime.description
  }
}
