import Model

/// What to say of a name on the command line that does not exist.
package enum UsageHint {
  /// “did you mean …”, or where to read the list when nothing is near.
  package static func nearest(
    for name: String, among names: [String], prefix: String, command: CommandSpecification
  ) -> LocalizedText {
    let nearest = NameMatching.suggestions(for: name, among: names).map { prefix + $0 }
    if nearest.isEmpty { return seeHelp(command) }
    return LocalizedText(
      "did you mean \(nearest.joined(separator: ", "))?",
      zh: "是否想写 \(nearest.joined(separator: "、"))？")
  }

  /// Where the list of options stands.
  package static func seeHelp(_ command: CommandSpecification) -> LocalizedText {
    let line = ["lifecircle", "help", command.name].filter { !$0.isEmpty }.joined(separator: " ")
    return LocalizedText("see: \(line)", zh: "参见：\(line)")
  }
}
