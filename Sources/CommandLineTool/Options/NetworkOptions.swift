import Model

/// Everything `lifecircle network` accepts.
package enum NetworkOptions {
  package static let specification = CommandSpecification(
    name: "network",
    summary: LocalizedText(
      "a prepared street graph, usable as --streets", zh: "预先构建步行路网，供 --streets 使用"),
    description: LocalizedText(
      "network build reads streets once, with barriers, gates, walking rules and slope, and saves the graph as "
        + "a .lcg file that later runs open at once. network info says what such a file holds.",
      zh: "network build 读取道路（连同屏障、门、步行规则和坡度），把路网存为 .lcg 文件，之后的运行可直接打开。network info 显示文件内容。"),
    operands: [
      OperandSpecification(
        name: "ACTION", kind: .choice(["build", "info"]), isRepeatable: false, isRequired: true,
        help: LocalizedText("build or info", zh: "build 构建，info 查看")),
      OperandSpecification(
        name: "FILE", kind: .inputPath, isRepeatable: false, isRequired: true,
        help: LocalizedText(
          "Streets: .osm.pbf, .osm (also .gz, .bz2) or any layer of lines; for info also .lcg",
          zh: "道路：.osm.pbf、.osm（也可 .gz、.bz2）或任意线图层；info 也可为 .lcg"),
        endings: FileEndings.streets),
    ],
    groups: [
      OptionGroup(
        LocalizedText("Network", zh: "路网"),
        StreetOptions.network + StreetOptions.reading + [CommonOptions.acceptOldDatum]),
      OptionGroup(
        LocalizedText("Results", zh: "结果"),
        [
          CommonOptions.output(
            LocalizedText("The graph, a path that ends in .lcg", zh: "路网文件，以 .lcg 结尾")
          ).taking(["lcg"])
        ]),
      CommonOptions.running,
    ],
    examples: [
      CommandExample(
        line: "lifecircle network build county.osm.pbf --barriers rivers.geojson -o county.lcg",
        explanation: LocalizedText("once for many runs", zh: "构建一次，多次使用")),
      CommandExample(
        line: "lifecircle network info county.lcg",
        explanation: LocalizedText("what a graph holds", zh: "查看路网内容")),
    ])
}
