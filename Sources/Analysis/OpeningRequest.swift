import Model
import Schedules

/// When stations must be open to count.
public struct OpeningRequest: Sendable, Hashable {
  /// How stations count whose hours are missing or not understood.
  public enum Unknown: String, Sendable, Hashable {
    case open, closed
  }

  /// Nil: hours are read, and no station is left out.
  public var moment: Moment?
  /// The field with the hours; nil: found by common names.
  public var field: String?
  /// Nil: stations without hours count as open, those with hours that are not understood as closed.
  public var unknown: Unknown?

  public init(at moment: Moment?, field: String? = nil, unknown: Unknown? = nil) {
    self.moment = moment
    self.field = field
    self.unknown = unknown
  }

  /// What a result's manifest says of it.
  var parameters: [JSONValue.Member] {
    var members: [JSONValue.Member] = []
    if let moment { members.append(.init("at", .string(moment.description))) }
    if let field { members.append(.init("hours_field", .string(field))) }
    if let unknown { members.append(.init("unknown_hours", .string(unknown.rawValue))) }
    return members
  }

  /// Notes when nobody is left.
  ///
  /// - Throws: 64 when no station has any hours and it is not said how such stations count.
  func check(_ stations: StationInput, _ ledger: inout Ledger) throws {
    guard let moment else { return }
    if stations.places.isEmpty, stations.closedCount > 0 {
      ledger.record(
        .noStationOpen, Subject(file: stations.sources.first?.source.path),
        detail: moment.description)
    }
    let hours = stations.hours ?? []
    guard unknown == nil, stations.closedCount == 0, !hours.isEmpty,
      hours.allSatisfy({ $0 == .missing })
    else { return }
    throw AnalysisError(
      .usage, Subject(file: stations.sources.first?.source.path),
      LocalizedText("--at: no station has opening hours", zh: "--at：没有一个站点填写了开放时间"),
      hint: LocalizedText(
        "name their field: --hours-field FIELD, or leave --at out",
        zh: "请用 --hours-field 指定字段，或去掉 --at"))
  }

  /// What is said where an answer needs a station.
  func nothingOpen(_ subject: Subject, _ stations: StationInput) -> AnalysisError {
    let time = moment?.description ?? ""
    let count = stations.closedCount
    return AnalysisError(
      .badData, subject,
      LocalizedText(
        "none of \(count) stations is open at \(time)", zh: "\(time) 时 \(count) 个站点均不开放"),
      hint: LocalizedText(
        "give another --at; --unknown-hours open counts those whose hours are not understood",
        zh: "请换一个 --at；--unknown-hours open 可计入时间无法理解的站点"))
  }
}

/// When a station is open, as far as its file says.
enum StationOpening: Sendable, Hashable {
  case hours(OpeningHours)
  case missing
  case notUnderstood(LocalizedText)

  /// Whether it counts as open then.
  func isOpen(at moment: Moment, unknown: OpeningRequest.Unknown? = nil) -> Bool {
    switch self {
    case .hours(let hours): hours.isOpen(at: moment)
    case .missing: unknown != .closed
    case .notUnderstood: unknown == .open
    }
  }
}

extension LedgerCode {
  static let stationClosed = LedgerCode(
    "station_closed", .note,
    LocalizedText("stations left out: closed at the time of --at", zh: "在 --at 所给时间不开放、未计入的服务站"))
  static let noStationOpen = LedgerCode(
    "no_station_open", .warning,
    LocalizedText("no station is open at the time of --at", zh: "在 --at 所给时间没有开放的服务站"))
  static let stationHoursMissing = LedgerCode(
    "station_hours_missing", .warning,
    LocalizedText(
      "stations without opening hours; they count as open unless --unknown-hours closed",
      zh: "没有填写开放时间的服务站；按开放计，除非给出 --unknown-hours closed"))
  static let stationHoursNotUnderstood = LedgerCode(
    "station_hours_not_understood", .warning,
    LocalizedText(
      "opening hours that are not understood; they count as closed unless --unknown-hours open",
      zh: "无法理解的开放时间；按不开放计，除非给出 --unknown-hours open"))
  static let stationHoursByDate = LedgerCode(
    "station_hours_by_date", .warning,
    LocalizedText(
      "whether stations are open depends on the date: taken as on most such days of the year, give --at a date to be exact",
      zh: "是否开放随日期而定：按一年中多数日子计，--at 写明日期即为确切结果"))
  static let stationHolidayRules = LedgerCode(
    "station_holiday_rules", .note,
    LocalizedText(
      "opening hours with rules for public or school holidays, which are not applied: no day counts as a holiday",
      zh: "开放时间含节假日规则，未予采用：任何日子都不按节假日计"))
}
