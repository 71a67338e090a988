import Model

/// Everything `lifecircle doctor` accepts.
package enum DoctorOptions {
  private static let blocks = LocalizedText("the blocks", zh: "网格图层")
  private static let stations = LocalizedText("the stations", zh: "站点图层")
  private static let files = LocalizedText("all other files", zh: "其余文件")

  package static let specification = CommandSpecification(
    name: "doctor",
    summary: LocalizedText(
      "what is wrong with inputs and what to type instead", zh: "检查输入文件的问题并给出改法"),
    description: LocalizedText(
      "Reads each file and reports format, encoding, coordinate system, fields and everything a run would "
        + "drop, repair or doubt, with the option that settles it.",
      zh: "读取每个文件，报告格式、编码、坐标系、字段，以及运行时会丢弃、修复或存疑之处，并给出相应选项。"),
    operands: [
      OperandSpecification(
        name: "FILE", kind: .inputPath, isRepeatable: true, isRequired: false,
        help: LocalizedText(
          "Any input; what it is for is found from its content", zh: "任意输入文件；用途按内容判断"),
        endings: FileEndings.streets + FileEndings.rasters)
    ],
    groups: [
      OptionGroup(
        LocalizedText("Inputs", zh: "输入"),
        [
          OptionSpecification(
            "blocks", "FILE", .inputPath,
            LocalizedText("Check this file as blocks", zh: "按网格图层检查")),
          OptionSpecification(
            "stations", "FILE", .inputPath, repeatable: true,
            LocalizedText(
              "Check this file as stations; may be given several times", zh: "按站点图层检查；可多次给出")),
          OptionSpecification(
            "streets", "FILE", .inputPath,
            LocalizedText("Check this file as streets", zh: "按街道图层检查")
          ).taking(FileEndings.streets),
          CommonOptions.coordinateSystem("blocks", blocks),
          CommonOptions.coordinateSystem("stations", stations),
          CommonOptions.coordinateSystem("streets", LocalizedText("the streets", zh: "街道图层")),
          OptionSpecification(
            "crs", "CRS", .coordinateSystem,
            default: LocalizedText("as the file says", zh: "按文件自身"),
            LocalizedText(
              "Coordinate system of \(files.english)", zh: "\(files.chinese)的坐标系")),
          CommonOptions.acceptOldDatum,
        ]),
      OptionGroup(
        LocalizedText("Results", zh: "结果"),
        [
          CommonOptions.output(
            LocalizedText("Also write the findings as JSON", zh: "同时把检查结果写成 JSON")
          ).taking(["json"])
        ]),
      CommonOptions.running,
    ],
    examples: [
      CommandExample(
        line: "lifecircle doctor grid.shp stations.xlsx",
        explanation: LocalizedText("before the first run", zh: "首次运行之前"))
    ])
}
