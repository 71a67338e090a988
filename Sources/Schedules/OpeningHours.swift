/// When a station is open: a documented part of OpenStreetMap's `opening_hours`, and Chinese ways to write the same.
///
/// `docs/hours.md` says what is understood. A span holds its first minute and not its last: `08:00-17:00` is open at
/// 08:00 and closed at 17:00. A span past midnight belongs to the day it begins on. A rule after `;` replaces, on its
/// days, all that earlier ones say, also what began the day before; `off` closes its times only; a rule after `,` adds.
/// Holiday rules (`PH`, `SH`) are read and never hold: no calendar of holidays is known.
public struct OpeningHours: Sendable, Hashable {
  /// As given.
  public let text: String
  let rules: [OpeningRule]

  /// - Throws: `ScheduleError` with the first part that is not understood; nothing is guessed.
  public init(_ text: String) throws(ScheduleError) {
    var parser = HoursParser(text)
    rules = try parser.rules()
    self.text = text
  }

  /// True when months, days of a month or the number of a weekday in its month decide: a weekday alone is not enough.
  public var needsDate: Bool { rules.contains(where: \.needsDate) }

  /// True when a rule is for public or school holidays.
  public var hasHolidayRules: Bool { rules.contains { $0.days.contains(.holiday) } }

  /// Whether open at a date's time; with a weekday only, as on most such days of the year.
  public func isOpen(at moment: Moment) -> Bool {
    guard let date = moment.date else { return isOpen(at: moment.weekTime) }
    return isOpen(on: ScheduleDay(date), moment.weekTime.minute)
  }

  /// Whether open at that time on most such weekdays of the year: `openDays(at:)` is more than half of `daysOfYear`.
  public func isOpen(at time: WeekTime) -> Bool {
    openDays(at: time) * 2 > Self.daysOfYear
  }

  public static let daysOfYear = 365

  /// On how many days of the year it would be open at that time if each were that weekday, 0 … 365: either of
  /// these unless `needsDate`.
  ///
  /// Days and not the weekdays of one year are counted, so that no year has to be named.
  public func openDays(at time: WeekTime) -> Int {
    guard needsDate else {
      // Any day of the year will do.
      let day = ScheduleDay(weekday: time.weekday, month: 7, day: 15)
      return isOpen(on: day, time.minute) ? Self.daysOfYear : 0
    }
    return ScheduleDay.year(of: time.weekday).count { isOpen(on: $0, time.minute) }
  }

  /// The minutes of a weekday on which it is open on most such days of the year: ascending, apart, within 0 ..< 1,440.
  public func openMinutes(on weekday: Int) -> [Range<Int>] {
    let bounds = rules.flatMap(\.spans).flatMap { [$0.lowerBound % 1_440, $0.upperBound % 1_440] }
    let edges = Set(bounds + [0]).sorted() + [1_440]
    var open: [Range<Int>] = []
    for (start, end) in zip(edges, edges.dropFirst())
    where isOpen(at: WeekTime(weekday: weekday, minute: start)) {
      if let last = open.last, last.upperBound == start {
        open[open.count - 1] = last.lowerBound..<end
      } else {
        open.append(start..<end)
      }
    }
    return open
  }

  private func isOpen(on day: ScheduleDay, _ minute: Int) -> Bool {
    let before = day.previous
    var isOpen = false
    for rule in rules {
      let holds = rule.matches(day)
      if holds, rule.isOpen, rule.overrides { isOpen = false }
      if holds && rule.covers(minute) || rule.covers(minute + 1_440) && rule.matches(before) {
        isOpen = rule.isOpen
      }
    }
    return isOpen
  }
}
