import Model

/// Options every command accepts.
package enum CommonOptions {
  package static let running = OptionGroup(
    LocalizedText("Running", zh: "运行"),
    [
      OptionSpecification(
        "lang", "zh|en", .choice(["zh", "en"]),
        default: LocalizedText("from the locale", zh: "按系统语言"),
        LocalizedText("Language of messages, tables and reports", zh: "提示、表格和报告所用语言")),
      OptionSpecification(
        "threads", "N", .integer(1...256),
        default: LocalizedText("all processor cores", zh: "全部处理器核"),
        LocalizedText("Upper limit of worker threads; never changes a result", zh: "最多使用的线程数；不影响结果")
      ),
      OptionSpecification(
        "run", "FILE", .inputPath, runFile: false,
        LocalizedText(
          "Take options from a JSON5 file, {blocks: \"grid.shp\", radius: [300, 500]}; its paths are relative "
            + "to its folder, its outputs stay under it, and the command line wins",
          zh:
            "从 JSON5 文件读取选项，如 {blocks: \"grid.shp\", radius: [300, 500]}；其中路径相对该文件所在文件夹，输出不得越出该文件夹；命令行优先"
        )
      ).taking(FileEndings.settings),
      OptionSpecification(
        "strict", "", .flag,
        LocalizedText("Exit with 1 when there was any warning", zh: "只要有警告，退出码即为 1")),
      OptionSpecification(
        "quiet", "", .flag,
        LocalizedText("Print no notes, only errors", zh: "不输出提示，只输出错误")),
      OptionSpecification(
        "progress", "", .flag,
        LocalizedText(
          "Show progress even where standard error is not a terminal", zh: "标准错误不是终端时也显示进度")),
      OptionSpecification(
        "timings", "FILE", .outputPath,
        LocalizedText(
          "Write seconds for each stage and peak memory as one JSON object",
          zh: "把各阶段耗时（秒）与内存峰值写成一个 JSON 对象")
      ).taking(["json"]),
      help,
    ])

  package static let help = OptionSpecification(
    "help", short: "h", "", .flag, runFile: false,
    LocalizedText("Show this page and stop", zh: "显示本页后退出"))

  package static let version = OptionSpecification(
    "version", short: "V", "", .flag, runFile: false,
    LocalizedText("Show the version and stop", zh: "显示版本后退出"))

  /// `-o`, which commands describe in their own words.
  package static func output(_ help: LocalizedText) -> OptionSpecification {
    OptionSpecification("output", short: "o", "FILE", .outputPath, help)
  }

  /// `--save-run`, for every command that lists it: `CommandRegistry` writes the file when the command has run.
  package static let saveRun = OptionSpecification(
    "save-run", "FILE.json5", .outputPath, runFile: false,
    LocalizedText(
      "Write the options of this run, defaults too, to a file that --run replays",
      zh: "把本次运行的选项（含默认值）写成文件，可用 --run 重放"))

  /// `--<role>-crs` of an input layer.
  package static func coordinateSystem(_ role: String, _ layer: LocalizedText)
    -> OptionSpecification
  {
    OptionSpecification(
      "\(role)-crs", "CRS", .coordinateSystem,
      default: LocalizedText("as the file says", zh: "按文件自身"),
      LocalizedText(
        "Coordinate system of \(layer.english): EPSG:4490, EPSG:4548, GCJ02, BD09, WKT or a PROJ string",
        zh: "\(layer.chinese)的坐标系：EPSG:4490、EPSG:4548、GCJ02、BD09、WKT 或 PROJ 字符串"))
  }

  /// `--<role>-encoding` of an input layer.
  package static func encoding(_ role: String, _ layer: LocalizedText) -> OptionSpecification {
    OptionSpecification(
      "\(role)-encoding", "NAME", .encoding,
      default: LocalizedText("found from the file", zh: "按文件判断"),
      LocalizedText(
        "Text encoding of \(layer.english): UTF-8, GBK, GB18030 …",
        zh: "\(layer.chinese)的文字编码：UTF-8、GBK、GB18030 等"))
  }

  /// `--<role>-xy` of a table of points.
  package static func columns(_ role: String, _ layer: LocalizedText) -> OptionSpecification {
    OptionSpecification(
      "\(role)-xy", "LON,LAT", .columnPair,
      default: LocalizedText("found by name", zh: "按列名查找"),
      LocalizedText(
        "Columns of \(layer.english) that hold longitude and latitude, or x and y",
        zh: "\(layer.chinese)中存放经度、纬度（或 x、y）的两列"))
  }

  /// `--accept-old-datum`.
  package static let acceptOldDatum = OptionSpecification(
    "accept-old-datum", "", .flag,
    LocalizedText(
      "Accept coordinates on Xian 80 or Beijing 54 with their stated error of tens of metres",
      zh: "接受西安 80、北京 54 坐标及其数十米的误差"))
}
