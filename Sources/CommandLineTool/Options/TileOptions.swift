import Model

/// Everything `lifecircle tile` accepts: what `coverage` reads and measures, and how to cut it.
package enum TileOptions {
  package static let specification = CommandSpecification(
    name: "tile",
    summary: LocalizedText(
      "a large coverage run cut into tiles that can be measured anywhere",
      zh: "把大范围覆盖分析切成可各自计算的分块"),
    description: LocalizedText(
      "Reads, checks and repairs all inputs as coverage does, and writes a folder of tiles: each holds some of the blocks "
        + "and every station, demand point and street that can matter to them. coverage --tile FILE gives those blocks "
        + "the values of the whole run, on any machine, and needs nothing but the tile. tiles.json lists the tiles with "
        + "counts and checksums, and keeps what was remarked about files, stations and streets.",
      zh:
        "与 coverage 一样读取、检查并修复全部输入，写出一个分块文件夹：每块含一部分网格，以及可能影响它们的全部站点、人口点和道路。"
        + "coverage --tile FILE 在任何机器上都能得出这些网格与整体计算相同的数值，只需该分块文件。tiles.json 列出各块的数量与校验和，并保存关于文件、站点和路网的提示。"
    ),
    groups: [
      CoverageOptions.inputs(required: true), PeopleOptions.group, CoverageOptions.measures,
      HoursOptions.hours, StreetOptions.walking, CoverageOptions.fields, CoverageOptions.filters,
      CoverageOptions.reading, cutting, CommonOptions.running,
    ],
    examples: [
      CommandExample(
        line:
          "lifecircle tile --blocks grid.gpkg --stations stations.csv --streets area.osm.pbf -o tiles",
        explanation: LocalizedText("tiles of at most 2,000 blocks", zh: "每块至多 2000 个网格")),
      CommandExample(
        line: "lifecircle tile --blocks grid.gpkg --stations stations.csv --by county -o tiles",
        explanation: LocalizedText("one tile a county", zh: "每县一块")),
    ])

  private static let cutting = OptionGroup(
    LocalizedText("Tiles", zh: "分块"),
    [
      CommonOptions.output(
        LocalizedText("The folder to be made; it must not exist yet", zh: "要新建的文件夹，须尚不存在")
      ).asFolder,
      OptionSpecification(
        "tile-blocks", "N", .integer(1...100_000_000),
        default: LocalizedText("2000, with --by no limit", zh: "2000；与 --by 同用时不限"),
        LocalizedText(
          "Most blocks in a tile: areas with more are cut into quarters", zh: "每块最多的网格数；超过即四分")),
      OptionSpecification(
        "by", "FIELD", .field,
        LocalizedText(
          "One tile for each value of this field of the blocks", zh: "按网格的该字段，每个取值一块")),
      CoverageOptions.groupBy,
      CommonOptions.saveRun,
    ])
}

extension OptionSpecification {
  /// The same option for a folder, which is always needed.
  fileprivate var asFolder: OptionSpecification {
    var option = self
    option.placeholder = "DIR"
    option.kind = .outputFolder
    option.isRequired = true
    return option
  }
}
