import Schedules
import Testing

/// Chinese ways to write hours mean what OpenStreetMap's syntax on the right means.
@Suite struct ChineseHoursTests {
  @Test(arguments: [
    ("周一至周五 8:30-17:00", "Mo-Fr 08:30-17:00"),
    ("星期一到星期五：８：３０—１７：００", "Mo-Fr 08:30-17:00"),
    ("周一至五 8:30～17:00", "Mo-Fr 08:30-17:00"),
    ("周1至周5 8:30至17:00", "Mo-Fr 08:30-17:00"),
    ("工作日 8:30-17:00，法定节假日休息", "Mo-Fr 08:30-17:00, PH off"),
    ("每天 8:00-20:00", "Mo-Su 08:00-20:00"), ("每日8时至20时", "08:00-20:00"),
    ("周一至周五 8：30——17：00。周六 9:00-12:00。", "Mo-Fr 08:30-17:00; Sa 09:00-12:00"),
    ("全天", "24/7"), ("24小时营业", "24/7"), ("周末 全天开放", "Sa-Su"),
    ("周六、周日 9:00-16:00", "Sa,Su 09:00-16:00"), ("周六日 9:00-16:00", "Sa,Su 09:00-16:00"),
    ("周一三五 9:00-11:00", "Mo,We,Fr 09:00-11:00"),
    ("周一至周五 8:30-12:00，13:30-17:00；周六 9:00-12:00", "Mo-Fr 08:30-12:00,13:30-17:00; Sa 09:00-12:00"),
    ("周一至周五 8:30-17:00，周六 9:00-12:00", "Mo-Fr 08:30-17:00, Sa 09:00-12:00"),
    ("周日休息；每天 8:00-18:00，周日不开放", "Mo-Sa 08:00-18:00"),
    ("上午9点到下午5点", "09:00-17:00"), ("早8:00-晚8:00", "08:00-20:00"),
    ("上午8点半至11:30 下午1:30-5:00", "08:30-11:30,13:30-17:00"),
    ("上午9:00-17:00", "09:00-17:00"), ("中午12点-下午1点30分", "12:00-13:30"),
    ("晚上6点-12点", "18:00-24:00"), ("22:00-次日2:00", "22:00-26:00"),
    ("晚上10点-次日凌晨2点", "22:00-02:00"), ("凌晨12点-凌晨6点", "00:00-06:00"),
    ("5月至10月 周一 8:00-18:00", "May-Oct Mo 08:00-18:00"),
    ("4-10月 8:00-20:00；11月-3月 9:00-16:00", "Apr-Oct 08:00-20:00; Nov-Mar 09:00-16:00"),
    ("8:00-18:00；10月1日至7日 休息", "08:00-18:00; Oct 1-7 off"),
    ("每月第1个周四 14:00-16:00", "Th[1] 14:00-16:00"),
  ])
  func `Chinese hours mean the same`(_ chinese: String, _ plain: String) throws {
    let left = try OpeningHours(chinese)
    let right = try OpeningHours(plain)
    #expect(left.week == right.week)
    #expect(left.hasHolidayRules == right.hasHolidayRules)
    for month in 1...12 {
      for day in 1...28 {
        let date = CalendarDate(year: 2027, month: month, day: day)!
        for minute in stride(from: 0, to: 1_440, by: 30) {
          let moment = Moment(date, minute: minute)
          guard left.isOpen(at: moment) == right.isOpen(at: moment) else {
            Issue.record("\(moment)")
            return
          }
        }
      }
    }
  }
}
