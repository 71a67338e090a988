import Model

/// Everything `lifecircle convert` accepts.
package enum ConvertOptions {
  private static let input = LocalizedText("the input", zh: "输入")

  package static let specification = CommandSpecification(
    name: "convert",
    summary: LocalizedText(
      "coordinates from one system to another", zh: "坐标系之间的坐标转换"),
    description: LocalizedText(
      "Converts a CSV table (columns lon,lat or x,y become x,y; all others stay as they are) or a vector "
        + "file. Degrees are written with 10 decimals, metres with 4. Rows without usable coordinates are "
        + "kept with empty x,y and counted.",
      zh: "转换 CSV 表（lon,lat 或 x,y 两列变为 x,y，其余列原样保留）或矢量文件。度保留 10 位小数，米保留 4 位。坐标不可用的行保留，x、y 留空并计数。"),
    operands: [
      OperandSpecification(
        name: "IN", kind: .inputPath, isRepeatable: false, isRequired: true,
        help: LocalizedText(
          "CSV or vector file; - reads CSV from standard input", zh: "CSV 或矢量文件；- 表示从标准输入读 CSV")),
      OperandSpecification(
        name: "OUT", kind: .outputPath, isRepeatable: false, isRequired: true,
        help: LocalizedText(
          "Result, CSV from CSV; - writes to standard output", zh: "结果文件，CSV 得 CSV；- 表示写到标准输出")),
    ],
    groups: [
      OptionGroup(
        LocalizedText("Conversion", zh: "转换"),
        [
          OptionSpecification(
            "from", "CRS", .coordinateSystem,
            LocalizedText(
              "System of the input: EPSG:4326, EPSG:4549, GCJ02, BD09, WKT or a PROJ string",
              zh: "输入坐标系：EPSG:4326、EPSG:4549、GCJ02、BD09、WKT 或 PROJ 字符串")),
          OptionSpecification(
            "to", "CRS", .coordinateSystem,
            LocalizedText(
              "System of the result; after --control with lon,lat it may be left out (WGS 84)",
              zh: "结果坐标系；用 --control 且目标为 lon,lat 时可不给（WGS 84）")),
          OptionSpecification(
            "control", "FILE", .inputPath,
            LocalizedText(
              "Fit the conversion to control points instead of --from: a table with the columns x,y and lon,lat "
                + "(WGS 84), or to_x,to_y in metres; the residuals are printed",
              zh: "用控制点拟合代替 --from：表中列 x,y 与 lon,lat（WGS 84），或 to_x,to_y（米）；残差会打印出来")
          ).taking(FileEndings.tables),
          OptionSpecification(
            "fit", "METHOD", .choice(["similarity", "affine"]),
            default: LocalizedText("similarity", zh: "similarity"),
            LocalizedText(
              "How control points are fitted: similarity (2 points or more) or affine (3 or more)",
              zh: "控制点拟合方法：similarity 四参数（至少 2 点）或 affine 六参数（至少 3 点）")),
          OptionSpecification(
            "xy", "LON,LAT", .columnPair,
            default: LocalizedText("found by name", zh: "按列名查找"),
            LocalizedText(
              "Columns of the input table that hold the coordinates", zh: "输入表中存放坐标的两列")),
          OptionSpecification(
            "encoding", "NAME", .encoding,
            default: LocalizedText("found from the file", zh: "按文件判断"),
            LocalizedText(
              "Text encoding of the input; the result is UTF-8", zh: "输入的文字编码；结果为 UTF-8")),
          CommonOptions.acceptOldDatum,
        ]),
      CommonOptions.running,
    ],
    examples: [
      CommandExample(
        line: "lifecircle convert stations.csv wgs84.csv --from BD09 --to EPSG:4326",
        explanation: LocalizedText("from Baidu's system to WGS 84", zh: "百度坐标转为 WGS 84")),
      CommandExample(
        line: "lifecircle convert grid.shp grid.geojson --from EPSG:4549 --to EPSG:4326",
        explanation: LocalizedText(
          "from CGCS2000 zone metres to degrees", zh: "CGCS2000 三度带平面坐标转为经纬度")),
      CommandExample(
        line: "lifecircle convert local.csv wgs84.csv --control points.csv",
        explanation: LocalizedText(
          "from a local grid, by control points", zh: "地方坐标系，按控制点转换")),
    ])
}
