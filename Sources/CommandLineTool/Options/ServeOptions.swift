import Model

/// Everything `lifecircle serve` accepts.
package enum ServeOptions {
  package static let specification = CommandSpecification(
    name: "serve",
    summary: LocalizedText(
      "a map in the browser for trying other stations", zh: "在浏览器中试设站点，即时重算覆盖"),
    description: LocalizedText(
      "Reads the inputs of coverage once and opens a page on this machine (127.0.0.1): add, drag and remove stations, change "
        + "radius, walking time, filter and time of day, and see coverage computed anew; save the scenario as GeoJSON for "
        + "coverage and compare. Nothing leaves the machine. Runs until Ctrl-C. The pages of docs/serve.md describe its API.",
      zh:
        "读入 coverage 的输入一次，在本机（127.0.0.1）提供网页：可添加、拖动、删除站点，切换半径、步行时间、筛选条件和时刻，覆盖结果随即重算；方案可存为 GeoJSON，供 coverage 和 compare 使用。数据不离开本机。按 Ctrl-C 结束。接口见 docs/serve.md。"
    ),
    groups: [
      server, CoverageOptions.inputs(required: true), PeopleOptions.group,
      CoverageOptions.measures, HoursOptions.hours, StreetOptions.walking, CoverageOptions.fields,
      CoverageOptions.filters, CoverageOptions.reading, CommonOptions.running,
    ],
    examples: [
      CommandExample(
        line: "lifecircle serve --blocks grid.geojson --stations stations.geojson",
        explanation: LocalizedText(
          "then open the address it prints", zh: "然后在浏览器中打开所显示的地址")),
      CommandExample(
        line:
          "lifecircle serve --blocks grid.shp --stations stations.xlsx --stations-crs BD09 --streets city.osm.pbf "
          + "--port 9000",
        explanation: LocalizedText("along streets, on port 9000", zh: "按路网步行，使用端口 9000")),
    ])

  private static let server = OptionGroup(
    LocalizedText("Server", zh: "服务"),
    [
      OptionSpecification(
        "port", "N", .integer(0...65_535), default: LocalizedText("8765", zh: "8765"),
        LocalizedText(
          "Port on 127.0.0.1; 0 takes a free one", zh: "127.0.0.1 上的端口；0 表示自动选用空闲端口"))
    ])
}
