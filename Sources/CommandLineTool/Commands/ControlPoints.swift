import Model

/// Pairs of source and target coordinates by which a conversion is fitted.
struct ControlPoints: Sendable, Hashable {
  /// `sources[i]` corresponds to `targets[i]`.
  var sources: [Coordinate] = []
  var targets: [Coordinate] = []
  /// Line of each pair in the file, from 1.
  var lines: [Int] = []
  /// The targets are named as degrees (`lon`, `lat`), not as `to_x`, `to_y`.
  var areTargetsGeographic: Bool

  private static let sourceNames = (
    ["x", "from_x", "source_x", "x坐标"], ["y", "from_y", "source_y", "y坐标"]
  )
  private static let degreeNames = (
    ["lon", "lng", "longitude", "经度"], ["lat", "latitude", "纬度"]
  )
  private static let planarNames = (["to_x", "target_x", "x2"], ["to_y", "target_y", "y2"])

  /// Reads a table with the columns x, y and lon, lat (or to_x, to_y).
  ///
  /// - Throws: `AnalysisError` 65 for missing columns or a row that is not four numbers: a wrong control point
  ///   is not passed over.
  init(_ bytes: [UInt8], file: String) throws {
    let table = try DelimitedRecords(bytes, file: file)
    var fields: [Range<Int>] = []
    var header: [String] = []
    if let first = table.records.first {
      table.fields(of: first, into: &fields)
      header = fields.map { table.text($0).lowercased() }
    }
    func find(_ names: ([String], [String])) -> (Int, Int)? {
      guard let x = header.firstIndex(where: names.0.contains),
        let y = header.firstIndex(where: names.1.contains)
      else { return nil }
      return (x, y)
    }
    let degrees = find(Self.degreeNames)
    guard let source = find(Self.sourceNames), let target = degrees ?? find(Self.planarNames)
    else {
      throw AnalysisError(
        .badData, Subject(file: file, row: 1),
        LocalizedText(
          "control points need the columns x,y and lon,lat, but the header is: \(header.joined(separator: ","))",
          zh: "控制点表需要列 x,y 与 lon,lat，现有列：\(header.joined(separator: ","))"),
        hint: LocalizedText(
          "for targets in metres name them to_x,to_y", zh: "目标为米制坐标时，列名用 to_x,to_y"))
    }
    areTargetsGeographic = degrees != nil
    for (index, record) in table.records.enumerated().dropFirst() where !record.isEmpty {
      table.fields(of: record, into: &fields)
      let numbers = [source.0, source.1, target.0, target.1].map { column in
        column < fields.count ? DecimalText.number(table.text(fields[column])) : nil
      }
      guard let x = numbers[0], let y = numbers[1], let u = numbers[2], let v = numbers[3] else {
        throw Self.badRow(table, record, line: Int(table.lines[index]), file: file)
      }
      sources.append(Coordinate(x: x, y: y))
      targets.append(Coordinate(x: u, y: v))
      lines.append(Int(table.lines[index]))
    }
  }

  private static func badRow(
    _ table: DelimitedRecords, _ record: Range<Int>, line: Int, file: String
  ) -> AnalysisError {
    let seen = String(decoding: table.bytes[record].prefix(80), as: UTF8.self)
    return AnalysisError(
      .badData, Subject(file: file, row: line),
      LocalizedText("not four numbers: “\(seen)”", zh: "不是四个数：“\(seen)”"),
      hint: LocalizedText("correct or remove this control point", zh: "请更正或删除该控制点"))
  }
}
