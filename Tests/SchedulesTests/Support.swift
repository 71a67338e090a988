import Foundation
import Schedules

/// Minutes since midnight of `8:30`.
func minute(_ clock: String) -> Int {
  let parts = clock.split(separator: ":").map { Int($0)! }
  return parts[0] * 60 + parts[1]
}

/// The days `Mo` … `Su` by number.
func weekday(_ name: String) -> Int { WeekTime.weekdayNames.firstIndex(of: name)! }

extension OpeningHours {
  /// Whether open at `Sa 21:30` or `2026-11-15 10:00`, put together without the reader of such texts.
  func isOpen(_ time: String) -> Bool {
    let parts = time.split(separator: " ").map(String.init)
    if let day = WeekTime.weekdayNames.firstIndex(of: parts[0]) {
      return isOpen(at: WeekTime(weekday: day, minute: minute(parts[1])))
    }
    let numbers = parts[0].split(separator: "-").map { Int($0)! }
    let date = CalendarDate(year: numbers[0], month: numbers[1], day: numbers[2])!
    return isOpen(at: Moment(date, minute: minute(parts[1])))
  }

  /// A week as `Mo-Fr` people would write it: `Mo 510-1020 | …`, days without hours left out.
  var week: String {
    (0..<7).compactMap { day in
      let spans = openMinutes(on: day).map { "\($0.lowerBound)-\($0.upperBound)" }
      return spans.isEmpty
        ? nil : WeekTime.weekdayNames[day] + " " + spans.joined(separator: " ")
    }.joined(separator: " | ")
  }
}

/// Files beside the tests.
enum Fixture {
  static func lines(_ name: String) throws -> [String] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let file = folder.appendingPathComponent("Fixtures/\(name)")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
  }
}
