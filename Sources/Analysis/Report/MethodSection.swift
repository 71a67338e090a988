import Coverage
import Export
import Layers
import Model
import Report

extension ReportAssembly {
  // MARK: Ledger

  /// Everything that was dropped, repaired, guessed or doubtful.
  var ledgerSection: ReportDocument.Section {
    let entries = findings.ledger.entries
    let title = word("Ledger of doubts and choices", "数据台账")
    if entries.isEmpty {
      return ReportDocument.Section(
        "ledger", title,
        [.paragraph(word("Nothing was dropped, repaired or guessed.", "没有舍弃、修复或推断的数据。"))])
    }
    let ordered =
      entries.filter { $0.severity == .warning } + entries.filter { $0.severity == .note }
    let table = ReportTable(
      name: word("ledger", "台账"),
      caption: word("What was dropped, repaired, guessed or doubtful", "舍弃、修复、推断与存疑之处"),
      columns: [
        .init(word("kind", "类别"), .text), .init(word("what", "说明"), .text),
        .init(word("count", "数量"), .whole), .init(word("first examples", "示例"), .text),
        .init(word("code", "代码"), .text),
      ],
      rows: ordered.map { entry in
        [
          .string(entry.severity == .warning ? word("warning", "警告") : word("note", "说明")),
          .string(entry.message[language]), .integer(Int64(entry.count)),
          .string(entry.examples.map(text).joined(separator: word("; ", "；"))),
          .string(entry.code),
        ]
      })
    return ReportDocument.Section("ledger", title, [.table(table)])
  }

  private func text(_ example: LedgerExample) -> String {
    let subject = example.subject
    return [
      subject.file.map(PathName.last), subject.row.map { word("row \($0)", "第 \($0) 行") },
      subject.id,
      example.detail.isEmpty ? nil : example.detail(in: language),
    ].compactMap { $0 }.joined(separator: " ")
  }

  // MARK: Method

  /// Definitions, settings and inputs.
  var methodSection: ReportDocument.Section {
    ReportDocument.Section(
      "method", word("Method and sources", "方法与数据来源"),
      [
        .heading(word("Definitions", "定义")), .list(definitions),
        .heading(word("Settings", "参数")), .table(settingsTable),
        .heading(word("Inputs", "输入数据")), .table(inputTable),
        .note(
          word(
            "Made by lifecircle \(ProductVersion.text). The same inputs and settings give the same report.",
            "由 lifecircle \(ProductVersion.text) 生成；相同输入与参数得到相同报告。")),
      ])
  }

  private var definitions: [String] {
    var lines = [
      word(
        "Shares are numbers from 0 to 1. A place is within a distance or time when it is at most that far (≤).",
        "占比为 0 至 1 的数；距离或时间不超过限值（≤）即在范围内。"),
      word(
        "Within a radius: the exact area inside true circles of straight distance, measured in metres on the ground (scale "
          + "error at most 10 ppm).",
        "半径内：按真实圆（直线距离）精确求面积，单位为地面米（尺度误差不超过百万分之十）。"),
    ]
    lines.append(peopleDefinition)
    if !findings.settings.minutes.isEmpty {
      lines.append(walkDefinition)
    }
    return lines + [
      word(
        "Borderline: the verdict of a block changes at a radius 10 % smaller or larger, or between 3.2 and 4.8 km/h.",
        "临界：半径 ±10% 或步速 3.2–4.8 公里/小时之间结论改变的网格。")
    ]
  }

  private var peopleDefinition: String {
    if findings.inputs.demand != nil {
      return word(
        "People are counted at the points given; a block's own number stands, points are weights within it.",
        "人口按所给人口点计；网格自有人口数不变，点为网格内权重。")
    }
    if request.coverage.raster != nil {
      return word(
        "People are spread over the cells of the population grid within each block.",
        "人口按人口栅格像元在网格内分布。")
    }
    if request.coverage.mask != nil {
      return word(
        "People are spread evenly over the residential part of each block.", "人口在网格的居住区内均匀分布。")
    }
    return word(
      "People are taken to live evenly over their block.", "人口按网格面积均匀分布。")
  }

  private var walkDefinition: String {
    let speed = number(findings.settings.speed)
    if findings.summary.walksStreets {
      let snap = number(request.coverage.streets?.snapMetres ?? 200)
      return word(
        "On foot: way to the street + shortest way along walkable streets + way from the street, at \(speed) km/h; streets "
          + "at most \(snap) m away; steps count double.",
        "步行时间：到道路 + 沿可步行道路最短路 + 离开道路，速度 \(speed) 公里/小时；道路最远 \(snap) 米；台阶按两倍计。")
    }
    return word(
      "On foot: straight distance × \(number(findings.settings.detour)) ÷ \(speed) km/h, an estimate without streets.",
      "步行时间：直线距离 × \(number(findings.settings.detour)) ÷ \(speed) 公里/小时，未使用路网，仅为估算。")
  }

  private var settingsTable: ReportTable {
    let manifest = Manifest(
      request: request.coverage, inputs: findings.sources, summary: findings.summary,
      populationField: findings.inputs.blocks.populationField)
    var rows: [[JSONValue]] = []
    if case .object(let members) = manifest.parameters {
      rows = members.map {
        [
          .string(SettingNames.text($0.key, language)), .string(Self.text($0.value)),
          .string($0.key),
        ]
      }
    }
    return ReportTable(
      name: word("settings", "参数"), caption: word("Settings of coverage", "覆盖计算参数"),
      columns: [
        .init(word("setting", "参数"), .text), .init(word("value", "取值"), .text),
        .init(word("name", "名称"), .text),
      ],
      rows: rows)
  }

  /// A setting without the quotes of JSON.
  private static func text(_ value: JSONValue) -> String {
    switch value {
    case .string(let text): text
    case .array(let items): items.map(text).joined(separator: ", ")
    default: JSONText.encode(value)
    }
  }

  private var inputTable: ReportTable {
    ReportTable(
      name: word("inputs", "输入数据"), caption: word("Files read", "读取的文件"),
      columns: [
        .init(word("role", "用途"), .text), .init(word("file", "文件"), .text),
        .init(word("format", "格式"), .text), .init(word("features", "要素数"), .whole),
        .init(word("coordinate system", "坐标系"), .text), .init("SHA-256", .text),
      ],
      rows: findings.sources.map { input in
        [
          .string(input.role), .string(PathName.last(input.source.path)),
          .string(input.source.driver), .integer(Int64(input.count)),
          .string(input.source.coordinateSystem.displayName), .string(input.source.sha256),
        ]
      })
  }
}
