import Layers
import Model

/// The columns of a table that hold its coordinates; the same twice for pairs in one cell.
struct CoordinateHeader: Sendable, Hashable {
  var x: Int
  var y: Int

  /// Both coordinates stand in one cell.
  var isPair: Bool { x == y }

  /// The stated columns, or those found by name.
  ///
  /// - Parameter prefersPlanar: the source is in metres: x and y come before longitude and latitude.
  /// - Throws: `AnalysisError` 65 that shows the header.
  init(_ header: [String], stated: ColumnPair?, prefersPlanar: Bool, subject: Subject) throws {
    if let stated {
      (x, y) = (
        try Self.index(stated.x, header, subject), try Self.index(stated.y, header, subject)
      )
      return
    }
    let found = TableConventions.coordinateColumns(of: header, prefersPlanar: prefersPlanar)
    guard found.count < 2 else {
      let pairs = found.map { "\(header[$0.x]),\(header[$0.y])" }
      throw AnalysisError(
        .badData, subject,
        LocalizedText(
          "several columns may hold the coordinates: \(pairs.joined(separator: "; "))",
          zh: "有多组列可能是坐标：\(pairs.joined(separator: "；"))"),
        hint: LocalizedText("choose one: --xy \(pairs[0])", zh: "请选定一组：--xy \(pairs[0])"))
    }
    guard let only = found.first else {
      let shown = header.prefix(12).joined(separator: ", ")
      throw AnalysisError(
        .badData, subject,
        LocalizedText("no coordinate columns among: \(shown)", zh: "没有坐标列，现有列：\(shown)"),
        hint: LocalizedText("name them with --xy LON,LAT", zh: "请用 --xy LON,LAT 指明"))
    }
    (x, y) = (only.x, only.y)
  }

  private static func index(
    _ name: String, _ header: [String], _ subject: Subject
  ) throws -> Int {
    if let index = header.firstIndex(of: name) { return index }
    if let index = header.firstIndex(where: { $0.lowercased() == name.lowercased() }) {
      return index
    }
    let nearest = NameMatching.suggestions(for: name, among: header)
    let shown = (nearest.isEmpty ? Array(header.prefix(12)) : nearest).joined(separator: ", ")
    throw AnalysisError(
      .badData, subject,
      LocalizedText("--xy: there is no column “\(name)”", zh: "--xy：没有列“\(name)”"),
      hint: LocalizedText("columns: \(shown)", zh: "现有列：\(shown)"))
  }
}
