import Layers
import Model
import Schedules

/// The opening hours of one station layer.
struct StationHours {
  /// By feature.
  let stations: [StationOpening]
  private let texts: [String]
  /// Whether a station with this text counts at the time asked for.
  private var verdicts: [String: Verdict] = [:]

  private struct Verdict {
    var opening: StationOpening
    var counts = true
    /// On how many days of the year it is open, where a weekday alone does not tell.
    var days: Int?

    init(_ opening: StationOpening, _ request: OpeningRequest) {
      self.opening = opening
      guard let moment = request.moment else { return }
      counts = opening.isOpen(at: moment, unknown: request.unknown)
      guard case .hours(let hours) = opening, moment.date == nil else { return }
      let days = hours.openDays(at: moment.weekTime)
      if days > 0 && days < OpeningHours.daysOfYear { self.days = days }
    }
  }

  /// Reads the field with the hours; each text is parsed once. Without such a field all are missing.
  ///
  /// - Throws: 64 when the field named is not there.
  init(
    _ layer: Layer, _ chooser: FieldChooser, _ request: OpeningRequest, _ threads: Int,
    _ ledger: inout Ledger
  ) throws {
    let name = try chooser.choose(
      .openingHours, option: request.field, optionName: "--hours-field", ledger: &ledger)
    let columns = FieldColumns(layer: layer, threads: threads)
    texts =
      try name.map { try columns.texts($0).map { $0?.trimmed ?? "" } }
      ?? Array(repeating: "", count: layer.count)
    var verdicts = ["": Verdict(.missing, request)]
    for text in texts where verdicts[text] == nil {
      verdicts[text] = Verdict(Self.opening(text), request)
    }
    stations = texts.map { verdicts[$0]!.opening }
    self.verdicts = verdicts
  }

  private static func opening(_ text: String) -> StationOpening {
    do {
      return .hours(try OpeningHours(text))
    } catch {
      return .notUnderstood(error.message)
    }
  }

  /// Whether the station at `index` counts at the time asked for; what is doubtful goes to the ledger.
  func counts(_ index: Int, _ subject: Subject, _ ledger: inout Ledger) -> Bool {
    let text = texts[index]
    let verdict = verdicts[text]!
    recordDoubt(index, subject, &ledger)
    if let days = verdict.days {
      ledger.record(
        .stationHoursByDate, subject,
        detail: OpeningHours.opening(text, on: days))
    }
    if !verdict.counts { ledger.record(.stationClosed, subject, detail: text) }
    return verdict.counts
  }

  private func recordDoubt(_ index: Int, _ subject: Subject, _ ledger: inout Ledger) {
    switch stations[index] {
    case .missing: ledger.record(.stationHoursMissing, subject)
    case .notUnderstood(let why):
      ledger.record(.stationHoursNotUnderstood, subject, detail: why.after(texts[index]))
    case .hours(let hours):
      if hours.hasHolidayRules {
        ledger.record(.stationHolidayRules, subject, detail: texts[index])
      }
    }
  }
}

extension OpeningHours {
  /// That a station with these hours is open on some days only at the time asked for.
  static func opening(_ text: String, on days: Int) -> LocalizedText {
    LocalizedText(
      "open on \(days) of \(daysOfYear) days", zh: "\(daysOfYear) 天中 \(days) 天开放"
    ).after(text)
  }
}
