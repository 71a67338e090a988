import Model

/// The two columns of a table that hold its coordinates.
struct CoordinateHeader: Sendable, Hashable {
  var x: Int
  var y: Int

  /// The pairs of names looked for, best first; compared in lower case.
  private static let names: [([String], [String])] = [
    (["lon", "lng", "long", "longitude", "经度"], ["lat", "latitude", "纬度"]),
    (["x", "x坐标", "横坐标", "easting"], ["y", "y坐标", "纵坐标", "northing"]),
  ]

  /// The stated columns, or those found by name.
  ///
  /// - Throws: `AnalysisError` 65 that shows the header.
  init(_ header: [String], stated: ColumnPair?, subject: Subject, option: String) throws {
    if let stated {
      (x, y) = (
        try Self.index(stated.x, header, subject, option),
        try Self.index(stated.y, header, subject, option)
      )
      return
    }
    let folded = header.map { $0.lowercased() }
    for (xNames, yNames) in Self.names {
      if let x = folded.firstIndex(where: xNames.contains),
        let y = folded.firstIndex(where: yNames.contains)
      {
        (self.x, self.y) = (x, y)
        return
      }
    }
    let shown = header.prefix(12).joined(separator: ", ")
    throw AnalysisError(
      .badData, subject,
      LocalizedText("no coordinate columns among: \(shown)", zh: "没有坐标列，现有列：\(shown)"),
      hint: LocalizedText("name them with \(option) LON,LAT", zh: "请用 \(option) LON,LAT 指明"))
  }

  private static func index(
    _ name: String, _ header: [String], _ subject: Subject, _ option: String
  ) throws -> Int {
    if let index = header.firstIndex(of: name) { return index }
    if let index = header.firstIndex(where: { $0.lowercased() == name.lowercased() }) {
      return index
    }
    let nearest = NearestNames.find(name, among: header)
    let shown = (nearest.isEmpty ? Array(header.prefix(12)) : nearest).joined(separator: ", ")
    throw AnalysisError(
      .badData, subject,
      LocalizedText("\(option): there is no column “\(name)”", zh: "\(option)：没有列“\(name)”"),
      hint: LocalizedText("columns: \(shown)", zh: "现有列：\(shown)"))
  }
}
