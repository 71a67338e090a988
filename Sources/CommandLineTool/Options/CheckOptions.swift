import Model

/// Everything `lifecircle check` accepts.
package enum CheckOptions {
  private static let station = LocalizedText("the stations", zh: "站点图层")

  package static let specification = CommandSpecification(
    name: "check",
    summary: LocalizedText(
      "whether a standard is met, by whose definition, and where not", zh: "按标准逐条核对是否达标，并指出何处不达标"),
    description: LocalizedText(
      "Holds a place against the rules of a standard: a built-in one by name, or a file of your own. Every "
        + "result names its denominator, the values a stricter and a laxer way of counting give, how it changes with "
        + "speed and distance, and where its figure comes from. Ends with 1 when a target is not met.",
      zh:
        "按标准（内置名称或自编文件）的规则核对：每个结果注明分母、从严与从宽的取值、随步速和距离的变化以及数值出处。有目标未达到时退出码为 1。"),
    groups: [
      standard, CoverageOptions.inputs(required: true), PeopleOptions.group, HoursOptions.hours,
      pace, StreetOptions.walking, fields,
      CoverageOptions.filters, CoverageOptions.reading, outputs, CommonOptions.running,
    ],
    examples: examples)

  static let standard = OptionGroup(
    LocalizedText("Standard", zh: "标准"),
    [
      OptionSpecification(
        "standard", "NAME|FILE", .standard, required: true,
        LocalizedText(
          "A built-in standard (see docs/standards.md; a wrong name lists them), or a .json5 file",
          zh: "内置标准名称（见 docs/standards.md，写错会列出全部）或 .json5 文件")),
      OptionSpecification(
        "points", "NAME=FILE", .namedInput, repeatable: true,
        LocalizedText(
          "Points that rules call by this name (couriers, sanitation workers)",
          zh: "规则中按此名称引用的人口点（如骑手、环卫工人）")),
      OptionSpecification(
        "declared", "1+10+18", .text,
        LocalizedText(
          "Numbers of stations by tier that the office declares, in place of the standard's",
          zh: "申报的各级站点数，替代标准中的数")),
      OptionSpecification(
        "group-by", "FIELD,…", .fields,
        LocalizedText(
          "Results for the areas these fields of the blocks name, in place of the standard's levels",
          zh: "按网格的这些字段分区给出结果，替代标准中的层级")),
    ])

  /// How people walk; radii, times and limits are the rules'.
  private static let pace = OptionGroup(
    LocalizedText("Walking", zh: "步行"),
    CoverageOptions.pace.filter { !["within", "underserved"].contains($0.name) })

  static let fields = OptionGroup(
    CoverageOptions.fields.title,
    CoverageOptions.fields.options + [
      OptionSpecification(
        "tier-field", "FIELD", .field,
        LocalizedText("Tier of a station (街道, 社区, 网格)", zh: "站点层级（街道、社区、网格）")),
      OptionSpecification(
        "services-field", "FIELD", .field,
        LocalizedText(
          "Services of a station, divided by semicolons or commas", zh: "站点服务项目，用分号或逗号隔开")),
    ])

  private static let outputs = OptionGroup(
    LocalizedText("Results", zh: "结果"),
    [
      CommonOptions.output(
        LocalizedText(
          "Blocks with a share and a verdict for every rule: .geojson, .gpkg, .shp, .fgb, .csv or .xlsx; - is "
            + "GeoJSON on standard output",
          zh: "带每条规则份额与结论的网格：.geojson、.gpkg、.shp、.fgb、.csv、.xlsx；- 表示向标准输出写 GeoJSON")),
      OptionSpecification(
        "summary", "FILE.json", .outputPath,
        LocalizedText("All results, analyses and the ledger as JSON", zh: "全部结果、分析与台账，JSON 格式")),
      OptionSpecification(
        "station-table", "FILE", .outputPath,
        LocalizedText(
          "Stations with the people they serve, their load and whether they can be spared",
          zh: "站点表：服务人数、负荷、可否撤并")),
      OptionSpecification(
        "bom", "", .flag,
        LocalizedText(
          "Begin a CSV result with a byte order mark, for Excel", zh: "CSV 结果以 BOM 开头，便于 Excel 打开")),
      CommonOptions.saveRun,
    ])

  private static let examples = [
    CommandExample(
      line: "lifecircle check --blocks grid.geojson --stations stations.geojson --standard "
        + "party-service-500m",
      explanation: LocalizedText("500 metres to a party-service station", zh: "500 米党群服务站")),
    CommandExample(
      line:
        "lifecircle check --blocks grid.geojson --stations stations.geojson --demand people.csv "
        + "--streets town.osm.pbf --standard life-circle-15min --summary check.json -o check.gpkg",
      explanation: LocalizedText(
        "everything a 15-minute life circle asks for, along streets", zh: "沿路网核对 15 分钟生活圈全部规则")),
    CommandExample(
      line: "lifecircle check --blocks grid.shp --stations stations.xlsx --standard ours.json5 "
        + "--declared 1+10+18",
      explanation: LocalizedText(
        "rules of your own and a declared number of stations", zh: "自编规则与申报站点数")),
  ]
}
