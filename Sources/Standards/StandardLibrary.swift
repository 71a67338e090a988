import Model

/// The standards the program brings along, by name.
public enum StandardLibrary {
  /// In alphabetical order.
  public static var names: [String] { BuiltInStandards.all.map(\.name) }

  /// The file of the standard `name` as it stands in `geodata/standards`, nil when there is none.
  public static func text(named name: String) -> String? {
    BuiltInStandards.all.first { $0.name == name }?.text
  }

  /// True when `reference` is the path of a file rather than a name: it has a slash or ends in `.json5` or `.json`.
  public static func isPath(_ reference: String) -> Bool {
    reference.contains("/")
      || [".json5", ".json"].contains { reference.lowercased().hasSuffix($0) }
  }

  /// The standard `name`.
  ///
  /// - Throws: `AnalysisError` of kind `usage` with the nearest name and all names when there is none.
  public static func standard(named name: String) throws -> Standard {
    guard let text = text(named: name) else { throw unknown(name) }
    return try StandardReader.read(text: text, path: "\(name).json5")
  }

  private static func unknown(_ name: String) -> AnalysisError {
    let near = NameMatching.suggestions(for: name, among: names, limit: 1).first
    let guess = near.map {
      LocalizedText("did you mean “\($0)”? ", zh: "是否想写“\($0)”？")
    }
    return AnalysisError(
      .usage, .none,
      LocalizedText("there is no standard “\(name)”", zh: "没有名为“\(name)”的标准"),
      hint: LocalizedText(
        "\(guess?.english ?? "")There are: \(names.joined(separator: ", ")); a file of your own ends in .json5",
        zh: "\(guess?.chinese ?? "")现有：\(names.joined(separator: "、"))；自己的文件以 .json5 结尾"))
  }
}
