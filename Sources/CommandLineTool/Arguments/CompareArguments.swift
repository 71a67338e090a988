import Analysis
import Model

/// Everything a comparison was asked for.
public struct CompareArguments: Sendable {
  public var common: CommonArguments
  public var before: String
  public var after: String
  public var idField: String?
  public var groupBy: [String]
  public var anyway: Bool
  public var output: String?
  public var summary: String?
  public var byteOrderMark: Bool

  /// - Throws: `AnalysisError` of kind usage when options contradict each other.
  package init(_ parsed: ParsedCommand) throws {
    common = CommonArguments(parsed)
    before = parsed.text("before") ?? ""
    after = parsed.text("after") ?? ""
    idField = parsed.text("id-field")
    groupBy = parsed.names("group-by") ?? []
    anyway = parsed.flag("anyway")
    output = parsed.text("output")
    summary = parsed.text("summary")
    byteOrderMark = parsed.flag("bom")
    if byteOrderMark, ![".csv", ".tsv"].contains(where: outputEnds) {
      throw AnalysisError(
        .usage, Subject(file: output),
        LocalizedText("--bom is only for .csv .tsv", zh: "--bom 只适用于 .csv .tsv"),
        hint: LocalizedText(
          "leave it out, or give -o a path that ends so", zh: "请去掉该选项，或让 -o 以此结尾"))
    }
  }

  private func outputEnds(_ ending: String) -> Bool {
    output?.lowercased().hasSuffix(ending) == true
  }
}
