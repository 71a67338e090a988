import Layers
import Model

/// Examines a population field: missing, negative or unreadable values, and whether the sum can be people.
struct DoctorPopulation {
  let threads: Int

  /// People a km² beyond which a block is doubtful: the densest quarters of Chinese cities have some 100,000.
  private static let densest = 200_000.0

  func examine(_ patient: inout DoctorPatient) throws {
    guard let raw = patient.raw else { return }
    guard let field = patient.populationField else {
      if patient.file.role == .blocks { missing(&patient, raw) }
      return
    }
    var ledger = Ledger()
    let ids = patient.ids
    let values = try FieldColumns(layer: raw, threads: threads).population(
      field, idText: { ids.indices.contains($0) ? ids[$0] : nil }, ledger: &ledger)
    for entry in ledger.entries {
      patient.file.add(
        DoctorFinding(
          entry.code, entry.severity == .warning ? .warning : .note,
          LocalizedText(
            "\(entry.message.english): \(entry.count)",
            zh: "\(entry.message.chinese)：\(entry.count) 处"),
          count: entry.count, examples: entry.examples,
          fix: entry.severity == .warning
            ? LocalizedText(
              "fill in field \(field), or give another: --population-field FIELD",
              zh: "请补全字段 \(field)，或指定其他字段：--population-field 字段") : .empty))
    }
    plausibility(&patient, values, field)
  }

  private func missing(_ patient: inout DoctorPatient, _ raw: Layer) {
    let telling = ["人口", "人数", "居民", "户数", "pop", "people", "resid", "inhab", "rk"]
    let candidates = raw.fields.filter { field in
      [.integer, .integer64, .real].contains(field.type)
        && telling.contains { field.name.lowercased().contains($0) }
    }.map(\.name)
    let option = candidates.first.map { "--population-field \(ShellWord.quoted($0))" }
    patient.file.add(
      DoctorFinding(
        "no_population_field", .warning,
        LocalizedText(
          "no population field was found: people are unknown and shares will be shares of area",
          zh: "没有找到人口字段：人口未知，覆盖率将按面积计算"),
        examples: candidates.prefix(5).map { LedgerExample(.none, detail: $0) },
        fix: LocalizedText(
          option ?? "--population-field FIELD, or people at places: --demand buildings.csv",
          zh: option ?? "--population-field 字段，或用 --demand 楼栋.csv 给出人口分布")))
  }

  private func plausibility(
    _ patient: inout DoctorPatient, _ values: [Double], _ field: String
  ) {
    let known = values.filter { !$0.isNaN }
    let sum = known.reduce(0, +)
    if known.isEmpty || sum == 0 {
      patient.file.add(
        DoctorFinding(
          "population_zero", .problem,
          LocalizedText("field \(field) sums to 0", zh: "字段 \(field) 合计为 0"),
          fix: LocalizedText("--population-field FIELD", zh: "--population-field 字段")))
      return
    }
    let zeros = known.count { $0 == 0 }
    patient.file.add(
      DoctorFinding(
        "population_sum", .note,
        LocalizedText(
          "field \(field) sums to \(DoctorNumber.text(sum, 1)) people, largest value \(DoctorNumber.text(known.max() ?? 0, 1)), \(zeros) zeros",
          zh:
            "字段 \(field) 合计 \(DoctorNumber.text(sum, 1)) 人，最大值 \(DoctorNumber.text(known.max() ?? 0, 1))，\(zeros) 个为 0"
        )))
    if known.count >= 3, let largest = known.max(), largest <= 1 {
      patient.file.add(
        DoctorFinding(
          "population_is_share", .warning,
          LocalizedText(
            "no value of \(field) exceeds 1: shares rather than people",
            zh: "\(field) 的值均不超过 1：可能是比例而非人数"),
          fix: LocalizedText("--population-field FIELD", zh: "--population-field 字段")))
    }
    if patient.file.role == .blocks { density(&patient, values, field) }
  }

  private func density(_ patient: inout DoctorPatient, _ values: [Double], _ field: String) {
    var crowded: [(index: Int, density: Double)] = []
    for (index, area) in patient.areas.enumerated() where area > 0 && values[index] > 0 {
      let density = values[index] / (max(1, area) / 1e6)
      if density > Self.densest { crowded.append((index, density)) }
    }
    if crowded.isEmpty { return }
    patient.file.add(
      DoctorFinding(
        "population_too_dense", .warning,
        LocalizedText(
          "blocks with more than 200,000 people a km²: \(crowded.count); is \(field) in people, and are the outlines whole",
          zh: "\(crowded.count) 个网格人口密度超过每平方公里 20 万人：请检查字段 \(field) 的单位和网格边界"),
        count: crowded.count,
        examples: crowded.prefix(5).map {
          LedgerExample(
            patient.subject($0.index), detail: "\(DoctorNumber.text($0.density, 0)) / km²")
        }))
  }
}
