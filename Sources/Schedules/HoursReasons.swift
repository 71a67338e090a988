import Model

extension HoursParser {
  /// The complaint about what comes next: known features outside the subset are named as such.
  func notUnderstood() -> ScheduleError {
    guard let token = reader.next else {
      return ScheduleError("", LocalizedText("the text breaks off", zh: "内容不完整"))
    }
    return reader.complaint(Self.reason(token))
  }

  private static func reason(_ token: HoursToken) -> LocalizedText {
    switch token {
    case .word("sunrise"), .word("sunset"), .word("dawn"), .word("dusk"):
      LocalizedText("hours that follow the sun are not supported", zh: "不支持随日出日落变化的时间")
    case .word("week"):
      LocalizedText("weeks of the year are not supported", zh: "不支持按周次的规则")
    case .word("easter"):
      LocalizedText("Easter is not supported", zh: "不支持复活节")
    case .number(_, digits: 4), .yearWord:
      LocalizedText("rules for single years are not supported", zh: "不支持限定年份的规则")
    case .word("unknown"):
      LocalizedText("says that the hours are unknown", zh: "写明时间未知")
    case .symbol("|"):
      LocalizedText("fallback rules are not supported", zh: "不支持备选规则（||）")
    case .symbol("+"):
      LocalizedText("open ends and shifted days are not supported", zh: "不支持无结束时间或日期偏移")
    case .symbol("/"):
      LocalizedText("repeated times are not supported", zh: "不支持按间隔重复的时间")
    case .comment:
      LocalizedText("a comment does not say when it is open", zh: "注释不能说明何时开放")
    default: LocalizedText("is not understood here", zh: "此处无法理解")
    }
  }
}
