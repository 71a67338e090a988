import Model

/// The dates of a rule: months, days of the year, days of every month.
extension HoursParser {
  mutating func dates() throws(ScheduleError) -> [OpeningRule.DateSelector] {
    guard isAtDate(0) else { return [] }
    var dates = try date()
    while reader.next == .symbol(","), isAtDate(1) {
      reader.advance()
      dates += try date()
    }
    return dates
  }

  private func isAtDate(_ offset: Int) -> Bool {
    switch reader.token(offset) {
    case .month: return true
    case .everyMonth: return reader.token(offset + 1) != .ordinal
    case .number:
      // `4-10月`.
      guard reader.token(offset + 1) == .symbol("-") else { return false }
      if case .month? = reader.token(offset + 2) { return true }
      return false
    default: return false
    }
  }

  private mutating func date() throws(ScheduleError) -> [OpeningRule.DateSelector] {
    if reader.take(.everyMonth) { return try monthDays() }
    let month = try self.month()
    if dayOfMonth(0) != nil { return try yearDays(of: month) }
    guard reader.take(.symbol("-")) else { return [Self.months(month, month)] }
    let last = try self.month()
    if dayOfMonth(0) != nil {
      throw reader.complaint(
        LocalizedText("the first month has no day, this one has", zh: "起始月份没有写日期，此处却有"))
    }
    return [Self.months(month, last)]
  }

  /// Whole months; the last day is past every month's end.
  private static func months(_ first: Int, _ last: Int) -> OpeningRule.DateSelector {
    .yearDays(from: YearDay(month: first, day: 1), to: YearDay(month: last, day: 31))
  }

  private mutating func month() throws(ScheduleError) -> Int {
    let month: Int
    switch reader.next {
    case .month(let value), .number(let value, _): month = value
    default: throw reader.complaint(LocalizedText("a month is wanted", zh: "此处须为月份"))
    }
    guard (1...12).contains(month) else {
      throw reader.complaint(LocalizedText("there is no such month", zh: "没有这个月份"))
    }
    reader.advance()
    return month
  }

  /// The day number that stands there: `15日`, or a number of two digits that is no time of day.
  private func dayOfMonth(_ offset: Int) -> Int? {
    switch reader.token(offset) {
    case .dayNumber(let day): return day
    case .number(let day, digits: 1...2):
      return reader.isClock(at: offset) ? nil : day
    default: return nil
    }
  }

  /// `Jan 15`, `Jan 15-20`, `Jan 15-Feb 3`, `Jan 1,3`, after the month.
  private mutating func yearDays(
    of month: Int
  ) throws(ScheduleError) -> [OpeningRule.DateSelector] {
    var dates: [OpeningRule.DateSelector] = []
    repeat {
      if !dates.isEmpty { reader.advance() }
      let start = reader.position
      let first = YearDay(month: month, day: try day(of: month))
      var last = first
      if reader.next == .symbol("-") {
        reader.advance()
        if case .month? = reader.next { last.month = try self.month() }
        last.day = try day(of: last.month)
        guard last.month != month || first <= last else {
          throw reader.complaint(
            LocalizedText("the days do not ascend", zh: "日期先后颠倒"), from: start)
        }
      }
      dates.append(.yearDays(from: first, to: last))
    } while reader.next == .symbol(",") && dayOfMonth(1) != nil
    return dates
  }

  /// `15日`, `15日、30日`, `1日至5日`, `1-5日`, after 每月.
  private mutating func monthDays() throws(ScheduleError) -> [OpeningRule.DateSelector] {
    var dates: [OpeningRule.DateSelector] = []
    repeat {
      if !dates.isEmpty { reader.advance() }
      let start = reader.position
      let first = try day(of: nil)
      let last = reader.take(.symbol("-")) ? try day(of: nil) : first
      guard first <= last else {
        throw reader.complaint(
          LocalizedText("the days do not ascend", zh: "日期先后颠倒"), from: start)
      }
      dates.append(.monthDays(first...last))
    } while reader.next == .symbol(",") && dayOfMonth(1) != nil
    return dates
  }

  private mutating func day(of month: Int?) throws(ScheduleError) -> Int {
    guard let day = dayOfMonth(0) else {
      throw reader.complaint(LocalizedText("a day of the month is wanted", zh: "此处须为日期（几日）"))
    }
    let length = month.map { CalendarDate.length(of: $0, isLeap: true) } ?? 31
    guard (1...length).contains(day) else {
      throw reader.complaint(LocalizedText("there is no such day", zh: "没有这一天"))
    }
    reader.advance()
    return day
  }
}
