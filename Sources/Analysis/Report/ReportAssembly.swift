import Coverage
import Layers
import Model
import Report

/// Makes the document of a report from results. Every number in it is one of theirs.
struct ReportAssembly {
  let request: ReportRequest
  let findings: ReportFindings
  let language: Language
  /// Names of blocks; nil where there is none.
  let names: [String?]
  /// Still maps.
  let figures: [ReportFigure]

  /// Flagged blocks that pages and documents list; a workbook lists all.
  static let flaggedLimit = 200
  /// Rows of other long tables that pages show.
  static let rowLimit = 100
  /// Blocks against a claim of full coverage that pages list: most stand among the flagged ones too.
  static let refutingLimit = 20

  init(
    _ request: ReportRequest, _ findings: ReportFindings, _ language: Language,
    figures: [ReportFigure]
  ) throws {
    self.figures = figures
    self.request = request
    self.findings = findings
    self.language = language
    let blocks = findings.inputs.blocks
    names =
      try blocks.nameField.map {
        try FieldColumns(layer: blocks.layer, threads: request.coverage.threads).texts($0)
      } ?? blocks.ids.map { _ in nil }
  }

  func word(_ english: String, _ chinese: String) -> String {
    language == .chinese ? chinese : english
  }

  /// The whole report.
  func document() throws -> ReportDocument {
    try ReportDocument(
      title: request.title ?? word("Coverage of neighbourhood services", "社区服务站点覆盖评估报告"),
      language: language, lines: lines,
      sections: [
        summarySection, coverageSection, mapSection, standardSection, siteSection(), flaggedSection,
        analysisSection, sensitivitySection(), ledgerSection, methodSection,
      ].compactMap { $0 },
      attributions: attributions)
  }

  private var lines: [String] {
    var lines: [String] = []
    if let organisation = request.organisation { lines.append(organisation) }
    if let number = request.approvalNumber {
      lines.append(word("Map approval number (审图号): ", "审图号：") + number)
    }
    return lines
  }

  /// Sources that ask to be named.
  private var attributions: [String] {
    findings.sources.contains { $0.role == "streets" && $0.source.driver == "OSM" }
      ? [word("© OpenStreetMap contributors (ODbL)", "© OpenStreetMap 贡献者（ODbL）")] : []
  }

  // MARK: Words for numbers

  /// Label of a reach as readers know it: `500 m`, `15 min`.
  func label(_ reach: Int) -> String {
    let settings = findings.settings
    if reach < settings.radii.count {
      return word("\(number(settings.radii[reach])) m", "\(number(settings.radii[reach])) 米")
    }
    let time = number(settings.minutes[reach - settings.radii.count])
    return word("\(time) min", "\(time) 分钟")
  }

  /// The phrase of a reach: `within 500 m of a station`.
  func phrase(_ reach: Int) -> String {
    isTime(reach)
      ? word("within \(label(reach)) on foot", "步行 \(label(reach))内")
      : word("within \(label(reach)) of a station", "距站点 \(label(reach))内")
  }

  func isTime(_ reach: Int) -> Bool { reach >= findings.settings.radii.count }

  /// A share in per cent.
  func percent(_ share: Double) -> String { Figures.percent(share, in: language) }

  func number(_ value: Double) -> String { DecimalText.text(value) }

  /// Whole people; parts of one are not rounded to nobody.
  func people(_ value: Double) -> String {
    if value > 0, value < 0.5 { return word("fewer than 1", "不足 1") }
    return Figures.whole(value)
  }

  /// The name of a block in a sentence.
  func title(_ block: Int) -> String {
    let id = findings.inputs.blocks.ids[block]
    guard let name = names[block], !name.isEmpty, name != id else { return id }
    return word("\(id) (\(name))", "\(id)（\(name)）")
  }

  /// English for a count of things.
  func counted(_ count: Int, _ one: String, _ many: String) -> String {
    "\(Figures.whole(Double(count))) \(count == 1 ? one : many)"
  }

  /// Flagged blocks, most urgent first.
  var flagged: [Int] {
    let priority = findings.flags.priority
    return priority.indices.filter { priority[$0] > 0 }.sorted { priority[$0] < priority[$1] }
  }
}
