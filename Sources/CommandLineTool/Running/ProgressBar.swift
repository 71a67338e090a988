import Model

/// The state of a progress line; returns what is to be written and knows no clock: a text is due only when the
/// shown percentage changes.
struct ProgressBar {
  private let language: Language
  /// On a terminal the line is drawn over; elsewhere each stage gets a line at its begin and end.
  private let redraws: Bool
  private var stage: LocalizedText?
  private var percent = -1
  private var isDrawn = false
  private static let cells = 24

  init(language: Language, redraws: Bool) {
    self.language = language
    self.redraws = redraws
  }

  /// What to write after `stage` reached `fraction` (0…1); often nothing.
  mutating func update(_ stage: LocalizedText, _ fraction: Double) -> String {
    let percent = fraction.isFinite ? Int(max(0, min(1, fraction)) * 100) : 0
    let isNew = stage != self.stage
    // Workers may report out of order: within a stage the bar never goes back.
    guard isNew || percent > self.percent else { return "" }
    self.stage = stage
    self.percent = percent
    if redraws {
      isDrawn = true
      return "\r" + line(stage, percent) + "\u{1B}[K"
    }
    return isNew || percent == 100 ? line(stage, percent) + "\n" : ""
  }

  /// What takes a drawn line away.
  mutating func clear() -> String {
    guard isDrawn else { return "" }
    isDrawn = false
    percent = -1
    return "\r\u{1B}[K"
  }

  private func line(_ stage: LocalizedText, _ percent: Int) -> String {
    let name = DisplayWidth.pad(stage[language], to: 24)
    guard redraws else { return "\(stage[language]) \(percent) %" }
    let filled = percent * Self.cells / 100
    let bar =
      String(repeating: "#", count: filled) + String(repeating: ".", count: Self.cells - filled)
    return "\(name) [\(bar)] \(DisplayWidth.pad("\(percent)", to: 3, right: true)) %"
  }
}
