import Layers
import Model

/// From what reading complains about to the option that settles it.
enum DoctorRemedy {
  /// Applies the one option an error's hint names; false when it names none, or leaves a choice.
  static func apply(_ error: AnalysisError, to patient: inout DoctorPatient) -> Bool {
    let hint = error.hint.english
    var request = patient.request
    let option: DoctorOption
    if let names = quoted(after: "-xy “", in: hint)?.split(separator: ","), names.count == 2,
      request.coordinateColumns == nil
    {
      request.coordinateColumns = .init(x: String(names[0]), y: String(names[1]))
      option = DoctorOption("--\(request.role.rawValue)-xy", "\(names[0]),\(names[1])")
    } else if let system = onlySystem(in: hint), request.coordinateSystem == nil {
      request.coordinateSystem = .definition(system)
      option = DoctorOption(request.coordinateSystemOption, system)
    } else if hint.contains("--accept-old-datum"), !request.acceptsOldDatum {
      request.acceptsOldDatum = true
      option = DoctorOption("--accept-old-datum")
    } else {
      return false
    }
    patient.request = request
    patient.file.add(option)
    let isSwapped = option.name.hasSuffix("-xy") && error.message.english.contains("swapped")
    patient.file.add(
      DoctorFinding(
        isSwapped ? "coordinates_swapped" : "needs_option", .problem, error.message,
        examples: error.subject.row == nil ? [] : [LedgerExample(error.subject)],
        fix: LocalizedText(option.text, zh: option.text)))
    return true
  }

  private static func quoted(after mark: String, in text: String) -> String? {
    guard let start = text.range(of: mark) else { return nil }
    return text[start.upperBound...].split(separator: "”", maxSplits: 1).first.map(String.init)
  }

  /// The one EPSG code a hint asks for; nil when it offers several.
  private static func onlySystem(in hint: String) -> String? {
    guard hint.contains("-crs EPSG:") else { return nil }
    let codes = hint.split(separator: "EPSG:", omittingEmptySubsequences: false).dropFirst().map {
      $0.prefix { $0.isASCII && $0.isNumber }
    }
    let isChoice =
      hint.contains("…") || hint.contains("or the like") || hint.contains("GCJ02")
      || hint.contains("EPSG:n")
    return codes.count == 1 && !isChoice && !codes[0].isEmpty ? "EPSG:\(codes[0])" : nil
  }

  /// Turns what reading recorded into findings, instead of those of an earlier reading.
  static func record(_ ledger: Ledger, in patient: inout DoctorPatient) {
    let old = patient.ledgerCodes
    patient.file.findings.removeAll { old.contains($0.code) }
    patient.ledgerCodes = Set(ledger.entries.map(\.code))
    for entry in ledger.entries { record(entry, in: &patient) }
  }

  /// One entry as a finding, with the option that settles it.
  private static func record(_ entry: Ledger.Entry, in patient: inout DoctorPatient) {
    // These are facts of the description, or are examined more closely later.
    let elsewhere = [
      "field_chosen", "encoding_detected", "crs_assumed", "coordinate_columns",
      "text_undecodable",
    ]
    if elsewhere.contains(entry.code) { return }
    var finding = DoctorFinding(
      entry.code, entry.severity == .warning ? .warning : .note, entry.message,
      count: entry.count, examples: entry.examples, fix: fix(entry, patient))
    if entry.code == "coordinates_maybe_swapped" {
      finding.severity = .problem
      let columns = entry.examples.first?.detail.split(separator: "-xy ").last.map(String.init)
      if let columns {
        let option = DoctorOption("--\(patient.request.role.rawValue)-xy", columns)
        finding.fix = LocalizedText(option.text, zh: option.text)
        patient.file.add(option)
      }
    }
    if entry.code == "old_datum" { finding.severity = .warning }
    patient.file.add(finding)
  }

  private static func fix(_ entry: Ledger.Entry, _ patient: DoctorPatient) -> LocalizedText {
    let path = patient.file.path
    switch entry.code {
    case "crs_maybe_shifted", "crs_unstated_in_china":
      let option = patient.request.coordinateSystemOption
      return LocalizedText(
        "\(option) GCJ02 if they come from Amap or Tencent, \(option) BD09 from Baidu, \(option) EPSG:4326 or EPSG:4490 if surveyed or from GPS",
        zh:
          "取自高德、腾讯地图：\(option) GCJ02；百度地图：\(option) BD09；测绘成果或 GPS：\(option) EPSG:4326 或 EPSG:4490"
      )
    case "layer_chosen", "sheet_chosen":
      return LocalizedText(
        "name another as \(ShellWord.quoted(path + ":NAME"))",
        zh: "如需其他图层或工作表，写作 \(ShellWord.quoted(path + ":名称"))")
    case "dbf_missing":
      return LocalizedText(
        "put the .dbf of the same name beside the .shp", zh: "请把同名 .dbf 放在 .shp 旁")
    case "records_mismatch":
      return LocalizedText(
        "export the Shapefile again: its parts do not belong together",
        zh: "请重新导出 Shapefile：各部分不匹配")
    case "geometry_collection":
      return LocalizedText(
        "ogr2ogr -explodecollections fixed.geojson \(ShellWord.quoted(path))",
        zh: "ogr2ogr -explodecollections fixed.geojson \(ShellWord.quoted(path))")
    case "station_without_coordinates", "candidate_without_coordinates",
      "row_without_coordinates":
      return LocalizedText(
        "fill in the coordinates of these rows", zh: "请补全这些行的坐标")
    case "ring_closed", "polygon_repaired":
      return LocalizedText(
        "repaired while reading; nothing to type", zh: "读取时已自动修复，无需处理")
    case "coordinates_out_of_range", "coordinates_not_finite":
      return LocalizedText("correct these coordinates in the file", zh: "请在文件中改正这些坐标")
    case "table_without_header":
      return LocalizedText(
        "add a header row, or name the columns: \(patient.option("xy")) X,Y",
        zh: "请补上表头，或指明坐标列：\(patient.option("xy")) X,Y")
    default: return .empty
    }
  }
}
