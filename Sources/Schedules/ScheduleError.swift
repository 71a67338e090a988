import Model

/// A text about time that is not understood: which part, and why.
public struct ScheduleError: Error, Sendable, Hashable {
  /// The part as it stands in the text; empty where something is missing at its end.
  public var part: String
  /// Why, without the part; no full stop.
  public var reason: LocalizedText

  public init(_ part: String, _ reason: LocalizedText) {
    self.part = part
    self.reason = reason
  }

  /// `“sunset”: hours that follow the sun`.
  public var message: LocalizedText {
    if part.isEmpty { return reason }
    return LocalizedText("“\(part)”: \(reason.english)", zh: "“\(part)”：\(reason.chinese)")
  }
}
