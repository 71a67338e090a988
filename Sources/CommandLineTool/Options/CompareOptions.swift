import Model

/// Everything `lifecircle compare` accepts.
package enum CompareOptions {
  package static let specification = CommandSpecification(
    name: "compare",
    summary: LocalizedText("who gained and who lost between two runs", zh: "比较两次结果：谁新增覆盖、谁失去覆盖"),
    description: LocalizedText(
      "Compares two results of coverage block by block: before and after new stations, or two scenarios. "
        + "Blocks are matched by id. Results that are not comparable (other speed, other people, other ways "
        + "of walking) are refused with both values; other stations, --within and filters are what is "
        + "compared. Two --summary files of check are compared rule by rule. Without -o a table is printed.",
      zh:
        "逐网格比较两份 coverage 结果：新增站点前后，或两个方案。按编号匹配网格。不可比的结果（步行速度、人口数据、步行算法不同）一律拒绝并列出两个值；站点、--within 和筛选条件不同正是比较的内容。两份 check 的 --summary 则逐条规则比较。不给 -o 时打印表格。"
    ),
    operands: [
      OperandSpecification(
        name: "BEFORE", kind: .inputPath, isRepeatable: false, isRequired: true,
        help: LocalizedText(
          "The earlier result, or scenario A: .geojson (says how it was made), .gpkg, .csv, .xlsx …",
          zh: "前一份结果或方案 A：.geojson（含生成方式）、.gpkg、.csv、.xlsx 等")),
      OperandSpecification(
        name: "AFTER", kind: .inputPath, isRepeatable: false, isRequired: true,
        help: LocalizedText("The later result, or scenario B", zh: "后一份结果或方案 B")),
    ],
    groups: [comparison, outputs, CommonOptions.running], examples: examples)

  private static let comparison = OptionGroup(
    LocalizedText("Comparison", zh: "比较"),
    [
      OptionSpecification(
        "id-field", "FIELD", .field, default: LocalizedText("found by name", zh: "按常见名称查找"),
        LocalizedText("Id of a block, in both results", zh: "网格编号，两份结果相同")),
      OptionSpecification(
        "group-by", "FIELD,…", .fields,
        LocalizedText(
          "Also total by these fields of the blocks (community, street)", zh: "再按网格的这些字段（社区、街道）汇总")),
      OptionSpecification(
        "anyway", "", .flag,
        LocalizedText(
          "Compare also what is not comparable, and mark the answer so", zh: "不可比也作比较，并在结果中注明")),
    ])

  private static let outputs = OptionGroup(
    LocalizedText("Results", zh: "结果"),
    [
      CommonOptions.output(
        LocalizedText(
          "Blocks before and after: .geojson, .gpkg, .shp, .fgb, .csv or .xlsx; - is GeoJSON on standard output",
          zh: "前后对照的网格：.geojson、.gpkg、.shp、.fgb、.csv、.xlsx；- 表示向标准输出写 GeoJSON")),
      OptionSpecification(
        "summary", "FILE.json", .outputPath,
        LocalizedText(
          "People gained and lost, flags, groups, both parameter sets and ledger as JSON",
          zh: "新增与减少人数、标记变化、分组、两组参数与台账，JSON 格式")),
      OptionSpecification(
        "bom", "", .flag,
        LocalizedText(
          "Begin a CSV result with a byte order mark, for Excel", zh: "CSV 结果以 BOM 开头，便于 Excel 打开")),
      CommonOptions.saveRun,
    ])

  private static let examples = [
    CommandExample(
      line: "lifecircle compare before.geojson after.geojson --group-by 街道,社区",
      explanation: LocalizedText(
        "what new stations brought, by street office and community", zh: "新增站点的效果，按街道、社区")),
    CommandExample(
      line: "lifecircle compare a.gpkg b.gpkg -o change.gpkg --summary change.json",
      explanation: LocalizedText("two scenarios, block by block", zh: "两个方案，逐网格对照")),
  ]
}
