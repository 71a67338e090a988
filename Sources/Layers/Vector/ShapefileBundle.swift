internal import CGDAL
import Model

/// The files of one Shapefile, checked and ready to open: on disk as they are, or in memory when they came
/// from an archive or their index had to be rebuilt. Nothing is ever written beside the input.
final class ShapefileBundle {
  /// The `.shp` (or a lone `.dbf`) to hand to GDAL.
  let path: String
  /// The attribute table's header; nil without a `.dbf`.
  let table: DBFTable?
  /// Text of the `.cpg`, trimmed; nil without one.
  let codePage: String?
  /// Keeps in-memory files alive as long as this object.
  private let staged: StagedFiles?

  /// There is a `.prj` with text in it.
  private(set) var hasProjectionText = false
  /// Records in the `.shp`'s index; nil for a lone `.dbf`.
  let shapeCount: Int?

  /// Endings that make up a Shapefile, as far as it is read.
  private static let endings = ["shp", "shx", "dbf", "prj", "cpg"]

  /// Opens the Shapefile at `path`: any of its files may be named.
  ///
  /// - Throws: 65 when a part is missing that nothing can replace, cut short, or contradicts itself.
  init(path: String, shownAs shown: String, ledger: inout Ledger) throws {
    var parts: [String: String] = [:]
    let base = Self.withoutEnding(path)
    for ending in Self.endings {
      let names = [ending, ending.uppercased(), ending.prefix(1).uppercased() + ending.dropFirst()]
      parts[ending] = names.map { "\(base).\($0)" }.first { Self.exists($0) }
    }
    let given = Self.ending(path)
    if parts[given] == nil { parts["shp"] = path }
    staged = try Self.stageIfNeeded(&parts, shownAs: shown, ledger: &ledger)
    (self.path, table, codePage, shapeCount) = try Self.check(
      parts, shownAs: shown, ledger: &ledger)
    hasProjectionText = Self.hasText(parts["prj"])
  }

  /// Unpacks one Shapefile of an archive into memory.
  init(archive: ZipArchive, member: String, shownAs shown: String, ledger: inout Ledger)
    throws
  {
    let base = Self.withoutEnding(member).lowercased()
    let files = StagedFiles()
    let stem = LayerNames.stem(member)
    var parts: [String: String] = [:]
    for file in archive.members where Self.withoutEnding(file.name).lowercased() == base {
      let ending = Self.ending(file.name)
      guard Self.endings.contains(ending), parts[ending] == nil else { continue }
      parts[ending] = try files.add("\(stem).\(ending)", try archive.unpack(file))
    }
    if let shapes = parts["shp"].flatMap({ BigFile($0) }), !Self.hasIndex(parts["shx"], of: shapes)
    {
      let index = try Self.rebuiltIndex(shapes, shownAs: shown)
      parts["shx"] = try files.add("\(stem).shx", index)
      ledger.record(VectorLedger.indexRebuilt, Subject(file: shown))
    }
    if let table = try Self.paddedTable(parts, shownAs: shown) {
      parts["dbf"] = try files.add("\(stem).dbf", table.bytes)
      table.report(shown, &ledger)
    }
    staged = consume files
    (path, table, codePage, shapeCount) = try Self.check(parts, shownAs: shown, ledger: &ledger)
    hasProjectionText = Self.hasText(parts["prj"])
  }

  private static func hasText(_ path: String?) -> Bool {
    let bytes = path.flatMap { BigFile($0) }?.read(at: 0, count: 256) ?? []
    return !String(decoding: bytes, as: UTF8.self).trimmed.isEmpty
  }

  static func ending(_ path: String) -> String { LayerNames.ending(path) }

  private static func withoutEnding(_ path: String) -> String {
    guard let dot = path.lastIndex(of: "."), !path[dot...].contains("/") else { return path }
    return String(path[..<dot])
  }

  private static func exists(_ path: String) -> Bool { BigFile(path) != nil }

  // MARK: checks

  private static func check(
    _ parts: [String: String], shownAs shown: String, ledger: inout Ledger
  ) throws -> (path: String, table: DBFTable?, codePage: String?, shapeCount: Int?) {
    var table: DBFTable?
    if let path = parts["dbf"], let file = BigFile(path) {
      table = try DBFTable(file, shownAs: shown)
    }
    let codePage = parts["cpg"].flatMap { path -> String? in
      guard let file = BigFile(path) else { return nil }
      let text = String(decoding: file.read(at: 0, count: 64), as: UTF8.self)
      return String(text.prefix { !$0.isNewline }).trimmed
    }
    guard let path = parts["shp"], let shapes = BigFile(path) else {
      guard let dbf = parts["dbf"], table != nil else {
        throw AnalysisError(
          .badData, Subject(file: shown), LocalizedText("there is no .shp", zh: "缺少 .shp 文件"),
          hint: LocalizedText(
            "a Shapefile needs .shp, .shx and .dbf together", zh: "Shapefile 需要 .shp、.shx、.dbf 同在"))
      }
      return (dbf, table, codePage, nil)
    }
    try checkHeader(shapes, shownAs: shown)
    let count = parts["shx"].flatMap { BigFile($0) }.map { ($0.size - 100) / 8 } ?? 0
    if let table, table.recordCount > count {
      ledger.record(
        VectorLedger.recordsMismatch, Subject(file: shown),
        detail: ".shp \(count), .dbf \(table.recordCount)")
    } else if table == nil {
      ledger.record(VectorLedger.dbfMissing, Subject(file: shown))
    }
    return (path, table, codePage, count)
  }

  /// Layout after ESRI's Shapefile Technical Description (1998): big-endian file code 9994 and length in
  /// 16-bit words.
  private static func checkHeader(_ file: BigFile, shownAs shown: String) throws {
    let header = file.read(at: 0, count: 100)
    guard header.count == 100, header.big(0) == 9994, let words = header.big(24) else {
      throw AnalysisError(
        .badData, Subject(file: shown),
        LocalizedText("the .shp is not a Shapefile", zh: ".shp 不是有效的 Shapefile"),
        hint: LocalizedText("copy or export the file again", zh: "请重新复制或导出该文件"))
    }
    guard words * 2 <= file.size else {
      throw AnalysisError(
        .badData, Subject(file: shown),
        LocalizedText(
          "the .shp is cut short: it states \(words * 2) bytes and has \(file.size)",
          zh: ".shp 不完整：应为 \(words * 2) 字节，实为 \(file.size) 字节"),
        hint: LocalizedText("copy or export the file again", zh: "请重新复制或导出该文件"))
    }
  }

  // MARK: the index

  private static func hasIndex(_ path: String?, of shapes: BigFile) -> Bool {
    guard let path, let file = BigFile(path) else { return false }
    let header = file.read(at: 0, count: 100)
    guard header.big(0) == 9994, let words = header.big(24), words * 2 <= file.size,
      file.size >= 100, (file.size - 100) % 8 == 0
    else { return false }
    guard file.size > 100 else { return shapes.size <= 108 }
    let last = file.read(at: file.size - 8, count: 8)
    guard let offset = last.big(0), let length = last.big(4) else { return false }
    return offset * 2 + length * 2 + 8 <= shapes.size
  }

  /// Copies the files to memory when the index has to be rebuilt or the table filled up.
  private static func stageIfNeeded(
    _ parts: inout [String: String], shownAs shown: String, ledger: inout Ledger
  ) throws -> StagedFiles? {
    guard let shapes = parts["shp"].flatMap({ BigFile($0) }) else { return nil }
    let isIndexed = hasIndex(parts["shx"], of: shapes)
    let table = isIndexed ? try paddedTable(parts, shownAs: shown) : nil
    if isIndexed, table == nil { return nil }
    try checkHeader(shapes, shownAs: shown)
    let files = StagedFiles()
    let stem = LayerNames.stem(parts["shp"] ?? "layer.shp")
    let index = isIndexed ? nil : try rebuiltIndex(shapes, shownAs: shown)
    for (ending, path) in parts {
      guard let file = BigFile(path) else { continue }
      guard file.size <= ZipArchive.sizeLimit else { throw tooLarge(shown) }
      parts[ending] = try files.add("\(stem).\(ending)", file.read(at: 0, count: file.size))
    }
    if let index {
      parts["shx"] = try files.add("\(stem).shx", index)
      ledger.record(VectorLedger.indexRebuilt, Subject(file: shown))
    }
    if let table = try table ?? paddedTable(parts, shownAs: shown) {
      parts["dbf"] = try files.add("\(stem).dbf", table.bytes)
      table.report(shown, &ledger)
    }
    return files
  }

  private static func tooLarge(_ shown: String) -> AnalysisError {
    AnalysisError(
      .badData, Subject(file: shown),
      LocalizedText(
        "the .shx or .dbf does not fit the .shp, which is too large to mend in memory",
        zh: ".shx 或 .dbf 与 .shp 不符，且文件过大，无法在内存中修复"),
      hint: LocalizedText("export the Shapefile again", zh: "请重新导出 Shapefile"))
  }

  /// A table with blank records added for the shapes that have none.
  private struct PaddedTable {
    var bytes: [UInt8]
    var shapes: Int
    var records: Int

    func report(_ shown: String, _ ledger: inout Ledger) {
      ledger.record(
        VectorLedger.recordsMismatch, Subject(file: shown, row: records + 1),
        detail: ".shp \(shapes), .dbf \(records)")
    }
  }

  /// GDAL passes over shapes beyond the table's last record, so the table is filled up; nil where it need not.
  private static func paddedTable(
    _ parts: [String: String], shownAs shown: String
  ) throws -> PaddedTable? {
    guard let index = parts["shx"].flatMap({ BigFile($0) }),
      let file = parts["dbf"].flatMap({ BigFile($0) })
    else { return nil }
    let table = try DBFTable(file, shownAs: shown)
    let shapes = (index.size - 100) / 8
    guard table.recordCount < shapes else { return nil }
    let size = table.headerLength + shapes * table.recordLength
    guard size <= ZipArchive.sizeLimit else { throw tooLarge(shown) }
    let held = table.headerLength + table.recordCount * table.recordLength
    var bytes = file.read(at: 0, count: held)
    for (offset, shift) in [0, 8, 16, 24].enumerated() {
      bytes[4 + offset] = UInt8(truncatingIfNeeded: shapes >> shift)
    }
    bytes += [UInt8](repeating: 0x20, count: size - held) + [0x1A]
    return PaddedTable(bytes: bytes, shapes: shapes, records: table.recordCount)
  }

  /// The index made by walking the `.shp`'s records one after the other.
  private static func rebuiltIndex(
    _ shapes: BigFile, shownAs shown: String
  ) throws -> [UInt8] {
    try checkHeader(shapes, shownAs: shown)
    var index = shapes.read(at: 0, count: 100)
    let end = min(shapes.size, (index.big(24) ?? 0) * 2)
    var offset = 100
    while offset + 8 <= end {
      let header = shapes.read(at: offset, count: 8)
      guard let words = header.big(4), words >= 2, offset + 8 + words * 2 <= end else { break }
      index.appendBig(offset / 2)
      index.appendBig(words)
      offset += 8 + words * 2
    }
    var length: [UInt8] = []
    length.appendBig(index.count / 2)
    index.replaceSubrange(24..<28, with: length)
    return index
  }
}

extension [UInt8] {
  fileprivate mutating func appendBig(_ value: Int) {
    for shift in [24, 16, 8, 0] { append(UInt8(truncatingIfNeeded: value >> shift)) }
  }
}
