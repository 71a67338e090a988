import Model

/// The options about streets, shared by all commands that walk.
package enum StreetOptions {
  private static let streets = LocalizedText("the streets", zh: "路网")
  private static let barriers = LocalizedText("the barriers", zh: "屏障图层")
  private static let gates = LocalizedText("the gates", zh: "门图层")
  private static let metres = LocalizedText("metres", zh: "米")
  private static let minutes = LocalizedText("minutes", zh: "分钟")
  private static let speedUnit = LocalizedText("km/h", zh: "公里/小时")

  // MARK: What makes a network

  /// `--barriers`, `--gates`, `--private`, `--walk-rules`, `--elevation` and their companions.
  package static let network = [
    OptionSpecification(
      "barriers", "FILE", .inputPath, repeatable: true,
      LocalizedText(
        "Lines or areas (rivers, railways, walls) that cut the streets they cross; kind=water|railway|wall|fence "
          + "names them; may be given several times",
        zh: "切断道路的线或面（河流、铁路、围墙），类别写在 kind=water|railway|wall|fence；可多次给出")),
    CommonOptions.coordinateSystem("barriers", barriers),
    OptionSpecification(
      "gates", "FILE", .inputPath,
      LocalizedText(
        "Points at which barriers may be passed; access=no closes one and the street through it",
        zh: "屏障上可通行的门（点）；access=no 表示关闭并切断该处道路")),
    CommonOptions.coordinateSystem("gates", gates),
    OptionSpecification(
      "private", "yes|no", .choice(["yes", "no"]), default: LocalizedText("yes", zh: "yes"),
      LocalizedText("Walk on private ways too", zh: "是否使用标为私有（access=private）的道路")),
    OptionSpecification(
      "walk-rules", "FILE", .inputPath,
      LocalizedText(
        "JSON5 file with rows that say by tags which ways are walked and how, after the built-in ones",
        zh: "JSON5 规则文件，按标签规定哪些道路可步行，排在内置规则之后")
    ).taking(FileEndings.settings),
    OptionSpecification(
      "elevation", "FILE", .inputPath,
      LocalizedText(
        "Elevation raster (GeoTIFF, metres): walking times follow the slope (Tobler)",
        zh: "高程栅格（GeoTIFF，米）：按坡度（Tobler）计算步行时间")
    ).taking(FileEndings.rasters),
  ]

  /// Companions of a line layer of streets.
  package static let reading = [
    CommonOptions.coordinateSystem("streets", streets),
    CommonOptions.encoding("streets", streets),
    OptionSpecification(
      "streets-where", "EXPR", .expression,
      LocalizedText(
        "Use only street lines whose attributes fulfil this", zh: "只用属性满足条件的道路线")),
  ]

  /// `--snap` and `--leg-barriers`.
  package static let legs = [
    OptionSpecification(
      "snap", "METRES", .number(.positive(upTo: 2_000), unit: metres),
      default: LocalizedText("200", zh: "200"),
      LocalizedText(
        "Longest way between a place and its street", zh: "地点到道路的最大距离，米")),
    OptionSpecification(
      "leg-barriers", "osm|none", .choice(["osm", "none"]),
      default: LocalizedText("osm", zh: "osm"),
      LocalizedText(
        "osm: ways to the street do not cross water, rail, walls or fences; none: they may",
        zh: "osm：到道路的一段不穿越水面、铁路、围墙、栅栏；none：可穿越")),
  ]

  /// `--reverse`, `--dispatch`, `--station-extra-field`.
  package static let direction = [
    OptionSpecification(
      "reverse", "", .flag,
      LocalizedText(
        "Workers walk from stations to people (matters on slopes and one-way ways)",
        zh: "由服务站走向居民（坡道和单行步道时间不同）")),
    OptionSpecification(
      "dispatch", "MIN", .number(.closed(0, 1_440), unit: minutes),
      LocalizedText(
        "Minutes before a worker sets out; only with --reverse", zh: "出发前的响应时间，分钟；须与 --reverse 同用")),
    OptionSpecification(
      "station-extra-field", "FIELD", .field,
      LocalizedText(
        "Field of the stations with minutes to be added at each", zh: "站点字段：在该站另加的分钟数")),
  ]

  // MARK: How people walk

  package static let profile = OptionSpecification(
    "profile", "NAME", .choice(["adult", "elderly", "brisk"]),
    default: LocalizedText("adult", zh: "adult"),
    LocalizedText(
      "Walker: adult 4.0, elderly 2.9 or brisk 5.0 km/h",
      zh: "步行者：adult 成人 4.0、elderly 老人 2.9、brisk 快走 5.0 公里/小时"))

  package static let speed = OptionSpecification(
    "speed", "KMH", .number(.positive(upTo: 30), unit: speedUnit),
    LocalizedText("Walking speed in km/h; wins over --profile", zh: "步行速度，公里/小时；优先于 --profile"))

  package static let group = OptionSpecification(
    "group", "NAME:FIELD:PROFILE", .text, repeatable: true,
    LocalizedText(
      "Also measure this part of the people: their number is in FIELD, they walk as PROFILE (adult, elderly, "
        + "brisk or km/h); may be given several times",
      zh: "另算一类人群：FIELD 为其人数字段，PROFILE 为 adult、elderly、brisk 或公里/小时；可多次给出"))

  package static let sensitivity = OptionSpecification(
    "sensitivity", "FILE", .outputPath,
    LocalizedText(
      "Shares and flags from 3.0 to 5.4 km/h and 400 to 1,200 m, as .csv or .json",
      zh: "3.0–5.4 公里/小时、400–1200 米下的份额与标记，.csv 或 .json")
  ).taking(["csv", "json"])

  // MARK: Groups

  package static func streets(required: Bool) -> OptionSpecification {
    OptionSpecification(
      "streets", "FILE", .inputPath, required: required,
      LocalizedText(
        "Streets to walk on: .osm.pbf, .osm (also .gz, .bz2), a graph of lifecircle network build (.lcg), or "
          + "any layer of lines",
        zh: "步行路网：.osm.pbf、.osm（也可 .gz、.bz2）、network build 生成的 .lcg，或任意线图层")
    ).taking(FileEndings.streets)
  }

  /// Everything a command that measures people may say of streets.
  package static let walking = OptionGroup(
    LocalizedText("Streets", zh: "路网"),
    [streets(required: false)] + legs + network + direction + reading)

  /// The names that mean nothing without `--streets`.
  static let dependents = walking.options.map(\.name).filter { $0 != "streets" }
}
