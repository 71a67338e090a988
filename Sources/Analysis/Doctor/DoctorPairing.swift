import Geometry
import Layers
import Model

/// Examines how files fit together: stations in blocks, and whether one of them is on a shifted system.
struct DoctorPairing {
  let threads: Int

  /// Findings about two files; options found go to the files themselves.
  func examine(_ patients: inout [DoctorPatient]) throws -> [DoctorFinding] {
    var findings: [DoctorFinding] = []
    let blocks = patients.firstIndex { $0.file.role == .blocks && $0.layer != nil }
    let comparisons = patients.indices.filter {
      patients[$0].file.role == .mask && patients[$0].layer != nil
    }
    let streets = patients.firstIndex { $0.file.role == .streets && $0.layer != nil }
    if let blocks {
      for other in comparisons {
        try outlines(&patients, blocks, other, &findings)
      }
    }
    for index in patients.indices
    where [.stations, .demand].contains(patients[index].file.role) && patients[index].layer != nil {
      if let blocks {
        if swapped(&patients, index, blocks, &findings) { continue }
        if farApart(patients[index], patients[blocks], &findings) { continue }
      }
      try datum(&patients, index, [blocks].compactMap { $0 } + comparisons, streets, &findings)
      if let blocks { outside(patients[index], patients[blocks], &findings) }
    }
    return findings.enumerated().sorted {
      ($1.element.severity.rawValue, $0.offset) < ($0.element.severity.rawValue, $1.offset)
    }.map(\.element)
  }

  // MARK: swapped axes and distance

  /// Stations that lie among the blocks only with x and y exchanged.
  private func swapped(
    _ patients: inout [DoctorPatient], _ index: Int, _ blocks: Int,
    _ findings: inout [DoctorFinding]
  ) -> Bool {
    guard let layer = patients[index].layer, let raw = patients[index].raw,
      let area = patients[blocks].layer
    else { return false }
    if case .definition = raw.source.coordinateSystem { return false }
    let box = Self.box(area, margin: 0.5)
    let places = DoctorPlaces.places(layer).compactMap { $0 }
    let straight = places.count { Self.holds(box, $0.longitude, $0.latitude) }
    let turned = places.count { Self.holds(box, $0.latitude, $0.longitude) }
    guard !places.isEmpty, straight * 10 < places.count, turned * 2 > places.count else {
      return false
    }
    let path = ShellWord.quoted(patients[index].file.path)
    let columns = patients[index].request.coordinateColumns
    var fix = "qgis_process run native:swapxy -- INPUT=\(path) OUTPUT=swapped.geojson"
    if let columns {
      let option = DoctorOption(patients[index].option("xy"), "\(columns.y),\(columns.x)")
      patients[index].file.add(option)
      fix = option.text
    } else if Self.isTable(raw) {
      fix = "\(patients[index].option("xy")) LON,LAT"
    }
    findings.append(
      DoctorFinding(
        "coordinates_swapped", .problem,
        LocalizedText(
          "\(turned) of \(places.count) places of \(patients[index].file.path) lie among the blocks only with longitude and latitude exchanged",
          zh:
            "\(patients[index].file.path) 的 \(places.count) 个位置中，有 \(turned) 个对调经纬度后才位于网格范围"),
        count: turned, fix: LocalizedText(fix, zh: fix)))
    return true
  }

  private static func isTable(_ layer: Layer) -> Bool {
    ["CSV", "TSV", "TXT", "XLSX"].contains(layer.source.driver)
  }

  private static func box(_ layer: Layer, margin: Double) -> BoundingBox {
    var box = BoundingBox.empty
    for place in DoctorPlaces.places(layer) {
      if let place { box.extend(x: place.longitude, y: place.latitude) }
    }
    return BoundingBox(
      minX: box.minX - margin, minY: box.minY - margin, maxX: box.maxX + margin,
      maxY: box.maxY + margin)
  }

  private static func holds(_ box: BoundingBox, _ x: Double, _ y: Double) -> Bool {
    x >= box.minX && x <= box.maxX && y >= box.minY && y <= box.maxY
  }

  /// Layers that do not belong to the same town.
  private func farApart(
    _ points: DoctorPatient, _ blocks: DoctorPatient, _ findings: inout [DoctorFinding]
  ) -> Bool {
    guard let layer = points.layer, let area = blocks.layer else { return false }
    // 0.5° is 40–55 km.
    let box = Self.box(area, margin: 0.5)
    let places = DoctorPlaces.places(layer).compactMap { $0 }
    guard let first = places.first,
      !places.contains(where: { Self.holds(box, $0.longitude, $0.latitude) })
    else { return false }
    let middle = GeographicPoint(
      longitude: (box.minX + box.maxX) / 2, latitude: (box.minY + box.maxY) / 2)
    let distance = DoctorNumber.text(Geodesic.wgs84.distance(first, middle) / 1000, 0)
    findings.append(
      DoctorFinding(
        "stations_far_from_blocks", .problem,
        LocalizedText(
          "no place of \(points.file.path) is near the blocks of \(blocks.file.path); the first is \(distance) km away",
          zh: "\(points.file.path) 中没有任何位置靠近 \(blocks.file.path) 的网格；第一个相距 \(distance) 公里"),
        fix: LocalizedText(
          "give files of one place, or the true systems: \(blocks.option("crs")), \(points.option("crs"))",
          zh: "请使用同一地区的文件，或指明真实坐标系：\(blocks.option("crs"))、\(points.option("crs"))")))
    return true
  }

  private func outside(
    _ points: DoctorPatient, _ blocks: DoctorPatient, _ findings: inout [DoctorFinding]
  ) {
    guard let layer = points.layer, let area = blocks.layer else { return }
    let locator = BlockLocator(area)
    let places = DoctorPlaces.places(layer)
    let found = places.indices.filter { index in
      places[index].map { locator.block(at: $0) == nil } ?? false
    }
    if found.isEmpty { return }
    findings.append(
      DoctorFinding(
        points.file.role == .demand ? "demand_outside_blocks" : "station_outside_blocks", .warning,
        LocalizedText(
          "\(found.count) of \(places.count) places of \(points.file.path) lie outside every block",
          zh: "\(points.file.path) 的 \(places.count) 个位置中，有 \(found.count) 个位于所有网格之外"),
        count: found.count,
        examples: found.prefix(5).map { index in
          LedgerExample(
            points.subject(index), detail: places[index].map(DoctorNumber.place) ?? "")
        },
        fix: LocalizedText(
          "fine for stations just beyond the border; else correct their coordinates",
          zh: "紧邻边界之外的站点可不处理；否则请更正坐标")))
  }

  // MARK: shifted systems

  private func datum(
    _ patients: inout [DoctorPatient], _ index: Int, _ areas: [Int], _ streets: Int?,
    _ findings: inout [DoctorFinding]
  ) throws {
    guard let points = DatumSide(patients[index]) else { return }
    let fields = try NamingFields(
      points.layer, idField: patients[index].idField, threads: threads)
    var results: [(evidence: DatumEvidence, other: Int, side: DatumSide)] = []
    for area in areas {
      guard let side = DatumSide(patients[area]) else { continue }
      let areaFields = try NamingFields(
        side.layer, idField: patients[area].idField, threads: threads)
      let test = AreaNameTest(
        points: points, areas: side, pointFields: fields, areaFields: areaFields,
        threads: threads)
      if let evidence = try test.run() { results.append((evidence, area, side)) }
    }
    if let streets, let side = DatumSide(patients[streets]),
      let evidence = StreetTest(points: points, streets: side).run()
    {
      results.append((evidence, streets, side))
    }
    let decided = results.filter { $0.evidence.winner != nil }
    if let first = decided.first {
      for other in decided.dropFirst() where other.evidence.winner != first.evidence.winner {
        contradiction(patients, index, first.evidence, other.evidence, &findings)
        return
      }
      try settle(&patients, index, points, first.other, first.side, first.evidence, &findings)
      return
    }
    let hasReference = !areas.isEmpty || streets != nil
    undecided(&patients[index], points, results.map(\.evidence), hasReference, &findings)
  }

  /// A hypothesis won: confirm the labels, or say which to give.
  private func settle(
    _ patients: inout [DoctorPatient], _ index: Int, _ points: DatumSide, _ other: Int,
    _ side: DatumSide, _ evidence: DatumEvidence, _ findings: inout [DoctorFinding]
  ) throws {
    guard let winner = evidence.winner else { return }
    let truth = DatumHypothesis.all[winner].resolved(points: points.label, areas: side.label)
    let labelled = DatumHypothesis.like(points: points.label, areas: side.label)
    if DatumHypothesis.all[winner] == labelled {
      dropDoubts(&patients[index])
      findings.append(
        DoctorFinding(
          "datum_confirmed", .note,
          LocalizedText(
            "\(patients[index].file.path) and \(patients[other].file.path) fit as labelled (\(DoctorIdentity.name(points.label)), \(DoctorIdentity.name(side.label))): \(evidence.text.english)",
            zh:
              "\(patients[index].file.path) 与 \(patients[other].file.path) 按现有坐标系（\(DoctorIdentity.name(points.label))、\(DoctorIdentity.name(side.label))）吻合：\(evidence.text.chinese)"
          )))
      if patients[index].raw?.source.coordinateSystemChoice == .detected, points.isMovable {
        patients[index].file.add(
          DoctorOption(patients[index].option("crs"), DatumHypothesis.option(points.label)))
      }
      return
    }
    var options: [DoctorOption] = []
    var named: [String] = []
    for (patient, label, system) in [
      (index, points.label, truth.points), (other, side.label, truth.areas),
    ] where label != system {
      let option = DoctorOption(patients[patient].option("crs"), DatumHypothesis.option(system))
      options.append(option)
      patients[patient].file.add(option)
      dropDoubts(&patients[patient])
      try relabel(&patients[patient], system)
      named.append("\(patients[patient].file.path): \(DoctorIdentity.name(system))")
    }
    let fix = options.map(\.text).joined(separator: " ")
    findings.append(
      DoctorFinding(
        "datum_shifted", .problem,
        LocalizedText(
          "coordinates are not in the system they are labelled with (\(named.joined(separator: "; "))): \(evidence.text.english)",
          zh: "坐标并非所标坐标系（\(named.joined(separator: "；"))）：\(evidence.text.chinese)"),
        fix: LocalizedText(fix, zh: fix)))
  }

  /// What follows takes the layer for what it is.
  private func relabel(_ patient: inout DoctorPatient, _ system: CoordinateSystem) throws {
    guard var layer = patient.raw else { return }
    layer.source.coordinateSystem = system
    patient.raw = layer
    try layer.reprojectToWGS84(threads: threads)
    patient.layer = layer
  }

  /// Doubts that a test settled.
  private func dropDoubts(_ patient: inout DoctorPatient) {
    patient.file.findings.removeAll {
      ["crs_maybe_shifted", "crs_unstated_in_china"].contains($0.code)
    }
  }

  private func contradiction(
    _ patients: [DoctorPatient], _ index: Int, _ first: DatumEvidence, _ second: DatumEvidence,
    _ findings: inout [DoctorFinding]
  ) {
    findings.append(
      DoctorFinding(
        "datum_undecided", .warning,
        LocalizedText(
          "\(patients[index].file.path): tests contradict each other. \(first.text.english). \(second.text.english)",
          zh: "\(patients[index].file.path)：检验结果互相矛盾。\(first.text.chinese)。\(second.text.chinese)"),
        fix: LocalizedText(
          "ask where the coordinates were taken from, then give \(patients[index].option("crs"))",
          zh: "请核实坐标来源，再用 \(patients[index].option("crs")) 指明")))
  }

  /// Nothing decides: said only where there is a doubt, that is for degrees whose system nobody stated.
  private func undecided(
    _ patient: inout DoctorPatient, _ points: DatumSide, _ evidence: [DatumEvidence],
    _ hasReference: Bool, _ findings: inout [DoctorFinding]
  ) {
    guard hasReference, points.isMovable,
      patient.raw?.source.coordinateSystemChoice != .option
    else { return }
    // The finding below says it with its reason.
    dropDoubts(&patient)
    let option = patient.option("crs")
    let isStated = patient.raw?.source.coordinateSystemChoice == .file
    let why =
      evidence.first.map {
        LocalizedText(
          "\($0.reason.english): \($0.text.english)", zh: "\($0.reason.chinese)：\($0.text.chinese)")
      }
      ?? LocalizedText(
        "no field names the block or community a place belongs to, and lying inside some block of a mosaic proves nothing",
        zh: "没有字段注明所属网格或社区；仅凭落在某个网格内不能说明坐标系正确")
    findings.append(
      DoctorFinding(
        "datum_undecided", isStated ? .note : .warning,
        LocalizedText(
          "cannot tell whether \(patient.file.path) is in WGS 84, GCJ-02 or BD-09: \(why.english)",
          zh: "无法判断 \(patient.file.path) 属于 WGS 84、GCJ-02 还是 BD-09：\(why.chinese)"),
        fix: LocalizedText(
          "\(option) GCJ02 if taken from Amap or Tencent, \(option) BD09 if from Baidu; or examine with --streets FILE, or add a column with each place's block or community",
          zh:
            "取自高德、腾讯：\(option) GCJ02；取自百度：\(option) BD09；也可加 --streets 文件 再检查，或增加一列注明所属网格或社区"
        )))
  }

  private func outlines(
    _ patients: inout [DoctorPatient], _ blocks: Int, _ other: Int,
    _ findings: inout [DoctorFinding]
  ) throws {
    guard let first = DatumSide(patients[other]), let second = DatumSide(patients[blocks]) else {
      return
    }
    let test = OutlineTest(
      first: first, second: second,
      firstFields: try NamingFields(
        first.layer, idField: patients[other].idField, threads: threads),
      secondFields: try NamingFields(
        second.layer, idField: patients[blocks].idField, threads: threads))
    guard let evidence = test.run(), evidence.winner != nil else { return }
    try settle(&patients, other, first, blocks, second, evidence, &findings)
  }
}
