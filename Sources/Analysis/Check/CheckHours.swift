import Model
import Schedules
import Standards

/// When every station is open, for rules that ask for a time.
struct CheckHours: Sendable {
  private let stations: [StationOpening]
  private let unknown: OpeningRequest.Unknown?

  init(_ stations: StationInput, _ request: OpeningRequest?) {
    self.stations = stations.hours ?? stations.ids.map { _ in .missing }
    unknown = request?.unknown
  }

  /// Some station says when it is open.
  var isKnown: Bool { stations.contains { $0 != .missing } }

  /// Which stations are open at a time as of `--at`.
  ///
  /// - Throws: 65 naming the rule for a time that is not understood, and where no station has any hours.
  func isOpen(at text: String, _ rule: RuleName) throws -> [Bool] {
    let moment: Moment
    do {
      moment = try Moment(text)
    } catch {
      throw rule.failure(
        LocalizedText(
          "open_at “\(text)”: \(error.message.english)",
          zh: "open_at “\(text)”：\(error.message.chinese)"),
        LocalizedText(
          "as in “Sa 21:30” or “2026-11-15 10:00”", zh: "如“周六 21:30”或“2026-11-15 10:00”"))
    }
    try requireKnown(rule)
    return stations.map { $0.isOpen(at: moment, unknown: unknown) }
  }

  /// - Throws: 65 naming the rule where no station has any hours.
  func requireKnown(_ rule: RuleName) throws {
    if isKnown { return }
    throw rule.failure(
      LocalizedText("the stations have no opening hours", zh: "站点没有开放时间"),
      LocalizedText("name the field: --hours-field FIELD", zh: "请用 --hours-field 指定字段"))
  }

  /// Names the stations whose being open at a weekday's time of a rule depends on the date.
  func recordDates(_ standard: Standard, _ subjects: [Subject], _ ledger: inout Ledger) {
    for time in Set(standard.rules.compactMap(\.what.openAt)).sorted() {
      guard let moment = try? Moment(time), moment.date == nil else { continue }
      for (station, opening) in stations.enumerated() {
        guard case .hours(let hours) = opening else { continue }
        let days = hours.openDays(at: moment.weekTime)
        if days > 0 && days < OpeningHours.daysOfYear {
          ledger.record(
            .stationHoursByDate, subjects[station],
            detail: OpeningHours.opening(hours.text, on: days).after(time))
        }
      }
    }
  }

  /// Whether a station is open when an hour begins; `weekday` from 0 Monday.
  func isOpen(_ station: Int, weekday: Int, hour: Int) -> Bool {
    stations[station].isOpen(
      at: Moment(WeekTime(weekday: weekday, minute: hour * 60)), unknown: unknown)
  }
}

extension Standard {
  /// A rule or the hourly profile asks when stations are open.
  var asksForHours: Bool {
    rules.contains { $0.what.openAt != nil } || analyses.hourlyProfileOf != nil
  }
}
