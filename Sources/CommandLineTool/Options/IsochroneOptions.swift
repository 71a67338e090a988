import Model

/// Everything `lifecircle isochrone` accepts.
package enum IsochroneOptions {
  private static let stations = LocalizedText("the stations", zh: "站点图层")
  private static let metres = LocalizedText("metres", zh: "米")
  private static let minutes = LocalizedText("minutes", zh: "分钟")

  package static let specification = CommandSpecification(
    name: "isochrone",
    summary: LocalizedText(
      "walking-time polygons around stations", zh: "站点步行等时圈"),
    description: LocalizedText(
      "For every station and each of the minutes: the area from which (with --reverse: to which) one walks within "
        + "them, along the streets. Without -o a table of areas is printed.",
      zh: "对每个站点和每个时间：沿街道在该时间内可走到（--reverse 为走出）的范围。不给 -o 时打印面积表。"),
    groups: [
      OptionGroup(
        LocalizedText("Inputs", zh: "输入"),
        [
          OptionSpecification(
            "stations", "FILE", .inputPath, repeatable: true, required: true,
            LocalizedText(
              "Station points in any vector format, CSV, TSV or XLSX; may be given several times",
              zh: "站点：任意矢量格式，或 CSV、TSV、XLSX 表；可多次给出")),
          StreetOptions.streets(required: true),
        ]),
      OptionGroup(
        LocalizedText("Isochrones", zh: "等时圈"),
        [
          OptionSpecification(
            "minutes", "MINUTES,…",
            .numbers(.positive(upTo: 180), unit: minutes, allowsNone: false),
            default: LocalizedText("15", zh: "15"),
            LocalizedText("Walking times in minutes", zh: "步行时间，分钟")),
          StreetOptions.profile, StreetOptions.speed,
          OptionSpecification(
            "merge", "", .flag,
            LocalizedText(
              "One area for all stations together at each time", zh: "每个时间只给一个面：全部站点合并")),
          OptionSpecification(
            "cell", "METRES|auto", .numberOrAuto(.closed(1, 100), unit: metres),
            default: LocalizedText("auto", zh: "auto"),
            LocalizedText(
              "Spacing of the lattice outlines are drawn on; auto chooses 12, 8, 4 or 2 m for each station by the "
                + "streets around it",
              zh: "绘制轮廓所用格网间距，米；auto 按各站周边路网在 12、8、4、2 米中选取")),
          OptionSpecification(
            "fidelity", "", .flag,
            LocalizedText(
              "Test the polygons at random street points and tell the share classified right",
              zh: "用随机道路点检验等时圈，给出判断正确的比例")),
        ]),
      OptionGroup(
        LocalizedText("Streets", zh: "路网"),
        StreetOptions.legs + StreetOptions.network + StreetOptions.direction
          + StreetOptions.reading),
      OptionGroup(
        LocalizedText("Stations", zh: "站点"),
        [
          OptionSpecification(
            "station-id-field", "FIELD", .field, LocalizedText("Id of a station", zh: "站点编号")),
          OptionSpecification(
            "station-name-field", "FIELD", .field,
            LocalizedText("Name of a station", zh: "站点名称")),
          OptionSpecification(
            "where", "EXPR", .expression,
            LocalizedText("Use only stations whose attributes fulfil this", zh: "只用属性满足条件的站点")),
          CommonOptions.coordinateSystem("stations", stations),
          CommonOptions.encoding("stations", stations),
          CommonOptions.columns("stations", stations),
          CommonOptions.acceptOldDatum,
        ]),
      HoursOptions.hours,
      OptionGroup(
        LocalizedText("Results", zh: "结果"),
        [
          CommonOptions.output(
            LocalizedText(
              "Polygons: .geojson, .gpkg, .shp, .fgb, .kml, .csv or .xlsx; - is GeoJSON on standard output",
              zh: "等时圈：.geojson、.gpkg、.shp、.fgb、.kml、.csv、.xlsx；- 表示向标准输出写 GeoJSON"))
        ]),
      CommonOptions.running,
    ],
    examples: [
      CommandExample(
        line: "lifecircle isochrone --stations stations.geojson --streets county.osm.pbf "
          + "--minutes 5,10,15 -o isochrones.gpkg",
        explanation: LocalizedText("5, 10 and 15 minutes on foot", zh: "步行 5、10、15 分钟")),
      CommandExample(
        line: "lifecircle isochrone --stations s.csv --streets county.lcg --minutes 7 --reverse "
          + "--dispatch 2 --merge -o response.geojson",
        explanation: LocalizedText(
          "seven-minute response, two of them before setting out", zh: "7 分钟响应，其中 2 分钟用于出发")),
    ])
}
