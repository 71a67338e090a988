import Model

/// Everything `lifecircle merge` accepts.
package enum MergeOptions {
  package static let specification = CommandSpecification(
    name: "merge",
    summary: LocalizedText(
      "join the results of tiles, or divide a budget among regions", zh: "合并各分块的结果，或在各区域间分配预算"),
    description: LocalizedText(
      "Puts the parts that coverage --tile wrote for each tile of a folder together: the results, totals, groups and "
        + "ledger are those of one run over all blocks. Each tile must be there exactly once. With --curves, divides "
        + "a common number of new stations or a budget among regions by their trade-off curves, so that most people "
        + "are covered. Without -o a table is printed.",
      zh:
        "把 coverage --tile 为文件夹中每个分块写出的结果合并：结果、合计、分组与台账与整体运行一致；每个分块须恰好出现一次。加 --curves 时，按各区域的权衡曲线分配共同的新增站点数或预算，使覆盖人数最多。不给 -o 时打印表格。"
    ),
    operands: [
      OperandSpecification(
        name: "DIR", kind: .inputPath, isRepeatable: false, isRequired: true,
        help: LocalizedText(
          "The folder that tile wrote, or its tiles.json; with --curves the first summary",
          zh: "tile 写出的文件夹或其中的 tiles.json；加 --curves 时为第一份汇总"),
        endings: ["json"]),
      OperandSpecification(
        name: "PART", kind: .inputPath, isRepeatable: true, isRequired: false,
        help: LocalizedText(
          "A part (.lcpart) or a folder of parts; with --curves a further --summary of site",
          zh: "分块结果（.lcpart）或其所在文件夹；加 --curves 时为其余 site 汇总"),
        endings: ["lcpart", "json"]),
    ],
    groups: [division, outputs, CommonOptions.running], deferred: [gaps], examples: examples)

  private static let division = OptionGroup(
    LocalizedText("Division among regions", zh: "区域间分配"),
    [
      OptionSpecification(
        "curves", "", .flag,
        LocalizedText(
          "Divide among the trade-off curves of these summaries of site",
          zh: "按这些 site 汇总中的权衡曲线分配")),
      OptionSpecification(
        "new", "N", .integer(0...1_000_000),
        LocalizedText("New stations to divide", zh: "要分配的新增站点数")),
      OptionSpecification(
        "budget", "COST", .number(.positive(upTo: 1e9), unit: LocalizedText("cost", zh: "费用")),
        LocalizedText("Budget to divide, in the unit of the costs", zh: "要分配的预算，单位同费用")),
    ])

  private static let outputs = OptionGroup(
    LocalizedText("Results", zh: "结果"),
    [
      CommonOptions.output(
        LocalizedText(
          "Blocks with results: .geojson, .gpkg, .shp, .fgb, .csv or .xlsx; - is GeoJSON on standard output; with "
            + "--curves a table of regions (.csv, .xlsx)",
          zh:
            "带结果的网格：.geojson、.gpkg、.shp、.fgb、.csv、.xlsx；- 表示向标准输出写 GeoJSON；加 --curves 时为各区域的表（.csv、.xlsx）"
        )),
      OptionSpecification(
        "summary", "FILE.json", .outputPath,
        LocalizedText(
          "Totals, groups and ledger as JSON; with --curves the division and the joint curve",
          zh: "合计、分组与台账，JSON 格式；加 --curves 时为分配结果与合并曲线")),
      OptionSpecification(
        "group-by", "FIELD,…", .fields,
        default: LocalizedText("as tile was told", zh: "同 tile"),
        LocalizedText("Also total by these fields of the blocks", zh: "再按网格的这些字段汇总")),
      OptionSpecification(
        "sensitivity", "FILE", .outputPath,
        LocalizedText(
          "The curve over radii and speeds, .csv or .json; the parts must have been made with --sensitivity",
          zh: "随半径与步速变化的曲线，.csv 或 .json；各分块须以 --sensitivity 计算")
      ).taking(["csv", "json"]),
      OptionSpecification(
        "datum", "GCJ02|BD09", .choice(["GCJ02", "BD09"]),
        LocalizedText(
          "Write GeoJSON in this map-service system, outside RFC 7946, named in the file",
          zh: "GeoJSON 改用该地图偏移坐标（不合 RFC 7946，文件中注明）")),
      OptionSpecification(
        "encoding", "NAME", .choice(["UTF-8", "GB18030", "GBK", "GB2312", "CP936"]),
        default: LocalizedText("UTF-8", zh: "UTF-8"),
        LocalizedText(
          "Text encoding of a Shapefile result: UTF-8 or GB18030 (also called GBK, GB2312, CP936)",
          zh: "Shapefile 结果的文字编码：UTF-8 或 GB18030（含 GBK、GB2312、CP936）")),
      OptionSpecification(
        "bom", "", .flag,
        LocalizedText(
          "Begin a CSV result with a byte order mark, for Excel", zh: "CSV 结果以 BOM 开头，便于 Excel 打开")),
      CommonOptions.saveRun,
    ])

  /// Gap polygons come out of unions whose last digits depend on what else was united.
  private static let gaps = DeferredOption(
    name: "uncovered",
    message: LocalizedText(
      "gap polygons of tiles are not joined, their corners can differ from one run's in the last digit",
      zh: "不合并各分块的空白区面：其顶点的末位数字可能与整体运行不同"),
    hint: LocalizedText(
      "write them tile by tile: coverage --tile FILE --uncovered FILE",
      zh: "请逐块写出：coverage --tile FILE --uncovered FILE"))

  private static let examples = [
    CommandExample(
      line: "lifecircle merge tiles parts --summary summary.json -o result.geojson",
      explanation: LocalizedText(
        "all parts of the folder “parts”, as if one run had made them",
        zh: "合并文件夹 parts 中的全部分块结果，与整体运行一致")),
    CommandExample(
      line: "lifecircle merge --curves a.json b.json c.json --new 40 -o division.csv",
      explanation: LocalizedText("40 new stations for three counties", zh: "三个县共新增 40 个站点")),
  ]
}
