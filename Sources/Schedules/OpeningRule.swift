/// One rule of opening hours: on which days, from when to when, and whether open or closed.
struct OpeningRule: Sendable, Hashable {
  /// Months or days of the year; any one of them suffices.
  enum DateSelector: Sendable, Hashable {
    /// From one day of the year to another, both included; past New Year where the first is the later.
    case yearDays(from: YearDay, to: YearDay)
    /// Days of every month, both included (每月15日).
    case monthDays(ClosedRange<Int>)
  }

  /// Days of the week; any one of them suffices.
  enum DaySelector: Sendable, Hashable {
    /// 0 Monday … 6 Sunday, both included; past Sunday where the first is the later.
    case weekdays(from: Int, to: Int)
    /// The first … fifth such weekday of a month; −1 is the last one.
    case nth(weekday: Int, [Int])
    /// Public or school holidays, of which no calendar is known: never.
    case holiday
  }

  /// Minutes since the midnight that begins the day; the end is past it, at most 2,880, and no longer open.
  typealias Span = Range<Int>

  /// Empty: all year.
  var dates: [DateSelector] = []
  /// Empty: all days.
  var days: [DaySelector] = []
  var spans: [Span] = [0..<1_440]
  var isOpen = true
  /// True after `;`: on its days earlier rules no longer count. False after `,`: it adds to them.
  var overrides = true

  /// True where a calendar date is needed to say whether it holds on a weekday.
  var needsDate: Bool {
    !dates.isEmpty
      || days.contains {
        if case .nth = $0 { true } else { false }
      }
  }

  func matches(_ day: ScheduleDay) -> Bool {
    (dates.isEmpty || dates.contains { $0.matches(day) })
      && (days.isEmpty || days.contains { $0.matches(day) })
  }

  /// True when a span holds the minute; 1,440 and more for what began the day before.
  func covers(_ minute: Int) -> Bool { spans.contains { $0.contains(minute) } }
}

/// A day of an unnamed year.
struct YearDay: Sendable, Hashable, Comparable {
  var month: Int
  var day: Int

  static func < (left: YearDay, right: YearDay) -> Bool {
    (left.month, left.day) < (right.month, right.day)
  }
}

/// A day as rules see it.
struct ScheduleDay: Sendable, Hashable {
  /// 0 Monday … 6 Sunday.
  var weekday: Int
  var yearDay: YearDay
  /// Days of its month.
  var monthLength: Int
  var isLeapYear: Bool

  init(weekday: Int, month: Int, day: Int, isLeapYear: Bool = false) {
    self.weekday = weekday
    yearDay = YearDay(month: month, day: day)
    self.isLeapYear = isLeapYear
    monthLength = CalendarDate.length(of: month, isLeap: isLeapYear)
  }

  init(_ date: CalendarDate) {
    self.init(
      weekday: date.weekday, month: date.month, day: date.day,
      isLeapYear: CalendarDate.isLeap(date.year))
  }

  /// The day before. Of a whole year's first day it is the last; that year's leap day does not matter to any rule.
  var previous: ScheduleDay {
    let weekday = (self.weekday + 6) % 7
    if yearDay.day > 1 {
      return ScheduleDay(
        weekday: weekday, month: yearDay.month, day: yearDay.day - 1, isLeapYear: isLeapYear)
    }
    let month = yearDay.month == 1 ? 12 : yearDay.month - 1
    return ScheduleDay(
      weekday: weekday, month: month,
      day: CalendarDate.length(of: month, isLeap: isLeapYear), isLeapYear: isLeapYear)
  }

  /// The 365 days of a year as if each fell on `weekday`.
  static func year(of weekday: Int) -> [ScheduleDay] {
    (1...12).flatMap { month in
      (1...CalendarDate.length(of: month, isLeap: false)).map {
        ScheduleDay(weekday: weekday, month: month, day: $0)
      }
    }
  }
}

extension OpeningRule.DateSelector {
  fileprivate func matches(_ day: ScheduleDay) -> Bool {
    switch self {
    case .monthDays(let days): days.contains(day.yearDay.day)
    case .yearDays(let from, let to):
      from <= to
        ? from <= day.yearDay && day.yearDay <= to : from <= day.yearDay || day.yearDay <= to
    }
  }
}

extension OpeningRule.DaySelector {
  fileprivate func matches(_ day: ScheduleDay) -> Bool {
    switch self {
    case .holiday: return false
    case .weekdays(let from, let to):
      return (day.weekday - from + 7) % 7 <= (to - from + 7) % 7
    case .nth(let weekday, let numbers):
      guard day.weekday == weekday else { return false }
      let fromStart = (day.yearDay.day + 6) / 7
      let fromEnd = -((day.monthLength - day.yearDay.day) / 7 + 1)
      return numbers.contains(fromStart) || numbers.contains(fromEnd)
    }
  }
}
