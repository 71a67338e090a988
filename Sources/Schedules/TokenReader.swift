import Model

/// A place in the tokens of a text about time, and what all readers of such texts share.
struct TokenReader {
  let pieces: [HoursLexer.Piece]
  private(set) var position = 0

  init(_ pieces: [HoursLexer.Piece]) { self.pieces = pieces }

  var next: HoursToken? { token(0) }

  /// The token so many places on.
  func token(_ offset: Int) -> HoursToken? {
    let index = position + offset
    return index < pieces.count ? pieces[index].token : nil
  }

  mutating func advance(_ count: Int = 1) { position += count }

  /// Steps over `token` if it comes next.
  mutating func take(_ token: HoursToken) -> Bool {
    guard next == token else { return false }
    position += 1
    return true
  }

  /// A complaint about the next token, or about those from `start` up to and with it.
  func complaint(_ reason: LocalizedText, from start: Int? = nil) -> ScheduleError {
    let first = start ?? position
    let end = min(pieces.count, max(position + (start == nil ? 1 : 0), first + 1))
    guard first < end else { return ScheduleError("", reason) }
    return ScheduleError(pieces[first..<end].map(\.text).joined(), reason)
  }

  // MARK: Times of day

  /// A time of day as written.
  struct Clock {
    /// Minutes since midnight, 0 … 2,880 (48:00).
    var minute: Int
    var part: DayPart?
    /// `次日`.
    var isNextDay = false
  }

  /// True where a time of day begins; a number alone is none.
  var isAtClock: Bool { isClock(at: 0) }

  func isClock(at offset: Int) -> Bool {
    switch token(offset) {
    case .dayPart, .nextDay: true
    case .number: token(offset + 1) == .symbol(":") || token(offset + 1) == .hourWord
    default: false
    }
  }

  /// Reads `8:30`, `26:00`, `8点半`, `8点30分`, `下午5:00`, `次日2:00`.
  ///
  /// - Parameter start: the span's beginning; its word (下午) goes on where the end has none and an hour up to 12.
  mutating func clock(after start: Clock?) throws(ScheduleError) -> Clock {
    let first = position
    let isNextDay = take(.nextDay)
    var part: DayPart?
    if case .dayPart(let word)? = next {
      part = word
      advance()
    }
    guard case .number(let written, let digits)? = next, digits <= 2 else {
      throw complaint(
        LocalizedText("a time of day is wanted, as in 8:30", zh: "须写时刻，如 8:30"))
    }
    advance()
    let minutes = try minutes()
    let inherited = part ?? (isNextDay || written > 12 ? nil : start?.part)
    guard let hour = inherited.map({ $0.hour(written) }) ?? written, hour <= 48, minutes <= 59,
      hour * 60 + minutes <= 2_880
    else {
      throw complaint(
        LocalizedText("there is no such time of day", zh: "没有这个时刻"), from: first)
    }
    return Clock(minute: hour * 60 + minutes, part: inherited, isNextDay: isNextDay)
  }

  /// What follows the hour: `:30`, `点`, `点半`, `点30分`.
  private mutating func minutes() throws(ScheduleError) -> Int {
    if take(.symbol(":")) {
      guard case .number(let minutes, digits: 2)? = next else {
        throw complaint(
          LocalizedText("minutes are two digits, as in 8:30", zh: "分钟须为两位数，如 8:30"))
      }
      advance()
      return minutes
    }
    guard take(.hourWord) else {
      throw complaint(
        LocalizedText("a time of day is written with minutes, as in 8:30", zh: "时刻须写明分钟，如 8:30"))
    }
    if take(.half) { return 30 }
    guard case .number(let minutes, digits: 1...2)? = next else { return 0 }
    advance()
    _ = take(.minuteWord)
    return minutes
  }
}
