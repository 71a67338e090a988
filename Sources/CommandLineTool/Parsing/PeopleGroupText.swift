import Analysis
import Model

/// `--group NAME:FIELD:PROFILE`.
enum PeopleGroupText {
  private static let longestName = 32

  /// The groups of all values, in order.
  ///
  /// - Throws: 64 for a text that does not have three parts, a name that cannot be part of a column's, a profile that
  ///   is none, or a name given twice.
  static func groups(_ texts: [String]) throws -> [PeopleGroup] {
    var groups: [PeopleGroup] = []
    for text in texts {
      let group = try group(text)
      if groups.contains(where: { $0.name == group.name }) {
        throw complaint(
          text, LocalizedText("“\(group.name)” stands twice", zh: "“\(group.name)”出现两次"))
      }
      groups.append(group)
    }
    return groups
  }

  /// The field may hold colons itself: the first part is the name, the last the profile.
  private static func group(_ text: String) throws -> PeopleGroup {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      .map { String($0).trimmed }
    guard parts.count >= 3, !parts[0].isEmpty, !parts.last!.isEmpty else {
      throw complaint(
        text, LocalizedText("is not NAME:FIELD:PROFILE", zh: "不是 名称:字段:步行者 的形式"))
    }
    let field = parts[1..<(parts.count - 1)].joined(separator: ":")
    let name = parts[0]
    guard !field.isEmpty, name.count <= longestName,
      name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" })
    else {
      throw complaint(
        text,
        LocalizedText(
          "a name is letters, digits and _, and a field must follow",
          zh: "名称只能含字母、数字和 _，其后须有字段"))
    }
    let profile = parts.last!.lowercased()
    if let speed = CoverageArguments.profileSpeeds[profile] {
      return PeopleGroup(name: name, field: field, profile: profile, speed: speed)
    }
    guard let speed = DecimalText.number(profile), speed > 0, speed <= 30 else {
      throw complaint(
        text,
        LocalizedText(
          "“\(profile)” is neither adult, elderly, brisk nor a speed up to 30 km/h",
          zh: "“\(profile)”不是 adult、elderly、brisk，也不是不超过 30 的公里/小时"))
    }
    return PeopleGroup(name: name, field: field, profile: "custom", speed: speed)
  }

  private static func complaint(_ text: String, _ what: LocalizedText) -> AnalysisError {
    AnalysisError(
      .usage, .none,
      LocalizedText("--group “\(text)”: \(what.english)", zh: "--group “\(text)”：\(what.chinese)"),
      hint: LocalizedText(
        "as in --group elderly:elderly_pop:elderly", zh: "如 --group elderly:elderly_pop:elderly"))
  }
}
