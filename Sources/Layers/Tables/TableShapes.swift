import Model

/// Reads a column of well-known text as geometries: the way tables carry blocks and lines.
struct TableShapes {
  let table: Table
  let column: Int
  let request: LayerRequest
  /// The system the column's name tells.
  let told: CoordinateSystem?

  /// True when the column's first filled cell is a geometry other than a point.
  static func holds(_ table: Table, column: Int) -> Bool {
    (0..<table.rowCount).lazy.map { table[$0, column] }.first { !$0.isEmpty }
      .map(WellKnownText.isShape) ?? false
  }

  /// One geometry a row, nil where the text is none, and the system they are in.
  ///
  /// - Throws: 65 when no row has a geometry, or the coordinates are no degrees and no system is stated.
  func read(_ ledger: inout Ledger) throws -> (
    shapes: [WellKnownText.Shape?], system: CoordinateSystem, choice: Choice
  ) {
    let blockSize = 1024
    let blocks = (table.rowCount + blockSize - 1) / blockSize
    let shapes = try Parallel.map(count: blocks, threads: request.threads) { block in
      (block * blockSize..<min(table.rowCount, (block + 1) * blockSize)).map {
        WellKnownText.shape(table[$0, column])
      }
    }.flatMap { $0 }
    for (row, shape) in shapes.enumerated() where shape?.hadOpenRing == true {
      ledger.record(.ringClosed, table.subject(row))
    }
    let system = request.coordinateSystem ?? told
    if case .definition = system {
      return (shapes, system ?? .wgs84, .option)
    }
    try requireDegrees(shapes)
    let choice: Choice =
      request.coordinateSystem != nil ? .option : told != nil ? .detected : .assumed
    return (shapes, system ?? .wgs84, choice)
  }

  private func requireDegrees(_ shapes: [WellKnownText.Shape?]) throws {
    var ranges = CoordinateRanges()
    var example: (row: Int, place: Coordinate)?
    for (row, shape) in shapes.enumerated() {
      for point in (shape?.parts ?? []).lazy.joined().joined() {
        ranges.add(point.x, point.y)
        if example == nil, !CoordinateRanges.isDegrees(point.x, point.y) { example = (row, point) }
      }
    }
    guard ranges.count > 0 else {
      throw AnalysisError(
        .badData, Subject(file: table.source.path),
        LocalizedText(
          "no cell of “\(table.header[column])” is a geometry",
          zh: "“\(table.header[column])”列中没有几何图形"),
        hint: LocalizedText(
          "well-known text is expected, for example POLYGON((…))", zh: "应为 WKT 文本，例如 POLYGON((…))"))
    }
    guard ranges.degrees * 2 <= ranges.count, let (row, place) = example else { return }
    let seen = "\(place.x) \(place.y)"
    throw AnalysisError(
      .badData, table.subject(row),
      LocalizedText(
        "coordinates are not degrees and their system is not stated: \(seen)",
        zh: "坐标不是经纬度，且未注明坐标系：\(seen)"),
      hint: MetresHint.hint(
        BoundingBox(minX: place.x, minY: place.y, maxX: place.x, maxY: place.y),
        option: request.coordinateSystemOption))
  }
}
