import Geometry
import Layers
import Model

/// Examines points: missing places, and ids, names and places that occur more than once.
struct DoctorStations {
  let threads: Int

  func examine(_ patient: inout DoctorPatient) throws {
    guard let layer = patient.layer else { return }
    let role = patient.file.role == .demand ? "demand point" : "station"
    let zhRole = patient.file.role == .demand ? "需求点" : "站点"
    try DoctorDuplicates(threads: threads).examine(&patient, role, zhRole)
    duplicatePlaces(&patient, layer, role, zhRole)
    if patient.file.role == .demand { try DoctorPopulation(threads: threads).examine(&patient) }
  }

  private func duplicatePlaces(
    _ patient: inout DoctorPatient, _ layer: Layer, _ role: String, _ zhRole: String
  ) {
    var first: [Coordinate: Int] = [:]
    var repeated: [(Int, Int)] = []
    for chunk in layer.chunks {
      for feature in 0..<chunk.count where chunk.shapes.kinds[feature] == .point {
        let point = chunk.shapes.coordinates[chunk.shapes.coordinateRange(of: feature).lowerBound]
        guard point.isFinite else { continue }
        // A tenth of a metre.
        let key = Coordinate(x: (point.x * 1e6).rounded(), y: (point.y * 1e6).rounded())
        if let other = first[key] {
          repeated.append((chunk.firstIndex + feature, other))
        } else {
          first[key] = chunk.firstIndex + feature
        }
      }
    }
    if repeated.isEmpty { return }
    patient.file.add(
      DoctorFinding(
        "duplicate_station", .warning,
        LocalizedText(
          "\(role)s at the same place as another: \(repeated.count)",
          zh: "\(repeated.count) 个\(zhRole)与其他\(zhRole)位置相同"),
        count: repeated.count,
        examples: repeated.prefix(5).map { pair in
          let other = patient.subject(pair.1)
          return LedgerExample(
            patient.subject(pair.0), detail: "= \(other.id ?? other.row.map(String.init) ?? "")")
        },
        fix: LocalizedText(
          "harmless for coverage; delete copies before counting or siting",
          zh: "不影响覆盖率；统计数量或选址前请删除重复项")))
  }
}

/// Ids and names that occur more than once.
struct DoctorDuplicates {
  let threads: Int

  func examine(_ patient: inout DoctorPatient, _ role: String, _ zhRole: String) throws {
    guard let raw = patient.raw else { return }
    if let field = patient.idField {
      report(
        &patient, patient.ids.map { $0 }, "duplicate_\(role == "station" ? "station" : "block")_id",
        .warning, LocalizedText("id (field \(field))", zh: "编号（字段 \(field)）"),
        LocalizedText(
          "make them unique, or name another field: \(idOption(patient)) FIELD",
          zh: "请改为唯一编号，或指定其他字段：\(idOption(patient)) 字段"))
    }
    if let field = patient.nameField, field != patient.idField {
      let names = try FieldColumns(layer: raw, threads: threads).texts(field)
      report(
        &patient, names.map { $0 ?? "" }, "duplicate_name", .note,
        LocalizedText("name (field \(field))", zh: "名称（字段 \(field)）"), .empty)
    }
  }

  private func idOption(_ patient: DoctorPatient) -> String {
    patient.file.role == .stations ? "--station-id-field" : "--id-field"
  }

  private func report(
    _ patient: inout DoctorPatient, _ values: [String], _ code: String,
    _ severity: DoctorFinding.Severity, _ what: LocalizedText, _ fix: LocalizedText
  ) {
    var seen: [String: Int] = [:]
    var repeated: [(index: Int, first: Int)] = []
    for (index, value) in values.enumerated() where !value.isEmpty {
      if let first = seen[value] {
        repeated.append((index, first))
      } else {
        seen[value] = index
      }
    }
    if repeated.isEmpty { return }
    patient.file.add(
      DoctorFinding(
        code, severity,
        LocalizedText(
          "features that repeat the \(what.english) of another: \(repeated.count)",
          zh: "\(repeated.count) 个要素的\(what.chinese)与其他要素重复"),
        count: repeated.count,
        examples: repeated.prefix(5).map {
          LedgerExample(
            patient.subject($0.index),
            detail: "\(values[$0.index]) = row \(patient.subject($0.first).row ?? 0)")
        }, fix: fix))
  }
}
