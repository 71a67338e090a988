import Model

extension Moment {
  /// Reads `Sa 21:30`, `周六 21:30`, `周六晚上9点半`, `2026-11-15 10:00`, `2026-11-15T10:00`, `2026年11月15日 10:00`.
  ///
  /// The time of day is 00:00 … 23:59.
  ///
  /// - Throws: `ScheduleError` with the part that is missing or not understood.
  public init(_ text: String) throws(ScheduleError) {
    var reader = TokenReader(HoursLexer.tokens(of: text))
    if case .weekday(let weekday)? = reader.next {
      reader.advance()
      self.init(WeekTime(weekday: weekday, minute: try Self.minute(&reader)))
    } else if let date = try Self.date(&reader) {
      if reader.next == .word("t") { reader.advance() }
      self.init(date, minute: try Self.minute(&reader))
    } else {
      throw reader.complaint(
        LocalizedText(
          "a weekday or a date must come first, as in Sa 21:30 or 2026-11-15 10:00",
          zh: "须先写星期或日期，如“周六 21:30”或“2026-11-15 10:00”"))
    }
    if reader.next != nil {
      throw reader.complaint(
        LocalizedText("nothing may follow the time of day", zh: "时刻之后不应再有内容"))
    }
  }

  private static func minute(_ reader: inout TokenReader) throws(ScheduleError) -> Int {
    guard reader.isAtClock else {
      throw reader.complaint(
        LocalizedText("a time of day is wanted, as in 21:30", zh: "须写时刻，如 21:30"))
    }
    let start = reader.position
    let clock = try reader.clock(after: nil)
    guard !clock.isNextDay, clock.minute < 1_440 else {
      throw reader.complaint(
        LocalizedText("the time of day must be from 00:00 to 23:59", zh: "时刻须在 00:00 至 23:59 之间"),
        from: start)
    }
    return clock.minute
  }

  /// Nil when the text does not begin with a year.
  private static func date(_ reader: inout TokenReader) throws(ScheduleError) -> CalendarDate? {
    guard case .number(let year, digits: 4)? = reader.next else { return nil }
    let start = reader.position
    reader.advance()
    var numbers: [Int] = []
    while numbers.count < 2, let token = reader.next {
      switch token {
      case .symbol("-"), .symbol("/"), .yearWord: break
      case .number(let value, _), .month(let value), .dayNumber(let value): numbers.append(value)
      default: throw wrongDate(reader, start)
      }
      reader.advance()
    }
    guard numbers.count == 2,
      let date = CalendarDate(year: year, month: numbers[0], day: numbers[1])
    else { throw wrongDate(reader, start) }
    return date
  }

  private static func wrongDate(_ reader: TokenReader, _ start: Int) -> ScheduleError {
    reader.complaint(
      LocalizedText("there is no such date; write it as 2026-11-15", zh: "没有这个日期，请写作 2026-11-15"),
      from: start)
  }
}
