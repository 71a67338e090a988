import Model

/// Reads rules of opening hours: dates, weekdays, times, and whether open.
struct HoursParser {
  var reader: TokenReader

  init(_ text: String) { reader = TokenReader(HoursLexer.tokens(of: text)) }

  /// All rules, at least one.
  mutating func rules() throws(ScheduleError) -> [OpeningRule] {
    var rules: [OpeningRule] = []
    var overrides = true
    while true {
      while overrides, reader.take(.symbol(";")) {}
      if reader.next == nil, overrides { break }
      rules.append(try rule(overrides: overrides))
      switch reader.next {
      case nil, .symbol(";"): overrides = true
      case .symbol(","):
        overrides = false
        reader.advance()
      default: throw notUnderstood()
      }
    }
    if rules.isEmpty {
      throw ScheduleError("", LocalizedText("no hours are given", zh: "没有写时间"))
    }
    return rules
  }

  private mutating func rule(overrides: Bool) throws(ScheduleError) -> OpeningRule {
    let start = reader.position
    var rule = OpeningRule(overrides: overrides)
    rule.dates = try dates()
    if !rule.dates.isEmpty { _ = reader.take(.symbol(":")) }
    rule.days = try days()
    if !rule.days.isEmpty { _ = reader.take(.symbol(":")) }
    let spans = try spans()
    if !spans.isEmpty { rule.spans = spans }
    let isMarked = modifier(&rule)
    if reader.position == start { throw notUnderstood() }
    // A comment alone says something, but not when.
    let hasComment = reader.take(.comment)
    if hasComment, spans.isEmpty, !isMarked {
      reader.advance(-1)
      throw reader.complaint(
        LocalizedText("a comment does not say when it is open", zh: "注释不能说明何时开放"))
    }
    return rule
  }

  private mutating func modifier(_ rule: inout OpeningRule) -> Bool {
    if reader.take(.off) {
      rule.isOpen = false
      return true
    }
    return reader.take(.open)
  }

  // MARK: Weekdays

  private mutating func days() throws(ScheduleError) -> [OpeningRule.DaySelector] {
    guard isAtDay(0) else { return [] }
    var days = [try day()]
    while reader.next == .symbol(","), isAtDay(1) {
      reader.advance()
      days.append(try day())
    }
    return days
  }

  private func isAtDay(_ offset: Int) -> Bool {
    switch reader.token(offset) {
    case .weekday, .publicHoliday, .schoolHoliday, .ordinal: true
    case .everyMonth: reader.token(offset + 1) == .ordinal
    default: false
    }
  }

  private mutating func day() throws(ScheduleError) -> OpeningRule.DaySelector {
    if reader.take(.publicHoliday) || reader.take(.schoolHoliday) { return .holiday }
    _ = reader.take(.everyMonth)
    if reader.take(.ordinal) { return try ordinalDay() }
    let first = try weekday()
    if reader.next == .symbol("[") { return .nth(weekday: first, try numbers()) }
    guard reader.take(.symbol("-")) else { return .weekdays(from: first, to: first) }
    return .weekdays(from: first, to: try weekday())
  }

  private mutating func weekday() throws(ScheduleError) -> Int {
    guard case .weekday(let day)? = reader.next else {
      throw reader.complaint(LocalizedText("a weekday is wanted", zh: "此处须为星期"))
    }
    reader.advance()
    return day
  }

  /// `第1个周四`, after 第.
  private mutating func ordinalDay() throws(ScheduleError) -> OpeningRule.DaySelector {
    guard case .number(let number, _)? = reader.next, (1...5).contains(number) else {
      throw reader.complaint(
        LocalizedText("a number from 1 to 5 is wanted, as in 第1个周四", zh: "须为 1 至 5 的数字，如“第1个周四”"))
    }
    reader.advance()
    _ = reader.take(.counter)
    return .nth(weekday: try weekday(), [number])
  }

  /// `[1]`, `[1,3]`, `[1-2]`, `[-1]`.
  private mutating func numbers() throws(ScheduleError) -> [Int] {
    var numbers: [Int] = []
    repeat {
      reader.advance()
      let sign = reader.take(.symbol("-")) ? -1 : 1
      let first = try number()
      if sign == 1, reader.take(.symbol("-")) {
        let last = try number()
        guard first <= last else { throw notUnderstood() }
        numbers += Array(first...last)
      } else {
        numbers.append(sign * first)
      }
    } while reader.next == .symbol(",")
    guard reader.take(.symbol("]")) else { throw notUnderstood() }
    return numbers
  }

  private mutating func number() throws(ScheduleError) -> Int {
    guard case .number(let value, _)? = reader.next, (1...5).contains(value) else {
      throw reader.complaint(
        LocalizedText("a number from 1 to 5 is wanted in brackets", zh: "方括号内须为 1 至 5 的数字"))
    }
    reader.advance()
    return value
  }

  // MARK: Times

  private mutating func spans() throws(ScheduleError) -> [OpeningRule.Span] {
    guard isAtSpan(0) else { return [] }
    var spans = [try span()]
    while true {
      if reader.next == .symbol(","), isAtSpan(1) {
        reader.advance()
      } else if !isAtSpan(0) || reader.next == .allDay {
        return spans
      }
      // `上午8:30-12:00 下午1:30-5:00`: a second span may follow without a comma.
      spans.append(try span())
    }
  }

  private func isAtSpan(_ offset: Int) -> Bool {
    reader.token(offset) == .allDay || reader.isClock(at: offset)
  }

  private mutating func span() throws(ScheduleError) -> OpeningRule.Span {
    if reader.take(.allDay) { return 0..<1_440 }
    let position = reader.position
    let start = try reader.clock(after: nil)
    guard start.minute < 1_440, !start.isNextDay else {
      throw reader.complaint(
        LocalizedText("hours must begin before 24:00", zh: "开始时刻须早于 24:00"), from: position)
    }
    if reader.next == .symbol("+") { throw openEnd(position) }
    guard reader.take(.symbol("-")) else {
      throw reader.complaint(
        LocalizedText("a time without an end", zh: "只有时刻，没有结束时间"), from: position)
    }
    let end = try reader.clock(after: start)
    if reader.next == .symbol("+") { throw openEnd(position) }
    return try span(start, end, position)
  }

  private func span(
    _ start: TokenReader.Clock, _ end: TokenReader.Clock, _ position: Int
  ) throws(ScheduleError) -> OpeningRule.Span {
    var last = end.minute
    if end.isNextDay || last <= start.minute {
      // `下午1:30-1:00`, `上午9点-5点`: the word that was left out is not guessed.
      if !end.isNextDay, start.part != nil, end.part == start.part || end.part == nil {
        throw reader.complaint(
          LocalizedText(
            "the end is not after the beginning", zh: "结束时间不晚于开始时间，请写明上午、下午或次日"),
          from: position)
      }
      last += 1_440
    }
    guard last <= 2_880 else {
      throw reader.complaint(
        LocalizedText("hours end at 48:00 at the latest", zh: "结束时间不得晚于 48:00"), from: position)
    }
    return start.minute..<last
  }

  private func openEnd(_ position: Int) -> ScheduleError {
    var at = reader
    at.advance()
    return at.complaint(
      LocalizedText("hours without an end", zh: "没有结束时间"), from: position)
  }
}
