/// A word, number or sign of a text about time.
enum HoursToken: Sendable, Hashable {
  /// Decimal digits, how many of them.
  case number(Int, digits: Int)
  /// 0 Monday … 6 Sunday.
  case weekday(Int)
  /// 1 … 12 where it was a name; `13月` is a month 13 until it is checked.
  case month(Int)
  /// `15日`, `15号`.
  case dayNumber(Int)
  case dayPart(DayPart)
  /// `24/7`, `24小时`, `全天`.
  case allDay
  case publicHoliday, schoolHoliday
  case open, off
  /// `每月`.
  case everyMonth
  /// `第`, `个`, `点`, `半`, `分`, `年`, `次日`.
  case ordinal, counter, hourWord, half, minuteWord, yearWord, nextDay
  case comment
  case symbol(Character)
  /// Letters or a sign that mean nothing here, in lower case.
  case word(String)
}

/// Which hours a Chinese word for a part of the day makes of 1 to 12.
enum DayPart: Sendable, Hashable {
  /// 凌晨.
  case night
  /// 早, 早上, 上午.
  case morning
  /// 中午.
  case noon
  /// 下午.
  case afternoon
  /// 晚, 晚上, 傍晚, 夜间.
  case evening

  /// The hour of 24 that `hour` means; nil where the word does not tell (晚上2点) or contradicts (上午14:00).
  func hour(_ hour: Int) -> Int? {
    switch self {
    case .night: hour == 12 ? 0 : hour <= 6 ? hour : nil
    case .morning: hour <= 12 ? hour : nil
    case .noon: (11...14).contains(hour) ? hour : (1...2).contains(hour) ? hour + 12 : nil
    case .afternoon: (1...11).contains(hour) ? hour + 12 : (12...19).contains(hour) ? hour : nil
    case .evening: (5...12).contains(hour) ? hour + 12 : (17...24).contains(hour) ? hour : nil
    }
  }
}

/// The words there are.
enum HoursWords {
  /// Runs of Latin letters, in lower case.
  static let latin: [String: [HoursToken]] = {
    var words: [String: [HoursToken]] = [
      "ph": [.publicHoliday], "sh": [.schoolHoliday], "off": [.off], "closed": [.off],
      "open": [.open],
    ]
    let weekdays = [
      ["mo", "mon", "monday"], ["tu", "tue", "tues", "tuesday"], ["we", "wed", "wednesday"],
      ["th", "thu", "thur", "thurs", "thursday"], ["fr", "fri", "friday"],
      ["sa", "sat", "saturday"], ["su", "sun", "sunday"],
    ]
    for (day, names) in weekdays.enumerated() {
      for name in names { words[name] = [.weekday(day)] }
    }
    let months = [
      "january", "february", "march", "april", "may", "june", "july", "august", "september",
      "october", "november", "december",
    ]
    for (index, name) in months.enumerated() {
      words[name] = [.month(index + 1)]
      words[String(name.prefix(3))] = [.month(index + 1)]
    }
    words["sept"] = [.month(9)]
    return words
  }()

  private static let daily: [HoursToken] = [.weekday(0), .symbol("-"), .weekday(6)]
  private static let workdays: [HoursToken] = [.weekday(0), .symbol("-"), .weekday(4)]
  private static let weekend: [HoursToken] = [.weekday(5), .symbol(","), .weekday(6)]

  /// Everything else that is found by its beginning, longest first.
  static let leading: [(text: [Character], tokens: [HoursToken])] = {
    let words: [(String, [HoursToken])] = [
      ("24/7", [.allDay]), ("24小时", [.allDay]), ("二十四小时", [.allDay]), ("全天候", [.allDay]),
      ("全天", [.allDay]), ("每天", daily), ("每日", daily), ("天天", daily), ("工作日", workdays),
      ("周末", weekend), ("双休日", weekend), ("法定节假日", [.publicHoliday]),
      ("法定假日", [.publicHoliday]), ("公共假日", [.publicHoliday]), ("节假日", [.publicHoliday]),
      ("寒暑假", [.schoolHoliday]), ("不开放", [.off]), ("不营业", [.off]), ("休息", [.off]),
      ("关闭", [.off]), ("闭馆", [.off]), ("歇业", [.off]), ("开放", [.open]), ("营业", [.open]),
      ("每月", [.everyMonth]), ("第", [.ordinal]), ("个", [.counter]), ("凌晨", [.dayPart(.night)]),
      ("早上", [.dayPart(.morning)]), ("早晨", [.dayPart(.morning)]), ("上午", [.dayPart(.morning)]),
      ("早", [.dayPart(.morning)]), ("中午", [.dayPart(.noon)]), ("下午", [.dayPart(.afternoon)]),
      ("傍晚", [.dayPart(.evening)]), ("晚上", [.dayPart(.evening)]), ("夜间", [.dayPart(.evening)]),
      ("晚", [.dayPart(.evening)]), ("次日", [.nextDay]), ("翌日", [.nextDay]), ("第二天", [.nextDay]),
      ("点钟", [.hourWord]), ("点", [.hourWord]), ("时", [.hourWord]), ("半", [.half]),
      ("分", [.minuteWord]), ("年", [.yearWord]), ("至", [.symbol("-")]), ("到", [.symbol("-")]),
      ("~", [.symbol("-")]), ("〜", [.symbol("-")]), ("和", [.symbol(",")]), ("及", [.symbol(",")]),
    ]
    return words.sorted { $0.0.count > $1.0.count }.map { (Array($0.0), $0.1) }
  }()

  /// What a weekday begins with; digits or the characters below follow.
  static let weekPrefixes = ["星期", "礼拜", "周"].map(Array.init)

  static let weekdayCharacters: [Character: Int] = [
    "一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6,
  ]
}
