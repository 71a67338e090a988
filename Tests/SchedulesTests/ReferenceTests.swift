import Schedules
import Testing

/// The table of `Fixtures/reference.py`: weeks as an independent program sees them. All its hours begin and end at quarters
/// of an hour, so the first and the last minute of each quarter are asked.
@Suite struct ReferenceTests {
  @Test func `Weeks agree with an independent implementation`() throws {
    let lines = try Fixture.lines("reference.tsv").filter { !$0.hasPrefix("#") }
    #expect(lines.count == 222)
    for line in lines {
      let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      let hours = try OpeningHours(columns[0])
      let start = columns[1].split(separator: "-").map { Int($0)! }
      var date = try #require(CalendarDate(year: start[0], month: start[1], day: start[2]))
      #expect(date.weekday == 0)
      for column in columns.dropFirst(2) {
        #expect(changes(hours, date) == column, "\(columns[0]) on \(date)")
        date = following(date)
      }
      #expect(columns.count == 9)
    }
  }

  /// A weekday alone where no date is needed is any date of that weekday.
  @Test func `Without dated rules a weekday and a date agree`() throws {
    var compared = 0
    for line in try Fixture.lines("reference.tsv").filter({ !$0.hasPrefix("#") }) {
      let hours = try OpeningHours(String(line.prefix { $0 != "\t" }))
      guard !hours.needsDate else { continue }
      var date = CalendarDate(year: 2026, month: 11, day: 16)!
      for day in 0..<7 {
        let open = hours.openMinutes(on: day)
        for minute in Self.minutes {
          let isOpen = open.contains { $0.contains(minute) }
          guard isOpen == hours.isOpen(at: Moment(date, minute: minute)) else {
            Issue.record("\(hours.text) \(date) \(minute)")
            return
          }
        }
        date = following(date)
      }
      compared += 1
    }
    #expect(compared > 50)
  }

  private static let minutes = (0..<1_440).filter { $0 % 15 == 0 || $0 % 15 == 14 }

  private func following(_ date: CalendarDate) -> CalendarDate {
    CalendarDate(year: date.year, month: date.month, day: date.day + 1)
      ?? CalendarDate(year: date.year, month: date.month + 1, day: 1)
      ?? CalendarDate(year: date.year + 1, month: 1, day: 1)!
  }

  /// The minutes at which it opens, closes, opens …, from closed.
  private func changes(_ hours: OpeningHours, _ date: CalendarDate) -> String {
    var isOpen = false
    var minutes: [String] = []
    for minute in Self.minutes where hours.isOpen(at: Moment(date, minute: minute)) != isOpen {
      isOpen.toggle()
      minutes.append(String(minute))
    }
    return minutes.joined(separator: " ")
  }
}
