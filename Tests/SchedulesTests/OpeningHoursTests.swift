import Schedules
import Testing

/// Rules and boundaries, worked by hand.
@Suite struct OpeningHoursTests {
  @Test func `Open at the opening minute, closed at the closing minute`() throws {
    let hours = try OpeningHours("Mo-Fr 08:30-17:00")
    #expect(!hours.isOpen("Mo 08:29"))
    #expect(hours.isOpen("Mo 08:30"))
    #expect(hours.isOpen("Mo 16:59"))
    #expect(!hours.isOpen("Mo 17:00"))
    #expect(!hours.isOpen("Sa 10:00"))
  }

  @Test func `Hours past midnight go on into the next weekday and end there`() throws {
    for text in ["Fr 22:00-02:00", "Fr 22:00-26:00"] {
      let hours = try OpeningHours(text)
      #expect(!hours.isOpen("Fr 21:59"))
      #expect(hours.isOpen("Fr 22:00"))
      #expect(hours.isOpen("Fr 23:59"))
      #expect(hours.isOpen("Sa 00:00"))
      #expect(hours.isOpen("Sa 01:59"))
      #expect(!hours.isOpen("Sa 02:00"))
      #expect(!hours.isOpen("Fr 01:00"))
    }
  }

  @Test func `Sunday night goes on into Monday`() throws {
    let hours = try OpeningHours("Sa-Su 20:00-04:00")
    #expect(hours.week == "Mo 0-240 | Sa 1200-1440 | Su 0-240 1200-1440")
  }

  @Test func `Midnight to midnight is a whole day and 24:00 is the end of its day`() throws {
    #expect(try OpeningHours("Mo 00:00-24:00").week == "Mo 0-1440")
    #expect(try OpeningHours("Mo 18:00-24:00").week == "Mo 1080-1440")
    #expect(try OpeningHours("Mo 08:00-08:00").week == "Mo 480-1440 | Tu 0-480")
    #expect(try OpeningHours("24/7").week == OpeningHours("Mo-Su").week)
  }

  @Test func `Weekday ranges wrap past Sunday, lists add up`() throws {
    #expect(
      try OpeningHours("Fr-Mo 10:00-11:00").week
        == "Mo 600-660 | Fr 600-660 | Sa 600-660 | Su 600-660"
    )
    #expect(try OpeningHours("Mo,We-Th 10:00-11:00").week == "Mo 600-660 | We 600-660 | Th 600-660")
    #expect(try OpeningHours("We-We 10:00-11:00").week == "We 600-660")
  }

  @Test func `Several spans of a day`() throws {
    let hours = try OpeningHours("We 08:00-12:00,13:30-17:30")
    #expect(hours.week == "We 480-720 810-1050")
    #expect(!hours.isOpen("We 12:00"))
    #expect(hours.isOpen("We 13:30"))
  }

  @Test func `After a semicolon a rule replaces its days, after a comma it adds`() throws {
    #expect(
      try OpeningHours("Mo-We 08:00-12:00; We 14:00-18:00").week
        == "Mo 480-720 | Tu 480-720 | We 840-1080")
    #expect(
      try OpeningHours("Mo-We 08:00-12:00, We 14:00-18:00").week
        == "Mo 480-720 | Tu 480-720 | We 480-720 840-1080")
    #expect(try OpeningHours("Mo-Tu 08:00-12:00; Mo off").week == "Tu 480-720")
    #expect(try OpeningHours("Mo off; Mo-Tu 08:00-12:00").week == "Mo 480-720 | Tu 480-720")
  }

  @Test func `Off with times closes these times only`() throws {
    #expect(
      try OpeningHours("Mo-Tu 08:00-18:00; Mo 12:00-13:00 off").week
        == "Mo 480-720 780-1080 | Tu 480-1080")
  }

  /// As in the test “Time ranges spanning midnight with date overwriting” of opening_hours.js: Tuesday's own rule takes
  /// Monday night's last hours away, and Tuesday night of the first rule stays.
  @Test func `A replaced day loses what began the evening before`() throws {
    let hours = try OpeningHours("22:00-02:00; Tu 12:00-14:00")
    #expect(hours.isOpen("Mo 23:59"))
    #expect(!hours.isOpen("Tu 00:30"))
    #expect(hours.isOpen("Tu 12:00"))
    #expect(!hours.isOpen("Tu 22:30"))
    #expect(hours.isOpen("We 00:30"))
    #expect(try !OpeningHours("Mo-Sa 22:00-02:00; Su off").isOpen("Su 01:00"))
    // What begins on Friday night lasts, though Saturday's hours come from an earlier rule.
    #expect(try OpeningHours("07:15-14:15; Fr 18:45-06:30").isOpen("Sa 06:29"))
  }

  @Test func `Holiday rules are known and never hold`() throws {
    let hours = try OpeningHours("Mo-Sa 08:00-17:30; PH off")
    #expect(hours.hasHolidayRules)
    #expect(hours.isOpen("2026-10-01 08:00"))
    #expect(try OpeningHours("PH,Mo-Fr 08:00-09:00").week == OpeningHours("Mo-Fr 08:00-09:00").week)
    #expect(try OpeningHours("PH,SH 08:00-09:00").week == "")
    #expect(try !OpeningHours("Mo-Sa 08:00-17:30").hasHolidayRules)
  }

  @Test func `Comments beside hours are passed over`() throws {
    let hours = try OpeningHours("Mo-Fr 08:00-12:00 \"ring; twice\"; Sa off \"closed\"")
    #expect(hours.week == "Mo 480-720 | Tu 480-720 | We 480-720 | Th 480-720 | Fr 480-720")
  }

  @Test func `A rule ends where the text ends, semicolons and blanks do not matter`() throws {
    let plain = try OpeningHours("Mo-Fr 08:00-12:00; Sa 09:00-10:00").week
    for text in [
      "mo-fr 8:00-12:00;sa 9:00-10:00;", " Mo - Fr  08:00 - 12:00 ;; Sa 09:00-10:00",
      "Mo-Fr: 08:00-12:00\nSa: 09:00-10:00\n", "Mon-Friday 08:00-12:00; SAT 09:00-10:00 open",
    ] {
      #expect(try OpeningHours(text).week == plain, "\(text)")
    }
  }
}

/// Months, days and the number of a weekday in its month.
@Suite struct DatedHoursTests {
  @Test func `Seasons follow the date and take over at midnight`() throws {
    let hours = try OpeningHours("Oct-Mar Mo-Su 09:00-16:00; Apr-Sep Mo-Su 08:00-18:00")
    #expect(!hours.isOpen("2026-03-31 08:00"))
    #expect(hours.isOpen("2026-04-01 08:00"))
    #expect(hours.isOpen("2026-09-30 17:59"))
    #expect(!hours.isOpen("2026-10-01 17:59"))
  }

  @Test func `A day of the year, ranges of days, and ranges past New Year`() throws {
    let day = try OpeningHours("Jan 15 09:00-11:00")
    #expect(day.isOpen("2027-01-15 09:00"))
    #expect(!day.isOpen("2027-01-16 09:00"))
    let range = try OpeningHours("Dec 24-Jan 02 off; Mo-Su 10:00-12:00, Dec 24-Jan 02 off")
    #expect(range.isOpen("2026-12-23 10:00"))
    for date in ["2026-12-24", "2026-12-31", "2027-01-01", "2027-01-02"] {
      #expect(!range.isOpen("\(date) 10:00"))
    }
    #expect(range.isOpen("2027-01-03 10:00"))
    #expect(try OpeningHours("May 1-3 10:00-12:00").isOpen("2026-05-03 10:00"))
    #expect(try OpeningHours("Feb 29 10:00-12:00").isOpen("2028-02-29 10:00"))
  }

  @Test func `Numbered weekdays of a month`() throws {
    // November 2026: Thursdays are the 5th, 12th, 19th and 26th.
    let first = try OpeningHours("Th[1] 09:00-11:00")
    #expect(first.isOpen("2026-11-05 09:00"))
    #expect(!first.isOpen("2026-11-12 09:00"))
    let last = try OpeningHours("Th[-1] 09:00-11:00")
    #expect(last.isOpen("2026-11-26 09:00"))
    #expect(!last.isOpen("2026-11-19 09:00"))
    // February 2028 has five Tuesdays, the last on the 29th.
    #expect(try OpeningHours("Tu[5] 09:00-11:00").isOpen("2028-02-29 09:00"))
    #expect(try OpeningHours("Tu[-1] 09:00-11:00").isOpen("2028-02-29 09:00"))
    #expect(try OpeningHours("Th[1,3-4] 09:00-11:00").isOpen("2026-11-26 09:00"))
  }

  @Test func `The monthly service day`() throws {
    let hours = try OpeningHours("每月15日 09:00-11:00")
    #expect(hours.isOpen("2026-11-15 09:00"))
    #expect(hours.isOpen("2026-12-15 10:59"))
    #expect(!hours.isOpen("2026-12-15 11:00"))
    #expect(!hours.isOpen("2026-12-16 09:00"))
    #expect(hours.needsDate)
    #expect(!hours.isOpen("Tu 09:00"))
    #expect(hours.openDays(at: WeekTime(weekday: 1, minute: 540)) == 12)
    let two = try OpeningHours("每月15日、30日 9:00-11:00")
    #expect(two.openDays(at: WeekTime(weekday: 1, minute: 540)) == 23)
  }

  @Test func `Night hours of the last day of a month go on into the next month`() throws {
    let hours = try OpeningHours("Nov 22:00-02:00")
    #expect(hours.isOpen("2026-12-01 01:00"))
    #expect(!hours.isOpen("2026-12-02 01:00"))
    #expect(!hours.isOpen("2026-11-01 01:00"))
    #expect(try OpeningHours("Dec 31 22:00-02:00").isOpen("2027-01-01 01:59"))
  }

  @Test func `A weekday alone means most such days of the year`() throws {
    let seasons = try OpeningHours("Oct-Mar Mo-Su 09:00-16:00; Apr-Sep Mo-Su 08:00-18:00")
    // April to September have 183 days, the others 182.
    #expect(seasons.openDays(at: WeekTime(weekday: 5, minute: 600)) == 365)
    #expect(seasons.openDays(at: WeekTime(weekday: 5, minute: 1_020)) == 183)
    #expect(seasons.openDays(at: WeekTime(weekday: 5, minute: 1_080)) == 0)
    #expect(seasons.week.hasPrefix("Mo 480-1080 | "))
    let feast = try OpeningHours("Mo-Fr 08:00-17:00; Jan 01 off")
    #expect(feast.openDays(at: WeekTime(weekday: 3, minute: 600)) == 364)
    #expect(feast.isOpen("Th 10:00"))
    #expect(!feast.isOpen("2026-01-01 10:00"))
    #expect(try !OpeningHours("Mo-Fr 08:00-17:00").needsDate)
  }

  /// 400 years repeat themselves; the steps are checked against the day before.
  @Test func `Weekdays of dates follow each other and begin where the calendar says`() throws {
    #expect(CalendarDate(year: 2026, month: 11, day: 21)?.weekday == 5)
    #expect(CalendarDate(year: 2000, month: 1, day: 1)?.weekday == 5)
    #expect(CalendarDate(year: 1969, month: 7, day: 20)?.weekday == 6)
    var weekday = CalendarDate(year: 1999, month: 12, day: 31)!.weekday
    var count = 0
    for year in 2000...2399 {
      for month in 1...12 {
        for day in 1...31 {
          guard let date = CalendarDate(year: year, month: month, day: day) else { continue }
          weekday = (weekday + 1) % 7
          count += 1
          guard date.weekday == weekday else {
            Issue.record("\(date)")
            return
          }
        }
      }
    }
    #expect(count == 146_097)
  }
}
