import Geometry
import Layers
import Model

/// Examines polygons: invalid rings, repeated points, slivers, overlaps and gaps, ids and people.
struct DoctorBlocks {
  let threads: Int

  func examine(_ patient: inout DoctorPatient) throws {
    guard var layer = patient.layer else { return }
    try validity(&patient, layer)
    var ledger = Ledger()
    try PolygonRepair.repair(&layer, threads: threads, ledger: &ledger)
    patient.layer = layer
    record(ledger, &patient)
    try thinness(&patient, layer)
    try DoctorDuplicates(threads: threads).examine(&patient, "block", "网格")
    try DoctorPopulation(threads: threads).examine(&patient)
    try mosaic(&patient, layer)
  }

  private func record(_ ledger: Ledger, _ patient: inout DoctorPatient) {
    for entry in ledger.entries where entry.code != "polygon_repaired" {
      patient.file.add(
        DoctorFinding(
          entry.code, .warning,
          LocalizedText(
            "\(entry.message.english): \(entry.count)",
            zh: "\(entry.message.chinese)：\(entry.count) 处"),
          count: entry.count, examples: entry.examples,
          fix: LocalizedText(
            "correct or delete these features; a run names them and goes on",
            zh: "请更正或删除这些要素；运行时会列出并略过")))
    }
  }

  // MARK: rings

  private struct Fault: Sendable {
    var index: Int
    var reason: String
    var place: Coordinate?
  }

  private func validity(_ patient: inout DoctorPatient, _ layer: Layer) throws {
    let parts = try Parallel.map(count: layer.chunks.count, threads: threads) { index in
      try Self.faults(layer.chunks[index])
    }
    let faults = parts.flatMap(\.faults)
    let repeated = parts.reduce(0) { $0 + $1.repeated }
    if !faults.isEmpty {
      patient.file.add(
        DoctorFinding(
          "polygon_invalid", .warning,
          LocalizedText(
            "invalid polygons: \(faults.count); a run repairs them",
            zh: "\(faults.count) 个面几何无效，运行时会自动修复"),
          count: faults.count,
          examples: faults.prefix(5).map { Self.example($0, patient) },
          fix: Self.repairCommand(patient.file.path)))
    }
    if repeated > 0 {
      patient.file.add(
        DoctorFinding(
          "repeated_points", .note,
          LocalizedText(
            "vertices that repeat the one before, harmless: \(repeated)",
            zh: "\(repeated) 个顶点与前一顶点重复，不影响结果"), count: repeated))
    }
  }

  private static func repairCommand(_ path: String) -> LocalizedText {
    let command = "ogr2ogr -makevalid fixed.gpkg \(ShellWord.quoted(path))"
    return LocalizedText(
      "nothing to type; to repair the source: \(command)", zh: "无需处理；如要修复源文件：\(command)")
  }

  private static func example(_ fault: Fault, _ patient: DoctorPatient) -> LedgerExample {
    let place = fault.place.map {
      " @ \(DoctorNumber.text($0.x, 7)), \(DoctorNumber.text($0.y, 7))"
    }
    return LedgerExample(patient.subject(fault.index), detail: fault.reason + (place ?? ""))
  }

  private static func faults(_ chunk: FeatureChunk) throws -> (faults: [Fault], repeated: Int) {
    let simplicity = RingSimplicity()
    let shapes = chunk.shapes
    var faults: [Fault] = []
    var repeated = 0
    for feature in 0..<shapes.count where shapes.kinds[feature].isAreal {
      for part in shapes.parts(of: feature) {
        for ring in shapes.rings(of: part) {
          let points = shapes.coordinates[shapes.coordinates(of: ring)]
          repeated += zip(points, points.dropFirst()).count { $0 == $1 }
        }
      }
      if isCertainlyValid(shapes, feature, simplicity) { continue }
      do {
        if let fault = try GEOSGeometry(shapes, feature: feature).invalidity() {
          faults.append(
            Fault(
              index: chunk.firstIndex + feature, reason: fault.reason, place: fault.location))
        }
      } catch let error as GEOSError {
        faults.append(
          Fault(index: chunk.firstIndex + feature, reason: error.message, place: nil))
      }
    }
    return (faults, repeated)
  }

  private static func isCertainlyValid(
    _ shapes: ShapeColumn, _ feature: Int, _ simplicity: RingSimplicity
  ) -> Bool {
    let parts = shapes.parts(of: feature)
    guard parts.count == 1, let part = parts.first else { return false }
    let rings = shapes.rings(of: part)
    guard rings.count == 1, let ring = rings.first else { return false }
    return shapes.coordinates.withUnsafeBufferPointer { points in
      simplicity.isCertainlySimple(
        UnsafeBufferPointer(rebasing: points[shapes.coordinates(of: ring)]))
    }
  }

  // MARK: thin and tiny

  private func thinness(_ patient: inout DoctorPatient, _ layer: Layer) throws {
    var tiny: [(Int, Double)] = []
    var thin: [(Int, Double)] = []
    let parts = try Parallel.map(count: layer.chunks.count, threads: threads) { index in
      let shapes = layer.chunks[index].shapes
      return (0..<shapes.count).map { feature -> (area: Double, perimeter: Double) in
        shapes.kinds[feature].isAreal ? shapes.trueMeasure(of: feature) : (0, 0)
      }
    }
    let measures = Array(parts.joined())
    patient.areas = measures.map(\.area)
    for (index, measure) in measures.enumerated() where measure.perimeter > 0 {
      let width = 2 * measure.area / measure.perimeter
      if measure.area < 1 {
        tiny.append((index, measure.area))
      } else if width < 1 {
        thin.append((index, width))
      }
    }
    if !tiny.isEmpty {
      patient.file.add(
        DoctorFinding(
          "block_without_area", .warning,
          LocalizedText(
            "polygons smaller than 1 m²: \(tiny.count)",
            zh: "\(tiny.count) 个面不足 1 平方米"),
          count: tiny.count,
          examples: tiny.prefix(5).map {
            LedgerExample(patient.subject($0.0), detail: DoctorNumber.area($0.1))
          },
          fix: LocalizedText("delete them, or draw them again", zh: "请删除或重新绘制")))
    }
    if !thin.isEmpty {
      patient.file.add(
        DoctorFinding(
          "block_sliver", .warning,
          LocalizedText(
            "slivers, polygons less than 1 m wide on average: \(thin.count)",
            zh: "\(thin.count) 个面为狭长碎片，平均宽度不足 1 米"),
          count: thin.count,
          examples: thin.prefix(5).map {
            LedgerExample(patient.subject($0.0), detail: "\(DoctorNumber.text($0.1, 2)) m")
          },
          fix: LocalizedText("join them to a neighbour", zh: "请并入相邻网格")))
    }
  }

  // MARK: mosaic

  private func mosaic(_ patient: inout DoctorPatient, _ layer: Layer) throws {
    let faults: (overlaps: [Mosaic.Overlap], gaps: [Mosaic.Gap])
    do {
      faults = try Mosaic.faults(of: layer, threads: threads)
    } catch let error as GEOSError {
      patient.file.add(
        DoctorFinding(
          "mosaic_not_examined", .warning,
          LocalizedText(
            "overlaps and gaps could not be examined: \(error.message)",
            zh: "无法检查重叠与缝隙：\(error.message)")))
      return
    }
    overlaps(faults.overlaps, &patient)
    gaps(faults.gaps, &patient)
  }

  private func label(_ index: Int, _ patient: DoctorPatient) -> String {
    patient.ids.indices.contains(index) ? patient.ids[index] : "\(index + 1)"
  }

  private func overlaps(_ all: [Mosaic.Overlap], _ patient: inout DoctorPatient) {
    let copies = all.filter { $0.share > 0.999 }
    let real = all.filter { !$0.isSliver && $0.share <= 0.999 }
    let slivers = all.filter { $0.isSliver && $0.share <= 0.999 }
    let isBlocks = patient.file.role == .blocks
    let fix = LocalizedText(
      "people there count once for each block; correct the outlines in QGIS (Topology Checker, “must not overlap”)",
      zh: "重叠处人口会在各网格分别计算；请在 QGIS“拓扑检查器”中按“不得重叠”修正边界")
    func add(
      _ items: [Mosaic.Overlap], _ code: String, _ severity: DoctorFinding.Severity,
      _ what: (Int, String) -> LocalizedText
    ) {
      if items.isEmpty { return }
      let sum = items.reduce(0) { $0 + $1.squareMetres }
      let worst = items.sorted { ($1.squareMetres, $0.first) < ($0.squareMetres, $1.first) }
      patient.file.add(
        DoctorFinding(
          code, severity, what(items.count, DoctorNumber.area(sum)), count: items.count,
          examples: worst.prefix(5).map { item in
            LedgerExample(
              Subject(id: "\(label(item.first, patient)) + \(label(item.second, patient))"),
              detail:
                "\(DoctorNumber.area(item.squareMetres)) (\(DoctorNumber.percent(item.share))) @ \(DoctorNumber.place(item.place))"
            )
          }, fix: severity == .note ? .empty : fix))
    }
    add(copies, "block_inside_block", isBlocks ? .problem : .note) { count, area in
      LocalizedText(
        "pairs of blocks that are copies, or of which one lies wholly in the other: \(count) (\(area))",
        zh: "\(count) 对网格互为重复，或一个完全位于另一个之内（\(area)）")
    }
    add(real, "blocks_overlap", isBlocks ? .warning : .note) { count, area in
      LocalizedText(
        "pairs of blocks that overlap: \(count) (\(area))",
        zh: "\(count) 对网格重叠（\(area)）")
    }
    add(slivers, "blocks_overlap_slightly", .note) { count, area in
      LocalizedText(
        "pairs of blocks that overlap by slivers under 1 m wide, borders drawn twice: \(count) (\(area))",
        zh: "\(count) 对网格有宽度不足 1 米的狭长重叠（\(area)）：同一边界重复绘制")
    }
  }

  private func gaps(_ all: [Mosaic.Gap], _ patient: inout DoctorPatient) {
    let real = all.filter { !$0.isSliver }
    let slivers = all.filter(\.isSliver)
    func add(
      _ items: [Mosaic.Gap], _ code: String, _ severity: DoctorFinding.Severity,
      _ what: (Int, String) -> LocalizedText, _ fix: LocalizedText
    ) {
      if items.isEmpty { return }
      let sum = items.reduce(0) { $0 + $1.squareMetres }
      patient.file.add(
        DoctorFinding(
          code, severity, what(items.count, DoctorNumber.area(sum)), count: items.count,
          examples: items.prefix(5).map { gap in
            let around = gap.neighbours.prefix(6).map { label($0, patient) }.joined(separator: ", ")
            let more = gap.neighbours.count > 6 ? " …" : ""
            return LedgerExample(
              Subject(id: around + more),
              detail:
                "\(DoctorNumber.area(gap.squareMetres)) @ \(DoctorNumber.place(gap.place))")
          }, fix: fix))
    }
    let isBlocks = patient.file.role == .blocks
    add(
      real, "blocks_gap", isBlocks ? .warning : .note,
      { count, area in
        LocalizedText(
          "gaps between blocks that belong to none: \(count) (\(area))",
          zh: "网格之间有 \(count) 处空缺不属于任何网格（\(area)）")
      },
      LocalizedText(
        "fine where nobody lives (water, parks); else draw the missing blocks",
        zh: "无人居住处（水面、公园）可不处理；否则请补绘缺失的网格"))
    add(
      slivers, "blocks_gap_slightly", .note,
      { count, area in
        LocalizedText(
          "cracks under 1 m wide between blocks, borders drawn twice: \(count) (\(area))",
          zh: "网格之间有 \(count) 条宽度不足 1 米的缝隙（\(area)）：同一边界重复绘制")
      }, .empty)
  }
}
