import Schedules
import Testing

@Suite struct MomentTests {
  @Test(arguments: [
    ("Sa 21:30", "Sa 21:30"), ("sat 21:30", "Sa 21:30"), ("周六 21:30", "Sa 21:30"),
    ("星期六２１：３０", "Sa 21:30"), ("周六晚上9点半", "Sa 21:30"), ("Mo 00:00", "Mo 00:00"),
    ("Su 23:59", "Su 23:59"), ("礼拜天 8点", "Su 08:00"), ("2026-11-15 10:00", "2026-11-15 10:00"),
    ("2026-11-15T10:00", "2026-11-15 10:00"), ("2026/1/5 9:05", "2026-01-05 09:05"),
    ("2026年11月15日 上午10点", "2026-11-15 10:00"), ("2028-02-29 00:00", "2028-02-29 00:00"),
  ])
  func `Times are read`(_ text: String, _ canonical: String) throws {
    let moment = try Moment(text)
    #expect(moment.description == canonical)
    #expect(try Moment(canonical) == moment)
  }

  @Test func `A date knows its weekday`() throws {
    // 15 November 2026 is a Sunday.
    #expect(try Moment("2026-11-15 10:00").weekTime == WeekTime(weekday: 6, minute: 600))
    #expect(try Moment("Su 10:00").date == nil)
  }

  @Test(arguments: [
    ("", ""), ("Sa", ""), ("21:30", "21"), ("Sa 24:00", "24:00"), ("Sa 21:60", "21:60"),
    ("Sa 21", "21"), ("Sa-Su 21:30", "-"), ("Sa 21:30-22:00", "-"), ("someday 10:00", "someday"),
    ("2026-02-29 10:00", "2026-02-29"), ("2026-13-01 10:00", "2026-13-01"),
    ("2026-11-15", ""), ("2026-11", "2026-11"), ("15-11-2026 10:00", "15"), ("每天 10:00", "每天"),
    ("Sa 次日2:00", "次日2:00"),
  ])
  func `What is not understood is named`(_ text: String, _ part: String) throws {
    let error = try #require(throws: ScheduleError.self) { try Moment(text) }
    #expect(error.part == part)
  }
}
