import Model

/// Finds which of a layer's attributes is its id, its name, its people …: the option wins, else common names.
public struct FieldChooser: Sendable {
  /// What a field is wanted for.
  public enum Purpose: String, Sendable, Hashable, CaseIterable {
    case id, name, population, block, cost, capacity, openingHours, service, tier
    case households, community, street, cluster, elderly, children, area, staff, seats, floors,
      height

    /// Names by which the field is found, most telling first.
    var commonNames: [String] {
      switch self {
      case .id:
        [
          "id", "ID", "编号", "网格编号", "网格编码", "社区编号", "小区编号", "站点编号", "驿站编号", "编码", "代码",
          "网格代码", "区划代码", "行政区划代码", "code", "block_id", "grid_id", "station_id", "site_id", "uid",
          "uuid", "guid", "gid", "fid", "objectid", "osm_id", "adcode", "标识码", "bsm", "序号",
        ]
      case .name:
        [
          "name", "名称", "网格名称", "网格名", "社区名称", "小区名称", "站点名称", "站名", "驿站名称", "服务站名称",
          "单位名称", "乡镇名称", "街道名称", "行政区名称", "name_zh", "name:zh", "title", "label", "mc", "xzqmc",
          "标题", "社区", "网格", "地点",
        ]
      case .population:
        [
          "population", "pop", "人口", "人口数", "人口数量", "总人口", "总人口数", "常住人口", "常住人口数", "实有人口",
          "户籍人口", "户籍人口数", "居民人数", "人数", "people", "residents", "inhabitants", "persons",
          "pop_total",
          "total_pop", "pop_sum", "population_est", "popn", "rk", "rks",
        ]
      case .block:
        [
          "block_id", "block", "grid_id", "网格编号", "网格编码", "所属网格", "所在网格", "网格", "社区编号", "所属社区",
        ]
      case .cost: ["cost", "costs", "费用", "成本", "造价", "改造费用", "建设成本", "预算", "price"]
      case .capacity: ["capacity", "容量", "服务能力", "可服务人数", "床位", "床位数", "座位数", "seats", "beds"]
      case .openingHours: ["opening_hours", "hours", "开放时间", "营业时间", "服务时间", "工作时间"]
      case .households: ["households", "户数", "总户数", "家庭户数", "常住户数", "户"]
      case .community: ["community", "社区", "社区名称", "所属社区", "村社区", "村居"]
      case .street: ["street", "街道", "所属街道", "街道名称", "乡镇街道", "镇街", "乡镇"]
      case .cluster: ["cluster", "片区", "连片", "所属片区", "网格片区"]
      case .elderly: ["elderly", "老年人", "老年人口", "老年人数", "60岁以上", "60岁以上人口", "老人"]
      case .children: ["children", "儿童", "儿童数", "少年儿童", "0-14岁", "0-14岁人口"]
      case .area: ["area_m2", "面积", "建筑面积", "使用面积", "场地面积"]
      case .staff: ["staff", "工作人员", "工作人员数", "人员数", "值守人员"]
      case .seats: ["seats", "座位", "座位数", "座椅数"]
      case .floors:
        [
          "floors", "levels", "building:levels", "building_levels", "num_floors", "floor", "层数",
          "楼层数", "地上层数", "楼层",
        ]
      case .height: ["height", "高度", "建筑高度", "楼高"]
      case .tier: ["tier", "level", "层级", "级别", "等级", "站点层级", "站点级别", "类别"]
      case .service: ["service", "services", "服务", "服务项目", "功能", "服务功能", "amenity", "设施"]
      }
    }

    fileprivate var needsNumber: Bool {
      [
        .population, .cost, .capacity, .households, .elderly, .children, .area, .staff, .seats,
        .floors, .height,
      ].contains(self)
    }

    /// True when a name's unit in brackets makes its numbers no counts: `(万人)`, `(人/km²)`, `(%)`.
    fileprivate func isScaled(by name: String) -> Bool {
      guard needsNumber, ![.cost, .area, .floors, .height].contains(self) else { return false }
      let unit = NameMatching.folded(name).drop { !"([{【〔".contains($0) }
      return ["十", "百", "千", "万", "亿", "/", "%", "‰", "thousand", "million", "10k", "per "]
        .contains(where: unit.contains)
    }
  }

  private let fields: [Field]
  private let path: String

  /// - Parameter path: the file, for messages and the ledger.
  public init(fields: [Field], path: String) {
    self.fields = fields
    self.path = path
  }

  /// The field's name as the file spells it; nil when no option is given and no common name fits.
  ///
  /// A common name is looked for exactly, then without regard to case and full-width forms, then without
  /// blanks, `_` and `-`, then without units in brackets (`人口（人）`). What is found this way is noted in the ledger; an option is not.
  ///
  /// - Throws: 64 when the option names a field the file does not have; lists the nearest names.
  public func choose(
    _ purpose: Purpose, option: String?, optionName: String, ledger: inout Ledger
  ) throws -> String? {
    if let option { return try field(named: option, optionName: optionName) }
    guard let found = commonField(purpose) else { return nil }
    ledger.record(
      .fieldChosen, Subject(file: path), detail: "\(purpose.rawValue): \(found) (\(optionName))")
    return found
  }

  /// The field a name stands for: the field of that name, else one with another common name of the same thing
  /// (`community`: 社区, `street`: 街道, `area_m2`: 面积); nil when there is none.
  public func field(like name: String) -> String? {
    if let found = try? field(named: name, optionName: "") { return found }
    let purpose = name == "area_m2" ? .area : Purpose(rawValue: name)
    return purpose.flatMap(commonField)
  }

  /// The field an option names, exactly or but for case and full-width forms.
  ///
  /// - Throws: 64 when there is none.
  public func field(named wanted: String, optionName: String) throws -> String {
    let names = fields.map(\.name)
    if names.contains(wanted) { return wanted }
    let alike = names.filter { NameMatching.folded($0) == NameMatching.folded(wanted) }
    if alike.count == 1 { return alike[0] }
    throw AnalysisError(
      .usage, Subject(file: path),
      LocalizedText(
        "\(optionName) \(wanted): there is no such field", zh: "\(optionName) \(wanted)：没有这个字段"),
      hint: Self.hint(for: wanted, among: names))
  }

  /// `did you mean “人口数”? It has: …`.
  static func hint(for wanted: String, among names: [String]) -> LocalizedText {
    let all = names.prefix(20).joined(separator: ", ") + (names.count > 20 ? " …" : "")
    let near = NameMatching.suggestions(for: wanted, among: names)
    if names.isEmpty { return LocalizedText("the file has no fields", zh: "该文件没有字段") }
    if near.isEmpty { return LocalizedText("it has: \(all)", zh: "现有字段：\(all)") }
    return LocalizedText(
      "did you mean \(near.joined(separator: ", "))? It has: \(all)",
      zh: "是否指 \(near.joined(separator: "、"))？现有字段：\(all)")
  }

  private func commonField(_ purpose: Purpose) -> String? {
    let usable = fields.filter { Self.isUsable($0.type, for: purpose) }.map(\.name)
    let foldings: [(String) -> String] = [
      { $0 }, NameMatching.folded,
      { NameMatching.folded($0).filter { !$0.isWhitespace && $0 != "_" && $0 != "-" } },
      ColumnName.key,
    ]
    for folding in foldings {
      let folded = usable.map { purpose.isScaled(by: $0) ? "" : folding($0) }
      for name in purpose.commonNames {
        if let index = folded.firstIndex(of: folding(name)) { return usable[index] }
      }
    }
    return nil
  }

  private static func isUsable(_ type: FieldType, for purpose: Purpose) -> Bool {
    switch type {
    case .binary, .integerList, .integer64List, .realList: false
    case .date, .time, .dateTime, .boolean, .stringList:
      !purpose.needsNumber && purpose != .id && purpose != .block
    default: true
    }
  }
}
