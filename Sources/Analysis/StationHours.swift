import Layers
import Model
import Schedules

/// The opening hours of one station layer.
struct StationHours {
  /// By feature.
  let stations: [StationOpening]
  private let texts: [String]
  private let request: OpeningRequest

  /// Reads the field with the hours; each text is parsed once. Without such a field all are missing.
  ///
  /// - Throws: 64 when the field named is not there.
  init(
    _ layer: Layer, _ chooser: FieldChooser, _ request: OpeningRequest, _ threads: Int,
    _ ledger: inout Ledger
  ) throws {
    let name = try chooser.choose(
      .openingHours, option: request.field, optionName: "--hours-field", ledger: &ledger)
    self.request = request
    let columns = FieldColumns(layer: layer, threads: threads)
    texts =
      try name.map { try columns.texts($0).map { $0?.trimmed ?? "" } }
      ?? Array(repeating: "", count: layer.count)
    var known: [String: StationOpening] = ["": .missing]
    stations = texts.map { text in
      if let opening = known[text] { return opening }
      let opening = Self.opening(text)
      known[text] = opening
      return opening
    }
  }

  private static func opening(_ text: String) -> StationOpening {
    do {
      return .hours(try OpeningHours(text))
    } catch {
      return .notUnderstood(error.message.english)
    }
  }

  /// Whether the station at `index` counts at the time asked for; what is doubtful goes to the ledger.
  func counts(_ index: Int, _ subject: Subject, _ ledger: inout Ledger) -> Bool {
    recordDoubt(index, subject, &ledger)
    guard let moment = request.moment else { return true }
    if case .hours(let hours) = stations[index], moment.date == nil {
      let days = hours.openDays(at: moment.weekTime)
      if days > 0 && days < OpeningHours.daysOfYear {
        ledger.record(
          .stationHoursByDate, subject,
          detail: "\(texts[index]): open on \(days) of \(OpeningHours.daysOfYear) days")
      }
    }
    if stations[index].isOpen(at: moment, unknown: request.unknown) { return true }
    ledger.record(.stationClosed, subject, detail: texts[index])
    return false
  }

  private func recordDoubt(_ index: Int, _ subject: Subject, _ ledger: inout Ledger) {
    switch stations[index] {
    case .missing: ledger.record(.stationHoursMissing, subject)
    case .notUnderstood(let why):
      ledger.record(.stationHoursNotUnderstood, subject, detail: "\(texts[index]): \(why)")
    case .hours(let hours):
      if hours.hasHolidayRules {
        ledger.record(.stationHolidayRules, subject, detail: texts[index])
      }
    }
  }
}
