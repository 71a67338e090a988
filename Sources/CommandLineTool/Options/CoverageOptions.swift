import Model

/// Everything `lifecircle coverage` accepts.
package enum CoverageOptions {
  private static let blocks = LocalizedText("the blocks", zh: "网格图层")
  private static let stations = LocalizedText("the stations", zh: "站点图层")
  private static let demand = LocalizedText("the demand points", zh: "人口点图层")
  private static let mask = LocalizedText("the mask", zh: "居住区掩膜")
  private static let metres = LocalizedText("metres", zh: "米")
  private static let minutes = LocalizedText("minutes", zh: "分钟")
  private static let factor = LocalizedText("a factor", zh: "倍数")

  package static let specification = CommandSpecification(
    name: "coverage",
    summary: LocalizedText(
      "who is within reach of a station, block by block", zh: "逐网格计算站点覆盖与未覆盖人口"),
    description: LocalizedText(
      "For every block: the share of its area and people within each radius of a station and within each "
        + "walking time, how many people are not, and whether it is underserved. One feature is written for "
        + "each block, in input order. Without -o a table of totals is printed.",
      zh: "对每个网格：在各半径内、各步行时间内的面积与人口份额，未覆盖人口，以及是否服务不足。每个网格按输入顺序输出一个要素；不给 -o 时打印汇总表。"),
    groups: [
      inputsOrTile, PeopleOptions.group, measures, HoursOptions.hours,
      StreetOptions.walking, fields, filters, reading, outputs, memory,
      CommonOptions.running,
    ],
    examples: examples)

  /// Blocks, stations and people; `site` can do without them.
  static func inputs(required: Bool) -> OptionGroup {
    OptionGroup(LocalizedText("Inputs", zh: "输入"), places(required: required))
  }

  /// The same, or a tile that has them.
  private static let inputsOrTile = OptionGroup(
    LocalizedText("Inputs", zh: "输入"),
    places(required: true).map { $0.unless("tile") } + [
      OptionSpecification(
        "tile", "FILE.lct", .inputPath,
        LocalizedText(
          "A tile of lifecircle tile instead of all inputs and measures, which are in it; - reads it from standard input",
          zh: "lifecircle tile 切出的分块，代替全部输入和指标（均在其中）；- 表示从标准输入读取"))
    ])

  private static func places(required: Bool) -> [OptionSpecification] {
    [
      OptionSpecification(
        "blocks", "FILE", .inputPath, required: required,
        LocalizedText(
          "Block polygons: GeoJSON, Shapefile (also .zip), GeoPackage (file.gpkg:layer), FlatGeobuf, KML",
          zh: "网格面：GeoJSON、Shapefile（也可 .zip）、GeoPackage（file.gpkg:图层）、FlatGeobuf、KML")),
      OptionSpecification(
        "stations", "FILE", .inputPath, repeatable: true, required: required,
        LocalizedText(
          "Station points: the same formats, or a CSV, TSV or XLSX table; may be given several times",
          zh: "站点：上述格式，或 CSV、TSV、XLSX 表；可多次给出")),
      OptionSpecification(
        "demand", "FILE", .inputPath,
        LocalizedText(
          "Where people are: points or a table with a people column, weights within each block",
          zh: "人口点：含人数列的点图层或表，作为网格内的权重")),
      OptionSpecification(
        "raster", "FILE", .inputPath,
        LocalizedText(
          "Population grid (GeoTIFF): its cells are weights within each block",
          zh: "人口栅格（GeoTIFF）：像元作为网格内的权重")
      ).taking(FileEndings.rasters),
      OptionSpecification(
        "mask", "FILE", .inputPath,
        LocalizedText(
          "Residential areas: people of a block are spread over its part inside them",
          zh: "居住区面：网格人口只分布在其内")),
    ]
  }

  static let measures = OptionGroup(
    LocalizedText("Measures", zh: "指标"),
    [
      OptionSpecification(
        "radius", "METRES,…", .numbers(.positive(upTo: 100_000), unit: metres, allowsNone: false),
        default: LocalizedText("500", zh: "500"),
        LocalizedText("Straight-line service radii in metres", zh: "直线服务半径，米")),
      OptionSpecification(
        "minutes", "MINUTES,…", .numbers(.positive(upTo: 1_440), unit: minutes, allowsNone: true),
        default: LocalizedText("15", zh: "15"),
        LocalizedText("Walking times in minutes, or none", zh: "步行时间，分钟；none 表示不算")),
    ] + pace + [StreetOptions.group])

  /// How people walk, whom a station serves, and what flags a block.
  static let pace = [
    StreetOptions.profile, StreetOptions.speed,
    OptionSpecification(
      "detour", "FACTOR", .number(.closed(1, 10), unit: factor),
      default: LocalizedText("1.3", zh: "1.3"),
      LocalizedText(
        "Walking distance as a multiple of the straight distance", zh: "步行距离与直线距离之比")),
    OptionSpecification(
      "max-minutes", "MINUTES", .number(.positive(upTo: 1_440), unit: minutes),
      default: LocalizedText("180", zh: "180"),
      LocalizedText("Longest walk that is looked for", zh: "最长步行时间，超过视为不可达")),
    OptionSpecification(
      "within", "FIELD", .field,
      LocalizedText(
        "A station serves only blocks with the same value of this field (own community, cluster)",
        zh: "站点只服务该字段取值相同的网格（如本社区、连片）")),
    OptionSpecification(
      "underserved", "TESTS", .rules,
      default: LocalizedText("500m<0.5,15min<0.95", zh: "500m<0.5,15min<0.95"),
      LocalizedText(
        "A block is underserved when any of these people shares is below its limit",
        zh: "任一人口份额低于其限值的网格即为服务不足")),
  ]

  static let fields = OptionGroup(
    LocalizedText("Fields (found by common names when left out)", zh: "字段（不给时按常见名称查找）"),
    [
      field("id-field", LocalizedText("Id of a block", zh: "网格编号")),
      field("name-field", LocalizedText("Name of a block", zh: "网格名称")),
      field("population-field", LocalizedText("People of a block", zh: "网格人口")),
      field("station-id-field", LocalizedText("Id of a station", zh: "站点编号")),
      field("station-name-field", LocalizedText("Name of a station", zh: "站点名称")),
      field("demand-population-field", LocalizedText("People at a demand point", zh: "人口点人数")),
      field(
        "demand-block-field",
        LocalizedText(
          "Block id of a demand point; without it, location decides", zh: "人口点所属网格编号；没有则按位置")),
    ])

  static let filters = OptionGroup(
    LocalizedText("Filters", zh: "筛选"),
    [
      OptionSpecification(
        "blocks-where", "EXPR", .expression,
        LocalizedText("Use only blocks whose attributes fulfil this", zh: "只用属性满足条件的网格")),
      OptionSpecification(
        "where", "EXPR", .expression,
        LocalizedText(
          "Use only stations whose attributes fulfil this, as in “status = '已建成'”",
          zh: "只用属性满足条件的站点，如 “status = '已建成'”")),
      OptionSpecification(
        "demand-where", "EXPR", .expression,
        LocalizedText("Use only demand points whose attributes fulfil this", zh: "只用属性满足条件的人口点")),
    ])

  static let reading = OptionGroup(
    LocalizedText("Reading", zh: "读取"),
    [
      CommonOptions.coordinateSystem("blocks", blocks),
      CommonOptions.coordinateSystem("stations", stations),
      CommonOptions.coordinateSystem("demand", demand),
      CommonOptions.coordinateSystem("mask", mask),
      CommonOptions.encoding("blocks", blocks),
      CommonOptions.encoding("stations", stations),
      CommonOptions.encoding("demand", demand),
      CommonOptions.columns("stations", stations),
      CommonOptions.columns("demand", demand),
      CommonOptions.acceptOldDatum,
    ])

  static let groupBy = OptionSpecification(
    "group-by", "FIELD,…", .fields,
    LocalizedText("Also total by these fields of the blocks", zh: "再按网格的这些字段汇总"))

  /// What may stand beside `--tile`: where results go, and how the program runs.
  static var besideTile: Set<String> {
    Set(
      (outputs.options + CommonOptions.running.options).map(\.name)
        + [CommonOptions.help.name, "tile"]
    ).subtracting([groupBy.name])
  }

  private static let outputs = OptionGroup(
    LocalizedText("Results", zh: "结果"),
    [
      CommonOptions.output(
        LocalizedText(
          "Blocks with results: .geojson, .gpkg, .shp, .fgb, .csv or .xlsx; - is GeoJSON on standard output",
          zh: "带结果的网格：.geojson、.gpkg、.shp、.fgb、.csv、.xlsx；- 表示向标准输出写 GeoJSON")),
      OptionSpecification(
        "summary", "FILE.json", .outputPath,
        LocalizedText("Totals, groups and ledger as JSON", zh: "合计、分组与台账，JSON 格式")),
      groupBy,
      OptionSpecification(
        "uncovered", "FILE", .outputPath,
        LocalizedText("Gap polygons: what no station's radius reaches", zh: "空白区面：各站点半径均未覆盖之处")),
      StreetOptions.sensitivity,
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

  private static let memory = OptionGroup(
    LocalizedText("Many blocks", zh: "大量网格"),
    [
      OptionSpecification(
        "memory", "SIZE", .text,
        default: LocalizedText("no bound", zh: "不限"),
        LocalizedText(
          "Most memory to use (2G, 500M): blocks are read, measured and written in batches; the results are the same",
          zh: "内存上限（2G、500M）：网格分批读取、计算、写出，结果不变")),
      OptionSpecification(
        "resume", "DIR", .outputFolder,
        LocalizedText(
          "Keep measured batches in this folder, and take those that an earlier, broken-off run left there",
          zh: "把算完的批次留在该文件夹；若先前的运行中断，从中接续")),
    ])

  private static let examples = [
    CommandExample(
      line:
        "lifecircle coverage --blocks grid.geojson --stations stations.geojson -o result.geojson",
      explanation: LocalizedText("500 metres and 15 minutes", zh: "500 米与 15 分钟")),
    CommandExample(
      line: "lifecircle coverage --blocks grid.shp --stations stations.xlsx --stations-crs BD09 "
        + "--group-by 街道,社区 --summary summary.json -o result.gpkg",
      explanation: LocalizedText(
        "a list copied from an online map, totals by street office and community",
        zh: "坐标抄自网络地图的站点表，按街道、社区汇总")),
    CommandExample(
      line:
        "lifecircle coverage --blocks grid.gpkg:grid --stations s.csv --radius 300,500 --minutes none "
        + "--uncovered gaps.geojson",
      explanation: LocalizedText("two radii, no walking time, gap polygons", zh: "两个半径，不算步行，输出空白区")),
    CommandExample(
      line: "lifecircle coverage --tile tiles/0001.lct -o part.geojson",
      explanation: LocalizedText("one tile of a larger run", zh: "大范围分析的一个分块")),
    CommandExample(
      line:
        "lifecircle coverage --blocks grid.geojson --stations stations.geojson --at 周六21:30",
      explanation: LocalizedText(
        "only stations open on Saturday at half past nine in the evening", zh: "只计周六晚 9 点半仍开放的站点")),
    CommandExample(
      line:
        "lifecircle coverage --blocks province.geojson --stations stations.csv --memory 2G --resume parts -o out.geojson",
      explanation: LocalizedText(
        "more blocks than fit in memory, in a run that can be taken up again",
        zh: "网格多到内存放不下，且中断后可以接续")),
  ]

  private static func field(_ name: String, _ help: LocalizedText) -> OptionSpecification {
    OptionSpecification(name, "FIELD", .field, help)
  }
}
