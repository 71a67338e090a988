import Analysis
import Model

/// Everything `lifecircle report` accepts: what coverage, check and site ask of a place, and the report's own words.
package enum ReportOptions {
  package static let specification = CommandSpecification(
    name: "report",
    summary: LocalizedText(
      "a report with maps and tables: HTML, PDF, DOCX, XLSX", zh: "生成含地图与表格的报告：HTML、PDF、DOCX、XLSX"),
    description: LocalizedText(
      "Runs coverage, and where asked for a check (--standard) and siting (--model), and writes what they found as a "
        + "report: sentences, key figures, indicators, maps, flagged blocks, proposed sites, sensitivity, ledger, method. "
        + "An HTML page is one file that asks for nothing else. All files of a run appear, or none. Unmet targets do not "
        + "change the exit code.",
      zh:
        "计算覆盖，并按要求核对标准（--standard）与选址（--model），将结果写成报告：摘要、关键指标、指标与目标、地图、服务不足网格、建议站点、敏感性、台账与方法。HTML 为单个文件，不请求外部资源。一次运行的文件全部生成或一个不生成；未达标不影响退出码。"
    ),
    groups: [
      words, map, CoverageOptions.inputs(required: true), PeopleOptions.group,
      CoverageOptions.measures, HoursOptions.hours, StreetOptions.walking, standard, siting,
      CheckOptions.fields, filters, SiteOptions.reading, outputs, CommonOptions.running,
    ],
    examples: examples)

  private static let words = OptionGroup(
    LocalizedText("Report", zh: "报告"),
    [
      OptionSpecification(
        "title", "TEXT", .text, default: LocalizedText("a title of its own", zh: "内置标题"),
        LocalizedText("Title of the report", zh: "报告标题")),
      OptionSpecification(
        "organisation", "TEXT", .text,
        LocalizedText("Who publishes it, below the title", zh: "编制单位，写在标题下")),
      OptionSpecification(
        "approval-number", "TEXT", .text,
        LocalizedText(
          "Approval number of public maps in China (审图号), below the title", zh: "公开地图的审图号，写在标题下")),
    ])

  /// Without a standard there is no check.
  private static let standard = OptionGroup(
    CheckOptions.standard.title,
    CheckOptions.standard.options.filter { $0.name != "group-by" }.map(optional))

  /// Without a model no sites are looked for.
  private static let siting = OptionGroup(
    LocalizedText("Proposed sites", zh: "选址"),
    SiteOptions.model.options.map(optional) + SiteOptions.conditions.options
      + SiteOptions.places.options
      + SiteOptions.outputs.options.filter { ["trade-off", "alternatives"].contains($0.name) })

  private static let filters = CoverageOptions.filters

  private static func optional(_ option: OptionSpecification) -> OptionSpecification {
    var option = option
    option.isRequired = false
    return option
  }

  /// One map in place of the report.
  private static let map = OptionGroup(
    LocalizedText("A single map", zh: "单幅地图"),
    [
      OptionSpecification(
        "map", "KIND", .choice(MapKind.allCases.map(\.rawValue)),
        LocalizedText(
          "Draw one map in place of the report, to .png, .svg or .pdf: coverage, gaps, isochrones (--streets), sites and "
            + "before-after (--model), communities (several sheets)",
          zh:
            "不生成报告，只绘一幅地图（.png、.svg、.pdf）：coverage 覆盖、gaps 空白区、isochrones 等时圈（须 --streets）、sites 选址与 before-after 前后对比（须 --model）、communities 分社区（可多幅）"
        )),
      OptionSpecification(
        "dpi", "DOTS", .number(.closed(30, 1_200), unit: LocalizedText("dots per inch", zh: "dpi")),
        default: LocalizedText("300", zh: "300"),
        LocalizedText("Dots per inch of a .png map", zh: ".png 地图的分辨率")),
      OptionSpecification(
        "page", "SIZE", .text, default: LocalizedText("A4-landscape", zh: "A4-landscape"),
        LocalizedText(
          "Sheet of a map: A0 … A5 with -landscape or -portrait, or WIDTHxHEIGHT in millimetres",
          zh: "地图纸张：A0 … A5 加 -landscape（横）或 -portrait（纵），或以毫米给出 宽x高")),
    ])

  /// Options that mean nothing without `--map`.
  static let needMap = ["dpi", "page"]

  /// Options that mean nothing without `--standard`.
  static let needStandard =
    standard.options.map(\.name).filter { $0 != "standard" } + ["tier-field", "services-field"]

  /// Options that mean nothing without `--model`.
  static let needModel =
    siting.options.map(\.name).filter { $0 != "model" }
    + ["candidates-crs", "candidates-encoding", "candidates-xy"]

  private static let outputs = OptionGroup(
    LocalizedText("Results", zh: "结果"),
    [
      OptionSpecification(
        "output", short: "o", "FILE", .outputPath, repeatable: true, required: true,
        LocalizedText(
          "The report: .html, .pdf (needs weasyprint), .docx or .xlsx (all tables), or a map; may be given several times",
          zh: "报告文件：.html、.pdf（需 weasyprint）、.docx、.xlsx（全部表格），或地图文件；可多次给出")),
      OptionSpecification(
        "group-by", "FIELD,…", .fields,
        LocalizedText(
          "Figures also by these fields of the blocks, in place of a standard's levels",
          zh: "再按网格的这些字段汇总，并替代标准中的层级")),
      CommonOptions.saveRun,
    ])

  private static let examples = [
    CommandExample(
      line: "lifecircle report --blocks grid.geojson --stations stations.geojson -o report.html "
        + "-o report.docx",
      explanation: LocalizedText("coverage as a page and to edit", zh: "覆盖报告：网页与可编辑文档")),
    CommandExample(
      line: "lifecircle report --blocks grid.geojson --stations stations.geojson --streets "
        + "town.osm.pbf --standard life-circle-15min --candidates premises.geojson --model "
        + "max-coverage --new 5 --title 十五分钟生活圈评估 -o report.pdf -o tables.xlsx",
      explanation: LocalizedText(
        "along streets, against a standard, with five proposed sites", zh: "沿路网计算、核对标准并推荐五处选址")),
    CommandExample(
      line: "lifecircle report --blocks grid.geojson --stations stations.geojson --streets "
        + "town.osm.pbf --map coverage --dpi 200 -o slide.png",
      explanation: LocalizedText("one map for a slide", zh: "用于幻灯片的一幅地图")),
  ]
}
