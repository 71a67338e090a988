import Schedules
import Testing

@Test func weekTimesOfOneMomentAreEqual() {
  #expect(WeekTime(weekday: 5, minute: 1290) == WeekTime(weekday: 5, minute: 1290))
  #expect(WeekTime(weekday: 5, minute: 1290) != WeekTime(weekday: 6, minute: 1290))
}
