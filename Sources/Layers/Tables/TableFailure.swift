import Model

/// Failures of tables that need a look at all their columns.
enum TableFailure {
  /// The column that names a row to a person: id before name.
  static func labelColumn(_ table: Table) -> Int? {
    let keys = table.header.map(ColumnName.key)
    for group in [
      ["id", "编号", "站点编号", "网格编号", "代码", "编码", "code", "fid"],
      ["name", "名称", "站点名称", "驿站名称", "站名", "站点", "小区名称", "社区名称"], ["序号", "no"],
    ] {
      if let index = keys.firstIndex(where: group.contains) { return index }
    }
    return keys.firstIndex { $0.hasSuffix("名称") || $0.hasSuffix("编号") }
  }

  /// A column that assigns demand to blocks by id, so that no coordinates are needed.
  static func hasBlockColumn(_ table: Table) -> Bool {
    let names: Set<String> = [
      "blockid", "block", "网格", "网格编号", "网格编码", "网格代码", "网格id", "网格号", "所属网格", "所属网格编号",
    ]
    return table.header.contains { names.contains(ColumnName.key($0)) }
  }

  static func noCoordinates(_ table: Table, _ request: LayerRequest) -> AnalysisError {
    let subject = Subject(file: table.source.path)
    let columns = String(table.header.joined(separator: ", ").prefix(200))
    if let stated = request.coordinateColumns {
      return AnalysisError(
        .usage, subject,
        LocalizedText(
          "no header has the columns “\(stated.x)” and “\(stated.y)”; found: \(columns)",
          zh: "表头中没有“\(stated.x)”和“\(stated.y)”列；现有：\(columns)"),
        hint: LocalizedText(
          "--\(request.role.rawValue)-xy takes two column names of the table",
          zh: "--\(request.role.rawValue)-xy 后写表中的两个列名"))
    }
    let keys = table.header.map(ColumnName.key)
    let address = keys.firstIndex { key in
      key.contains("地址") || key.contains("住址") || key == "address" || key == "addr"
    }
    if let address { return onlyAddresses(table, column: address) }
    return AnalysisError(
      .badData, subject,
      LocalizedText(
        "no coordinate columns among: \(columns)", zh: "未找到坐标列，现有：\(columns)"),
      hint: LocalizedText(
        "call them lon and lat, or name them with --\(request.role.rawValue)-xy LON,LAT",
        zh: "请将列名改为“经度”“纬度”，或用 --\(request.role.rawValue)-xy 经度列,纬度列 指明"))
  }

  static func onlyAddresses(_ table: Table, column: Int) -> AnalysisError {
    let name = table.header[column]
    return AnalysisError(
      .badData, Subject(file: table.source.path),
      LocalizedText(
        "only addresses (column “\(name)”), no coordinates; addresses are not geocoded",
        zh: "只有地址（“\(name)”列），没有坐标；本工具不做地址解析"),
      hint: LocalizedText(
        "add columns lon and lat in degrees", zh: "请补充“经度”“纬度”两列（十进制度）"))
  }

  static func severalColumns(
    _ places: [CoordinatePlaces], _ names: [String], _ request: LayerRequest, _ path: String
  ) -> AnalysisError {
    let options = places.prefix(6).map { "\(names[$0.x]),\(names[$0.y])" }
    return AnalysisError(
      .badData, Subject(file: path),
      LocalizedText(
        "several pairs of coordinate columns: \(options.joined(separator: "; "))",
        zh: "有多组坐标列：\(options.joined(separator: "；"))"),
      hint: LocalizedText(
        "choose with --\(request.role.rawValue)-xy “\(options[0])”",
        zh: "请用 --\(request.role.rawValue)-xy “\(options[0])” 选定"))
  }
}
