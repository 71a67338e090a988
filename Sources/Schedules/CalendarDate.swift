/// A day of the Gregorian calendar.
public struct CalendarDate: Sendable, Hashable, CustomStringConvertible {
  public let year: Int
  /// 1 … 12.
  public let month: Int
  /// From 1.
  public let day: Int

  /// Nil when there is no such day (`2026-02-29`) or the year is not 1583 … 9999.
  public init?(year: Int, month: Int, day: Int) {
    guard (1583...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= Self.length(of: month, isLeap: Self.isLeap(year))
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  /// 0 Monday … 6 Sunday.
  ///
  /// Counts days since 1 March of the year 0, so that a leap day ends its year: Monday's remainder is 5.
  public var weekday: Int {
    let years = month > 2 ? year : year - 1
    let months = (month + 9) % 12
    let days =
      years * 365 + years / 4 - years / 100 + years / 400 + (months * 153 + 2) / 5 + day - 1
    return (days + 2) % 7
  }

  /// `2026-11-15`.
  public var description: String {
    "\(year)-\(Self.twoDigits(month))-\(Self.twoDigits(day))"
  }

  static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  /// Days of a month.
  static func length(of month: Int, isLeap: Bool) -> Int {
    switch month {
    case 2: isLeap ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
