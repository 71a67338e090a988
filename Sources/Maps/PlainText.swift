/// Text of data as it may stand on a map: one line, nothing that acts.
package enum PlainText {
  /// Control characters, line ends and marks that turn the direction of what follows become spaces or vanish; runs
  /// of spaces become one. Everything else stays, `<b>&` included: text is never read as markup.
  package static func line(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var isPending = false
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator, .spaceSeparator: isPending = true
      case .format, .surrogate, .privateUse, .unassigned: continue
      default:
        if isPending && !result.isEmpty { result.append(" ") }
        isPending = false
        result.append(scalar)
      }
    }
    return String(result)
  }
}
