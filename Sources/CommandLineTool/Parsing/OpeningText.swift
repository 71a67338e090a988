import Analysis
import Model
import Schedules

/// `--at TIME` with its companions.
enum OpeningText {
  /// Nil without `--at`.
  ///
  /// - Throws: 64 for a time that is not understood, and for companions without `--at`.
  ///
  /// - Parameter needsTime: false where a standard says when stations must be open: the companions may stand alone.
  static func request(
    _ parsed: ParsedCommand, needsTime: Bool = true
  ) throws -> OpeningRequest? {
    let unknown = parsed.text("unknown-hours").map {
      $0 == "open" ? OpeningRequest.Unknown.open : .closed
    }
    guard let text = parsed.text("at") else {
      if !needsTime {
        return OpeningRequest(at: nil, field: parsed.text("hours-field"), unknown: unknown)
      }
      for name in ["hours-field", "unknown-hours"] where parsed.has(name) {
        throw AnalysisError(
          .usage, .none,
          LocalizedText("--\(name) is given without --at", zh: "给了 --\(name) 却没有 --at"),
          hint: LocalizedText(
            "add --at TIME, as in --at \"Sa 21:30\"", zh: "请补上 --at，如 --at \"周六 21:30\""))
      }
      return nil
    }
    return OpeningRequest(
      at: try moment(text), field: parsed.text("hours-field"),
      unknown: unknown)
  }

  static func moment(_ text: String) throws -> Moment {
    do {
      return try Moment(text)
    } catch {
      throw AnalysisError(
        .usage, .none,
        LocalizedText(
          "--at “\(text)”: \(error.message.english)", zh: "--at “\(text)”：\(error.message.chinese)"),
        hint: LocalizedText(
          "as in --at \"Sa 21:30\" or --at \"2026-11-15 10:00\"",
          zh: "如 --at \"周六 21:30\" 或 --at \"2026-11-15 10:00\""))
    }
  }
}
